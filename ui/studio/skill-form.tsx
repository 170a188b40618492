import { Button, Checkbox, Field, Input, MessageBar, MessageBarBody, Select, Text, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useId, useState } from 'react'
import { type SkillAuthentication, saveSkill } from '../../src/contracts/authentication.ts'
import { ErrorBar } from '../kit/error-bar.tsx'
import { useNotify } from '../kit/notify.tsx'
import { formatFull } from '../kit/time.ts'
import { type Authentication, type SkillSettings, saveSkillSettings } from './authentication-api.ts'
import { useCopilot } from './copilot-context.ts'
import { focusFirstInvalid, messagesOf } from './form-messages.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '640px', paddingBottom: tokens.spacingVerticalL },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold },
  facts: { display: 'grid', gridTemplateColumns: 'max-content 1fr', gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`, margin: 0, fontSize: tokens.fontSizeBase200, '& dt': { color: tokens.colorNeutralForeground2 }, '& dd': { margin: 0, overflowWrap: 'anywhere', minWidth: 0 }, '@media (max-width: 480px)': { gridTemplateColumns: '1fr' } },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground2 },
  bar: { flexShrink: 0 },
})

const ways: Record<SkillAuthentication, string> = {
  none: 'Not at all (development, on this machine)',
  signed: 'A token that this server signs',
  'shared-secret': 'A token signed with a shared secret',
  'client-credentials': 'A token of a token address (client credentials)',
}

/** One skill: where it is, and how it learns who calls. */
export function SkillForm(props: { skill: SkillSettings; onChanged(settings: Authentication): void }) {
  const styles = useStyles()
  const titleId = useId()
  const { copilot } = useCopilot()
  const { notify } = useNotify()
  const { skill } = props
  const [values, setValues] = useState({ authentication: skill.authentication, expectReplies: skill.expectReplies, secret: '', tokenUrl: skill.tokenUrl, clientId: skill.clientId, scope: skill.scope })
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const { secret, ...others } = values
  const body = { ...others, ...(secret ? { secret } : {}) }
  const messages = tried ? messagesOf(saveSkill.safeParse(body)) : {}
  const withSecret = values.authentication === 'shared-secret' || values.authentication === 'client-credentials'

  const text = (name: 'tokenUrl' | 'clientId' | 'scope' | 'secret', label: string, hint?: string) => (
    <Field label={label} {...(hint ? { hint } : {})} {...(messages[name] ? { validationMessage: messages[name] } : {})}>
      <Input type={name === 'secret' ? 'password' : name === 'tokenUrl' ? 'url' : 'text'} value={values[name]} autoComplete={name === 'secret' ? 'new-password' : 'off'} onChange={(_, data) => setValues({ ...values, [name]: data.value })} />
    </Field>
  )
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!saveSkill.safeParse(body).success) return focusFirstInvalid(event.currentTarget as HTMLFormElement)
    setBusy(true)
    setError(undefined)
    try {
      const saved = await saveSkillSettings(copilot.id, skill.skillId, body)
      notify({ title: `${skill.name} is saved`, intent: 'success' })
      props.onChanged(saved)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} noValidate aria-labelledby={titleId}>
      <h3 id={titleId} className={styles.title}>{skill.name}</h3>
      <dl className={styles.facts}>
        <dt>Address</dt>
        <dd>{skill.endpoint.value || 'not set'}</dd>
        <dt>App id</dt>
        <dd>{skill.appId.value || 'not set'}</dd>
        <dt>Actions</dt>
        <dd>{skill.actions.map(({ id, type }) => `${id} (${type})`).join(', ') || 'none'}</dd>
      </dl>
      {!skill.endpoint.value && (
        <MessageBar intent="warning" layout="multiline" className={styles.bar}>
          <MessageBarBody>Set the environment variable {skill.endpoint.variable} to the address the skill listens at, and {skill.appId.variable} to its app id. An administrator does that under Environment variables; then publish.</MessageBarBody>
        </MessageBar>
      )}
      <Field label="The copilot says who it is with">
        <Select value={values.authentication} onChange={(_, data) => setValues({ ...values, authentication: data.value as SkillAuthentication })}>
          {Object.entries(ways).map(([value, label]) => <option key={value} value={value}>{label}</option>)}
        </Select>
      </Field>
      {values.authentication === 'client-credentials' && text('tokenUrl', 'Token address')}
      {values.authentication === 'client-credentials' && text('clientId', 'Client id')}
      {values.authentication === 'client-credentials' && text('scope', 'Scope')}
      {withSecret && text('secret', values.authentication === 'shared-secret' ? 'Shared secret' : 'Client secret', skill.hasSecret ? 'Stored encrypted and never shown. Empty: the stored one stays.' : 'Stored encrypted and never shown again.')}
      <Checkbox label="The skill answers in its response, because it cannot reach this server" checked={values.expectReplies} onChange={(_, data) => setValues({ ...values, expectReplies: data.checked === true })} />
      {error !== undefined && <ErrorBar title="It was not saved" error={error} />}
      <div className={styles.row}>
        <Button appearance="primary" type="submit" disabledFocusable={busy}>{busy ? 'Saving…' : 'Save'}</Button>
        {skill.changedAt && <Text size={200} className={styles.quiet}>Changed {skill.changedBy ? `by ${skill.changedBy}, ` : ''}{formatFull(skill.changedAt)}</Text>}
      </div>
    </form>
  )
}
