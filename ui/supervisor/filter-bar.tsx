import { Button, SearchBox, Select, makeStyles, tokens } from '@fluentui/react-components'
import type { Ongoing } from '../../src/contracts/supervisor.ts'
import { stages } from '../kit/index.ts'
import type { Filters } from './ongoing-view.ts'

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  search: { flexGrow: 1, minWidth: '180px', maxWidth: 'none' },
  select: { minWidth: '140px', '@media (max-width: 640px)': { flexGrow: 1 } },
})

export function FilterBar(props: { ongoing: Ongoing; filters: Filters; onChange(part: Partial<Filters>): void }) {
  const styles = useStyles()
  const { filters, onChange, ongoing } = props
  const active = Object.values(filters).some(Boolean)
  return (
    <div className={styles.bar} role="search" aria-label="Filter conversations">
      <SearchBox className={styles.search} aria-label="Search conversations" placeholder="Search customer, subject, words" value={filters.search} onChange={(_, data) => onChange({ search: data.value })} />
      <Select className={styles.select} aria-label="Status" value={filters.stage} onChange={(_, data) => onChange({ stage: data.value })}>
        <option value="">Every status</option>
        {stages.filter(({ stage }) => stage !== 'closed').map(({ stage, name }) => <option key={stage} value={stage}>{name}</option>)}
      </Select>
      <Select className={styles.select} aria-label="Queue" value={filters.queueId} onChange={(_, data) => onChange({ queueId: data.value })}>
        <option value="">Every queue</option>
        {ongoing.queues.map((queue) => <option key={queue.id} value={queue.id}>{queue.name}</option>)}
      </Select>
      <Select className={styles.select} aria-label="Agent" value={filters.agentId} onChange={(_, data) => onChange({ agentId: data.value })}>
        <option value="">Every agent</option>
        {ongoing.agents.map((agent) => <option key={agent.id} value={agent.id}>{agent.name}</option>)}
      </Select>
      {active && <Button appearance="subtle" onClick={() => onChange({ search: '', stage: '', queueId: '', agentId: '' })}>Clear</Button>}
    </div>
  )
}
