import type { Activity } from '../contracts/activity.ts'
import { advance } from './advance.ts'
import type { RuntimeCopilot } from './copilot.ts'
import type { TurnRecord } from './run-turn.ts'
import type { DialogEvent, DialogState, Effect, HostCall, Trace, TurnContext } from './types.ts'
import { variableChanges } from './variable-changes.ts'
import type { VariableChange } from './variable-changes.ts'

/** One event of a conversation's log with what the turn knew of the world; `now` may have been through JSON. */
export type RecordedEvent = { event: DialogEvent; context: Omit<TurnContext, 'now'> & { now: Date | string } }

/** Everything that happened to one conversation, the outside's answers included, oldest first. */
export type ConversationRecord = readonly RecordedEvent[]

type TraceOf<Kind extends Trace['kind']> = Trace & { kind: Kind }

/** What one event did. */
export type ReplayStep = {
  event: DialogEvent
  /** ISO 8601. */
  at: string
  /** What words were taken for, with the topics that came closest. */
  recognized: TraceOf<'recognized'>[]
  /** The topics that started, in order, each with the reason why it and no other. */
  triggers: TraceOf<'trigger'>[]
  nodes: TraceOf<'node'>[]
  /** What variables hold now and held before, net of the step. */
  changes: VariableChange[]
  errors: TraceOf<'error'>[]
  /** Where generated answers came from. */
  answers: TraceOf<'answer'>[]
  said: Activity[]
  logged: { name: string; properties: unknown }[]
  effects: Effect[]
  call?: HostCall
  state: DialogState
}

/**
 * Runs a record through the engine again, event by event. The engine is pure, so with the same content the steps are
 * those that happened; with other content they are what would have happened, up to where the record no longer fits.
 */
export function replay(copilot: RuntimeCopilot, record: ConversationRecord): ReplayStep[] {
  let state: DialogState | undefined
  return record.map(({ event, context }) => {
    const before = state
    const step = advance(copilot, before, event, { ...context, now: new Date(context.now) })
    state = step.state
    return explainStep(event, context.now, before, step)
  })
}

/** What a step did, in parts that can be shown. */
export function explainStep(event: DialogEvent, now: Date | string, before: DialogState | undefined, step: ReturnType<typeof advance>): ReplayStep {
  const { state, effects, call } = step
  const traces = effects.flatMap((effect) => (effect.type === 'trace' ? [effect.trace] : []))
  return {
    event,
    at: new Date(now).toISOString(),
    recognized: only(traces, 'recognized'),
    triggers: only(traces, 'trigger'),
    nodes: only(traces, 'node'),
    changes: variableChanges(before, state, traces),
    errors: only(traces, 'error'),
    answers: only(traces, 'answer'),
    said: effects.flatMap((effect) => (effect.type === 'send' ? [effect.activity] : [])),
    logged: effects.flatMap((effect) => (effect.type === 'telemetry' ? [{ name: effect.name, properties: effect.properties }] : [])),
    effects,
    ...(call ? { call } : {}),
    state,
  }
}

function only<Kind extends Trace['kind']>(traces: readonly Trace[], kind: Kind): TraceOf<Kind>[] {
  return traces.filter((trace): trace is TraceOf<Kind> => trace.kind === kind)
}

/** What to keep of a turn so that it can be replayed: its event, and each answer the outside gave. */
export function recordTurn(event: DialogEvent, context: TurnContext, turn: Pick<TurnRecord, 'calls'>): RecordedEvent[] {
  const answers = turn.calls.map(({ call, result }): RecordedEvent => ({ event: { type: 'answer', callId: call.callId, result }, context }))
  return [{ event, context }, ...answers]
}
