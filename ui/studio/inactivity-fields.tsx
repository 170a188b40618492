import { Checkbox, Field, Input, Select } from '@fluentui/react-components'
import { useState } from 'react'
import { type NewTopic, presetSeconds } from './topic-templates.ts'

/** How long the customer must be silent: a preset, seconds of one's own, or a formula; and where it counts. */
export function InactivityFields(props: { topic: NewTopic; set(change: Partial<NewTopic>): void; problem: string | undefined }) {
  const { topic, set, problem } = props
  const [own, setOwn] = useState<'preset' | 'seconds' | 'formula'>('preset')
  const choose = (value: string) => {
    if (value === 'seconds') return setOwn('seconds'), set({ duration: '600' })
    if (value === 'formula') return setOwn('formula'), set({ duration: '=' })
    setOwn('preset')
    set({ duration: value })
  }
  return (
    <>
      <Field label="Duration of inactivity">
        <Select value={own === 'preset' ? topic.duration : own} onChange={(_, data) => choose(data.value)}>
          {presetSeconds.map((seconds) => <option key={seconds} value={seconds}>{presetName(seconds)}</option>)}
          <option value="seconds">Other seconds…</option>
          <option value="formula">Formula…</option>
        </Select>
      </Field>
      {own !== 'preset' && (
        <Field
          label={own === 'seconds' ? 'Seconds' : 'Formula'}
          hint={own === 'formula' ? 'Power Fx that gives seconds, for example =Env.new_CloseAfterSeconds' : null}
          {...(problem ? { validationMessage: problem } : {})}
        >
          <Input value={topic.duration} onChange={(_, data) => set({ duration: data.value })} />
        </Field>
      )}
      <Checkbox
        label="Only in Omnichannel’s live chat (condition: System.Activity.Channel is Omnichannel)"
        checked={topic.onlyOmnichannel}
        onChange={(_, data) => set({ onlyOmnichannel: data.checked === true })}
      />
    </>
  )
}

function presetName(seconds: number): string {
  const minutes = seconds / 60
  return `${seconds} seconds (${minutes === 60 ? '1 hour' : `${minutes} minutes`})`
}
