import { Badge, Button, SearchBox, Switch, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { FlowRegular } from '@fluentui/react-icons/svg/flow'
import { useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { useNotify } from '../kit/notify.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState } from '../kit/states.tsx'
import { Tabs, tabPanel } from '../kit/tabs.tsx'
import { formatAgo, formatFull } from '../kit/time.ts'
import { componentHref } from './component-place.ts'
import { useCopilot } from './copilot-context.ts'
import { NewTopicDialog } from './new-topic-dialog.tsx'
import { type ComponentSummary, loadComponent, saveComponent } from './studio-api.ts'
import { TopicRowMenu } from './topic-row-menu.tsx'
import { isSystemTopic, triggerName } from './topic-triggers.ts'

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  search: { width: '280px', maxWidth: '100%' },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  badges: { display: 'flex', gap: tokens.spacingHorizontalXS },
})

type Shown = 'all' | 'custom' | 'system'

export function TopicsPage() {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const navigate = useNavigate()
  const [shown, setShown] = useState<Shown>('all')
  const [search, setSearch] = useState('')
  const [creating, setCreating] = useState(false)

  const topics = copilot.components.filter((component) => component.kind === 'topic')
  const inTab = topics.filter((topic) => shown === 'all' || isSystemTopic(topic) === (shown === 'system'))
  const words = search.trim().toLowerCase()
  const found = inTab.filter((topic) => `${topic.name} ${topic.schemaName} ${triggerName(topic.trigger)}`.toLowerCase().includes(words))
  const count = (system: boolean) => topics.filter((topic) => isSystemTopic(topic) === system).length

  const columns: ListColumn<ComponentSummary>[] = [
    { key: 'name', header: 'Name', title: true, cell: (topic) => <PageLink to={componentHref(copilot.id, topic)} className={styles.name}>{topic.name}</PageLink> },
    { key: 'trigger', header: 'Trigger', cell: (topic) => triggerName(topic.trigger) },
    { key: 'problems', header: 'Problems', cell: (topic) => problemBadges(topic, styles.badges) },
    { key: 'changed', header: 'Changed', cell: (topic) => <span title={formatFull(topic.changedAt)}>{formatAgo(topic.changedAt)}</span> },
    { key: 'state', header: 'On', width: '64px', cell: (topic) => <TopicSwitch key={topic.state} topic={topic} /> },
    { key: 'menu', header: 'Commands', quiet: true, width: '48px', align: 'end', cell: (topic) => <TopicRowMenu topic={topic} /> },
  ]
  return (
    <PageLayout
      title="Topics"
      of={copilot.name}
      lead="What the copilot talks about. Each topic starts with its trigger and runs its nodes from top to bottom."
      actions={<Button appearance="primary" icon={<AddRegular />} onClick={() => setCreating(true)}>New topic</Button>}
    >
      <div className={styles.bar}>
        <Tabs<Shown> label="Which topics" prefix="topics" tabs={[{ id: 'all', name: `All (${topics.length})` }, { id: 'custom', name: `Custom (${count(false)})` }, { id: 'system', name: `System (${count(true)})` }]} selected={shown} onSelect={setShown} bare />
        <SearchBox className={styles.search} aria-label="Search topics" placeholder="Search topics" value={search} onChange={(_, data) => setSearch(data.value)} />
      </div>
      <div {...tabPanel('topics', shown)}>
        {found.length > 0 ? (
          <ListTable label="Topics" items={found} columns={columns} rowKey={(topic) => topic.schemaName} />
        ) : (
          <EmptyState icon={<FlowRegular />} title={words ? `No topic here contains “${search.trim()}”` : 'No topics here'}>
            {words ? 'Names and triggers are searched.' : 'Write one with “New topic”.'}
          </EmptyState>
        )}
      </div>
      {creating && <NewTopicDialog onClose={() => setCreating(false)} onCreated={(schemaName) => navigate(componentHref(copilot.id, { schemaName, kind: 'topic' }))} />}
    </PageLayout>
  )
}

function TopicSwitch(props: { topic: ComponentSummary }) {
  const { topic } = props
  const { copilot, reload } = useCopilot()
  const { notifyError } = useNotify()
  const [on, setOn] = useState(topic.state === 'on')
  const [busy, setBusy] = useState(false)
  const change = async (next: boolean) => {
    setOn(next)
    setBusy(true)
    try {
      const { text, revision } = await loadComponent(copilot.id, topic.schemaName)
      await saveComponent(copilot.id, topic.schemaName, { text, revision, state: next ? 'on' : 'off' })
      reload()
    } catch (error) {
      setOn(!next)
      notifyError(`${topic.name} is still ${next ? 'off' : 'on'}`, error)
    } finally {
      setBusy(false)
    }
  }
  return <Switch aria-label={`${topic.name} is on`} checked={on} disabled={busy} onChange={(_, data) => void change(data.checked)} />
}

/** Errors block publishing; warnings do not. Nothing when all is well. */
export function problemBadges({ errors, warnings }: Pick<ComponentSummary, 'errors' | 'warnings'>, className: string) {
  if (errors + warnings === 0) return null
  return (
    <span className={className}>
      {errors > 0 && <Badge appearance="tint" color="danger">{errors} {errors === 1 ? 'error' : 'errors'}</Badge>}
      {warnings > 0 && <Badge appearance="tint" color="warning">{warnings} {warnings === 1 ? 'warning' : 'warnings'}</Badge>}
    </span>
  )
}
