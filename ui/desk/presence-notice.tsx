import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles } from '@fluentui/react-components'
import type { Presence } from '../../src/contracts/desk.ts'
import { useNotify } from '../kit/index.ts'
import { useDesk } from './desk-state.tsx'

const useStyles = makeStyles({ bar: { flexShrink: 0 } })

const reasons: Partial<Record<Presence, string>> = {
  inactive: 'You missed an offer, so nothing is offered to you now.',
  offline: 'You are offline: nothing is offered to you.',
}

/** Why nothing rings, and the one click that changes it. */
export function PresenceNotice() {
  const styles = useStyles()
  const { inbox, setPresence } = useDesk()
  const { notifyError } = useNotify()
  const reason = inbox && reasons[inbox.agent.presence]
  if (!reason) return undefined
  return (
    <MessageBar intent="warning" className={styles.bar} layout="multiline">
      <MessageBarBody>{reason}</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => void setPresence('available').catch((error: unknown) => notifyError('Your presence was not changed', error))}>I am available</Button>
      </MessageBarActions>
    </MessageBar>
  )
}
