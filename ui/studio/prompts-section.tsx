import { Badge, Button, Field, Input, Text, Textarea, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useNotify } from '../kit/notify.tsx'
import { Section } from '../kit/page-layout.tsx'
import { savePrompt, type Knowledge, type Prompt } from './knowledge-api.ts'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2 },
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  id: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  end: { display: 'flex', justifyContent: 'flex-start' },
})

/** The words of prompts that topics run: packages hold only their ids. */
export function PromptsSection(props: { copilotId: string; knowledge: Knowledge; onChanged(knowledge: Knowledge): void }) {
  const styles = useStyles()
  const { prompts, model } = props.knowledge
  if (prompts.length === 0) return undefined
  return (
    <Section title="Prompts">
      <Text className={styles.quiet}>
        Topics of this copilot run prompts, and its package holds only their ids. Enter their words here, with <code>{'{Name}'}</code> where the input of that name belongs.
        {model === null && ' They run once an administrator has connected a language model.'}
      </Text>
      {prompts.map((prompt) => <PromptForm key={prompt.modelId} prompt={prompt} copilotId={props.copilotId} onChanged={props.onChanged} />)}
    </Section>
  )
}

function PromptForm({ prompt, copilotId, onChanged }: { prompt: Prompt; copilotId: string; onChanged(knowledge: Knowledge): void }) {
  const styles = useStyles()
  const { notify, notifyError } = useNotify()
  const [name, setName] = useState(prompt.name)
  const [text, setText] = useState(prompt.text)
  const [busy, setBusy] = useState(false)
  const changed = name !== prompt.name || text !== prompt.text

  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      onChanged(await savePrompt(copilotId, { modelId: prompt.modelId, name: name.trim() || 'Prompt', text }))
      notify({ title: 'The prompt was saved', intent: 'success' })
    } catch (error) {
      notifyError('The prompt was not saved', error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} aria-label={`Prompt ${prompt.modelId}`}>
      <div className={styles.head}>
        <Text size={200} className={styles.id}>{prompt.modelId}</Text>
        {prompt.text === '' && <Badge appearance="tint" color="warning">No words yet</Badge>}
        <Text size={200} className={styles.quiet}>used by {prompt.usedBy.join(', ')}</Text>
      </div>
      <Field label="Name"><Input value={name} onChange={(_, data) => setName(data.value)} maxLength={200} /></Field>
      <Field label="Words"><Textarea value={text} onChange={(_, data) => setText(data.value)} resize="vertical" rows={4} maxLength={20_000} /></Field>
      <div className={styles.end}><Button type="submit" disabled={busy || !changed || !text.trim()}>Save the prompt</Button></div>
    </form>
  )
}
