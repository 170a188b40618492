import { Badge, Button, Link, SearchBox, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { ArrowImportRegular } from '@fluentui/react-icons/svg/arrow-import'
import { BotRegular } from '@fluentui/react-icons/svg/bot'
import { useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState, ErrorState, Loading } from '../kit/states.tsx'
import { formatAgo, formatFull } from '../kit/time.ts'
import { useLoad } from '../kit/use-load.ts'
import { ImportDialog } from './import-dialog.tsx'
import { NewCopilotDialog } from './new-copilot-dialog.tsx'
import { type CopilotSummary, listCopilots } from './studio-api.ts'

const useStyles = makeStyles({
  search: { width: '280px', maxWidth: '100%' },
  badges: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
})

export function CopilotListPage() {
  const styles = useStyles()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'new' | 'import'>()
  const [search, setSearch] = useState('')
  const loaded = useLoad('copilots', listCopilots)

  const columns: ListColumn<CopilotSummary>[] = [
    { key: 'name', header: 'Name', title: true, cell: (copilot) => <PageLink to={`/copilots/${encodeURIComponent(copilot.id)}/overview`} className={styles.name}>{copilot.name}</PageLink> },
    { key: 'published', header: 'Published', cell: publishedText },
    { key: 'state', header: 'Status', cell: (copilot) => <CopilotBadges copilot={copilot} className={styles.badges} /> },
    { key: 'topics', header: 'Topics', align: 'end', cell: (copilot) => copilot.topics },
    { key: 'changed', header: 'Changed', cell: (copilot) => <span title={formatFull(copilot.changedAt)}>{formatAgo(copilot.changedAt)}</span> },
  ]
  const actions = (
    <>
      <Button appearance="primary" icon={<AddRegular />} onClick={() => setOpen('new')}>New copilot</Button>
      <Button icon={<ArrowImportRegular />} onClick={() => setOpen('import')}>Import</Button>
    </>
  )
  const copilots = loaded.data ?? []
  const found = copilots.filter((copilot) => copilot.name.toLowerCase().includes(search.trim().toLowerCase()))
  return (
    <PageLayout title="Copilots" lead="Write a copilot, try it out, publish it, and connect it to people who take over when it cannot help." actions={copilots.length > 0 && actions}>
      {loaded.status === 'loading' && <Loading label="Loading copilots…" />}
      {loaded.status === 'failed' && <ErrorState title="The copilots could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {loaded.data && copilots.length === 0 && (
        <EmptyState icon={<BotRegular />} title="No copilots yet" action={<div className={styles.badges}>{actions}</div>}>
          Start with a new one: it greets, asks again when it did not understand, and can hand over to a person. Or import a solution from Copilot Studio.
        </EmptyState>
      )}
      {copilots.length > 5 && <SearchBox className={styles.search} aria-label="Search copilots" placeholder="Search copilots" value={search} onChange={(_, data) => setSearch(data.value)} />}
      {found.length > 0 && <ListTable label="Copilots" items={found} columns={columns} rowKey={(copilot) => copilot.id} />}
      {copilots.length > 0 && found.length === 0 && <EmptyState title={`No copilot’s name contains “${search}”`} action={<Link as="button" onClick={() => setSearch('')}>Show all</Link>} />}
      {open === 'new' && <NewCopilotDialog onClose={() => setOpen(undefined)} onCreated={(id) => navigate(`/copilots/${id}/overview`)} />}
      {open === 'import' && <ImportDialog onClose={() => setOpen(undefined)} onImported={loaded.reload} />}
    </PageLayout>
  )
}

function publishedText(copilot: CopilotSummary) {
  if (copilot.publishedVersion === null || copilot.publishedAt === null) return 'Never'
  return <span title={formatFull(copilot.publishedAt)}>Version {copilot.publishedVersion}, {formatAgo(copilot.publishedAt)}</span>
}

/** What a maker should know at a glance: changes that customers do not have yet, and whether people are behind it. */
export function CopilotBadges(props: { copilot: CopilotSummary; className?: string }) {
  const { copilot } = props
  return (
    <span className={props.className}>
      {copilot.publishedVersion === null ? (
        <Badge appearance="tint" color="informative">Not published</Badge>
      ) : (
        copilot.unpublishedChanges && <Badge appearance="tint" color="warning">Unpublished changes</Badge>
      )}
      {copilot.connected && <Badge appearance="tint" color="success">Connected to Omnichannel</Badge>}
    </span>
  )
}
