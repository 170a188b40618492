import { Field, Input, Select, Textarea } from '@fluentui/react-components'
import { InactivityFields } from './inactivity-fields.tsx'
import { type NewTopic, newTopicTriggers } from './topic-templates.ts'
import { triggerName } from './topic-triggers.ts'

/** The trigger and the properties that this trigger has. */
export function TriggerFields(props: { topic: NewTopic; set(change: Partial<NewTopic>): void; problem: string | undefined }) {
  const { topic, set } = props
  const trigger = newTopicTriggers.find((each) => each.kind === topic.trigger)
  return (
    <>
      <Field label="Trigger" hint={trigger?.hint ?? null}>
        <Select value={topic.trigger} onChange={(_, data) => set({ trigger: data.value as NewTopic['trigger'], endConversation: data.value === 'OnInactivity' })}>
          {newTopicTriggers.map(({ kind }) => <option key={kind} value={kind}>{triggerName(kind)}</option>)}
        </Select>
      </Field>
      {topic.trigger === 'OnRecognizedIntent' && (
        <Field label="Phrases" hint="One a line; five to ten different ones work well.">
          <Textarea rows={4} resize="vertical" value={topic.phrases.join('\n')} onChange={(_, data) => set({ phrases: data.value.split('\n') })} />
        </Field>
      )}
      {topic.trigger === 'OnEventActivity' && (
        <Field label="Event name" hint="Empty: any event.">
          <Input value={topic.eventName} onChange={(_, data) => set({ eventName: data.value })} />
        </Field>
      )}
      {topic.trigger === 'OnInactivity' && <InactivityFields topic={topic} set={set} problem={props.problem} />}
    </>
  )
}
