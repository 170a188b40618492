import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useState } from 'react'
import { ErrorBar } from './error-bar.tsx'
import { useReturnFocus } from './use-return-focus.ts'

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM } })

type Props = {
  title: string
  /** On the button, and there while it is happening. */
  action: string
  busyAction: string
  /** Above what went wrong; the dialog stays open then. */
  failed: string
  /** There is nothing to send yet. */
  empty?: boolean
  children: ReactNode
  /** Undefined when a field has to be changed first. Whoever asks closes the dialog when it is done. */
  onSubmit(): Promise<void> | undefined
  onClose(): void
}

/** Asks for a few fields and does something with them. It exists only while it is open. */
export function FormDialog(props: Props) {
  useReturnFocus()
  const styles = useStyles()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const done = props.onSubmit()
    if (!done) return
    setBusy(true)
    setError(undefined)
    try {
      await done
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && !busy && props.onClose()}>
      <DialogSurface>
        <form onSubmit={(event) => void submit(event)} noValidate>
          <DialogBody>
            <DialogTitle>{props.title}</DialogTitle>
            <DialogContent className={styles.content}>
              {props.children}
              {error !== undefined && <ErrorBar title={props.failed} error={error} />}
            </DialogContent>
            <DialogActions>
              <Button appearance="primary" type="submit" disabled={busy || props.empty === true}>{busy ? props.busyAction : props.action}</Button>
              <Button disabled={busy} onClick={props.onClose}>Cancel</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
