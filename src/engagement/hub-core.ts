import { beginChange, copilotSays, isOver, namedValues, summarize, withState, type Change, type Conversation } from '../conversations/index.ts'
import type { Activity, ConversationDetail, ConversationSummary } from '../contracts/index.ts'
import { BatonError } from '../platform/index.ts'
import { withFileContents } from './call-files.ts'
import { agentBoard, type AgentBoard } from './agent-board.ts'
import { copilotLibrary, type CopilotLibrary } from './copilot-library.ts'
import { routeToQueue, type Desk } from './hand-off.ts'
import { takeTurn, type OutsideCall } from './copilot-turn.ts'
import { conversationLanes, type Lanes } from './lanes.ts'
import type { DialogEvent } from '../dialog/index.ts'
import { worthKeeping } from './improve/misses.ts'
import type { HubConfiguration, HubDeps, StoredFile } from './ports.ts'

/** What the hub's use cases share. */
export type HubCore = HubDeps & {
  lanes: Lanes
  board: AgentBoard
  library: CopilotLibrary
  isOnline(conversationId: string): boolean
  setOnline(conversationId: string, online: boolean): 'came' | 'went' | 'same'
  configurationOf(environmentId: string): Promise<HubConfiguration>
  desk(environmentId: string): Promise<Desk>
  /** Agents with a page open in this process. */
  connectedAgents: Set<string>
  stopping: AbortController
  /** Fire and forget work that `stop` waits for. */
  later(work: () => Promise<void>): void
  /** Hears of every change that was stored here. */
  onCommit(listener: (change: Change) => void): void
  settled(): Promise<void>
}

