import { Field, Input, Text } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { FormDialog } from '../kit/form-dialog.tsx'
import { useNotify } from '../kit/notify.tsx'
import { componentHref } from './component-place.ts'
import { copiedTopic, copyName, withOwnReferences } from './copy-topic.ts'
import { useCopilot } from './copilot-context.ts'
import { type ComponentSummary, createTopic, loadComponent, saveComponent } from './studio-api.ts'
import { nameProblem } from './topic-name.ts'

type Named = Pick<ComponentSummary, 'schemaName' | 'name' | 'kind'>

export function RenameDialog(props: { component: Named; onClose(): void; onRename(name: string): Promise<void> }) {
  const { component } = props
  const problemOf = (name: string) => (component.kind === 'topic' ? nameProblem(name, []) : name.trim() ? undefined : 'Give it a name.')
  return <NameDialog title="Rename" action="Rename" busyAction="Renaming…" failed="Not renamed" name={component.name} hint="Its schema name stays as it is, so references to it keep working." problemOf={problemOf} onClose={props.onClose} onName={props.onRename} />
}

/** A topic like another one, switched on, under a name and a schema name of its own. `text` is loaded when it is not given. */
export function CopyTopicDialog(props: { topic: Named; text?: string; note?: string | undefined; onClose(): void }) {
  const { copilot, reload } = useCopilot()
  const { notify } = useNotify()
  const navigate = useNavigate()
  const { topic } = props
  const taken = copilot.components.filter(({ kind }) => kind === 'topic').map(({ name }) => name)
  const copy = async (name: string) => {
    const text = props.text ?? (await loadComponent(copilot.id, topic.schemaName)).text
    const created = await createTopic(copilot.id, name, copiedTopic(text, name))
    const own = withOwnReferences(created.text, topic.schemaName, created.schemaName)
    if (own !== created.text) await saveComponent(copilot.id, created.schemaName, { text: own, revision: created.revision })
    notify({ title: `${name} is a copy of ${topic.name}`, intent: 'success' })
    reload()
    await navigate(componentHref(copilot.id, { schemaName: created.schemaName, kind: 'topic' }))
  }
  return (
    <NameDialog title={`Copy ${topic.name}`} action="Copy" busyAction="Copying…" failed="Not copied" name={copyName(topic.name, taken)} hint="Both have the same trigger: change the phrases of one, so that the copilot can tell them apart." problemOf={(name) => nameProblem(name, taken)} onClose={props.onClose} onName={copy}>
      {props.note && <Text size={200}>{props.note}</Text>}
    </NameDialog>
  )
}

type Props = { title: string; action: string; busyAction: string; failed: string; name: string; hint: string; children?: ReactNode; problemOf(name: string): string | undefined; onClose(): void; onName(name: string): Promise<void> }

function NameDialog(props: Props) {
  const [name, setName] = useState(props.name)
  const problem = props.problemOf(name)
  const submit = async () => {
    await props.onName(name.trim())
    props.onClose()
  }
  return (
    <FormDialog {...props} onSubmit={() => (problem ? undefined : submit())}>
      <Field label="Name" required hint={props.hint} {...(problem ? { validationMessage: problem } : {})}>
        <Input autoFocus value={name} maxLength={200} onChange={(_, data) => setName(data.value)} />
      </Field>
      {props.children}
    </FormDialog>
  )
}
