import { Checkbox, Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { FormDialog } from '../kit/form-dialog.tsx'
import { useCopilot } from './copilot-context.ts'
import { nodeIdMaker } from './node-snippets.ts'
import { createTopic } from './studio-api.ts'
import { nameProblem } from './topic-name.ts'
import { type NewTopic, blankTopic, durationProblem, newTopicText } from './topic-templates.ts'
import { TriggerFields } from './trigger-fields.tsx'

/** A topic from blank: its name, its trigger with the properties that trigger has, and its first nodes. */
export function NewTopicDialog(props: { onClose(): void; onCreated(schemaName: string): void }) {
  const { copilot, reload } = useCopilot()
  const [name, setName] = useState('')
  const [topic, setTopic] = useState<NewTopic>(blankTopic)
  const [tried, setTried] = useState(false)
  const set = (change: Partial<NewTopic>) => setTopic((old) => ({ ...old, ...change }))

  const namingProblem = nameProblem(name, copilot.components.filter((each) => each.kind === 'topic').map((each) => each.name))
  const waitProblem = topic.trigger === 'OnInactivity' ? durationProblem(topic.duration) : undefined

  const create = async () => {
    const created = await createTopic(copilot.id, name.trim(), newTopicText(topic, nodeIdMaker('')))
    reload()
    props.onCreated(created.schemaName)
  }
  const submit = () => {
    setTried(true)
    return namingProblem || waitProblem ? undefined : create()
  }
  return (
    <FormDialog title="New topic from blank" action="Create" busyAction="Creating…" failed="The topic was not created" onSubmit={submit} onClose={props.onClose}>
      <Field label="Name" required {...(tried && namingProblem ? { validationMessage: namingProblem } : {})}>
        <Input autoFocus value={name} onChange={(_, data) => setName(data.value)} />
      </Field>
      <TriggerFields topic={topic} set={set} problem={tried ? waitProblem : undefined} />
      <Field label="Message" hint="The first node. Empty: none yet.">
        <Input value={topic.message} onChange={(_, data) => set({ message: data.value })} />
      </Field>
      <Checkbox label="End the conversation afterwards" checked={topic.endConversation} onChange={(_, data) => set({ endConversation: data.checked === true })} />
    </FormDialog>
  )
}
