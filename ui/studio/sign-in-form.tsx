import { Accordion, AccordionHeader, AccordionItem, AccordionPanel, Button, Field, Input, MessageBar, MessageBarBody, Switch, Text, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { saveSignIn } from '../../src/contracts/authentication.ts'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { CopyField } from '../kit/copy-field.tsx'
import { ErrorBar } from '../kit/error-bar.tsx'
import { useNotify } from '../kit/notify.tsx'
import { formatFull } from '../kit/time.ts'
import { useUnsavedGuard } from '../kit/unsaved-guard.tsx'
import { type Authentication, saveSignInSettings, switchSignInOff } from './authentication-api.ts'
import { useCopilot } from './copilot-context.ts'
import { focusFirstInvalid, messagesOf } from './form-messages.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '640px' },
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, paddingBottom: tokens.spacingVerticalM },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground2 },
  bar: { flexShrink: 0 },
})

type Values = { connectionName: string; required: boolean; authorizationUrl: string; tokenUrl: string; userInfoUrl: string; scopes: string; clientId: string; clientSecret: string; issuer: string; keysUrl: string; exchangeUri: string }
type TextName = Exclude<keyof Values, 'required'>

const empty: Values = { connectionName: 'Sign-in', required: false, authorizationUrl: '', tokenUrl: '', userInfoUrl: '', scopes: 'openid profile email', clientId: '', clientSecret: '', issuer: '', keysUrl: '', exchangeUri: '' }

/** The OAuth 2.0 provider that customers sign in at. */
export function SignInForm(props: { settings: Authentication; onChanged(settings: Authentication): void }) {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const { notify, notifyError } = useNotify()
  const { signIn, redirectUri, mode, trigger } = props.settings
  const [stored] = useState<Values>(() => (signIn ? { ...empty, ...pick(signIn) } : { ...empty, required: trigger === 'Always' }))
  const [values, setValues] = useState(stored)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>()
  const { guard, allow } = useUnsavedGuard(JSON.stringify(values) !== JSON.stringify(stored), 'the sign-in settings')
  const asks = copilot.components.some(({ trigger, state }) => trigger === 'OnSignIn' && state === 'on')
  const { clientSecret, ...others } = values
  const body = { ...others, ...(clientSecret ? { clientSecret } : {}) }
  const messages = tried ? messagesOf(saveSignIn.safeParse(body)) : {}

  const text = (name: TextName, label: string, more: { hint?: string; type?: 'url' | 'password'; required?: boolean; placeholder?: string } = {}) => (
    <Field label={label} {...(more.required ? { required: true } : {})} {...(more.hint ? { hint: more.hint } : {})} {...(messages[name] ? { validationMessage: messages[name] } : {})}>
      <Input type={more.type ?? 'text'} value={values[name]} autoComplete={more.type === 'password' ? 'new-password' : 'off'} {...(more.placeholder ? { placeholder: more.placeholder } : {})} onChange={(_, data) => setValues({ ...values, [name]: data.value })} />
    </Field>
  )
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!saveSignIn.safeParse(body).success) return focusFirstInvalid(event.currentTarget as HTMLFormElement)
    setBusy(true)
    setError(undefined)
    try {
      const saved = await saveSignInSettings(copilot.id, body)
      allow()
      notify({ title: 'Customers can sign in', intent: 'success' })
      props.onChanged(saved)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  const switchOff = async () => {
    try {
      props.onChanged(await switchSignInOff(copilot.id))
      notify({ title: 'Nobody can sign in any more', intent: 'success' })
    } catch (failure) {
      notifyError('Sign-in is still on', failure)
    }
  }

  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} noValidate>
      {guard}
      {!signIn && (
        <MessageBar intent={manual.has(mode) ? 'warning' : 'info'} layout="multiline" className={styles.bar}>
          <MessageBarBody>
            {manual.has(mode)
              ? 'The makers of this copilot want customers to sign in, and no provider is set up yet. Until one is, nodes that sign in fail with AuthenticationNotConfigured.'
              : 'No provider is set up: nobody signs in. Enter one to let topics use the node “Sign the customer in”.'}
          </MessageBarBody>
        </MessageBar>
      )}
      <CopyField label="Redirect address, to be registered at the provider" value={redirectUri} />
      {text('authorizationUrl', 'Authorization address', { type: 'url', required: true, placeholder: 'https://' })}
      {text('tokenUrl', 'Token address', { type: 'url', required: true, placeholder: 'https://' })}
      {text('userInfoUrl', 'User info address', { type: 'url', hint: 'Where name and email are read. Empty: they come with the id token, or not at all.' })}
      {text('clientId', 'Client id', { required: true })}
      {text('clientSecret', 'Client secret', { type: 'password', hint: signIn?.hasSecret ? 'Stored encrypted and never shown. Empty: the stored one stays, as long as the token address does.' : 'Stored encrypted and never shown again. Empty for a public client.' })}
      {text('scopes', 'Scopes', { hint: 'Separated by spaces.' })}
      {text('connectionName', 'Name', { required: true, hint: 'What the sign-in card calls it. A new name asks everybody to sign in again.' })}
      {values.required && !asks && (
        <MessageBar intent="warning" layout="multiline" className={styles.bar}>
          <MessageBarBody>No topic with the trigger On Sign In is on, so nobody would be asked: add one that holds the node “Sign the customer in”.</MessageBarBody>
        </MessageBar>
      )}
      <Switch label="Customers have to sign in before anything else" checked={values.required} onChange={(_, data) => setValues({ ...values, required: data.checked })} />
      <Accordion collapsible>
        <AccordionItem value="page">
          <AccordionHeader>Pages that sign the customer in themselves</AccordionHeader>
          <AccordionPanel>
            <div className={styles.panel}>
              <Text size={200} className={styles.quiet}>A page whose customers are signed in already may hand in their token, and the card needs no button. The token counts only when the provider signed it for this copilot, so all three are needed.</Text>
              {text('issuer', 'Issuer')}
              {text('keysUrl', 'Address of the provider’s keys (JWKS)', { type: 'url' })}
              {text('exchangeUri', 'Token exchange address', { hint: 'The audience the page asks a token for, such as api://…' })}
            </div>
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
      {error !== undefined && <ErrorBar title="It was not saved" error={error} />}
      <div className={styles.row}>
        <Button appearance="primary" type="submit" disabledFocusable={busy}>{busy ? 'Saving…' : 'Save'}</Button>
        {signIn && <Button disabled={busy} onClick={() => setAsking(true)}>Switch sign-in off…</Button>}
        {signIn && <Text size={200} className={styles.quiet}>Changed {signIn.changedBy ? `by ${signIn.changedBy}, ` : ''}{formatFull(signIn.changedAt)}</Text>}
      </div>
      <ConfirmDialog open={asking} title="Switch sign-in off?" confirmLabel="Switch off" danger onConfirm={switchOff} onClose={() => setAsking(false)}>
        Customers can no longer sign in, and topics that need it fail. The provider’s settings are forgotten.
      </ConfirmDialog>
    </form>
  )
}

const manual: ReadonlySet<string> = new Set(['CustomAzureActiveDirectory', 'GenericOAuth2'])

function pick({ connectionName, required, authorizationUrl, tokenUrl, userInfoUrl, scopes, clientId, issuer, keysUrl, exchangeUri }: NonNullable<Authentication['signIn']>) {
  return { connectionName, required, authorizationUrl, tokenUrl, userInfoUrl, scopes, clientId, issuer, keysUrl, exchangeUri }
}
