import { Link, MessageBar, MessageBarBody, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useParams } from 'react-router-dom'
import { Section } from '../kit/page-layout.tsx'
import { EmptyState } from '../kit/states.tsx'
import { type Workstream, remove, saveWorkstream } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'
import { listWords, usesOfWorkstream } from './affected.ts'
import { nameProblem, numberProblem } from './field-problems.ts'
import { ChoiceField, FieldRow, TextField } from './form-fields.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { ResourceForm } from './resource-form.tsx'
import { RulesEditor } from './rules-editor.tsx'
import { isSound, needsValue, ruleProblems } from './rules.ts'

const list = { to: '/workstreams', name: 'Workstreams' }

export function WorkstreamPage() {
  const { id = '' } = useParams()
  const { overview } = useAdmin()
  const stored = overview.workstreams.find((workstream) => workstream.id === id)
  if (!stored && id !== 'new') return <EmptyState title="There is no such workstream" action={<PageLink to={list.to}>All workstreams</PageLink>}>It may have been deleted.</EmptyState>
  return <WorkstreamForm key={id} stored={stored} />
}

type Draft = Omit<Workstream, 'id' | 'offerSeconds' | 'capacityUnits' | 'wrapUpMinutes'> & { offerSeconds: string; capacityUnits: string; wrapUpMinutes: string }

function WorkstreamForm(props: { stored: Workstream | undefined }) {
  const { stored } = props
  const { overview, reload } = useAdmin()
  const [initial] = useState<Draft>(() => draftOf(stored, overview.queues[0]?.id ?? ''))
  const [draft, setDraft] = useState(initial)
  const [tried, setTried] = useState(false)
  const set = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }))

  const queueIds = overview.queues.map((queue) => queue.id)
  const problems = {
    name: nameProblem(draft.name, overview.workstreams.filter((each) => each.id !== stored?.id).map((each) => each.name)),
    fallback: queueIds.includes(draft.fallbackQueueId) ? undefined : 'Choose a queue.',
    offer: numberProblem(draft.offerSeconds, { min: 10, max: 600, unit: 'seconds' }),
    units: numberProblem(draft.capacityUnits, { min: 1, max: 100, unit: 'units' }),
    wrapUp: numberProblem(draft.wrapUpMinutes, { min: 1, max: 1440, unit: 'minutes' }),
  }
  const rules = draft.rules.map((rule) => ruleProblems(rule, queueIds))
  const sound = Object.values(problems).every((problem) => !problem) && rules.every(isSound)
  const shown = tried ? problems : { ...problems, name: undefined, fallback: undefined }

  const save = async () => {
    await saveWorkstream(stored?.id, {
      ...draft,
      name: draft.name.trim(),
      rules: draft.rules.map((rule) => ({ ...rule, name: rule.name.trim(), conditions: rule.conditions.map((each) => ({ ...each, variable: each.variable.trim(), value: needsValue(each.operator) ? each.value.trim() : '' })) })),
      offerSeconds: Number(draft.offerSeconds),
      capacityUnits: Number(draft.capacityUnits),
      wrapUpMinutes: Number(draft.wrapUpMinutes),
    })
    reload()
  }
  const uses = stored ? usesOfWorkstream(overview, stored.id) : []
  const deletion = stored && {
    title: `Delete ${stored.name}?`,
    text: 'Its routing rules go with it. Conversations it brought in are kept in their queues. This cannot be undone.',
    ...(uses.length > 0 ? { blocked: `${stored.name} is used by ${listWords(uses)}. Give ${uses.length === 1 ? 'it' : 'them'} another workstream, or delete ${uses.length === 1 ? 'it' : 'them'}, first.` } : {}),
    run: async () => {
      await remove('workstreams', stored.id)
      reload()
    },
  }
  return (
    <ResourceForm title={stored?.name ?? 'New workstream'} list={list} isNew={!stored} dirty={JSON.stringify(draft) !== JSON.stringify(initial)} sound={sound} onTried={() => setTried(true)} onSave={save} {...(deletion ? { deletion } : {})}>
      <Section title="Intake">
        <FieldRow>
          <TextField label="Name" required value={draft.name} problem={shown.name} onChange={(name) => set({ name })} />
          <CopilotField value={draft.copilotId} onChange={(copilotId) => set({ copilotId })} />
        </FieldRow>
      </Section>
      <Section title="Route to queues">
        <Text>When the copilot hands off, the first rule that fits decides the queue.</Text>
        <RulesEditor rules={draft.rules} problems={tried ? rules : []} onChange={(next) => set({ rules: next })} />
        <ChoiceField label="Fallback queue" hint="When no rule fits." required value={draft.fallbackQueueId} options={overview.queues} empty="Choose a queue" problem={shown.fallback} onChange={(fallbackQueueId) => set({ fallbackQueueId })} />
      </Section>
      <Section title="Work distribution">
        <FieldRow>
          <TextField label="Time to answer an offer" hint="Then the next person is asked." numeric unit="seconds" value={draft.offerSeconds} problem={problems.offer} onChange={(offerSeconds) => set({ offerSeconds })} />
          <TextField label="Capacity per conversation" hint="What one conversation takes of a person’s capacity." numeric unit="units" value={draft.capacityUnits} problem={problems.units} onChange={(capacityUnits) => set({ capacityUnits })} />
          <TextField label="Wrap-up" hint="After a conversation ended it closes by itself." numeric unit="minutes" value={draft.wrapUpMinutes} problem={problems.wrapUp} onChange={(wrapUpMinutes) => set({ wrapUpMinutes })} />
        </FieldRow>
      </Section>
    </ResourceForm>
  )
}

function draftOf(stored: Workstream | undefined, firstQueue: string): Draft {
  if (!stored) return { name: '', copilotId: null, rules: [], fallbackQueueId: firstQueue, offerSeconds: '120', capacityUnits: '1', wrapUpMinutes: '15' }
  const { id: _, ...rest } = stored
  return { ...rest, offerSeconds: String(stored.offerSeconds), capacityUnits: String(stored.capacityUnits), wrapUpMinutes: String(stored.wrapUpMinutes) }
}

/** Only connected copilots; one that was disconnected stays chosen, marked. */
function CopilotField(props: { value: string | null; onChange(copilotId: string | null): void }) {
  const { overview } = useAdmin()
  const chosen = overview.copilots.find((copilot) => copilot.copilotId === props.value)
  const options = overview.copilots
    .filter((copilot) => copilot.enabled || copilot.copilotId === props.value)
    .map((copilot) => ({ id: copilot.copilotId, name: copilot.enabled ? copilot.copilotName : `${copilot.copilotName} (disconnected)` }))
  if (props.value !== null && !chosen) options.push({ id: props.value, name: 'A copilot that is not connected' })
  return (
    <div>
      <ChoiceField
        label="Copilot"
        hint={<>It answers first. Only connected copilots are listed; <Link inline href="/studio">connect one in the studio</Link>.</>}
        value={props.value ?? ''}
        options={options}
        empty="None: straight to a queue"
        onChange={(value) => props.onChange(value || null)}
      />
      {chosen && !chosen.enabled && <MessageBar intent="warning" layout="multiline"><MessageBarBody>{chosen.copilotName} is disconnected: nothing reaches it until it is connected again.</MessageBarBody></MessageBar>}
    </div>
  )
}