export function hubCore(deps: HubDeps): HubCore {
  const sockets = new Map<string, number>()
  const listeners: ((change: Change) => void)[] = []
  const stopping = new AbortController()
  const isOnline = (id: string) => (sockets.get(id) ?? 0) > 0
  const board = agentBoard(deps.agents, deps.clock)
  const lanes = conversationLanes(deps, isOnline, (change) => {
    board.committed(change, deps.clock.now())
    for (const call of (change.afterwards ?? []) as OutsideCall[]) later(async () => void (await callWithFiles(deps, change.after.id, call, stopping.signal)))
    for (const listener of listeners) listener(change)
  })
  const underWay = new Set<Promise<void>>()
  const later = (work: () => Promise<void>) => {
    const running = work()
      .catch((error: unknown) => deps.log.error('background work of the hub failed', error))
      .finally(() => underWay.delete(running))
    underWay.add(running)
  }

  const configurationOf = async (environmentId: string) => {
    const configuration = await deps.configuration(environmentId)
    if (!configuration) throw new BatonError('NOT_FOUND', 'environment', environmentId)
    return configuration
  }

  return {
    ...deps,
    lanes,
    board,
    library: copilotLibrary(deps),
    connectedAgents: new Set(),
    stopping,
    isOnline,
    setOnline(id, online) {
      const before = isOnline(id)
      const count = (sockets.get(id) ?? 0) + (online ? 1 : -1)
      if (count > 0) sockets.set(id, count)
      else sockets.delete(id)
      return before === isOnline(id) ? 'same' : online ? 'came' : 'went'
    },
    configurationOf,
    async desk(environmentId) {
      const [configuration, agents] = await Promise.all([configurationOf(environmentId), board.look(environmentId)])
      return { configuration, agents, now: deps.clock.now(), isOnline }
    },
    later,
    onCommit: (listener) => void listeners.push(listener),
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

/**
 * Lets the conversation's copilot answer `event`. A copilot that was disconnected gets nothing: its conversation goes
 * to the people's queue. (S10)
 */
export async function letCopilotAnswer(core: HubCore, change: Change, event: DialogEvent): Promise<{ change: Change; call: OutsideCall | undefined }> {
  const { after, before } = change
  const desk = await core.desk(after.environmentId)
  const copilotId = after.copilotId
  const copilot = copilotId ? desk.configuration.copilots.get(copilotId) : undefined
  if (!copilotId || !copilot || (after.channel === 'livechat' && !copilot.connected)) {
    return { change: routeToQueue(change, desk, 'copilot-disconnected'), call: undefined }
  }
  const ready = await core.library.get(copilotId, after.copilotVersion ?? 0)
  const earlier = () => (before.version === 0 ? Promise.resolve([]) : core.lanes.talkOf(before))
  const secrets = ready.secretNames.length > 0 ? await secretsFor(core, after.environmentId, ready.secretNames) : undefined
  const signIn = await core.signIn?.context(copilotId, after.data.customer.id, isSignedIn(after, event))
  const turn = await takeTurn(change, event, { ready, secrets, signIn, model: core.model, bot: { id: copilotId, name: copilot.name }, desk, earlier, missed: (text) => noteMiss(core, after, text) })
  return { ...turn, change: withLatestContent(turn.change, copilot.publishedVersion, desk.now) }
}

/** The studio's test chat is makers' own talk: only what customers say is worth learning from. */
function noteMiss(core: HubCore, { channel, copilotId }: Conversation, text: string): void {
  const { misses } = core
  const kept = channel === 'test' || !copilotId || !misses ? undefined : worthKeeping(text)
  if (copilotId && misses && kept) core.later(() => misses.note(copilotId, { ...kept, at: core.clock.now() }))
}

/** Secrets are read when they are needed: a changed one counts at once, without publishing. */
async function secretsFor(core: HubCore, environmentId: string, names: readonly string[]): Promise<Record<string, string>> {
  const all = (await core.secrets?.(environmentId)) ?? {}
  return Object.fromEntries(names.flatMap((name): [string, string][] => (all[name] === undefined ? [] : [[name, all[name]]])))
}

/** Only who has signed in has a token to be looked up. */
function isSignedIn({ dialog }: Conversation, event: DialogEvent): boolean {
  const justNow = event.type === 'answer' && event.result.type === 'sign-in' && event.result.outcome === 'signed-in'
  return justNow || (dialog as { signedIn?: unknown } | undefined)?.signedIn !== undefined
}

/** A running conversation keeps its version until a topic asks for the newest one (Reset Conversation, On Error). */
function withLatestContent(change: Change, publishedVersion: number | undefined, now: Date): Change {
  const { wantsLatestContent, ...dialog } = (change.after.dialog ?? {}) as Record<string, unknown>
  if (!wantsLatestContent) return change
  const version = change.after.copilotVersion === 0 ? 0 : publishedVersion
  return withState(change, now, { dialog, ...(version === undefined ? {} : { copilotVersion: version }) })
}

/** Performs a topic's call to the outside and gives the answer back to the copilot. */
export function performCall(core: HubCore, conversationId: string, call: OutsideCall): void {
  core.later(async () => {
    const { latency } = call
    const meanwhile = latency && setTimeout(() => core.later(() => sayMeanwhile(core, conversationId, call.callId, latency.activity)), latency.afterMs)
    const result = await callWithFiles(core, conversationId, call, core.stopping.signal).finally(() => clearTimeout(meanwhile))
    // The call's deadline is a row: whoever runs next finds it.
    if (core.stopping.signal.aborted) return
    await answerCall(core, conversationId, call.callId, result)
  })
}

async function callWithFiles({ callOutside, store }: Pick<HubDeps, 'callOutside' | 'store'>, conversationId: string, call: OutsideCall, signal: AbortSignal) {
  const whole = await withFileContents(store, conversationId, call)
  return whole.type === 'failed' ? whole : callOutside(whole, signal)
}

/** The copilot says something while its call is under way; nothing when the answer was quicker. */
async function sayMeanwhile(core: HubCore, conversationId: string, callId: string, activity: Activity): Promise<void> {
  await core.lanes.run(conversationId, async (conversation) => {
    const { owner, dialog, environmentId } = conversation
    const pending = (dialog as { pending?: { callId?: string } } | undefined)?.pending?.callId
    if (owner.kind !== 'copilot' || pending !== callId) return { result: undefined }
    const { now } = await core.desk(environmentId)
    return { change: copilotSays(beginChange(conversation), now, { id: owner.id, name: owner.name }, activity), result: undefined }
  })
}

async function answerCall(core: HubCore, conversationId: string, callId: string, result: Extract<DialogEvent, { type: 'answer' }>['result']): Promise<void> {
  const next = await core.lanes.run(conversationId, async (conversation) => {
    if (conversation.owner.kind !== 'copilot') return { result: undefined }
    const turn = await letCopilotAnswer(core, beginChange(conversation), { type: 'answer', callId, result })
    return { change: turn.change, result: turn.call, onNoCapacity: () => core.board.stale(conversation.environmentId) }
  })
  if (next) performCall(core, conversationId, next)
}

export function requireOpen(conversation: Conversation): void {
  if (isOver(conversation)) throw new BatonError('CONVERSATION_ENDED', conversation.id)
}

export async function requireFile({ store }: Pick<HubDeps, 'store'>, conversationId: string, fileId: string): Promise<StoredFile> {
  const file = await store.loadFile(conversationId, fileId)
  if (!file) throw new BatonError('NOT_FOUND', 'file', fileId)
  return file
}

export async function detailOf(core: HubCore, conversation: Conversation): Promise<ConversationDetail> {
  const entries = await core.store.entriesAfter(conversation.id, 0, 'staff', 10_000)
  const { variables, context, messageToAgent } = conversation.data
  return {
    conversation: summaryOf(core, conversation),
    entries,
    variables: namedValues(variables),
    context: namedValues(context),
    messageToAgent: messageToAgent ?? null,
  }
}

export function summaryOf(core: Pick<HubCore, 'isOnline'>, conversation: Conversation): ConversationSummary {
  return summarize(conversation, core.isOnline(conversation.id))
}
