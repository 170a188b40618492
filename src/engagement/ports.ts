import type { Change, Conversation, FileEntry } from '../conversations/index.ts'
import type { adminApi, Entry, Presence } from '../contracts/index.ts'
import type { Clock, Log } from '../platform/index.ts'
import type { AgentLoad } from '../routing/index.ts'
import type { CopilotDefinition } from '../topics/types.ts'
import type { CallResult, HostCall } from '../dialog/types.ts'
import type { Learner } from '../recognition/ports.ts'
import type { Bus } from './bus.ts'
import type { CustomerSignIn } from './sign-in/sign-in.ts'
import type { MissStore } from './improve/misses.ts'

export type { Miss, MissStore } from './improve/misses.ts'

/** What the hub needs from the outside; storage and main.ts provide it, tests pass small ones. */
export type HubDeps = {
  store: Store
  agents: AgentStore
  /** Everything configured in an environment, fresh enough; undefined when there is no such environment. */
  configuration(environmentId: string): Promise<HubConfiguration | undefined>
  /** Version 0 is the draft. */
  loadCopilot(copilotId: string, version: number): Promise<CopilotDefinition>
  /** Performs an outside call of a topic; resolves with `failed` instead of throwing. */
  callOutside(call: Exclude<HostCall, { type: 'recognize' | 'change-message' }>, signal?: AbortSignal): Promise<CallResult>
  /** Secrets of the environment in the clear, by schema name; asked for turns of copilots that have some. */
  secrets?(environmentId: string): Promise<Record<string, string>>
  /** How long a turn can be looked at and replayed. */
  keepTurnsDays?: number
  /** Keeps what customers said in vain, for the makers. */
  misses?: MissStore
  /** Customers' sign-ins. Without it nobody can sign in. */
  signIn?: Pick<CustomerSignIn, 'context' | 'takeToken'>
  /** Hears of a copilot's version when a conversation first needs it here: what takes long can begin. Must not throw. */
  firstUse?(copilotId: string, version: number): void
  /** Learns what copilots' phrases mean, off the event loop. Without it they are recognised by words alone. */
  learner?: Learner
  /** A language model is connected: `callOutside` answers its calls. */
  model?: boolean | undefined
  bus: Bus
  clock: Clock
  log: Log
}

export type HubConfiguration = {
  environment: { id: string; name: string; hubInstalled: boolean }
  workstreams: Map<string, adminApi.Workstream>
  queues: Map<string, { id: string; name: string; priority: number }>
  widgets: Map<string, { id: string; workstreamId: string }>
  copilots: Map<string, { id: string; name: string; publishedVersion: number | undefined; connected: boolean }>
}

/** A file of a conversation with its bytes. */
export type StoredFile = FileEntry & { bytes: Uint8Array }

export type Store = {
  commit(change: Change): Promise<'committed' | 'conflict' | 'duplicate' | 'no-capacity'>
  load(id: string): Promise<Conversation | undefined>
  findByClientId(id: string, clientId: string): Promise<number | undefined>
  entriesAfter(id: string, seq: number, audience: Entry['audience'], limit?: number): Promise<Entry[]>
  loadFile(conversationId: string, fileId: string): Promise<StoredFile | undefined>
  waiting(environmentId: string, limit?: number, skip?: number): Promise<Conversation[]>
  ongoing(environmentId: string, limit?: number): Promise<Conversation[]>
  closedToday(environmentId: string, since: Date): Promise<number>
  ofAgent(agentId: string): Promise<Conversation[]>
  offeredTo(agentId: string): Promise<Conversation[]>
  waitingInQueues(queueIds: string[], limit?: number): Promise<Conversation[]>
  closedBy(agentId: string, since: Date): Promise<Conversation[]>
  withCopilot(copilotId: string): Promise<Conversation[]>
  claimDue(now: Date, limit?: number): Promise<{ subject: string; kind: string; dueAt: Date }[]>
  setDeadline(subject: string, kind: string, dueAt: Date): Promise<void>
  withCustomers(): Promise<string[]>
  environmentsWaiting(): Promise<string[]>
  clearDeadline(subject: string, kind: string, dueAt?: Date): Promise<void>
  turnsOf(conversationId: string, limit: number): Promise<{ turn: number; at: string; record: unknown }[]>
  remembered(copilotId: string, customerId: string): Promise<Record<string, unknown> | undefined>
  forgetTurns(before: Date): Promise<number>
}

export type Agent = AgentLoad & { environmentId: string; presenceBefore: Presence | undefined }

export type AgentStore = {
  ofEnvironment(environmentId: string): Promise<Agent[]>
  find(agentId: string): Promise<Agent | undefined>
  /** With `onlyFrom`, nothing happens when the presence is another by now. */
  setPresence(agentId: string, presence: Presence, presenceBefore: Presence | undefined, onlyFrom?: Presence): Promise<void>
  /** Agents who are not offline, in all environments; asked once at start. */
  present(): Promise<string[]>
}
