import type { Activity } from '../contracts/activity.ts'
import type { ConversationOutcome, DialogEvent, DialogState } from './types.ts'

/** A value as `toJson` of src/powerfx writes it: plain JSON, dates and choices tagged. */
export type Json = unknown
export type Variables = Record<string, Json>

/** A prompt that waits for the customer. The frame's `pc` stays on its node until it is answered or given up. */
export type Prompt = {
  /** How often the customer was asked so far. */
  asked: number
  /** Ask once more as soon as whatever interrupted it is over. */
  again?: true
}

/** One topic under way. The last frame of the stack is the one that runs. */
export type Frame = {
  topic: string
  /** Index of the next instruction, and the id of its node to notice that the content changed underneath. */
  pc: number
  node?: string
  vars: Variables
  /** Name of the topic's output -> path of the caller's variable. */
  outputs?: Record<string, string>
  prompt?: Prompt
  /** Ids of the questions that ran in this instance of the topic: skipping applies to the first execution only. */
  visited?: string[]
  loops?: Record<string, { rows: Json[]; next: number }>
  /** What the customer said to start the topic; questions may find their answer in it. */
  said?: string
  /** The caller left the customer's message unread (`activityProcessed: false`): the first question may take it. */
  unread?: true
}

/** What to do once the stack is no deeper than `depth`. */
export type AgendaItem = { depth: number } & (
  | { do: 'topic'; topic: string; reason: string; group?: 'unknown' }
  | { do: 'message'; activity: Activity; handled?: true }
  | { do: 'selected-intent'; activity: Activity }
)

/** Why the engine asked the outside, hence what to do with the answer. */
export type PendingCall = {
  callId: string
  purpose: 'route' | 'interrupt' | 'node'
  /** How many instructions and calls the turn has used, so that a loop through the outside is a loop too. */
  steps: number
  calls: number
}

/** The inactivity topics to run after the last thing the customer said, shortest first. */
export type InactivityPlan = { since: string; queue: { topic: string; seconds: number }[]; count: number; fired?: true }

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
  outcome?: ConversationOutcome
  started?: true
  /** Topics with `runOnce` that ran. */
  ran?: string[]
  /** Topics whose triggers were switched off for this conversation. */
  disabled?: string[]
  last?: { id?: string; text?: string }
  current?: { id?: string; text?: string }
  /** The activity under way, kept only while calling. */
  activity?: Activity
  error?: { code: string; message: string }
  /** The OnError topic is running: a second failure gives up. */
  failing?: true
  /** Something was said since the last time no topic fitted: the remaining OnUnknownIntent topics keep silent. */
  spoke?: true
  pending?: PendingCall
  queue?: Exclude<DialogEvent, { type: 'answer' }>[]
  inactivity?: InactivityPlan
  /** When the customer last said something, and which of these moments the timer is armed for. */
  heardAt?: string
  armedFor?: string
  /** Set by a topic that asks for the newest published content; the caller may move the conversation to it. */
  wantsLatestContent?: true
}

export function freshState(): EngineState {
  return { turn: 0, status: 'idle', globals: {}, system: {}, stack: [], agenda: [], fallbackCount: 0, topics: [], phrases: [], past: {} }
}

/** A working copy: everything the engine changes in place is new, values are shared because they never change. */
export function copyOf(state: DialogState): EngineState {
  const from = state as EngineState
  return {
    ...from,
    globals: { ...from.globals },
    system: { ...from.system },
    past: { ...from.past },
    agenda: [...from.agenda],
    topics: from.topics,
    phrases: from.phrases,
    stack: from.stack.map(copyOfFrame),
  }
}

function copyOfFrame(frame: Frame): Frame {
  const copy: Frame = { ...frame, vars: { ...frame.vars } }
  if (frame.prompt) copy.prompt = { ...frame.prompt }
  if (frame.visited) copy.visited = [...frame.visited]
  if (frame.loops) copy.loops = Object.fromEntries(Object.entries(frame.loops).map(([id, loop]) => [id, { ...loop }]))
  return copy
}

/** Topic and node of the prompt that waits for the customer, if one does. */
export function statePromptPending(state: DialogState): { topic: string; nodeId: string } | undefined {
  const top = (state as EngineState).stack?.at(-1)
  return state.status === 'waiting' && top?.prompt ? { topic: top.topic, nodeId: top.node ?? '' } : undefined
}
