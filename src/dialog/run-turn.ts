import { advance } from './advance.ts'
import type { RuntimeCopilot } from './copilot.ts'
import type { CallResult, DialogEvent, DialogState, Effect, HostCall, TurnContext } from './types.ts'

export type TurnHost = (call: HostCall) => Promise<CallResult>
export type TurnRecord = { state: DialogState; effects: Effect[]; calls: { call: HostCall; result: CallResult }[] }

/** A whole turn: steps until the copilot waits or is done, asking `host` whenever it needs the outside. */
export async function runTurn(copilot: RuntimeCopilot, state: DialogState | undefined, event: DialogEvent, context: TurnContext, host: TurnHost): Promise<TurnRecord> {
  let step = advance(copilot, state, event, context)
  const effects = step.effects
  const calls: TurnRecord['calls'] = []
  while (step.call) {
    const { call } = step
    const result = await host(call).catch((problem: unknown): CallResult => ({ type: 'failed', code: 'SystemError', message: problem instanceof Error ? problem.message : String(problem) }))
    calls.push({ call, result })
    step = advance(copilot, step.state, { type: 'answer', callId: call.callId, result }, context)
    effects.push(...step.effects)
  }
  return { state: step.state, effects, calls }
}
