import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { TextBulletListRegular } from '@fluentui/react-icons/svg/text-bullet-list'
import { useNavigate } from 'react-router-dom'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState } from '../kit/states.tsx'
import type { Queue } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'
import { listWords, usesOfQueue } from './affected.ts'

const useStyles = makeStyles({ name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' } })

export function QueuesPage() {
  const styles = useStyles()
  const { overview } = useAdmin()
  const navigate = useNavigate()
  const columns: ListColumn<Queue>[] = [
    { key: 'name', header: 'Name', title: true, cell: (queue) => <PageLink to={`/queues/${encodeURIComponent(queue.id)}`} className={styles.name}>{queue.name}</PageLink> },
    { key: 'priority', header: 'Priority', cell: (queue) => queue.priority },
    { key: 'members', header: 'Members', cell: (queue) => (queue.memberIds.length > 0 ? queue.memberIds.length : <Badge appearance="tint" color="warning">Nobody: conversations would wait</Badge>) },
    { key: 'uses', header: 'Used by', cell: (queue) => listWords(usesOfQueue(overview, queue.id)) || '–' },
  ]
  const create = <Button appearance="primary" icon={<AddRegular />} onClick={() => void navigate('/queues/new')}>New queue</Button>
  return (
    <PageLayout title="Queues" lead="Where a handoff waits until one of the queue’s members takes it." actions={overview.queues.length > 0 && create}>
      {overview.queues.length > 0 ? (
        <ListTable label="Queues" items={overview.queues} columns={columns} rowKey={(queue) => queue.id} />
      ) : (
        <EmptyState icon={<TextBulletListRegular />} title="No queues yet" action={create}>Make one, and choose the people who serve it.</EmptyState>
      )}
    </PageLayout>
  )
}
