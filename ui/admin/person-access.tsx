import { Button, Text, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { useNotify } from '../kit/notify.tsx'
import { Section } from '../kit/page-layout.tsx'
import { formatFull } from '../kit/time.ts'
import { newLink, setDisabled, withdrawLink, type Person, type PersonWithLink } from './admin-api.ts'
import { LinkDialog } from './link-dialog.tsx'
import { Status } from './users-page.tsx'

const useStyles = makeStyles({
  facts: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}` },
  quiet: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** Whether and how somebody comes in. Each action counts at once. */
export function PersonAccess(props: { person: Person; isMe: boolean; onChanged(): void }) {
  const styles = useStyles()
  const { person, onChanged } = props
  const { notify, notifyError } = useNotify()
  const [given, setGiven] = useState<PersonWithLink>()
  const [asking, setAsking] = useState<'disable' | 'link'>()
  const make = async () => {
    setGiven(await newLink(person.id))
    onChanged()
  }
  const disable = async (disabled: boolean) => {
    await setDisabled(person.id, disabled)
    notify({ title: disabled ? `${person.name} is disabled` : `${person.name} is enabled`, intent: 'success' })
    onChanged()
  }
  const withdraw = async () => {
    await withdrawLink(person.id)
    notify({ title: 'The link is withdrawn', intent: 'success' })
    onChanged()
  }
  const trying = (title: string, action: () => Promise<void>) => void action().catch((error: unknown) => notifyError(title, error))
  const linkLabel = person.hasPassword ? 'Reset password…' : person.link ? 'New invitation link…' : 'Invitation link…'
  return (
    <Section title="Access">
      <div className={styles.facts}>
        <Status person={person} />
        <Text className={styles.quiet}>{person.lastSignInAt ? `Last signed in ${formatFull(person.lastSignInAt)}` : 'Has never signed in'}</Text>
      </div>
      {person.link && (
        <Text>
          {person.link.purpose === 'invitation' ? 'An invitation' : 'A link for a new password'} {person.link.expired ? 'has expired: it ended' : 'was given out. It holds until'} {formatFull(person.link.expiresAt)}.
        </Text>
      )}
      <div className={styles.actions}>
        {person.status !== 'disabled' && <Button onClick={() => (person.link ? setAsking('link') : trying('There is no link', make))}>{linkLabel}</Button>}
        {person.link && <Button onClick={() => trying('The link was not withdrawn', withdraw)}>Withdraw the link</Button>}
        {person.status === 'disabled' ? <Button onClick={() => trying('Nothing was changed', () => disable(false))}>Enable</Button> : <Button onClick={() => setAsking('disable')}>Disable…</Button>}
      </div>
      <ConfirmDialog open={asking === 'link'} title="Give out a new link?" confirmLabel="New link" onConfirm={make} onClose={() => setAsking(undefined)}>
        The link that {person.name} has now ends.
      </ConfirmDialog>
      <ConfirmDialog open={asking === 'disable'} title={`Disable ${person.name}?`} confirmLabel="Disable" danger onConfirm={() => disable(true)} onClose={() => setAsking(undefined)}>
        {props.isMe ? 'You are signed out at once' : 'They are signed out at once'} and cannot sign in again. Conversations they serve go back to their queues. Nothing is deleted, and you can enable them again.
      </ConfirmDialog>
      {given && <LinkDialog given={given} onClose={() => setGiven(undefined)} />}
    </Section>
  )
}
