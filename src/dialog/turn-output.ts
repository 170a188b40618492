import type { Activity } from '../contracts/activity.ts'
import { ContentFailure } from './failure.ts'
import type { EngineState } from './state.ts'
import type { Effect, Trace, TurnContext } from './types.ts'
import type { RuntimeCopilot } from './copilot.ts'

/** More than this in one turn is a copilot that runs in circles. */
const MAX_MESSAGES = 100
const MAX_TRACES = 2_000
/** Characters of one message, its cards included. */
const MAX_MESSAGE_LENGTH = 400_000
const HIDDEN = '•••••'

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
    if (isTooLong(activity)) throw new ContentFailure('OutgoingMessageSizeTooBig', `A message is longer than ${MAX_MESSAGE_LENGTH} characters.`)
    if (activity.type === 'message') this.state.spoke = true
    this.emit({ type: 'send', activity })
  }

  trace(trace: Trace) {
    if (this.traces++ < MAX_TRACES) this.emit({ type: 'trace', trace })
  }

  telemetry(name: string, properties: unknown) {
    this.emit({ type: 'telemetry', name, properties })
  }

  /** Whatever leaves the engine leaves without the secrets of the environment. */
  emit(effect: Effect) {
    const { secrets } = this.context
    this.effects.push(secrets && secrets.length > 0 ? withoutSecrets(effect, secrets) : effect)
  }

  /** After a failure the topic that explains it may say as much as any other. */
  protected forgetMessages() {
    this.messages = 0
  }
}

/** Also where the text is JSON, in which some characters are written otherwise. */
function hide(text: string, secret: string): string {
  if (secret === '') return text
  const inJson = JSON.stringify(secret).slice(1, -1)
  const hidden = text.replaceAll(secret, HIDDEN)
  return inJson === secret ? hidden : hidden.replaceAll(inJson, HIDDEN)
}

function isTooLong({ text, attachments }: Activity): boolean {
  if (text !== undefined && text.length > MAX_MESSAGE_LENGTH) return true
  return attachments !== undefined && JSON.stringify(attachments).length > MAX_MESSAGE_LENGTH
}

/** Texts of `secrets` replaced wherever they stand in `part`. */
export function withoutSecrets<Part>(part: Part, secrets: readonly string[]): Part {
  if (typeof part === 'string') return secrets.reduce(hide, part as string) as Part
  if (Array.isArray(part)) return part.map((item: unknown) => withoutSecrets(item, secrets)) as Part
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, withoutSecrets<unknown>(member, secrets)])) as Part
}
