import { Caption1, Title3, makeStyles, tokens } from '@fluentui/react-components'
import { ChatMultipleRegular } from '@fluentui/react-icons/svg/chat-multiple'
import { useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router-dom'
import { AppShell, ConnectionBar, EmptyState, ErrorState, Loading, useMe } from '../kit/index.ts'
import { AgentsCard } from './agents-card.tsx'
import { ConversationDrawer } from './conversation-drawer.tsx'
import { ConversationsTable } from './conversations-table.tsx'
import { FilterBar } from './filter-bar.tsx'
import { type Filters, type Sort, defaultSort, filterConversations } from './ongoing-view.ts'
import { QueueChart } from './queue-chart.tsx'
import { Tiles } from './tiles.tsx'
import { useOngoing } from './use-ongoing.ts'

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, padding: tokens.spacingHorizontalXL, boxSizing: 'border-box', width: '100%', maxWidth: '1600px', margin: '0 auto', '@media (max-width: 640px)': { padding: tokens.spacingHorizontalM } },
  head: { display: 'flex', alignItems: 'baseline', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  title: { margin: 0 },
  live: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, color: tokens.colorNeutralForeground3 },
  dot: { width: '8px', height: '8px', borderRadius: '50%', backgroundColor: tokens.colorPaletteGreenForeground3 },
  columns: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 320px', gap: tokens.spacingHorizontalL, alignItems: 'start', '@media (max-width: 1100px)': { gridTemplateColumns: 'minmax(0, 1fr)' } },
  main: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL, borderRadius: tokens.borderRadiusLarge, backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke2}`, '@media (max-width: 640px)': { padding: tokens.spacingHorizontalM } },
  side: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
})

/** Everything that is going on right now. Filters live in the address, so a view can be kept or sent. */
export function SupervisorPage() {
  const styles = useStyles()
  const me = useMe()
  const { id } = useParams()
  const navigate = useNavigate()
  const { ongoing, error, socket, refresh } = useOngoing()
  const [filters, setFilters] = useFilters()
  const [sort, setSort] = useState<Sort>(defaultSort)
  const conversations = ongoing ? filterConversations(ongoing.conversations, filters) : []
  return (
    <AppShell area="supervisor" title="Ongoing conversations" me={me}>
      <ConnectionBar status={socket} />
      <div className={styles.page}>
        <div className={styles.head}>
          <Title3 as="h1" className={styles.title}>Ongoing conversations</Title3>
          {socket === 'open' && <Caption1 className={styles.live}><span className={styles.dot} aria-hidden="true" />Live</Caption1>}
        </div>
        {!ongoing && (error === undefined ? <Loading label="Loading what is going on…" /> : <ErrorState title="Ongoing conversations could not be loaded" error={error} onRetry={() => void refresh()} />)}
        {ongoing && (
          <>
            <Tiles ongoing={ongoing} stage={filters.stage} onStage={(stage) => setFilters({ stage })} />
            <div className={styles.columns}>
              <section className={styles.main} aria-label="Conversations">
                <FilterBar ongoing={ongoing} filters={filters} onChange={setFilters} />
                {conversations.length > 0 ? (
                  <ConversationsTable conversations={conversations} sort={sort} onSort={setSort} />
                ) : (
                  <EmptyState icon={<ChatMultipleRegular />} title={ongoing.conversations.length > 0 ? 'Nothing matches the filters' : 'It is quiet'}>
                    {ongoing.conversations.length > 0 ? 'Change or clear the filters to see the others.' : 'As soon as a customer writes, the conversation appears here by itself.'}
                  </EmptyState>
                )}
              </section>
              <div className={styles.side}>
                <QueueChart ongoing={ongoing} />
                <AgentsCard ongoing={ongoing} />
              </div>
            </div>
          </>
        )}
      </div>
      {id !== undefined && <ConversationDrawer key={id} id={id} listed={ongoing?.conversations.find((one) => one.id === id)} onClose={() => navigate({ pathname: '/', search: location.search })} onChanged={() => void refresh()} />}
    </AppShell>
  )
}

function useFilters(): [Filters, (part: Partial<Filters>) => void] {
  const [params, setParams] = useSearchParams()
  const names: Record<keyof Filters, string> = { search: 'q', stage: 'status', queueId: 'queue', agentId: 'agent' }
  const read = (key: keyof Filters) => params.get(names[key]) ?? ''
  const set = (part: Partial<Filters>) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old)
        for (const key of Object.keys(names) as (keyof Filters)[]) {
          const value = part[key]
          if (value) next.set(names[key], value)
          else if (value === '') next.delete(names[key])
        }
        return next
      },
      { replace: true },
    )
  return [{ search: read('search'), stage: read('stage'), queueId: read('queueId'), agentId: read('agentId') }, set]
}
