import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { messageOf } from './api.ts'

export type Notice = { title: string; body?: string; intent?: 'info' | 'success' | 'warning' | 'error' }
type Shown = Notice & { id: number }

const shownMs = 6000
let shown: readonly Shown[] = []
let lastId = 0
const listeners = new Set<() => void>()

function change(next: readonly Shown[]) {
  shown = next
  for (const listener of listeners) listener()
}

/** Shows a notice for some seconds. At most four are on the screen. */
export function notify(notice: Notice) {
  lastId += 1
  change([...shown.slice(-3), { ...notice, id: lastId }])
}

/** Says that something failed, in the server's words. */
export const notifyError = (title: string, error: unknown) => notify({ title, body: messageOf(error), intent: 'error' })

const actions = { notify, notifyError }
export const useNotify = () => actions

const useStyles = makeStyles({
  stack: {
    position: 'fixed',
    top: '56px',
    left: '50%',
    transform: 'translateX(-50%)',
    zIndex: 1_000_100,
    width: 'min(440px, calc(100vw - 24px))',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
  },
  notice: { boxShadow: tokens.shadow16, borderRadius: tokens.borderRadiusMedium },
})

/** Where notices appear, over dialogs too. The live region exists before the first notice, so that it is announced. */
export function Notices() {
  const styles = useStyles()
  const notices = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => shown,
  )
  return (
    <section className={styles.stack} aria-label="Notices" aria-live="polite">
      {notices.map((notice) => <NoticeBar key={notice.id} notice={notice} />)}
    </section>
  )
}

/** Goes by itself, but not while somebody reads it with the mouse or the keyboard on it. */
function NoticeBar(props: { notice: Shown }) {
  const styles = useStyles()
  const { notice } = props
  const [held, setHeld] = useState(false)
  const dismiss = () => change(shown.filter(({ id }) => id !== notice.id))
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => change(shown.filter(({ id }) => id !== notice.id)), shownMs)
    return () => clearTimeout(timer)
  }, [held, notice.id])
  return (
    <div className={styles.notice} onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <MessageBar intent={notice.intent ?? 'info'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{notice.title}</MessageBarTitle>
          {notice.body}
        </MessageBarBody>
        <MessageBarActions containerAction={<Button appearance="transparent" size="small" aria-label="Dismiss" icon={<DismissRegular />} onClick={dismiss} />} />
      </MessageBar>
    </div>
  )
}
