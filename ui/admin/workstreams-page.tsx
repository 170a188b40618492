import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { FlowRegular } from '@fluentui/react-icons/svg/flow'
import { useNavigate } from 'react-router-dom'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState } from '../kit/states.tsx'
import type { Workstream } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'

const useStyles = makeStyles({ name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' } })

export function WorkstreamsPage() {
  const styles = useStyles()
  const { overview } = useAdmin()
  const navigate = useNavigate()
  const queueName = (id: string) => overview.queues.find((queue) => queue.id === id)?.name ?? 'A queue that is gone'
  const columns: ListColumn<Workstream>[] = [
    { key: 'name', header: 'Name', title: true, cell: (workstream) => <PageLink to={`/workstreams/${encodeURIComponent(workstream.id)}`} className={styles.name}>{workstream.name}</PageLink> },
    { key: 'copilot', header: 'Copilot', cell: (workstream) => <WorkstreamCopilot workstream={workstream} /> },
    { key: 'rules', header: 'Routing rules', cell: (workstream) => workstream.rules.length },
    { key: 'fallback', header: 'Fallback queue', cell: (workstream) => queueName(workstream.fallbackQueueId) },
  ]
  const create = <Button appearance="primary" icon={<AddRegular />} disabled={overview.queues.length === 0} onClick={() => void navigate('/workstreams/new')}>New workstream</Button>
  return (
    <PageLayout title="Workstreams" lead="A workstream takes conversations in, lets its copilot answer first, and sends a handoff to the right queue." actions={overview.workstreams.length > 0 && create}>
      {overview.workstreams.length > 0 ? (
        <ListTable label="Workstreams" items={overview.workstreams} columns={columns} rowKey={(workstream) => workstream.id} />
      ) : (
        <EmptyState icon={<FlowRegular />} title="No workstreams yet" action={create}>
          {overview.queues.length === 0 ? 'Make a queue first: a workstream needs one to send handoffs to.' : 'Make one, give it a copilot, and put its chat widget on a page.'}
        </EmptyState>
      )}
    </PageLayout>
  )
}

function WorkstreamCopilot(props: { workstream: Workstream }) {
  const { overview } = useAdmin()
  const { copilotId } = props.workstream
  if (copilotId === null) return 'None: straight to a queue'
  const copilot = overview.copilots.find((each) => each.copilotId === copilotId)
  if (!copilot) return <Badge appearance="tint" color="warning">Not connected</Badge>
  return <span>{copilot.copilotName} {!copilot.enabled && <Badge appearance="tint" color="warning">Disconnected</Badge>}</span>
}
