import { Checkbox, Field, Input, Radio, RadioGroup, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { FormDialog } from '../kit/form-dialog.tsx'
import { blankEntity, blankVariable, entityProblem, entityText, variableNameProblem, variableText } from './component-templates.ts'
import { useCopilot } from './copilot-context.ts'
import { createComponent } from './studio-api.ts'

type Props = { onClose(): void; onCreated(schemaName: string): void }

/** What customers may mean by a question: one of a list, or what a pattern finds. */
export function NewEntityDialog(props: Props) {
  const { copilot } = useCopilot()
  const [entity, setEntity] = useState(blankEntity)
  const taken = copilot.components.filter(({ kind }) => kind === 'entity').map(({ name }) => name.toLowerCase())
  const nameProblem = (name: string) => (!name.trim() ? 'Give the entity a name.' : taken.includes(name.trim().toLowerCase()) ? 'There is already an entity with this name.' : undefined)
  return (
    <CreateDialog {...props} title="New entity" kind="entity" nameProblem={nameProblem} problem={entityProblem(entity)} textOf={() => entityText(entity)}>
      {(problem) => (
        <>
          <Field label="How it is recognized">
            <RadioGroup value={entity.how} onChange={(_, data) => setEntity({ ...entity, how: data.value === 'pattern' ? 'pattern' : 'list' })}>
              <Radio value="list" label="Closed list: one of these items" />
              <Radio value="pattern" label="Regular expression: what a pattern finds" />
            </RadioGroup>
          </Field>
          {entity.how === 'list' ? (
            <Field label="Items" required hint="One a line; after a colon, other words for it. For example “Small: tiny, little”." {...(problem ? { validationMessage: problem } : {})}>
              <Textarea rows={5} resize="vertical" value={entity.items} onChange={(_, data) => setEntity({ ...entity, items: data.value })} />
            </Field>
          ) : (
            <Field label="Pattern" required hint="A .NET regular expression, for example [A-Z]{2}-\d{5}." {...(problem ? { validationMessage: problem } : {})}>
              <Input value={entity.pattern} spellCheck={false} onChange={(_, data) => setEntity({ ...entity, pattern: data.value })} />
            </Field>
          )}
        </>
      )}
    </CreateDialog>
  )
}

/** A variable that every topic can read and set. */
export function NewVariableDialog(props: Props) {
  const { copilot } = useCopilot()
  const [variable, setVariable] = useState(blankVariable)
  const taken = copilot.components.filter(({ kind }) => kind === 'variable').map(({ name }) => name)
  return (
    <CreateDialog {...props} title="New global variable" kind="variable" hint="Formulas write it as Global.Name." nameProblem={(name) => variableNameProblem(name, taken)} problem={undefined} textOf={(name) => variableText(name, variable)}>
      {() => (
        <>
          <Field label="Description">
            <Input value={variable.description} maxLength={1000} onChange={(_, data) => setVariable({ ...variable, description: data.value })} />
          </Field>
          <Checkbox label="External sources can set values" checked={variable.external} onChange={(_, data) => setVariable({ ...variable, external: data.checked === true })} />
        </>
      )}
    </CreateDialog>
  )
}

type CreateProps = Props & {
  title: string
  kind: 'entity' | 'variable'
  hint?: string
  nameProblem(name: string): string | undefined
  problem: string | undefined
  textOf(name: string): string
  /** Given what is wrong, once it is to be shown. */
  children(problem: string | undefined): ReactNode
}

function CreateDialog(props: CreateProps) {
  const { copilot, reload } = useCopilot()
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const naming = props.nameProblem(name)

  const create = async () => {
    const created = await createComponent(copilot.id, props.kind, name.trim(), props.textOf(name.trim()))
    reload()
    props.onCreated(created.schemaName)
  }
  const submit = () => {
    setTried(true)
    return naming || props.problem ? undefined : create()
  }
  return (
    <FormDialog title={props.title} action="Create" busyAction="Creating…" failed="It was not created" onSubmit={submit} onClose={props.onClose}>
      <Field label="Name" required {...(props.hint ? { hint: props.hint } : {})} {...(tried && naming ? { validationMessage: naming } : {})}>
        <Input autoFocus value={name} maxLength={200} onChange={(_, data) => setName(data.value)} />
      </Field>
      {props.children(tried ? props.problem : undefined)}
    </FormDialog>
  )
}
