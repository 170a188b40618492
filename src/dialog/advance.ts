import type { RuntimeCopilot } from './copilot.ts'
import { armInactivity } from './inactivity.ts'
import { receive } from './receive.ts'
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
  if (turn.state.status === 'calling' && event.type !== 'answer') return queue(turn, event)

  receive(turn, event)
  work(turn)
  for (let next = takeQueued(turn); next; next = takeQueued(turn)) {
    receive(turn, next)
    work(turn)
  }
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
  return turn.call ? { state, effects: turn.effects, call: turn.call } : { state, effects: turn.effects }
}

function cancelInactivity(turn: Turn) {
  turn.state.queue = undefined
  if (!turn.state.inactivity) return
  turn.state.inactivity = undefined
  turn.effects.push({ type: 'inactivity', dueAt: undefined })
}
