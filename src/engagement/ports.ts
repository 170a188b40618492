import type { Change, Conversation } from '../conversations/index.ts'
import type { adminApi, Entry, Presence } from '../contracts/index.ts'
import type { Clock, Log } from '../platform/index.ts'
import type { AgentLoad } from '../routing/index.ts'
import type { CopilotDefinition } from '../topics/types.ts'
import type { CallResult, HostCall } from '../dialog/types.ts'
import type { Learner } from '../recognition/ports.ts'
import type { Bus } from './bus.ts'

/** What the hub needs from the outside; storage and main.ts provide it, tests pass small ones. */
export type HubDeps = {
  store: Store
  agents: AgentStore
  /** Everything configured in an environment, fresh enough; undefined when there is no such environment. */
  configuration(environmentId: string): Promise<HubConfiguration | undefined>
  /** Version 0 is the draft. */
  loadCopilot(copilotId: string, version: number): Promise<CopilotDefinition>
  /** Performs an outside call of a topic; resolves with `failed` instead of throwing. */
  callOutside(call: Exclude<HostCall, { type: 'recognize' }>, signal?: AbortSignal): Promise<CallResult>
  /** Learns what copilots' phrases mean, off the event loop. Without it they are recognised by words alone. */
  learner?: Learner
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

export type Store = {
  commit(change: Change): Promise<'committed' | 'conflict' | 'duplicate' | 'no-capacity'>
  load(id: string): Promise<Conversation | undefined>
  findByClientId(id: string, clientId: string): Promise<number | undefined>
  entriesAfter(id: string, seq: number, audience: Entry['audience'], limit?: number): Promise<Entry[]>
  waiting(environmentId: string, limit?: number): Promise<Conversation[]>
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
