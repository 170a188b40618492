import { Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useParams } from 'react-router-dom'
import { Section } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState } from '../kit/states.tsx'
import { type Queue, remove, saveQueue } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'
import { listWords, usesOfQueue } from './affected.ts'
import { nameProblem, numberProblem } from './field-problems.ts'
import { FieldRow, ManyField, TextField } from './form-fields.tsx'
import { ResourceForm } from './resource-form.tsx'

const list = { to: '/queues', name: 'Queues' }

export function QueuePage() {
  const { id = '' } = useParams()
  const { overview } = useAdmin()
  const stored = overview.queues.find((queue) => queue.id === id)
  if (!stored && id !== 'new') return <EmptyState title="There is no such queue" action={<PageLink to={list.to}>All queues</PageLink>}>It may have been deleted.</EmptyState>
  return <QueueForm key={id} stored={stored} />
}

function QueueForm(props: { stored: Queue | undefined }) {
  const { stored } = props
  const { overview, reload } = useAdmin()
  const [initial] = useState({ name: stored?.name ?? '', priority: String(stored?.priority ?? 100), memberIds: stored?.memberIds ?? [] })
  const [draft, setDraft] = useState(initial)
  const [tried, setTried] = useState(false)
  const set = (change: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...change }))

  const naming = nameProblem(draft.name, overview.queues.filter((each) => each.id !== stored?.id).map((each) => each.name))
  const priority = numberProblem(draft.priority, { min: 0, max: 1000, unit: 'as priority' })
  const save = async () => {
    await saveQueue(stored?.id, { name: draft.name.trim(), priority: Number(draft.priority), memberIds: draft.memberIds })
    reload()
  }
  const uses = stored ? usesOfQueue(overview, stored.id) : []
  const deletion = stored && {
    title: `Delete ${stored.name}?`,
    text: `${stored.memberIds.length === 0 ? 'Nobody serves it.' : `${stored.memberIds.length} ${stored.memberIds.length === 1 ? 'person serves' : 'people serve'} it.`} No workstream sends conversations here. This cannot be undone.`,
    ...(uses.length > 0 ? { blocked: `${stored.name} is used as ${listWords(uses)}. Choose another queue there first.` } : {}),
    run: async () => {
      await remove('queues', stored.id)
      reload()
    },
  }
  return (
    <ResourceForm title={stored?.name ?? 'New queue'} list={list} isNew={!stored} dirty={JSON.stringify(draft) !== JSON.stringify(initial)} sound={!naming && !priority} onTried={() => setTried(true)} onSave={save} {...(deletion ? { deletion } : {})}>
      <Section title="Details">
        <FieldRow>
          <TextField label="Name" required value={draft.name} problem={tried ? naming : undefined} onChange={(name) => set({ name })} />
          <TextField label="Priority" hint="The smaller number is served first by somebody in several queues." numeric value={draft.priority} problem={priority} onChange={(value) => set({ priority: value })} />
        </FieldRow>
      </Section>
      <Section title="Members">
        <Text>Conversations of this queue are offered to these people.</Text>
        <ManyField
          label="Members"
          options={overview.agents.map((agent) => ({ id: agent.id, name: agent.name, detail: agent.email }))}
          chosen={draft.memberIds}
          onChange={(memberIds) => set({ memberIds })}
          none="There are no agents in this environment."
        />
      </Section>
    </ResourceForm>
  )
}
