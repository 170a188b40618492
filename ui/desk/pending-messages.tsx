import { Button, Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { MessageBubble, SpokenGroup, useMe } from '../kit/index.ts'
import { useDesk } from './desk-state.tsx'
import type { Pending } from './outbox.ts'

const useStyles = makeStyles({
  note: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', justifyContent: 'flex-end', gap: tokens.spacingHorizontalXS, color: tokens.colorNeutralForeground3 },
  failed: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', justifyContent: 'flex-end', gap: tokens.spacingHorizontalXS, color: tokens.colorPaletteRedForeground1 },
})

const notes: Record<Exclude<Pending['state'], 'failed'>, string> = { sending: 'Sending…', waiting: 'Not sent yet; trying again…', sent: 'Sent' }

/** Written but not yet in the log: shown at once, with what became of it. */
export function PendingMessages(props: { pending: readonly Pending[] }) {
  const styles = useStyles()
  const me = useMe()
  const { outbox } = useDesk()
  if (props.pending.length === 0) return undefined
  return (
    <SpokenGroup author={{ kind: 'agent', id: me.id, name: me.name }} own self>
      {props.pending.map((one) => (
        <MessageBubble
          key={one.clientId}
          activity={{ type: 'message', text: one.text }}
          tone="agent"
          own
          faded={one.state !== 'sent'}
          footer={
            one.state === 'failed' ? (
              <Caption1 className={styles.failed} role="alert">
                Not sent. {one.error}
                <Button size="small" onClick={() => outbox.retry(one.clientId)}>Try again</Button>
                <Button size="small" appearance="subtle" onClick={() => outbox.discard(one.clientId)}>Discard</Button>
              </Caption1>
            ) : (
              <Caption1 className={styles.note}>{notes[one.state]}</Caption1>
            )
          }
        />
      ))}
    </SpokenGroup>
  )
}
