import { Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useParams } from 'react-router-dom'
import { Section } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState } from '../kit/states.tsx'
import { type AgentProfile, saveAgent } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'
import { numberProblem } from './field-problems.ts'
import { FieldRow, ManyField, TextField } from './form-fields.tsx'
import { ResourceForm } from './resource-form.tsx'

const list = { to: '/users', name: 'Users' }

export function UserPage() {
  const { id = '' } = useParams()
  const { overview } = useAdmin()
  const stored = overview.agents.find((agent) => agent.id === id)
  if (!stored) return <EmptyState title="There is no such person" action={<PageLink to={list.to}>All users</PageLink>}>They may have left this environment.</EmptyState>
  return <UserForm key={id} stored={stored} />
}

function UserForm(props: { stored: AgentProfile }) {
  const { stored } = props
  const { overview, reload } = useAdmin()
  const [initial] = useState({ capacity: String(stored.capacity), queueIds: stored.queueIds })
  const [draft, setDraft] = useState(initial)
  const capacity = numberProblem(draft.capacity, { min: 0, max: 1000, unit: 'units' })
  const save = async () => {
    await saveAgent(stored.id, { capacity: Number(draft.capacity), queueIds: draft.queueIds })
    reload()
  }
  return (
    <ResourceForm title={stored.name} list={list} isNew={false} dirty={JSON.stringify(draft) !== JSON.stringify(initial)} sound={!capacity} onTried={() => {}} onSave={save}>
      <Section title="Capacity">
        <Text>{stored.email} · {stored.roles.join(', ')}</Text>
        <FieldRow>
          <TextField label="Capacity" hint="Conversations are offered while there is room; each takes its workstream’s units." numeric unit="units" value={draft.capacity} problem={capacity} onChange={(value) => setDraft((old) => ({ ...old, capacity: value }))} />
        </FieldRow>
      </Section>
      <Section title="Queues">
        <ManyField label="Queues" options={overview.queues.map((queue) => ({ id: queue.id, name: queue.name, detail: `priority ${queue.priority}` }))} chosen={draft.queueIds} onChange={(queueIds) => setDraft((old) => ({ ...old, queueIds }))} none="There are no queues yet." />
      </Section>
    </ResourceForm>
  )
}
