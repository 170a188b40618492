import type { Activity } from '../contracts/activity.ts'

/**
 * The state of one conversation with a copilot: plain JSON, small, complete. Callers store it and hand it back; they read
 * only the members named here.
 */
export type DialogState = {
  /** Counts the turns; together with the conversation id it seeds the turn's randomness. */
  turn: number
  /** `waiting` for the customer, `calling` the outside (a HostCall is under way), `idle`, or over: `ended`, `transferred`. */
  status: 'idle' | 'waiting' | 'calling' | 'ended' | 'transferred'
  [member: string]: unknown
}

/** What can happen to a copilot. */
export type DialogEvent =
  /** The conversation begins. `context` holds values from outside for variables that external sources may set. */
  | { type: 'start'; context?: Record<string, unknown> }
  | { type: 'activity'; activity: Activity }
  /** The inactivity timer of `Effect.inactivity` is due. */
  | { type: 'inactivity' }
  /** The outside's answer to the `call` of an earlier step. */
  | { type: 'answer'; callId: string; result: CallResult }

/** What the copilot wants done. Pure data: one caller carries it out. */
export type Effect =
  /** Say something: an activity without id, timestamp, from and conversation; the caller adds those. */
  | { type: 'send'; activity: Activity }
  /** Hand the conversation to a person. Terminal: the state is `transferred`. */
  | { type: 'transfer'; transfer: Transfer }
  /** The copilot ends the conversation. Terminal: the state is `ended`. */
  | { type: 'end'; outcome: ConversationOutcome }
  /** (Re-)arm the one inactivity timer, or cancel it with `undefined`. ISO 8601. */
  | { type: 'inactivity'; dueAt: string | undefined }
  | { type: 'telemetry'; name: string; properties: unknown }
  /** What happened inside, for the test pane and the supervisor: never shown to a customer. */
  | { type: 'trace'; trace: Trace }

export type ConversationOutcome = 'ResolvedConfirmed' | 'ResolvedImplied' | 'Escalated' | 'Abandoned' | 'None'

export type Transfer = {
  /** `agent`: to the hub. `phone`: a blind transfer to a number (voice). */
  target: { kind: 'agent' } | { kind: 'phone'; phoneNumber: string; sipUuiHeader?: string }
  messageToAgent: string
  /** va_* and user variables, ready for `handoff.initiate`'s value. Strings, numbers, booleans, or JSON for the rest. */
  variables: Record<string, unknown>
}

export type Trace =
  | { kind: 'trigger'; topic: string; trigger: string; reason: string; score?: number }
  | { kind: 'node'; topic: string; nodeId: string; nodeKind: string }
  /** `topic` for `Topic.` variables: whose they are. */
  | { kind: 'variable'; name: string; value: unknown; topic?: string }
  | { kind: 'error'; topic?: string; nodeId?: string; code: string; message: string }

/** Something only the outside can do. The engine stops until `answer` brings the result. */
export type HostCall =
  | { type: 'recognize'; callId: string; text: string; locale: string }
  | {
      type: 'http'
      callId: string
      method: string
      url: string
      headers: Record<string, string>
      body?: string
      timeoutMs: number
    }

export type CallResult =
  | { type: 'recognized'; intents: RankedIntent[] }
  | { type: 'http'; status: number; headers: Record<string, string>; body: string }
  | { type: 'failed'; code: string; message: string }

/** A topic whose trigger phrases fit what was said. Scores are 0..1, best first. */
export type RankedIntent = { topic: string; score: number; phrase?: string }

/** What a turn may know of the world; everything is given, so the same turn can be replayed. */
export type TurnContext = {
  now: Date
  conversationId: string
  /** `omnichannel` (the hub's live chat), `directline`, `pva-studio` (test pane). System.Activity.ChannelId. */
  channelId: string
  customer: { id: string; name?: string }
  locale: string
  timeZone: string
  inTestMode: boolean
  bot: { id: string; name: string; environmentId: string; tenantId: string }
  /** Current values of environment variables by schema name. */
  environment: Record<string, string>
}

/** The outcome of one step. With `call` the turn is not over: perform it and `advance` again with the answer. */
export type Step = { state: DialogState; effects: Effect[]; call?: HostCall }
