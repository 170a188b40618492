import type { Activity } from '../contracts/activity.ts'
import type { RuntimeCopilot } from './copilot.ts'
import { guarded } from './failing.ts'
import { ContentFailure } from './failure.ts'
import { armInactivity } from './inactivity.ts'
import { receive } from './receive.ts'
import { isPlainSpeech, relaySkill } from './skills.ts'
import { copyOf, freshState } from './state.ts'
import type { EngineState } from './state.ts'
import { Turn } from './turn.ts'
import type { DialogEvent, DialogState, Step, TurnContext } from './types.ts'
import { work } from './work.ts'

/**
 * One step of a conversation with a copilot: from its state and what happened to its new state and what it wants done.
 * Pure and synchronous; the same arguments give the same step. With `call` in the step the turn is not over.
 */
export function advance(copilot: RuntimeCopilot, state: DialogState | undefined, event: DialogEvent, context: TurnContext): Step {
  const before = state as EngineState | undefined
  if (before && !takes(before, event)) return { state: before, effects: [] }
  const turn = new Turn(copilot, before ? copyOf(before) : freshState(), context)
  if (turn.state.status === 'calling' && event.type !== 'answer') return event.type === 'skill' && isPlainSpeech(event.activity) ? relay(turn, event.activity) : queue(turn, event)

  receive(turn, event)
  work(turn)
  for (let next = takeQueued(turn); next; next = takeQueued(turn)) {
    receive(turn, next)
    work(turn)
  }
  checkSize(turn, before)
  if (turn.copilot.remembered.length > 0) remember(turn, before)
  return finish(turn)
}

function takes(state: EngineState, event: DialogEvent): boolean {
  if (state.status === 'ended' || state.status === 'transferred') return false
  if (event.type === 'answer') return state.status === 'calling' && state.pending?.callId === event.callId
  return !(event.type === 'start' && state.started)
}

/** The customer goes on writing while the outside is asked: one thing after the other. */
function queue(turn: Turn, event: Exclude<DialogEvent, { type: 'answer' }>): Step {
  turn.state.queue = [...(turn.state.queue ?? []), event]
  return { state: turn.state, effects: [] }
}

/** What a skill says while it is being called goes to the customer at once: it may take its time to finish. */
function relay(turn: Turn, activity: Activity): Step {
  relaySkill(turn, activity)
  return { state: turn.state, effects: turn.effects }
}

function takeQueued(turn: Turn) {
  const waiting = turn.state.queue
  if (turn.call || turn.over || !waiting) return undefined
  const [next, ...rest] = waiting
  turn.state.queue = rest.length > 0 ? rest : undefined
  return next
}

function finish(turn: Turn): Step {
  const { state } = turn
  if (!turn.call && !turn.over) armInactivity(turn)
  else if (turn.over) cancelInactivity(turn)
  if (!turn.over) state.status = turn.call ? 'calling' : turn.frame ? 'waiting' : 'idle'
  state.activity = turn.call ? turn.activity : undefined
  if (!turn.frame) state.failing = undefined
  const { effects, call, environmentRead } = turn
  const step: Step = call ? { state, effects, call } : { state, effects }
  if (environmentRead) step.environmentRead = environmentRead
  return step
}

/** Characters of a conversation's state as JSON: it is written with every turn. */
const MAX_STATE = 2_000_000

/** What a topic keeps must fit; the variables that made it too large are given up, and OnError tells. */
function checkSize(turn: Turn, before: EngineState | undefined) {
  if (!turn.keptLong || turn.over || JSON.stringify(turn.state).length <= MAX_STATE) return
  turn.state.globals = before?.globals ?? {}
  turn.state.past = before?.past ?? {}
  guarded(turn, () => {
    throw new ContentFailure('ConversationStateTooLarge', `The variables of this conversation are longer than ${MAX_STATE} characters together. What this turn set is forgotten.`)
  })
  turn.state.past = before?.past ?? {}
  work(turn)
}

/** Variables of scope User that changed go to the customer's next conversation. */
function remember(turn: Turn, before: EngineState | undefined) {
  const names = turn.copilot.remembered
  const now = turn.state.globals
  if (before?.globals === now || !names.some((name) => before?.globals[name] !== now[name])) return
  turn.emit({ type: 'remember', variables: Object.fromEntries(names.filter((name) => Object.hasOwn(now, name) && now[name] !== null).map((name) => [name, now[name]])) })
}

function cancelInactivity(turn: Turn) {
  turn.state.queue = undefined
  if (!turn.state.inactivity) return
  turn.state.inactivity = undefined
  turn.effects.push({ type: 'inactivity', dueAt: undefined })
}
