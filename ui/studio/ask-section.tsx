import { Button, Field, Input, Text, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useNotify } from '../kit/notify.tsx'
import { Section } from '../kit/page-layout.tsx'
import { useCopilot } from './copilot-context.ts'
import { decisionWords, tierNames } from './improve-words.ts'
import { type Explanation, explainUtterance } from './studio-api.ts'
import { TopicLink } from './topic-link.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalS },
  field: { flexGrow: 1, minWidth: '200px' },
  answer: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  tier: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, overflowWrap: 'anywhere' },
  heading: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
  quiet: { color: tokens.colorNeutralForeground2 },
})

/** What the draft makes of a sentence, and why. */
export function AskSection() {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const { notifyError } = useNotify()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<{ text: string; explanation: Explanation }>()
  const ask = async (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    setBusy(true)
    try {
      setAnswer({ text: text.trim(), explanation: await explainUtterance(copilot.id, text.trim()) })
    } catch (error) {
      notifyError('That could not be looked at', error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Section title="What does it make of…">
      <form className={styles.form} onSubmit={(event) => void ask(event)}>
        <Field label="What a customer may say" className={styles.field}>
          <Input value={text} maxLength={1000} placeholder="Where is my parcel?" onChange={(_, data) => setText(data.value)} />
        </Field>
        <Button type="submit" disabled={busy || text.trim() === ''}>{busy ? 'Asking…' : 'Ask'}</Button>
      </form>
      <div aria-live="polite">{answer && <Answer text={answer.text} explanation={answer.explanation} />}</div>
    </Section>
  )
}

function Answer(props: { text: string; explanation: Explanation }) {
  const styles = useStyles()
  const { decision, topics, tiers } = props.explanation
  return (
    <div className={styles.answer}>
      <Text>
        “{props.text}”: {decisionWords[decision]}{' '}
        {topics.map((topic, i) => <span key={topic.schemaName}>{i > 0 && ', '}<TopicLink topic={topic} /></span>)}
      </Text>
      {tiers.map((tier) => (
        <div key={tier.tier} className={styles.tier}>
          <h3 className={styles.heading}>{tierNames[tier.tier]}</h3>
          {tier.ranked.length === 0 ? <Text size={200} className={styles.quiet}>Nothing here.</Text> : <Text size={200} className={styles.quiet}>{tier.ranked.slice(0, 3).map(({ topic, score }) => `${topic.name} ${score.toFixed(2)}`).join(' · ')}</Text>}
          {tier.nearest.length > 0 && (
            <ul className={styles.list}>
              {tier.nearest.slice(0, 3).map((near) => <li key={`${near.topic.schemaName} ${near.phrase}`}><Text size={200}>{Math.round(near.likeness * 100)}% like {near.name ? 'the name' : ''} “{near.phrase}” of {near.topic.name}</Text></li>)}
            </ul>
          )}
        </div>
      ))}
      <Text size={200} className={styles.quiet}>A topic starts from a score of 0.40 on when it is well ahead of the next; from 0.32 on the copilot asks. The last kind of evidence decides.</Text>
    </div>
  )
}
