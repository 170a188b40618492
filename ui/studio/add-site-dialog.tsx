import { Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { ErrorBar } from '../kit/error-bar.tsx'
import { useReturnFocus } from '../kit/use-return-focus.ts'
import { addSite, type Knowledge } from './knowledge-api.ts'

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM } })

/** Asks for the address of a website to answer from. */
export function AddSiteDialog(props: { copilotId: string; onAdded(knowledge: Knowledge): void; onClose(): void }) {
  useReturnFocus()
  const styles = useStyles()
  const [address, setAddress] = useState('')
  const [subPages, setSubPages] = useState(true)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const full = /^https?:\/\//i.test(address.trim()) ? address.trim() : `https://${address.trim()}`

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!address.trim() || busy) return
    setBusy(true)
    setError(undefined)
    try {
      props.onAdded(await addSite(props.copilotId, { address: full, subPages }))
      props.onClose()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && !busy && props.onClose()}>
      <DialogSurface>
        <form onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <DialogTitle>Add a website</DialogTitle>
            <DialogContent className={styles.content}>
              {error !== undefined && <ErrorBar title="The website was not added" error={error} />}
              <Field label="Address" required hint="Its pages are fetched now and whenever you refresh them, as the site’s robots.txt allows.">
                <Input value={address} onChange={(_, data) => setAddress(data.value)} placeholder="https://www.example.com/help" type="text" inputMode="url" autoFocus />
              </Field>
              <Checkbox checked={subPages} onChange={(_, data) => setSubPages(data.checked === true)} label="Also the pages below this address (up to 40)" />
            </DialogContent>
            <DialogActions>
              <Button type="submit" appearance="primary" disabled={busy || !address.trim()}>Add and fetch</Button>
              <Button disabled={busy} onClick={props.onClose}>Cancel</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
