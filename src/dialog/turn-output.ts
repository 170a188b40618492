import type { Activity } from '../contracts/activity.ts'
import { ContentFailure } from './failure.ts'
import type { EngineState } from './state.ts'
import type { Effect, Trace, TurnContext } from './types.ts'
import type { RuntimeCopilot } from './copilot.ts'

/** More than this in one turn is a copilot that runs in circles. */
const MAX_MESSAGES = 100
const MAX_TRACES = 2_000

/** The lowest layer of a turn: whose it is, and what it wants done. */
export class TurnOutput {
  readonly copilot: RuntimeCopilot
  readonly context: TurnContext
  /** A working copy: changed in place, and returned as the new state. */
  readonly state: EngineState
  readonly effects: Effect[] = []
  private messages = 0
  private traces = 0

  constructor(copilot: RuntimeCopilot, state: EngineState, context: TurnContext) {
    this.copilot = copilot
    this.state = state
    this.context = context
  }

  send(activity: Activity) {
    if (activity.type === 'message' && ++this.messages > MAX_MESSAGES) {
      throw new ContentFailure('InfiniteLoopInBotContent', `More than ${MAX_MESSAGES} messages in one turn.`)
    }
    if (activity.type === 'message') this.state.spoke = true
    this.effects.push({ type: 'send', activity })
  }

  trace(trace: Trace) {
    if (this.traces++ < MAX_TRACES) this.effects.push({ type: 'trace', trace })
  }

  telemetry(name: string, properties: unknown) {
    this.effects.push({ type: 'telemetry', name, properties })
  }

  /** After a failure the topic that explains it may say as much as any other. */
  protected forgetMessages() {
    this.messages = 0
  }
}
