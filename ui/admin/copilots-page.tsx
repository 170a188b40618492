import { Badge, Button, Link, makeStyles, tokens } from '@fluentui/react-components'
import { BotRegular } from '@fluentui/react-icons/svg/bot'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState } from '../kit/states.tsx'
import { formatFull } from '../kit/time.ts'
import type { ConnectedCopilot } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'

const useStyles = makeStyles({
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  column: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '2px' },
})

/** Where "View in Omnichannel" leads: the application users that stand for copilots. */
export function CopilotsPage() {
  const styles = useStyles()
  const { overview } = useAdmin()
  const columns: ListColumn<ConnectedCopilot>[] = [
    { key: 'name', header: 'Copilot', title: true, cell: (copilot) => <PageLink to={`/copilots/${encodeURIComponent(copilot.copilotId)}`} className={styles.name}>{copilot.copilotName}</PageLink> },
    { key: 'state', header: 'State', cell: (copilot) => (copilot.enabled ? <Badge appearance="tint" color="success">Enabled</Badge> : <Badge appearance="tint" color="warning">Disabled: no traffic</Badge>) },
    { key: 'user', header: 'Application user', cell: (copilot) => <span className={styles.id}>{copilot.applicationUserId}</span> },
    { key: 'since', header: 'Since', cell: (copilot) => (copilot.enabled ? `Connected ${formatFull(copilot.connectedAt)}` : copilot.disconnectedAt ? `Disconnected ${formatFull(copilot.disconnectedAt)}` : formatFull(copilot.connectedAt)) },
    {
      key: 'workstreams',
      header: 'Workstreams',
      cell: (copilot) =>
        copilot.workstreams.length === 0 ? (
          <PageLink to="/workstreams">None yet: give it one</PageLink>
        ) : (
          <span className={styles.column}>{copilot.workstreams.map((workstream) => <PageLink key={workstream.id} to={`/workstreams/${encodeURIComponent(workstream.id)}`}>{workstream.name}</PageLink>)}</span>
        ),
    },
    { key: 'studio', header: 'In the studio', quiet: true, cell: (copilot) => <Link href={studioHref(copilot)} aria-label={`Agent transfers of ${copilot.copilotName} in the studio`}>Studio</Link> },
  ]
  return (
    <PageLayout title="Connected copilots" lead="Each connected copilot has an application user here. Connect and disconnect on the copilot’s Agent transfers page in the studio.">
      {overview.copilots.length > 0 ? (
        <ListTable label="Connected copilots" items={overview.copilots} columns={columns} rowKey={(copilot) => copilot.copilotId} />
      ) : (
        <EmptyState icon={<BotRegular />} title="No copilot is connected yet" action={<Button as="a" appearance="primary" href="/studio">Go to the studio</Button>}>
          Open a copilot in the studio, then Settings, Agent transfers, Omnichannel, Connect.
        </EmptyState>
      )}
    </PageLayout>
  )
}

const studioHref = (copilot: ConnectedCopilot) => `/studio/copilots/${encodeURIComponent(copilot.copilotId)}/settings/agent-transfers`
