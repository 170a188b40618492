import { useState } from 'react'
import { useParams } from 'react-router-dom'
import type { Role } from '../../src/contracts/auth.ts'
import { Section } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { useMe } from '../kit/session.tsx'
import { EmptyState, ErrorState, Loading } from '../kit/states.tsx'
import { useLoad } from '../kit/use-load.ts'
import { addPerson, changePerson, loadPeople, type Person, type PersonWithLink } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'
import { numberProblem } from './field-problems.ts'
import { FieldRow, ManyField, TextField } from './form-fields.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { emailProblem, roles } from './people-words.ts'
import { PersonAccess } from './person-access.tsx'
import { ResourceForm, useLeave } from './resource-form.tsx'

const list = { to: '/users', name: 'Users' }

export function UserPage() {
  const { id = '' } = useParams()
  const loaded = useLoad('people', loadPeople)
  const stored = loaded.data?.find((person) => person.id === id)
  if (loaded.status === 'loading') return <Loading label="Loading the person…" />
  if (!loaded.data) return <ErrorState title="The person could not be loaded" error={loaded.error} onRetry={loaded.reload} />
  if (!stored && id !== 'new') return <EmptyState title="There is no such person" action={<PageLink to={list.to}>All users</PageLink>}>They may belong to another environment.</EmptyState>
  return <UserForm key={id} stored={stored} others={loaded.data.filter((person) => person.id !== id)} onChanged={loaded.reload} />
}

function UserForm(props: { stored: Person | undefined; others: readonly Person[]; onChanged(): void }) {
  const { stored, others } = props
  const me = useMe()
  const leaveTo = useLeave()
  const { overview, reload } = useAdmin()
  const [initial] = useState(() => ({ name: stored?.name ?? '', email: stored?.email ?? '', roles: stored?.roles ?? (['agent'] as Role[]), capacity: String(stored?.capacity ?? 3), queueIds: stored?.queueIds ?? [], revision: stored?.revision ?? '' }))
  const [draft, setDraft] = useState(initial)
  const [tried, setTried] = useState(false)
  const [given, setGiven] = useState<PersonWithLink>()
  const set = (change: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...change }))

  const naming = draft.name.trim() ? undefined : 'Give a name.'
  const address = emailProblem(draft.email, others.map((person) => person.email))
  const isAgent = draft.roles.includes('agent')
  const capacity = isAgent ? numberProblem(draft.capacity, { min: 0, max: 1000, unit: 'units' }) : undefined
  const save = async () => {
    const wanted = { name: draft.name.trim(), email: draft.email.trim(), roles: draft.roles, capacity: isAgent ? Number(draft.capacity) : (stored?.capacity ?? 0), queueIds: isAgent ? draft.queueIds : [] }
    if (stored) await changePerson(stored.id, { ...wanted, revision: draft.revision })
    else setGiven(await addPerson(wanted))
    reload()
  }
  return (
    <>
      <ResourceForm title={stored?.name ?? 'New person'} list={list} isNew={!stored} stay={!stored} dirty={!given && JSON.stringify(draft) !== JSON.stringify(initial)} sound={!naming && !address && !capacity} onTried={() => setTried(true)} onSave={save}>
        <Section title="Details">
          <FieldRow>
            <TextField label="Name" required value={draft.name} problem={tried ? naming : undefined} onChange={(name) => set({ name })} />
            <TextField label="E-mail" required hint="They sign in with it." value={draft.email} problem={tried ? address : undefined} onChange={(email) => set({ email })} />
          </FieldRow>
        </Section>
        <Section title="Roles">
          <ManyField label="Roles" options={roles} chosen={draft.roles} onChange={(chosen) => set({ roles: roles.map(({ id }) => id).filter((id) => chosen.includes(id)) })} none="" />
        </Section>
        {isAgent && (
          <Section title="Capacity and queues">
            <FieldRow>
              <TextField label="Capacity" hint="Conversations are offered while there is room; each takes its workstream’s units." numeric unit="units" value={draft.capacity} problem={capacity} onChange={(value) => set({ capacity: value })} />
            </FieldRow>
            <ManyField label="Queues" options={overview.queues.map((queue) => ({ id: queue.id, name: queue.name, detail: `priority ${queue.priority}` }))} chosen={draft.queueIds} onChange={(queueIds) => set({ queueIds })} none="There are no queues yet." />
          </Section>
        )}
        {stored && <PersonAccess person={stored} isMe={stored.id === me.id} onChanged={() => (props.onChanged(), reload())} />}
      </ResourceForm>
      {given && <LinkDialog given={given} onClose={() => void leaveTo(list.to)} />}
    </>
  )
}
