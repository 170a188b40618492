import { Button, Link, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { ChatMultipleRegular } from '@fluentui/react-icons/svg/chat-multiple'
import { useNavigate } from 'react-router-dom'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState } from '../kit/states.tsx'
import type { ListedWidget } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'

const useStyles = makeStyles({
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  nameCell: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  swatch: { width: '16px', height: '16px', flexShrink: 0, borderRadius: tokens.borderRadiusSmall, border: `1px solid ${tokens.colorNeutralStroke1}` },
})

export function WidgetsPage() {
  const styles = useStyles()
  const { overview } = useAdmin()
  const navigate = useNavigate()
  const columns: ListColumn<ListedWidget>[] = [
    {
      key: 'name',
      header: 'Name',
      title: true,
      cell: (widget) => (
        <span className={styles.nameCell}>
          <span className={styles.swatch} style={{ backgroundColor: widget.color }} aria-hidden="true" />
          <PageLink to={`/widgets/${encodeURIComponent(widget.id)}`} className={styles.name}>{widget.name}</PageLink>
        </span>
      ),
    },
    { key: 'workstream', header: 'Workstream', cell: (widget) => overview.workstreams.find((workstream) => workstream.id === widget.workstreamId)?.name ?? 'A workstream that is gone' },
    { key: 'origins', header: 'Allowed on', cell: (widget) => (widget.allowedOrigins.length === 0 ? 'Any website' : widget.allowedOrigins.join(', ')) },
    { key: 'try', header: 'Try it', quiet: true, cell: (widget) => <Link href={widget.demoUrl} target="_blank" aria-label={`Try ${widget.name} in a new tab`}>Try it</Link> },
  ]
  const create = <Button appearance="primary" icon={<AddRegular />} disabled={overview.workstreams.length === 0} onClick={() => void navigate('/widgets/new')}>New chat widget</Button>
  return (
    <PageLayout title="Chat widgets" lead="The chat on your website: customers talk to the workstream’s copilot there, and to a person after a handoff." actions={overview.widgets.length > 0 && create}>
      {overview.widgets.length > 0 ? (
        <ListTable label="Chat widgets" items={overview.widgets} columns={columns} rowKey={(widget) => widget.id} />
      ) : (
        <EmptyState icon={<ChatMultipleRegular />} title="No chat widgets yet" action={create}>
          {overview.workstreams.length === 0 ? 'Make a workstream first: a widget brings its conversations to one.' : 'Make one and put its script tag on your page.'}
        </EmptyState>
      )}
    </PageLayout>
  )
}
