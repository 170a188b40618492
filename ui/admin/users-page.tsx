import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components'
import { PeopleRegular } from '@fluentui/react-icons/svg/people'
import { PersonAddRegular } from '@fluentui/react-icons/svg/person-add'
import { useNavigate } from 'react-router-dom'
import { ListTable, type ListColumn } from '../kit/list-table.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState, ErrorState, Loading } from '../kit/states.tsx'
import { formatAgo, formatFull } from '../kit/time.ts'
import { useLoad } from '../kit/use-load.ts'
import { loadPeople, type Person } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'
import { roleNames, statusOf } from './people-words.ts'

const useStyles = makeStyles({
  who: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', minWidth: 0 },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  email: { overflowWrap: 'anywhere', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
})

/** Everybody who works here. */
export function UsersPage() {
  const styles = useStyles()
  const navigate = useNavigate()
  const { overview } = useAdmin()
  const loaded = useLoad('people', loadPeople)
  const queueNames = (person: Person) => overview.queues.filter((queue) => person.queueIds.includes(queue.id)).map((queue) => queue.name).join(', ')
  const serving = (person: Person) => person.roles.includes('agent') && person.status !== 'disabled'
  const columns: ListColumn<Person>[] = [
    {
      key: 'name',
      header: 'Name',
      title: true,
      cell: (person) => (
        <span className={styles.who}>
          <PageLink to={`/users/${encodeURIComponent(person.id)}`} className={styles.name}>{person.name}</PageLink>
          <span className={styles.email}>{person.email}</span>
        </span>
      ),
    },
    { key: 'roles', header: 'Roles', cell: (person) => roleNames(person.roles) || <Badge appearance="tint" color="warning">None</Badge> },
    { key: 'status', header: 'Status', cell: (person) => <Status person={person} /> },
    { key: 'last', header: 'Last sign-in', cell: ({ lastSignInAt }) => (lastSignInAt ? <time dateTime={lastSignInAt} title={formatFull(lastSignInAt)}>{formatAgo(lastSignInAt)}</time> : 'Never') },
    { key: 'capacity', header: 'Capacity', cell: (person) => (serving(person) ? person.capacity : '') },
    { key: 'queues', header: 'Queues', cell: (person) => (serving(person) ? queueNames(person) || <Badge appearance="tint" color="warning">None</Badge> : '') },
  ]
  const add = <Button appearance="primary" icon={<PersonAddRegular />} onClick={() => void navigate('/users/new')}>Add a person</Button>
  return (
    <PageLayout title="Users" lead="The people who work here: what each may do, and how much agents can take from which queues." actions={add}>
      {loaded.status === 'loading' && <Loading label="Loading the people…" />}
      {!loaded.data && loaded.status === 'failed' && <ErrorState title="The people could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {loaded.data && loaded.data.length > 0 && <ListTable label="Users" items={loaded.data} columns={columns} rowKey={(person) => person.id} />}
      {loaded.data?.length === 0 && <EmptyState icon={<PeopleRegular />} title="Nobody is here yet" action={add}>Add the people who serve conversations, write copilots, or look after this installation.</EmptyState>}
    </PageLayout>
  )
}

export function Status(props: { person: Person }) {
  const { text, color } = statusOf(props.person)
  return <Badge appearance="tint" color={color}>{text}</Badge>
}
