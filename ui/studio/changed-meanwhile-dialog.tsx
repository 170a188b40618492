import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Text, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { ErrorBar } from '../kit/error-bar.tsx'
import { type StudioComponent, loadComponent } from './studio-api.ts'

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM } })

type Props = { copilotId: string; schemaName: string; message: string; onClose(): void; onTheirs(theirs: StudioComponent): void; onMine(theirs: StudioComponent): void }

/** Two people saved the same component. Nothing is lost until one of them decides. */
export function ChangedMeanwhileDialog(props: Props) {
  const styles = useStyles()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const decide = async (then: (theirs: StudioComponent) => void) => {
    setBusy(true)
    try {
      then(await loadComponent(props.copilotId, props.schemaName))
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Dialog open modalType="alert" onOpenChange={(_, data) => !data.open && props.onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Somebody else saved this meanwhile</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{props.message} Your text is still in the editor and has not been saved.</Text>
            <Text>Go back to copy what you need, take the other version, or replace it with yours.</Text>
            {error !== undefined && <ErrorBar title="That did not work" error={error} />}
          </DialogContent>
          <DialogActions fluid>
            <Button appearance="primary" onClick={props.onClose}>Back to my text</Button>
            <Button disabled={busy} onClick={() => void decide(props.onTheirs)}>Discard mine, load theirs</Button>
            <Button disabled={busy} onClick={() => void decide(props.onMine)}>Replace theirs with mine</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
