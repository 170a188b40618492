import { Button, Select, Text, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { useNotify } from '../kit/notify.tsx'
import { Section } from '../kit/page-layout.tsx'
import { ErrorState, Loading } from '../kit/states.tsx'
import { formatAgo, formatFull } from '../kit/time.ts'
import { useLoad } from '../kit/use-load.ts'
import { useCopilot } from './copilot-context.ts'
import { type MissGroup, addMisses, forgetMisses, loadMisses } from './studio-api.ts'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2 },
  groups: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, margin: 0, padding: 0, listStyleType: 'none' },
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, paddingTop: tokens.spacingVerticalM, borderTop: `1px solid ${tokens.colorNeutralStroke2}`, minWidth: 0 },
  texts: { margin: 0, paddingLeft: tokens.spacingHorizontalXL, overflowWrap: 'anywhere' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  select: { maxWidth: '100%', width: '260px' },
})

/** Triggers that phrases may start. */
const withPhrases = new Set(['OnRecognizedIntent', 'OnEscalate'])

/** A topic that scores less is not proposed. */
const WORTH_PROPOSING = 0.2

/** What customers said and no topic was for, with one click to give it to a topic. */
export function MissesSection() {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const loaded = useLoad(`misses ${copilot.id}`, (signal) => loadMisses(copilot.id, signal))
  const [asking, setAsking] = useState(false)
  const groups = loaded.data?.groups ?? []
  return (
    <Section title="What customers said in vain">
      <Text className={styles.quiet}>Messages that no topic was for, alike together. Numbers and addresses are left out, the test chat does not count, and what is older than 90 days is forgotten.</Text>
      {loaded.status === 'loading' && <Loading />}
      {loaded.status === 'failed' && !loaded.data && <ErrorState title="The messages could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {loaded.data && groups.length === 0 && <Text>Nothing yet. When customers say something that no topic is for, it appears here.</Text>}
      {groups.length > 0 && (
        <>
          <ul className={styles.groups} aria-label="Messages without a topic">
            {groups.map((group) => <li key={group.misses[0]?.id}><Group group={group} onDone={loaded.reload} /></li>)}
          </ul>
          {loaded.data?.more && <Text size={200} className={styles.quiet}>There are more; these are the latest 200.</Text>}
          <div><Button onClick={() => setAsking(true)}>Delete all…</Button></div>
        </>
      )}
      <ConfirmDialog
        open={asking}
        title="Delete all these messages?"
        confirmLabel="Delete"
        danger
        onConfirm={async () => {
          await forgetMisses(copilot.id, 'all')
          loaded.reload()
        }}
        onClose={() => setAsking(false)}
      >
        They are deleted for good. New ones appear as customers write.
      </ConfirmDialog>
    </Section>
  )
}

function Group(props: { group: MissGroup; onDone(): void }) {
  const styles = useStyles()
  const { copilot, reload } = useCopilot()
  const { notify, notifyError } = useNotify()
  const { group } = props
  const topics = copilot.components.filter((component) => component.kind === 'topic' && withPhrases.has(component.trigger ?? ''))
  // What is like nothing is nobody's by one careless click.
  const nearest = group.nearest && group.nearest.score >= WORTH_PROPOSING ? group.nearest.schemaName : ''
  const [topic, setTopic] = useState(topics.some(({ schemaName }) => schemaName === nearest) ? nearest : '')
  const [busy, setBusy] = useState(false)
  const first = group.misses[0]?.said ?? ''
  const ids = group.misses.map(({ id }) => id)

  const run = async (failure: string, work: () => Promise<void>) => {
    setBusy(true)
    try {
      await work()
      props.onDone()
    } catch (error) {
      notifyError(failure, error)
      setBusy(false)
    }
  }
  const add = () =>
    run('The phrases were not added', async () => {
      const { added, topic: home } = await addMisses(copilot.id, ids, topic)
      notify({ title: added.length === 1 ? `${home.name} has a new phrase` : `${home.name} has ${added.length} new phrases`, body: 'They are in the draft. Publish to give them to customers.', intent: 'success' })
      reload()
    })
  const dismiss = () => run('The messages are still there', async () => void (await forgetMisses(copilot.id, ids)))
  return (
    <div className={styles.group}>
      <Text size={200} className={styles.quiet}>Said {group.times === 1 ? 'once' : `${group.times} times`}, last <Last group={group} /></Text>
      <ul className={styles.texts}>
        {group.misses.map((miss) => <li key={miss.id}>{miss.said}{miss.times > 1 && <Text size={200} className={styles.quiet}> ×{miss.times}</Text>}</li>)}
      </ul>
      <div className={styles.row}>
        <Select aria-label={`Topic for “${first}”`} className={styles.select} value={topic} disabled={busy || topics.length === 0} onChange={(_, data) => setTopic(data.value)}>
          <option value="" disabled>Choose a topic</option>
          {topics.map(({ schemaName, name }) => <option key={schemaName} value={schemaName}>{name}</option>)}
        </Select>
        <Button appearance="primary" disabled={busy || topic === ''} onClick={() => void add()} aria-label={`Add “${first}” to the topic`}>Add to topic</Button>
        <Button appearance="subtle" disabled={busy} onClick={() => void dismiss()} aria-label={`Dismiss “${first}”`}>Dismiss</Button>
        {topics.length === 0 && <Text size={200} className={styles.quiet}>No topic starts by phrases yet: write one on the Topics page.</Text>}
      </div>
    </div>
  )
}

function Last(props: { group: MissGroup }) {
  const last = props.group.misses.map(({ lastAt }) => lastAt).sort().at(-1) ?? ''
  return <span title={formatFull(last)}>{formatAgo(last)}</span>
}
