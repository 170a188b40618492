import type { Conversation } from '../../conversations/index.ts'
import type { Entry } from '../../contracts/index.ts'
import type { TurnStep, TurnSteps } from '../../contracts/turns.ts'
import { advance, explainStep, type DialogEvent, type DialogState, type ReplayStep, type TurnContext } from '../../dialog/index.ts'
import { channelIdOf } from '../copilot-turn.ts'
import type { HubCore } from '../hub-core.ts'
import { defaults, type StoredEvent, type TurnRecord } from './turn-record.ts'
import { viewOfStep } from './turn-view.ts'

const mostTurns = 1_000
const mostLines = 10_000

type Stored = { turn: number; at: string; record: TurnRecord }

/**
 * Step by step what a copilot did in a conversation. Turns of published content are run again from what was recorded;
 * turns of the test chat were kept as they happened, because the draft changes. `after`: turns up to it are left out.
 */
export async function stepsOf(core: HubCore, conversation: Conversation, after = 0): Promise<TurnSteps> {
  const turns = (await core.store.turnsOf(conversation.id, mostTurns)) as Stored[]
  if (conversation.channel === 'test') {
    const fresh = turns.filter(({ turn }) => turn > after)
    return { steps: joined(fresh.flatMap(({ turn, record }) => (record.steps ?? []).map((step) => ({ ...step, turn })))), caveat: fresh.some(({ record }) => record.cut) ? tooLarge : null }
  }
  const entries = await core.store.entriesAfter(conversation.id, 0, 'staff', mostLines)
  const replayed = await replayConversation(core, conversation, turns, entries)
  return { steps: joined(replayed.steps.filter(({ turn }) => turn > after)), caveat: replayed.caveat }
}

/** Recognition is asked in the middle of a turn; for people it is one step with what was said. */
function joined(steps: readonly TurnStep[]): TurnStep[] {
  const whole: TurnStep[] = []
  for (const step of steps) {
    const last = whole.at(-1)
    if (!last || last.turn !== step.turn || step.event.kind !== 'answer' || step.event.text !== 'recognized') whole.push(step)
    else whole[whole.length - 1] = merged(last, step)
  }
  return whole
}

function merged(a: TurnStep, b: TurnStep): TurnStep {
  return {
    ...a,
    recognized: [...a.recognized, ...b.recognized],
    triggers: [...a.triggers, ...b.triggers],
    nodes: [...a.nodes, ...b.nodes],
    changes: [...a.changes, ...b.changes],
    errors: [...a.errors, ...b.errors],
    said: [...a.said, ...b.said],
    logged: [...a.logged, ...b.logged],
    call: b.call,
  }
}

const tooLarge = 'A step was too large to keep: what follows it may differ from what happened.'
const noRecords = 'Nothing is recorded: the conversation is older than records are kept, or no copilot took part.'
const differs = 'Run again, the copilot says something else than it did then: its content, a flow or a value has changed meanwhile. What follows is what it would do now.'

/** Runs recorded turns through the engine again. The steps are those that happened as long as the copilot says the same. */
export async function replayConversation(core: Pick<HubCore, 'library' | 'configurationOf'>, conversation: Conversation, turns: readonly Stored[], entries: readonly Entry[]): Promise<TurnSteps & { raw: ReplayStep[]; state: DialogState | undefined }> {
  const lines = new Map(entries.map((entry) => [entry.seq, entry]))
  const steps: TurnStep[] = []
  const raw: ReplayStep[] = []
  const said: string[] = []
  let caveat: string | null = turns.length === 0 ? noRecords : null
  let state: DialogState | undefined
  for (const { turn, at, record } of turns) {
    if (record.cut) caveat ??= tooLarge
    const context = await contextOf(core, conversation, record, at)
    const { copilot, environment } = await core.library.get(conversation.copilotId ?? '', record.version)
    context.environment = { ...environment, ...record.environment }
    let spoken = 0
    for (const event of eventsOf(record, lines)) {
      const before = state
      const step = advance(copilot, before, event, context)
      const explained = explainStep(event, at, before, step)
      raw.push(explained)
      steps.push({ ...viewOfStep(explained, copilot), turn })
      said.push(...wordsOf(explained))
      spoken += explained.said.filter(({ type }) => type === 'message').length
      state = nextState(step.state, step.effects.some(({ type }) => type === 'end' || type === 'transfer'))
    }
    if (spoken !== (record.said ?? 0)) caveat ??= differs
  }
  if (!areAmong(said, wordsInLog(entries))) caveat ??= differs
  return { steps, raw, state, caveat }
}

/** Mirrors what the hub does with the state after a step. */
function nextState(state: DialogState, over: boolean): DialogState | undefined {
  if (over) return undefined
  const { wantsLatestContent: _, ...rest } = state
  return rest as DialogState
}

function eventsOf(record: TurnRecord, lines: ReadonlyMap<number, Entry>): DialogEvent[] {
  const answers = (record.answers ?? []).map(({ callId, result }): DialogEvent => ({ type: 'answer', callId, result }))
  const first = eventOf(record.event, lines)
  return first ? [first, ...answers] : answers
}

function eventOf(event: StoredEvent, lines: ReadonlyMap<number, Entry>): DialogEvent | undefined {
  if (event.type !== 'line') return event
  const line = lines.get(event.seq)
  return line && { type: 'activity', activity: line.activity }
}

async function contextOf(core: Pick<HubCore, 'configurationOf'>, conversation: Conversation, record: TurnRecord, at: string): Promise<TurnContext> {
  const { environment, copilots } = await core.configurationOf(conversation.environmentId)
  const id = conversation.copilotId ?? ''
  const { signIn } = record
  return {
    now: new Date(at),
    conversationId: conversation.id,
    channelId: channelIdOf(conversation.channel),
    customer: conversation.data.customer,
    locale: record.locale ?? defaults.locale,
    timeZone: record.timeZone ?? defaults.timeZone,
    inTestMode: conversation.channel === 'test',
    bot: { id, name: copilots.get(id)?.name ?? conversation.data.copilotName ?? '', environmentId: environment.id, tenantId: environment.id },
    environment: {},
    ...(record.model ? { model: true } : {}),
    ...(signIn ? { signIn: { required: signIn.required, accessToken: () => (signIn.signedIn ? '•••••' : undefined) } } : {}),
  }
}

/** In this order; what a skill said, or what filled the time while a flow worked, may lie between. */
function areAmong(words: readonly string[], all: readonly string[]): boolean {
  let at = 0
  for (const word of all) if (at < words.length && words[at] === word) at++
  return at === words.length
}

const wordsOf = ({ said }: ReplayStep) => said.flatMap(({ type, text }) => (type === 'message' && text ? [text] : []))

/** What the copilot said; what another copilot's person or the hub said is not its own. */
const wordsInLog = (entries: readonly Entry[]) => entries.flatMap(({ author, activity }) => (author.kind === 'copilot' && activity.type === 'message' && activity.text ? [activity.text] : []))
