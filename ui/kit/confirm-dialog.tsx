import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { ErrorBar } from './error-bar.tsx'
import { useReturnFocus } from './use-return-focus.ts'

const useStyles = makeStyles({
  danger: {
    backgroundColor: tokens.colorPaletteRedBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorPaletteRedForeground1, color: tokens.colorNeutralForegroundOnBrand },
  },
})

export type ConfirmProps = {
  open: boolean
  title: string
  children: ReactNode
  confirmLabel: string
  danger?: boolean
  /** There is nothing to decide: only the button that closes. */
  tellOnly?: boolean
  /** May be slow and may throw: the dialog stays open and says why. */
  onConfirm(): void | Promise<void>
  onClose(): void
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmProps) {
  return props.open ? <OpenDialog {...props} /> : undefined
}

function OpenDialog(props: ConfirmProps) {
  useReturnFocus()
  const styles = useStyles()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()

  const close = () => {
    setError(undefined)
    props.onClose()
  }
  const confirm = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await props.onConfirm()
      close()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open modalType="alert" onOpenChange={(_, data) => !data.open && !busy && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{props.title}</DialogTitle>
          <DialogContent>
            {props.children}
            {error !== undefined && <ErrorBar title="That did not work" error={error} />}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" {...(props.danger ? { className: styles.danger } : {})} disabled={busy} onClick={() => void confirm()}>
              {props.confirmLabel}
            </Button>
            {!props.tellOnly && <Button disabled={busy} onClick={close}>Cancel</Button>}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
