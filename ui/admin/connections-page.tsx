import { Badge, Button, Link, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components'
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected'
import { connections, type Connection } from '../../src/contracts/connections.ts'
import { api } from '../kit/api.ts'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { EmptyState, ErrorState, Loading } from '../kit/states.tsx'
import { formatFull } from '../kit/time.ts'
import { useLoad } from '../kit/use-load.ts'

const useStyles = makeStyles({
  words: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '2px', minWidth: 0 },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  bar: { flexShrink: 0 },
})

const kinds: Record<Connection['kind'], string> = { flow: 'Flow', connector: 'Connector', mcp: 'MCP server' }
const load = (signal?: AbortSignal) => api(connections, '/api/admin/connections', signal ? { signal } : {})

/** Every flow, connection and MCP server of the environment's copilots. Each is connected in the studio, where it is used. */
export function ConnectionsPage() {
  const loaded = useLoad('connections', load)
  const all = loaded.data?.connections ?? []
  const missing = all.filter((connection) => connection.state !== 'ready' && connection.uses.length > 0)
  return (
    <PageLayout title="Connections" lead="The flows, connectors and MCP servers that copilots of this environment use, and where their calls go.">
      {loaded.status === 'loading' && <Loading label="Looking through the copilots…" />}
      {loaded.status === 'failed' && !loaded.data && <ErrorState title="The connections could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {missing.length > 0 && <MissingBar missing={missing} />}
      {loaded.data && all.length > 0 && <ConnectionTable connections={all} />}
      {loaded.data && all.length === 0 && (
        <EmptyState icon={<PlugConnectedRegular />} title="No copilot uses a flow, connector or MCP server" action={<Button as="a" appearance="primary" href="/studio">Go to the studio</Button>}>
          They appear here as soon as a topic of a copilot names one.
        </EmptyState>
      )}
    </PageLayout>
  )
}

function MissingBar(props: { missing: Connection[] }) {
  const styles = useStyles()
  const count = props.missing.length
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.bar}>
      <MessageBarBody><MessageBarTitle>{count === 1 ? 'One is not connected' : `${count} are not connected`}</MessageBarTitle>Topics fail where they use one of them. Follow the link of its copilot to connect it.</MessageBarBody>
    </MessageBar>
  )
}

function ConnectionTable(props: { connections: Connection[] }) {
  const styles = useStyles()
  const columns: ListColumn<Connection>[] = [
    {
      key: 'name',
      header: 'Name',
      title: true,
      cell: ({ name, target }) => (
        <span className={styles.words}>
          <span className={styles.name}>{name}</span>
          {name !== target && <span className={styles.id}>{target}</span>}
        </span>
      ),
    },
    { key: 'kind', header: 'Kind', cell: ({ kind }) => kinds[kind] },
    { key: 'state', header: 'State', cell: ({ state }) => <StateBadge state={state} /> },
    {
      key: 'address',
      header: 'Address',
      cell: ({ address }) =>
        address && (
          <span className={styles.words}>
            <span className={styles.id}>{new URL(address.url).origin}{address.privateHost ? ' (private)' : ''}</span>
            <span>{address.changedBy}, {formatFull(address.changedAt)}</span>
          </span>
        ),
    },
    { key: 'copilots', header: 'Used by', cell: (connection) => <Copilots connection={connection} /> },
  ]
  return <ListTable label="Connections" items={props.connections} columns={columns} rowKey={({ kind, target }) => `${kind} ${target}`} />
}

function Copilots(props: { connection: Connection }) {
  const styles = useStyles()
  const { uses, name } = props.connection
  const copilots = new Map(uses.map((use) => [use.copilotId, use.copilotName]))
  if (copilots.size === 0) return 'No copilot any more'
  return (
    <span className={styles.words}>
      {[...copilots].map(([id, copilot]) => <Link key={id} href={`/studio/copilots/${encodeURIComponent(id)}/settings/connections`} aria-label={`${name} in ${copilot}, in the studio`}>{copilot}</Link>)}
    </span>
  )
}

function StateBadge(props: { state: Connection['state'] }) {
  const words = { ready: 'Connected', off: 'Switched off', unreadable: 'Secret lost: save again', missing: 'Not connected' }
  const colors = { ready: 'success', off: 'warning', unreadable: 'danger', missing: 'danger' } as const
  return <Badge appearance="tint" color={colors[props.state]}>{words[props.state]}</Badge>
}
