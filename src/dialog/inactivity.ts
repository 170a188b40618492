import type { Topic } from './copilot.ts'
import { ContentFailure } from './failure.ts'
import { plainJson } from './plain-value.ts'
import type { InactivityPlan } from './state.ts'
import type { Turn } from './turn.ts'

const DEFAULT_SECONDS = 1800
/** A timer row may be read a moment early; that is not a reason to arm it again. */
export const EARLY_MS = 500

/**
 * After each thing the customer says: which inactivity topics would run, one for each distinct duration, shortest first.
 * Only one timer is ever armed; the next is armed when it has fired. What the copilot says does not move it.
 */
export function armInactivity(turn: Turn) {
  const { state } = turn
  if (state.heardAt === undefined || state.heardAt === state.armedFor) {
    if (state.inactivity?.fired) rearm(turn, state.inactivity)
    return
  }
  state.armedFor = state.heardAt
  const hadTimer = state.inactivity !== undefined
  const queue = winners(turn)
  if (queue.length === 0) {
    state.inactivity = undefined
    if (hadTimer) turn.effects.push({ type: 'inactivity', dueAt: undefined })
    return
  }
  state.inactivity = { since: state.heardAt, queue, count: 0 }
  if (state.system['InactivityTimer.Continue'] !== undefined) state.system = { ...state.system, 'InactivityTimer.Continue': undefined }
  emitDue(turn)
}

/** The timer is due: the topic runs on top of whatever waits, and the next longer one is armed when the turn is over. */
export function fireInactivity(turn: Turn) {
  const plan = turn.state.inactivity
  const [next, ...rest] = plan?.queue ?? []
  if (!plan || !next) return
  if (dueAt(plan.since, next.seconds) - turn.context.now.getTime() > EARLY_MS) return emitDue(turn)
  turn.state.inactivity = { ...plan, queue: rest, count: plan.count + 1, fired: true }
  turn.forgetSystem()
  turn.begin(next.topic, { reason: `the customer was silent for ${next.seconds} seconds` })
}

/** At the end of a turn: arms the timer after something the customer said, or the next one after one that fired. */
function rearm(turn: Turn, { fired: _, ...plan }: InactivityPlan) {
  const { state } = turn
  const stop = plainJson(state.system['InactivityTimer.Continue']) === false
  if (stop || plan.queue.length === 0) {
    state.inactivity = undefined
    turn.effects.push({ type: 'inactivity', dueAt: undefined })
    return
  }
  state.inactivity = plan
  emitDue(turn)
}

function emitDue(turn: Turn) {
  const plan = turn.state.inactivity
  const next = plan?.queue[0]
  if (!plan || !next) return
  turn.effects.push({ type: 'inactivity', dueAt: new Date(dueAt(plan.since, next.seconds)).toISOString() })
}

const dueAt = (since: string, seconds: number) => Date.parse(since) + seconds * 1000

/** For equal durations the trigger that comes first by priority and age, which is how the list is sorted. */
function winners(turn: Turn): { topic: string; seconds: number }[] {
  const bySeconds = new Map<number, Topic>()
  for (const topic of turn.triggered('OnInactivity')) {
    const seconds = secondsOf(turn, topic)
    if (seconds > 0 && !bySeconds.has(seconds)) bySeconds.set(seconds, topic)
  }
  return [...bySeconds].map(([seconds, topic]) => ({ topic: topic.schemaName, seconds })).toSorted((a, b) => a.seconds - b.seconds)
}

/** 0 when the topic does not apply now. A formula that fails costs the topic its timer, not the customer the turn. */
function secondsOf(turn: Turn, { trigger, schemaName }: Topic): number {
  try {
    if (trigger.condition !== undefined && !turn.holds(trigger.condition)) return 0
    return turn.number(trigger.durationInSeconds, DEFAULT_SECONDS)
  } catch (failure) {
    if (!(failure instanceof ContentFailure)) throw failure
    turn.trace({ kind: 'error', topic: schemaName, code: failure.code, message: failure.message })
    return 0
  }
}
