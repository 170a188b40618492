import type { Activity } from '../contracts/activity.ts'
import type { KnowledgeCall, KnowledgeResult, ModelCall, ModelResult } from './model-types.ts'

export type * from './model-types.ts'

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
  | {
      type: 'start'
      context?: Record<string, unknown>
      /** Variables of scope User, as an earlier conversation's `remember` left them. */
      remembered?: Record<string, unknown>
    }
  | { type: 'activity'; activity: Activity }
  /** The inactivity timer of `Effect.inactivity` is due. */
  | { type: 'inactivity' }
  /** The outside's answer to the `call` of an earlier step. */
  | { type: 'answer'; callId: string; result: CallResult }
  /** A skill says something, in the conversation with it that `key` names. */
  | { type: 'skill'; key: string; activity: Activity }

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
  /** The customer's variables of scope User, all of them, to be given to their next conversation's `start`. */
  | { type: 'remember'; variables: Record<string, unknown> }
  /** Something only the outside can do, and nobody waits for its answer. */
  | { type: 'notify'; call: HostCall & { type: 'skill' } }
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
  /** What the words were taken for: `one` topic starts, `several` may be meant, `none` fits, or they are the `answer` to the prompt. */
  | { kind: 'recognized'; intents: RankedIntent[]; verdict: 'one' | 'several' | 'none' | 'answer' }
  | { kind: 'node'; topic: string; nodeId: string; nodeKind: string }
  /** `topic` for `Topic.` variables: whose they are. */
  | { kind: 'variable'; name: string; value: unknown; topic?: string }
  /** Where an answer came from: a model, the documents' own sentences, or nowhere. For makers, never for customers. */
  | { kind: 'answer'; topic?: string; nodeId?: string; mode: 'model' | 'extractive' | 'none'; question: string; confidence?: number; sources: string[]; note?: string }
  | { kind: 'error'; topic?: string; nodeId?: string; code: string; message: string }

/** Something only the outside can do. The engine stops until `answer` brings the result. */
export type HostCall = { latency?: LatencyMessage } & (
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
  /** A flow, an operation of a connector or a tool of an MCP server: the host knows its address. Answered like `http`. */
  | ({ type: 'tool'; callId: string } & ToolCall)
  | SkillCall
  | SignInCall
  /** Changes what the copilot has said, or with no `activity` takes it back. Without an id: what it said last. */
  | { type: 'change-message'; callId: string; activityId: string; activity?: Activity }
  | KnowledgeCall
  | ModelCall
)

/** What the copilot says, once, when the call has no answer by then. (schema: LatencyMessageSettings) */
export type LatencyMessage = { activity: Activity; afterMs: number }

export type Tool =
  | { kind: 'flow'; flowId: string }
  | { kind: 'connector'; connectionReference: string; operationId: string }
  /** `server` is the schema name of the component that stands for the MCP server. */
  | { kind: 'mcp'; server: string; tool: string }

export type ToolCall = {
  tool: Tool
  /** What makers call it; may be empty. */
  name: string
  /** Plain JSON. */
  inputs: Record<string, unknown>
  /** The same for every attempt at this call, and for no other call. */
  key: string
  environmentId: string
  conversation: {
    id: string
    channelId: string
    locale: string
    inTestMode: boolean
    copilot: { id: string; schemaName: string; name: string }
    customer: { id: string; name?: string }
    /** Of a connection of the customer's own (mode Invoker), once they have signed in: whose it is. */
    invoker?: SignedInUser
    topic: string
    nodeId: string
  }
  timeoutMs: number
}

/** An activity for a skill (Bot Framework protocol), without what belongs to the wire: id, addresses, service url. */
export type SkillCall = {
  type: 'skill'
  callId: string
  /** `appId` is empty while nobody has set the environment variable. */
  skill: { id: string; appId: string; endpoint: string }
  /** Names the conversation with the skill among all that this conversation has had. */
  key: string
  conversation: { id: string; channelId: string; locale: string; customer: { id: string; name?: string }; copilotId: string; environmentId: string }
  activity: Activity
  timeoutMs: number
}

/**
 * The host keeps providers and tokens. `check`: is the customer signed in already? `begin`: the same, else a link to sign
 * in with. `code`: the six digits the provider's page ended with. `sign-out`: forget them.
 */
export type SignInCall = {
  type: 'sign-in'
  callId: string
  step: 'check' | 'begin' | 'code' | 'sign-out'
  code?: string
  /** What the token is wanted for, where the provider asks (RFC 8707). */
  resource?: string
  conversation: { id: string; customerId: string; copilotId: string; environmentId: string }
  timeoutMs: number
}

/** Claims of the provider; the access token is not among them (`TurnContext.signIn`). */
export type SignedInUser = { id: string; displayName?: string; firstName?: string; lastName?: string; email?: string; principalName?: string }

export type SignInResult =
  | { type: 'sign-in'; outcome: 'signed-in'; user: SignedInUser }
  | { type: 'sign-in'; outcome: 'link'; connectionName: string; url: string; exchange?: { id: string; uri: string; postUrl: string } }
  | { type: 'sign-in'; outcome: 'signed-out' }
  /** `wrong-code` may be tried again; after the others a new link is needed. */
  | { type: 'sign-in'; outcome: 'refused'; reason: 'wrong-code' | 'expired' | 'too-many-tries' | 'not-finished' }

export type CallResult =
  | { type: 'recognized'; intents: RankedIntent[] }
  | { type: 'http'; status: number; headers: Record<string, string>; body: string }
  /** The skill took it; `activities` is what it said at once. */
  | { type: 'skill'; activities: Activity[] }
  | SignInResult
  | KnowledgeResult
  | ModelResult
  | { type: 'done' }
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
  /** Values that must not be said, traced or handed on: what environment variables of type Secret hold, tokens. */
  secrets?: readonly string[]
  /** Customers can sign in to this copilot; `required`: they have to. The token is a function, so that no record holds it. */
  signIn?: { required: boolean; accessToken(): string | undefined }
  /** A language model is connected. */
  model?: boolean
}

/**
 * The outcome of one step. With `call` the turn is not over: perform it and `advance` again with the answer.
 * `environmentRead`: the environment variables that were read, secrets masked; a replay needs them.
 */
export type Step = { state: DialogState; effects: Effect[]; call?: HostCall; environmentRead?: Record<string, string> }
