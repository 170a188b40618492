import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Text, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { changeTrigger, triggerKindOf } from './change-trigger.ts'
import type { Change } from './editor-text.ts'
import { type NewTopic, blankTopic, durationProblem, newTopicTriggers } from './topic-templates.ts'
import { TriggerFields } from './trigger-fields.tsx'
import { triggerName } from './topic-triggers.ts'

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM } })

/** Says which trigger the topic has, and changes it in the text. */
export function ChangeTriggerButton(props: { text: string; onChange(change: Change): void }) {
  const [open, setOpen] = useState(false)
  const kind = triggerKindOf(props.text)
  if (kind === undefined) return null
  return (
    <>
      <Button appearance="subtle" aria-label={`Trigger: ${triggerName(kind)}. Change it`} onClick={() => setOpen(true)}>Trigger: {triggerName(kind)}</Button>
      {open && <ChangeTriggerDialog kind={kind} {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

function ChangeTriggerDialog(props: { kind: string; text: string; onChange(change: Change): void; onClose(): void }) {
  const styles = useStyles()
  const known = newTopicTriggers.find((each) => each.kind === props.kind)
  const [topic, setTopic] = useState<NewTopic>({ ...blankTopic, trigger: known?.kind ?? 'OnRecognizedIntent' })
  const [tried, setTried] = useState(false)
  const problem = topic.trigger === 'OnInactivity' ? durationProblem(topic.duration) : undefined
  const change = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (problem) return
    const text = changeTrigger(props.text, topic)
    const at = text.indexOf(`kind: ${topic.trigger}`)
    props.onClose()
    // After the dialog has given the focus back.
    setTimeout(() => props.onChange({ from: 0, to: props.text.length, text, selection: [at, at] }), 200)
  }
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && props.onClose()}>
      <DialogSurface>
        <form onSubmit={change} noValidate>
          <DialogBody>
            <DialogTitle>Change the trigger</DialogTitle>
            <DialogContent className={styles.content}>
              <Text>Now: {triggerName(props.kind)}. Its own properties are replaced; the nodes stay. Nothing is saved until you save.</Text>
              <TriggerFields topic={topic} set={(next) => setTopic((old) => ({ ...old, ...next }))} problem={tried ? problem : undefined} />
            </DialogContent>
            <DialogActions>
              <Button appearance="primary" type="submit">Change</Button>
              <Button onClick={props.onClose}>Cancel</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
