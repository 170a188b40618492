import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { ErrorBar } from '../kit/error-bar.tsx'
import { nameProblem, nameWarning } from './copilot-name.ts'
import { createCopilot } from './studio-api.ts'

export function NewCopilotDialog(props: { onClose(): void; onCreated(id: string): void }) {
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const problem = tried ? nameProblem(name) : undefined
  const warning = nameWarning(name)

  const create = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (nameProblem(name)) return
    setBusy(true)
    setError(undefined)
    try {
      props.onCreated((await createCopilot(name.trim())).id)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && !busy && props.onClose()}>
      <DialogSurface>
        <form onSubmit={(event) => void create(event)} noValidate>
          <DialogBody>
            <DialogTitle>New copilot</DialogTitle>
            <DialogContent>
              <Field
                label="Name"
                required
                hint="Customers see it. It starts with the standard topics: greeting, escalate, fallback and the other system topics."
                validationState={problem ? 'error' : warning ? 'warning' : 'none'}
                validationMessage={problem ?? warning ?? null}
              >
                <Input autoFocus value={name} onChange={(_, data) => setName(data.value)} />
              </Field>
              {error !== undefined && <ErrorBar title="The copilot was not created" error={error} />}
            </DialogContent>
            <DialogActions>
              <Button appearance="primary" type="submit" disabled={busy}>{busy ? 'Creating…' : 'Create'}</Button>
              <Button disabled={busy} onClick={props.onClose}>Cancel</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
