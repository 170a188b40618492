import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { FormDialog } from '../kit/form-dialog.tsx'
import { nameProblem, nameWarning } from './copilot-name.ts'
import { createCopilot } from './studio-api.ts'

export function NewCopilotDialog(props: { onClose(): void; onCreated(id: string): void }) {
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const problem = tried ? nameProblem(name) : undefined
  const warning = nameWarning(name)

  const create = async () => props.onCreated((await createCopilot(name.trim())).id)
  const submit = () => {
    setTried(true)
    return nameProblem(name) ? undefined : create()
  }
  return (
    <FormDialog title="New copilot" action="Create" busyAction="Creating…" failed="The copilot was not created" onSubmit={submit} onClose={props.onClose}>
      <Field
        label="Name"
        required
        hint="Customers see it. It starts with the standard topics: greeting, escalate, fallback and the other system topics."
        validationState={problem ? 'error' : warning ? 'warning' : 'none'}
        validationMessage={problem ?? warning ?? null}
      >
        <Input autoFocus value={name} onChange={(_, data) => setName(data.value)} />
      </Field>
    </FormDialog>
  )
}
