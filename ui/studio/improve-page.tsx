import { Badge, MessageBar, MessageBarBody, ProgressBar, Text, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { PageLayout, Section } from '../kit/page-layout.tsx'
import { ErrorState, Loading } from '../kit/states.tsx'
import { useLoad } from '../kit/use-load.ts'
import { AskSection } from './ask-section.tsx'
import { useCopilot } from './copilot-context.ts'
import { learningWords, understandingWords } from './improve-words.ts'
import { MissesSection } from './misses-section.tsx'
import { type PhraseFinding, type Recognition, type RecognizerState, loadRecognition } from './studio-api.ts'
import { TopicLink } from './topic-link.tsx'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2 },
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: 'none' },
  finding: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: tokens.spacingHorizontalS, overflowWrap: 'anywhere' },
  badge: { flexShrink: 0 },
})

/** How the copilot understands customers: what to change about its phrases, what it makes of a sentence, and what it did not understand. */
export function ImprovePage() {
  const { copilot } = useCopilot()
  const loaded = useLoad(`recognition ${copilot.id} ${copilot.changedAt}`, (signal) => loadRecognition(copilot.id, signal))
  const learning = loaded.data?.findings === null || loaded.data?.published?.state.stage === 'learning'
  const { reload } = loaded
  useEffect(() => {
    if (!learning) return
    const timer = setInterval(reload, 1_000)
    return () => clearInterval(timer)
  }, [learning, reload])
  return (
    <PageLayout title="Improve" of={copilot.name} lead="How well this copilot understands customers, and what to change about its trigger phrases.">
      {loaded.status === 'loading' && <Loading />}
      {loaded.status === 'failed' && !loaded.data && <ErrorState title="Recognition could not be looked at" error={loaded.error} onRetry={loaded.reload} />}
      {loaded.data && (
        <>
          <PhrasesSection recognition={loaded.data} />
          <AskSection />
          <MissesSection />
        </>
      )}
    </PageLayout>
  )
}

function PhrasesSection(props: { recognition: Recognition }) {
  const styles = useStyles()
  const { draft, published, findings } = props.recognition
  return (
    <Section title="Trigger phrases">
      <Text className={styles.quiet}>{understandingWords(draft)}</Text>
      <Learning state={draft} what="The draft" />
      {published && <Learning state={published.state} what={`Version ${published.version}`} />}
      {findings?.length === 0 && draft.topics > 0 && <Text>Every phrase is where it belongs, and no topic has too few.</Text>}
      {findings && findings.length > 0 && (
        <ul className={styles.list} aria-label="What to change about the phrases">
          {findings.map((finding) => <li key={JSON.stringify(finding)} className={styles.finding}><Finding finding={finding} /></li>)}
        </ul>
      )}
    </Section>
  )
}

function Learning(props: { state: RecognizerState; what: string }) {
  const { state, what } = props
  if (state.stage === 'learning') {
    const words = learningWords(state, what)
    return (
      <div role="status">
        <Text>{words}</Text>
        <ProgressBar aria-label={words} {...(state.encoded ? { value: state.encoded.done, max: state.encoded.of || 1 } : {})} />
      </div>
    )
  }
  if (state.problem === null) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{what} is understood by words alone, because learning failed: {state.problem}. It is tried again when this page is opened.</MessageBarBody>
    </MessageBar>
  )
}

function Finding(props: { finding: PhraseFinding }) {
  const styles = useStyles()
  const { finding } = props
  const topic = <TopicLink topic={finding.topic} />
  if (finding.kind === 'few-phrases') {
    return (
      <>
        <Badge appearance="tint" color="informative" className={styles.badge}>Few phrases</Badge>
        <span>{topic} has {finding.phrases} {finding.phrases === 1 ? 'phrase' : 'phrases'}. Five to ten different ones work well.</span>
      </>
    )
  }
  const other = <TopicLink topic={finding.looksLike} />
  return finding.kind === 'same-phrase' ? (
    <>
      <Badge appearance="tint" color="danger" className={styles.badge}>Twice</Badge>
      <span>“{finding.phrase}” is a phrase of {topic} and of {other}: customers are asked which they mean. Keep it in one.</span>
    </>
  ) : (
    <>
      <Badge appearance="tint" color="warning" className={styles.badge}>{Math.round(finding.confidence * 100)}%</Badge>
      <span>“{finding.phrase}” of {topic} looks like {other}. Move it there, or give {topic} more phrases like it.</span>
    </>
  )
}
