import { Badge, Button, MessageBar, MessageBarBody, MessageBarTitle, Text, makeStyles, tokens } from '@fluentui/react-components'
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected'
import { useRef, useState } from 'react'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState, ErrorState, Loading } from '../kit/states.tsx'
import { useLoad } from '../kit/use-load.ts'
import { componentHref } from './component-place.ts'
import { ConnectionPanel } from './connection-panel.tsx'
import { type Connection, type Connections, loadConnections } from './connections-api.ts'
import { useCopilot } from './copilot-context.ts'

const useStyles = makeStyles({
  words: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '2px', minWidth: 0 },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  bar: { flexShrink: 0 },
})

const kindWords: Record<Connection['kind'], string> = { flow: 'Flow', connector: 'Connector', mcp: 'MCP server' }

/** Settings > connections: the flows, connectors and MCP servers this copilot uses, and where they are. */
export function ConnectionsPage() {
  const { copilot } = useCopilot()
  const loaded = useLoad(`connections ${copilot.id} ${copilot.changedAt}`, (signal) => loadConnections(copilot.id, signal))
  return (
    <PageLayout title="Connections" of={copilot.name} lead="The flows, connectors and MCP servers that topics and tools of this copilot use. Say where each of them is: an address of yours that does what it does.">
      {loaded.status === 'loading' && <Loading label="Looking for connections…" />}
      {loaded.status === 'failed' && !loaded.data && <ErrorState title="The connections could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {loaded.data && (loaded.data.connections.length > 0 ? <ConnectionList loaded={loaded.data} onChanged={loaded.reload} /> : <NoConnections />)}
    </PageLayout>
  )
}

function NoConnections() {
  const { copilot } = useCopilot()
  return (
    <EmptyState icon={<PlugConnectedRegular />} title="This copilot uses no flow, connector or MCP server" action={<PageLink to={`/copilots/${encodeURIComponent(copilot.id)}/topics`}>Go to the topics</PageLink>}>
      They appear here as soon as a topic runs a flow (InvokeFlowAction), uses a connector (InvokeConnectorAction) or an MCP tool (InvokeMcpToolAction), or an imported tool does.
    </EmptyState>
  )
}

function ConnectionList(props: { loaded: Connections; onChanged(): void }) {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const { connections, mayAllowPrivate } = props.loaded
  const [openKey, setOpenKey] = useState<string>()
  const opener = useRef<HTMLElement | null>(null)
  const opened = connections.find((connection) => keyOf(connection) === openKey)
  const missing = connections.filter((connection) => connection.state !== 'ready')
  const close = () => {
    setOpenKey(undefined)
    // After the panel has slid away: until then it keeps the focus for itself.
    setTimeout(() => document.activeElement === document.body && opener.current?.focus(), 400)
  }
  const columns: ListColumn<Connection>[] = [
    {
      key: 'name',
      header: 'Name',
      title: true,
      cell: (connection) => (
        <span className={styles.words}>
          <span className={styles.name}>{connection.name}</span>
          {connection.name !== connection.target && <span className={styles.id}>{connection.target}</span>}
        </span>
      ),
    },
    { key: 'kind', header: 'Kind', cell: (connection) => kindWords[connection.kind] },
    { key: 'uses', header: 'Used by', cell: (connection) => <Uses connection={connection} copilotId={copilot.id} /> },
    { key: 'state', header: 'State', cell: (connection) => <StateBadge connection={connection} /> },
    {
      key: 'open',
      header: 'Change',
      quiet: true,
      align: 'end',
      cell: (connection) => (
        <Button
          size="small"
          appearance={connection.state === 'missing' ? 'primary' : 'secondary'}
          aria-label={`${connection.address ? 'Edit or test' : 'Connect'} ${connection.name}`}
          aria-haspopup="dialog"
          onClick={(event) => {
            opener.current = event.currentTarget
            setOpenKey(keyOf(connection))
          }}
        >
          {connection.address ? 'Edit or test' : 'Connect'}
        </Button>
      ),
    },
  ]
  return (
    <>
      {missing.length > 0 && (
        <MessageBar intent="warning" layout="multiline" className={styles.bar}>
          <MessageBarBody>
            <MessageBarTitle>{missing.length === 1 ? 'One is not connected' : `${missing.length} are not connected`}</MessageBarTitle>
            A topic that gets to one of them fails there, and its error topic runs. Connections stay when a newer package of the copilot is imported.
          </MessageBarBody>
        </MessageBar>
      )}
      <ListTable label="Connections" items={connections} columns={columns} rowKey={keyOf} />
      {opened && <ConnectionPanel key={openKey} connection={opened} mayAllowPrivate={mayAllowPrivate} kindName={kindWords[opened.kind]} onChanged={props.onChanged} onClose={close} />}
    </>
  )
}

const keyOf = ({ kind, target }: Connection) => `${kind} ${target}`

function Uses(props: { connection: Connection; copilotId: string }) {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const components = new Map(props.connection.uses.map((use) => [use.component, use.componentName]))
  return (
    <span className={styles.words}>
      {[...components].map(([schemaName, name]) => {
        const component = copilot.components.find((one) => one.schemaName === schemaName)
        return component ? <PageLink key={schemaName} to={componentHref(props.copilotId, component)}>{name}</PageLink> : <Text key={schemaName}>{name}</Text>
      })}
    </span>
  )
}

export function StateBadge(props: { connection: Connection }) {
  switch (props.connection.state) {
    case 'ready':
      return <Badge appearance="tint" color="success">Connected</Badge>
    case 'off':
      return <Badge appearance="tint" color="warning">Switched off</Badge>
    case 'unreadable':
      return <Badge appearance="tint" color="danger">Secret lost: save again</Badge>
    case 'missing':
      return <Badge appearance="tint" color="danger">Not connected</Badge>
  }
}
