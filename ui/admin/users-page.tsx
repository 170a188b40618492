import { Badge, makeStyles, tokens } from '@fluentui/react-components'
import { PeopleRegular } from '@fluentui/react-icons/svg/people'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState } from '../kit/states.tsx'
import type { AgentProfile } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'

const useStyles = makeStyles({ name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' }, email: { overflowWrap: 'anywhere' } })

export function UsersPage() {
  const styles = useStyles()
  const { overview } = useAdmin()
  const queueNames = (agent: AgentProfile) => overview.queues.filter((queue) => agent.queueIds.includes(queue.id)).map((queue) => queue.name).join(', ')
  const columns: ListColumn<AgentProfile>[] = [
    { key: 'name', header: 'Name', title: true, cell: (agent) => <PageLink to={`/users/${encodeURIComponent(agent.id)}`} className={styles.name}>{agent.name}</PageLink> },
    { key: 'email', header: 'E-mail', cell: (agent) => <span className={styles.email}>{agent.email}</span> },
    { key: 'roles', header: 'Roles', cell: (agent) => agent.roles.join(', ') },
    { key: 'capacity', header: 'Capacity', cell: (agent) => agent.capacity },
    { key: 'queues', header: 'Queues', cell: (agent) => queueNames(agent) || <Badge appearance="tint" color="warning">None</Badge> },
  ]
  return (
    <PageLayout title="Users" lead="The people who serve conversations: how much each can take, and from which queues.">
      {overview.agents.length > 0 ? (
        <ListTable label="Users" items={overview.agents} columns={columns} rowKey={(agent) => agent.id} />
      ) : (
        <EmptyState icon={<PeopleRegular />} title="No agents yet">Nobody in this environment has the role of an agent.</EmptyState>
      )}
    </PageLayout>
  )
}
