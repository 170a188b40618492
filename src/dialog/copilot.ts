import type { ClosedListDefinition, EntityDefinition } from './entities/define-entity.ts'
import type { Expressions, OptionSets } from './fx.ts'
import type { Code } from './lower.ts'
import type { AgentInstructions } from './model-types.ts'
import type { Plannable } from './plannable.ts'

/** A copilot ready to run: everything `advance` needs to know about content, and nothing of a conversation. */
export type RuntimeCopilot = {
  schemaName: string
  name: string
  locale: string
  /** Its makers chose the planner; Baton recognises by phrases, names and descriptions instead. */
  generative: boolean
  agent: AgentInstructions
  /** What a planner may choose; empty where the makers chose classic orchestration. */
  plannables: readonly Plannable[]
  /** Knowledge sources that are searched only while their condition holds, by schema name. */
  sourceConditions: ReadonlyMap<string, unknown>
  /** It has files or websites to answer from. */
  knows: boolean
  topics: ReadonlyMap<string, Topic>
  /** Topics that are on, by trigger kind, in the order they are tried: priority, then age. */
  triggers: ReadonlyMap<string, readonly Topic[]>
  entities: ReadonlyMap<string, EntityDefinition>
  variables: ReadonlyMap<string, GlobalVariable>
  /** Variables whose value from outside the start of a conversation waits for. */
  awaited: readonly GlobalVariable[]
  /** Names of the variables of scope User. */
  remembered: readonly string[]
  /** By name of the global variable. */
  fillers: ReadonlyMap<string, Filler>
  /** Whether its makers want customers signed in: from the start, where a topic needs it, or not. */
  signIn: 'always' | 'as-needed' | 'never'
  /** Skills by schema name. */
  skills: ReadonlyMap<string, Skill>
  environment: ReadonlyMap<string, { type: string; value?: string }>
  optionSets: OptionSets
  /** Lists that formulas may call by a short name as well. */
  aliases: ReadonlyMap<string, ClosedListDefinition>
  expressions: Expressions
  /** What the recogniser is trained on. */
  intents: readonly { topic: string; phrases: readonly string[]; about?: readonly string[] }[]
}

/** A topic with one of its triggers. */
export type Topic = {
  /** Of the document; the second and further triggers of a document add `#` and their id. */
  schemaName: string
  /** The document's schema name. */
  document: string
  name: string
  on: boolean
  startBehavior: 'Default' | 'CancelOtherTopics' | 'UseLatestPublishedContentAndCancelOtherTopics'
  trigger: Trigger
  /** Inputs with a value of their own: fixed ones, and defaults for those nobody passed. */
  inputs: readonly { name: string; value: unknown; fixed: boolean }[]
  /** Its nodes as the document has them. */
  actions: readonly unknown[]
  /** Lowered on first use, once for each language it is translated into. */
  code(locale: string): Code
}

export type Trigger = {
  kind: string
  id: string
  condition?: unknown
  priority: number
  runOnce: boolean
  /** OnActivity's `type`, OnEventActivity's `eventName`: nothing matches everything. */
  filter?: string
  durationInSeconds?: unknown
  displayName: string
  offered: boolean
  /** Where its phrases count, by channel id or its choice of `ChannelId`; nothing means everywhere. */
  channels: readonly string[]
  phrases: readonly string[]
  /** Descriptions of a topic that has no phrases of its own: `phrases` are its names then, and count for less. */
  about?: readonly string[]
}

export type GlobalVariable = {
  name: string
  defaultValue?: unknown
  fromOutside: boolean
  /** Of scope User: it outlives the conversation. */
  remembered: boolean
  /** How long the conversation's start waits for a value from outside, in milliseconds. */
  awaitedMs: number
  /** What reading it does as long as nobody outside has set it. */
  whenMissing: 'UseDefault' | 'ThrowError' | 'Escalate'
}

/** The question that fills a global variable when another topic reads it unset. */
export type Filler = { topic: string; node: string }

/** A skill (schema: SkillDefinition). `appId` and `endpoint` name environment variables. */
export type Skill = { appId: string; endpoint: string; actions: ReadonlyMap<string, SkillAction> }
/** `type` is the type of the activity that calls it: `message` or `event`. */
export type SkillAction = { type: string; outputs: Record<string, unknown> }
