import type { Activity } from '../contracts/activity.ts'
import type { ConversationOutcome, DialogEvent, DialogState, SignedInUser } from './types.ts'

/** A value as `toJson` of src/powerfx writes it: plain JSON, dates and choices tagged. */
export type Json = unknown
export type Variables = Record<string, Json>

/** A prompt that waits for the customer. The frame's `pc` stays on its node until it is answered or given up. */
type Prompt = {
  /** How often the customer was asked so far. */
  asked: number
  /** Ask once more as soon as whatever interrupted it is over. */
  again?: true | undefined
  /** What the submit buttons of its card carry: an earlier card's answer is not this one's. */
  card?: string | undefined
}

/** One topic under way. The last frame of the stack is the one that runs. */
export type Frame = {
  topic: string
  /** Index of the next instruction, and the id of its node to notice that the content changed underneath. */
  pc: number
  node?: string | undefined
  vars: Variables
  /** Name of the topic's output -> path of the caller's variable. */
  outputs?: Record<string, string> | undefined
  prompt?: Prompt | undefined
  /** Ids of the questions that ran in this instance of the topic: skipping applies to the first execution only. */
  visited?: string[] | undefined
  loops?: Record<string, { rows: Json[]; next: number }> | undefined
  /** What the customer said to start the topic; questions may find their answer in it. */
  said?: string | undefined
  /** The caller left the customer's message unread (`activityProcessed: false`): the first question may take it. */
  unread?: boolean | undefined
  /** Only this question of the topic runs, to fill a global variable that another topic reads; then the topic is over. */
  only?: string | undefined
  /** The conversation with a skill that this topic waits in. */
  skill?: { id: string; key: string } | undefined
  /** A node of this topic needed the customer signed in, and they were asked: once a topic. */
  askedToSignIn?: true | undefined
  /** A step of a plan: what it holds when it ends is what it found. */
  planned?: true | undefined
  /** A node that lets other topics have a say before it goes on: how far it is, and what it holds meanwhile. */
  stage?: { node: string; done: 'knowledge' | 'response'; held?: Json } | undefined
  /** Global variables this topic had filled by others: each is asked for once. */
  filled?: string[] | undefined
}

/** What to do once the stack is no deeper than `depth`. */
export type AgendaItem = { depth: number } & (
  | { do: 'topic'; topic: string; reason: string; group?: 'unknown'; inputs?: Variables; said?: string }
  /** A step of a plan is over; `outputs` are the names of what its topic finds. */
  | { do: 'step-complete'; outputs: readonly string[] | 'all'; inputs: readonly string[] }
  /** All steps are over: what they found and did not say themselves, and whether any of them said something. */
  | { do: 'plan-complete'; question: string; found: Variables; answered: boolean; onlyKnowledge: boolean }
  /** Words of the planner that topics with OnGeneratedResponse had a say about. */
  | { do: 'release'; text: string }
  | { do: 'message'; activity: Activity; handled?: true }
  | { do: 'selected-intent'; activity: Activity }
  | { do: 'skill-over'; key: string; activity: Activity }
  | { do: 'sign-in'; reason?: 'SignInRequired' }
  | { do: 'sign-in-gate' }
)

/** Why the engine asked the outside, hence what to do with the answer. */
export type PendingCall = {
  callId: string
  purpose: 'route' | 'interrupt' | 'node' | 'sign-in' | 'plan' | 'compose'
  /** Of a question whether the customer is signed in: why they have to be. */
  reason?: 'SignInRequired' | 'Initializer'
  /** How many instructions and calls the turn has used, so that a loop through the outside is a loop too. */
  steps: number
  calls: number
}

/** The inactivity topics to run after the last thing the customer said, shortest first. */
export type InactivityPlan = { since: string; queue: { topic: string; seconds: number }[]; count: number; fired?: true | undefined }

type Heard = { id?: string | undefined; text?: string | undefined }

export type EngineState = DialogState & {
  globals: Variables
  /** System variables a copilot wrote, by path without `System.`. */
  system: Variables
  stack: Frame[]
  agenda: AgendaItem[]
  fallbackCount: number
  /** Names of the topics the customer's words started, and those words. */
  topics: string[]
  phrases: string[]
  /** Topic variables of topics that are over, latest value first to be seen: a transfer hands them on. */
  past: Variables
  /** What the step of a plan that just ended held. */
  found?: Variables | undefined
  outcome?: ConversationOutcome | undefined
  started?: true | undefined
  /** Topics with `runOnce` that ran. */
  ran?: string[] | undefined
  /** Topics whose triggers were switched off for this conversation. */
  disabled?: string[] | undefined
  /** The customer's last message but one, and the last. */
  last?: Heard | undefined
  current?: Heard | undefined
  /** The activity under way, kept only while calling. */
  activity?: Activity | undefined
  error?: { code: string; message: string } | undefined
  /** The OnError topic is running: a second failure gives up. */
  failing?: true | undefined
  /** Something was said since the last time no topic fitted: the remaining OnUnknownIntent topics keep silent. */
  spoke?: true | undefined
  pending?: PendingCall | undefined
  queue?: Exclude<DialogEvent, { type: 'answer' }>[] | undefined
  inactivity?: InactivityPlan | undefined
  /** When the customer last said something, and which of these moments the timer is armed for. */
  heardAt?: string | undefined
  armedFor?: string | undefined
  /** Set by a topic that asks for the newest published content; the caller may move the conversation to it. */
  wantsLatestContent?: true | undefined
  /** The start waits for values from outside until then (ISO 8601), or until they come or the customer writes. */
  startsAt?: string | undefined
  /** Who the customer is signed in as. Whether they still are is for the host to say. */
  signedIn?: SignedInUser | undefined
  /** Why they were asked to sign in last. */
  signInReason?: 'SignInRequired' | 'Initializer' | undefined
}

export function freshState(): EngineState {
  return copyOf({ turn: 0, status: 'idle', globals: {}, system: {}, stack: [], agenda: [], fallbackCount: 0, topics: [], phrases: [], past: {} })
}

/**
 * A working copy. Only the state and its frames are ever changed in place; everything they hold is replaced, never
 * changed. Every member is named, because objects of one shape are what makes a turn fast.
 */
export function copyOf(state: DialogState): EngineState {
  const from = state as EngineState
  return {
    turn: from.turn,
    status: from.status,
    globals: from.globals,
    system: from.system,
    stack: from.stack.map(copyOfFrame),
    agenda: from.agenda,
    fallbackCount: from.fallbackCount,
    topics: from.topics,
    phrases: from.phrases,
    past: from.past,
    found: from.found,
    outcome: from.outcome,
    started: from.started,
    ran: from.ran,
    disabled: from.disabled,
    last: from.last,
    current: from.current,
    activity: from.activity,
    error: from.error,
    failing: from.failing,
    spoke: from.spoke,
    pending: from.pending,
    queue: from.queue,
    inactivity: from.inactivity,
    heardAt: from.heardAt,
    armedFor: from.armedFor,
    wantsLatestContent: from.wantsLatestContent,
    startsAt: from.startsAt,
    signedIn: from.signedIn,
    signInReason: from.signInReason,
  }
}

export function copyOfFrame(frame: Frame): Frame {
  const { topic, pc, node, vars, outputs, prompt, visited, loops, said, unread, only, filled, skill, stage, askedToSignIn, planned } = frame
  return { topic, pc, node, vars, outputs, prompt, visited, loops, said, unread, only, filled, skill, stage, askedToSignIn, planned }
}
