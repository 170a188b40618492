import { MessageBar, MessageBarBody, Spinner, makeStyles } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import type { SocketStatus } from './live-socket.ts'

const useStyles = makeStyles({ bar: { flexShrink: 0 } })

/** Says that live updates are interrupted. Hidden for the first second, so that a blink does not flash. */
export function ConnectionBar(props: { status: SocketStatus }) {
  const styles = useStyles()
  const [late, setLate] = useState(false)
  const broken = props.status === 'reconnecting'
  useEffect(() => {
    setLate(false)
    if (!broken) return
    const timer = setTimeout(() => setLate(true), 1000)
    return () => clearTimeout(timer)
  }, [broken])
  return (
    <div role="status" className={styles.bar}>
      {broken && late && (
        <MessageBar intent="warning" icon={<Spinner size="extra-tiny" aria-hidden="true" />}>
          <MessageBarBody>Reconnecting… What you see may be out of date. Nothing you have written is lost.</MessageBarBody>
        </MessageBar>
      )}
    </div>
  )
}
