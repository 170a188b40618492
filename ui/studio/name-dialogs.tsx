import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, Text } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { ErrorBar } from '../kit/error-bar.tsx'
import { useNotify } from '../kit/notify.tsx'
import { useReturnFocus } from '../kit/use-return-focus.ts'
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
  useReturnFocus()
  const [name, setName] = useState(props.name)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const problem = props.problemOf(name)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (problem || busy) return
    setBusy(true)
    try {
      await props.onName(name.trim())
      props.onClose()
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
            <DialogContent>
              <Field label="Name" required hint={props.hint} {...(problem ? { validationMessage: problem } : {})}>
                <Input autoFocus value={name} maxLength={200} onChange={(_, data) => setName(data.value)} />
              </Field>
              {props.children}
              {error !== undefined && <ErrorBar title={props.failed} error={error} />}
            </DialogContent>
            <DialogActions>
              <Button appearance="primary" type="submit" disabled={busy}>{busy ? props.busyAction : props.action}</Button>
              <Button disabled={busy} onClick={props.onClose}>Cancel</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
