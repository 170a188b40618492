import { Badge, Button, Input, Link, Text, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { ErrorBar } from '../kit/error-bar.tsx'
import { Section } from '../kit/page-layout.tsx'
import { tryQuestion, type Tried } from './knowledge-api.ts'
import { modeWords, reasonOf } from './knowledge-words.ts'

const useStyles = makeStyles({
  form: { display: 'flex', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  input: { flexGrow: 1, minWidth: '200px' },
  quiet: { color: tokens.colorNeutralForeground2 },
  answer: { padding: tokens.spacingHorizontalM, borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyle: 'none' },
  passage: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, paddingLeft: tokens.spacingHorizontalM, borderLeft: `3px solid ${tokens.colorNeutralStroke2}` },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  result: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** Asks what the draft knows, as a customer would, and shows the passages with why they were found. */
export function TryKnowledge(props: { copilotId: string }) {
  const styles = useStyles()
  const [question, setQuestion] = useState('')
  const [tried, setTried] = useState<Tried>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()

  const ask = async (event: FormEvent) => {
    event.preventDefault()
    if (!question.trim() || busy) return
    setBusy(true)
    setError(undefined)
    try {
      setTried(await tryQuestion(props.copilotId, question))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Section title="Try a question">
      <Text className={styles.quiet}>Ask as a customer would. This searches the draft, saved or just uploaded.</Text>
      <form className={styles.form} onSubmit={(event) => void ask(event)}>
        <Input className={styles.input} value={question} onChange={(_, data) => setQuestion(data.value)} aria-label="Question" placeholder="How long can I return something?" />
        <Button type="submit" disabled={busy || !question.trim()}>{busy ? 'Searching…' : 'Ask'}</Button>
      </form>
      {error !== undefined && <ErrorBar title="The question was not answered" error={error} />}
      <div role="status" className={styles.result}>{tried && <Result tried={tried} />}</div>
    </Section>
  )
}

function Result({ tried }: { tried: Tried }) {
  const styles = useStyles()
  return (
    <>
      <Text weight="semibold">{modeWords[tried.mode]}</Text>
      {tried.text !== null && <div className={styles.answer}>{tried.text}</div>}
      {tried.note !== null && <Text className={styles.quiet}>{tried.note}</Text>}
      {tried.passages.length > 0 && <Text className={styles.quiet}>Passages that were found, best first. An answer in the documents’ own words needs a confidence of {percent(tried.threshold)}.</Text>}
      <ol className={styles.list}>
        {tried.passages.map((passage, index) => (
          <li key={index} className={styles.passage}>
            <div className={styles.head}>
              {passage.url === null ? <Text weight="semibold">{passage.title}</Text> : <Link href={passage.url} target="_blank" rel="noreferrer">{passage.title}</Link>}
              {passage.page !== null && <Text size={200}>page {passage.page}</Text>}
              <Badge appearance="tint" color={passage.confidence >= tried.threshold ? 'success' : 'informative'}>confidence {percent(passage.confidence)}</Badge>
            </div>
            {passage.heading && <Text size={200} className={styles.quiet}>{passage.heading}</Text>}
            <Text className={styles.text}>{passage.text}</Text>
            <Text size={200} className={styles.quiet}>Found: {reasonOf(passage)}</Text>
          </li>
        ))}
      </ol>
    </>
  )
}

const percent = (share: number) => `${Math.round(share * 100)}%`
