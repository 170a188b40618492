import { Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { ErrorBar } from '../kit/error-bar.tsx'
import { useCopilot } from './copilot-context.ts'
import { nodeIdMaker } from './node-snippets.ts'
import { createTopic } from './studio-api.ts'
import { nameProblem } from './topic-name.ts'
import { type NewTopic, blankTopic, durationProblem, newTopicText } from './topic-templates.ts'
import { TriggerFields } from './trigger-fields.tsx'

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM } })

/** A topic from blank: its name, its trigger with the properties that trigger has, and its first nodes. */
export function NewTopicDialog(props: { onClose(): void; onCreated(schemaName: string): void }) {
  const styles = useStyles()
  const { copilot, reload } = useCopilot()
  const [name, setName] = useState('')
  const [topic, setTopic] = useState<NewTopic>(blankTopic)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const set = (change: Partial<NewTopic>) => setTopic((old) => ({ ...old, ...change }))

  const namingProblem = nameProblem(name, copilot.components.filter((each) => each.kind === 'topic').map((each) => each.name))
  const waitProblem = topic.trigger === 'OnInactivity' ? durationProblem(topic.duration) : undefined

  const create = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (namingProblem || waitProblem) return
    setBusy(true)
    setError(undefined)
    try {
      const created = await createTopic(copilot.id, name.trim(), newTopicText(topic, nodeIdMaker('')))
      reload()
      props.onCreated(created.schemaName)
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
            <DialogTitle>New topic from blank</DialogTitle>
            <DialogContent className={styles.content}>
              <Field label="Name" required {...(tried && namingProblem ? { validationMessage: namingProblem } : {})}>
                <Input autoFocus value={name} onChange={(_, data) => setName(data.value)} />
              </Field>
              <TriggerFields topic={topic} set={set} problem={tried ? waitProblem : undefined} />
              <Field label="Message" hint="The first node. Empty: none yet.">
                <Input value={topic.message} onChange={(_, data) => set({ message: data.value })} />
              </Field>
              <Checkbox label="End the conversation afterwards" checked={topic.endConversation} onChange={(_, data) => set({ endConversation: data.checked === true })} />
              {error !== undefined && <ErrorBar title="The topic was not created" error={error} />}
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
