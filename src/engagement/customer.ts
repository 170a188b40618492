import { beginChange, activityId, close, customerSays, deadlineKinds, isOver, note, startWrapUp, withDeadline, type Change, type Conversation } from '../conversations/index.ts'
import type { Activity } from '../contracts/index.ts'
import { BatonError, newId } from '../platform/index.ts'
import { withClientSettings } from './client-settings.ts'
import type { ConversationKey, Hub } from './hub.ts'
import { letCopilotAnswer, performCall, requireOpen, type HubCore } from './hub-core.ts'
import { expectBack, routeToQueue } from './hand-off.ts'
import type { OutsideCall } from './copilot-turn.ts'
import { tokenIn } from './sign-in/sign-in-token.ts'

/** A copilot conversation nobody writes in is closed by the hub after this long. (reference 7.8) */
const abandonedAfterMs = 30 * 60_000
/** More is refused until the call has answered. */
const mostQueued = 50
/** Bytes of files that one conversation may hold, and characters of what is written in it: a log has to be read as a whole. */
const most = { uploaded: 30_000_000, written: 10_000_000 }

/** Whoever brings files or words into a conversation is told when it holds enough of them. */
export function requireRoom({ files, after: { data } }: Change): void {
  if (files?.length && (data.uploaded ?? 0) > most.uploaded) throw new BatonError('TOO_LARGE', `the ${most.uploaded / 1_000_000} MB of files that one conversation can hold`)
  if ((data.written ?? 0) > most.written) throw new BatonError('TOO_LARGE', `the ${most.written / 1_000_000} MB that one conversation can hold. Start a new one`)
}

type StartInput = Parameters<Hub['startConversation']>[0]

export async function startConversation(core: HubCore, input: StartInput): Promise<ConversationKey> {
  for (let tries = 0; tries < 5; tries++) {
    const started = await draftConversation(core, input)
    if (await core.lanes.open(started.change)) {
      if (started.call) performCall(core, started.change.after.id, started.call)
      return keyOf(started.change.after)
    }
    const there = input.id ? await core.lanes.peek(input.id) : undefined
    if (there) return keyOf(there)
    core.board.stale(input.environmentId)
  }
  throw new BatonError('UNAVAILABLE', 'the conversation could not be stored')
}

async function draftConversation(core: HubCore, input: StartInput): Promise<{ change: Change; call: OutsideCall | undefined }> {
  const now = core.clock.now()
  const fresh = await newConversation(core, input, now)
  const change = note(beginChange(fresh), now, 'started', { channel: fresh.channel })
  const context = { ...input.context, ...(fresh.channel === 'livechat' ? { msdyn_ConversationId: fresh.id } : {}) }
  if (fresh.owner.kind !== 'copilot') return { change: routeToQueue(change, await core.desk(input.environmentId), 'no-copilot'), call: undefined }
  const remembered = fresh.copilotId ? await rememberedOf(core, fresh.copilotId, fresh.copilotVersion ?? 0, fresh.data.customer.id) : undefined
  return letCopilotAnswer(core, armAbandoned(change, now), { type: 'start', context, ...(remembered ? { remembered } : {}) })
}

/** What the copilot knows of the customer from earlier conversations; most copilots have no variables of scope User. */
async function rememberedOf(core: HubCore, copilotId: string, version: number, customerId: string) {
  const { copilot } = await core.library.get(copilotId, version)
  return copilot.remembered.length > 0 ? core.store.remembered(copilotId, customerId) : undefined
}

async function newConversation(core: HubCore, input: StartInput, now: Date): Promise<Conversation> {
  const configuration = await core.configurationOf(input.environmentId)
  const widget = input.widgetId ? configuration.widgets.get(input.widgetId) : undefined
  if (input.widgetId && !widget) throw new BatonError('NOT_FOUND', 'chat widget', input.widgetId)
  const workstream = widget && configuration.workstreams.get(widget.workstreamId)
  const copilotId = workstream ? (workstream.copilotId ?? undefined) : input.copilotId
  const copilot = copilotId ? configuration.copilots.get(copilotId) : undefined
  if (input.copilotId && !copilot) throw new BatonError('NOT_FOUND', 'copilot', input.copilotId)
  const version = input.channel === 'test' ? 0 : copilot?.publishedVersion
  if (input.copilotId && version === undefined) throw new BatonError('NOT_PUBLISHED', copilot?.name ?? input.copilotId)
  const serves = copilot && version !== undefined && (!workstream || copilot.connected)

  const at = now.toISOString()
  const id = input.id ?? newId('conv', now.getTime())
  return {
    id,
    environmentId: input.environmentId,
    version: 0,
    lastSeq: 0,
    status: serves ? 'active' : 'open',
    owner: serves ? { kind: 'copilot', id: copilot.id, name: copilot.name } : { kind: 'nobody' },
    channel: input.channel,
    workstreamId: workstream?.id,
    widgetId: widget?.id,
    copilotId: serves ? copilot.id : undefined,
    copilotVersion: serves ? version : undefined,
    queueId: undefined,
    capacityUnits: workstream?.capacityUnits ?? 1,
    offer: undefined,
    data: {
      customer: { id: input.customer.id, name: input.customer.name?.trim() || 'Customer' },
      locale: input.locale ?? 'en-US',
      ...(copilot ? { copilotName: copilot.name } : {}),
      ...(workstream ? { workstreamName: workstream.name } : {}),
      context: input.context ?? {},
      variables: {},
      subject: '',
      due: {},
      declined: {},
    },
    dialog: undefined,
    createdAt: at,
    queuedAt: undefined,
    wrapUpAt: undefined,
    closedAt: undefined,
    changedAt: at,
  }
}

export async function receiveActivity(core: HubCore, conversationId: string, customerId: string, activity: Activity): Promise<{ seq: number; id: string }> {
  if (activity.type === 'typing') return relayTyping(core, conversationId, customerId)
  const brought = tokenIn(activity)
  if (brought) {
    // Clients know this answer to an exchange: they show the card instead.
    if (!(await takeToken(core, conversationId, customerId, brought.token))) return { seq: 0, id: 'retry' }
    activity = brought.activity
  }
  const clientId = clientIdOf(activity)
  const taken = await core.lanes.run<{ seq: number; call: OutsideCall | undefined }>(conversationId, async (conversation) => {
    requireCustomer(conversation, customerId)
    const firstTime = async () => ({ seq: (clientId && (await core.store.findByClientId(conversationId, clientId))) || 0, call: undefined })
    if (isOver(conversation)) {
      const known = await firstTime()
      if (known.seq) return { result: known }
      requireOpen(conversation)
    }
    const now = core.clock.now()
    const said = withClientSettings(withSubject(customerSays(beginChange(conversation), now, activity, clientId)), activity)
    requireRoom(said)
    const seq = said.after.lastSeq
    if (conversation.owner.kind !== 'copilot') return { change: said, result: { seq, call: undefined }, onDuplicate: firstTime }
    if (queuedWords(conversation) >= mostQueued) throw new BatonError('TOO_MANY_REQUESTS', 10)
    const turn = await letCopilotAnswer(core, armAbandoned(said, now), { type: 'activity', activity: said.lines[0]!.activity })
    return { change: turn.change, result: { seq, call: turn.call }, onDuplicate: firstTime, onNoCapacity: () => core.board.stale(conversation.environmentId) }
  })
  if (taken.call) performCall(core, conversationId, taken.call)
  return { seq: taken.seq, id: activityId(conversationId, taken.seq) }
}

async function takeToken(core: HubCore, conversationId: string, customerId: string, token: string): Promise<boolean> {
  const conversation = await core.lanes.peek(conversationId)
  if (!conversation) throw new BatonError('CONVERSATION_NOT_FOUND', conversationId)
  requireCustomer(conversation, customerId)
  requireOpen(conversation)
  const { copilotId } = conversation
  return (copilotId && (await core.signIn?.takeToken({ copilotId, customerId, token }))) || false
}

export function customerOnline(core: HubCore, conversationId: string, online: boolean): void {
  const change = core.setOnline(conversationId, online)
  if (change === 'same') return
  core.later(async () => {
    const conversation = await core.lanes.peek(conversationId)
    if (!conversation || conversation.closedAt) return
    core.bus.publish({ type: 'customer-online', environmentId: conversation.environmentId, conversationId, online })
    if (conversation.channel !== 'livechat') return
    await core.lanes.run(conversationId, (current) => ({ change: expectedBack(core, current), result: undefined }))
  })
}

/** After a start no page is connected yet: whoever does not come back in time is gone. */
export async function expectCustomer(core: HubCore, conversationId: string): Promise<void> {
  await core.lanes.run(conversationId, (current) => ({
    change: current.data.due[deadlineKinds.customerGone]?.at ? undefined : expectedBack(core, current),
    result: undefined,
  }))
}

/** Asks whether the page is there now, not when somebody noticed: two notices can overtake each other. */
function expectedBack(core: HubCore, conversation: Conversation): Change | undefined {
  const change = expectBack(beginChange(conversation), core.clock.now(), core.isOnline(conversation.id))
  return change.after.data === conversation.data ? undefined : change
}

export async function endByCustomer(core: HubCore, conversationId: string): Promise<void> {
  const configuration = await core.lanes.peek(conversationId).then((conversation) => conversation && core.configurationOf(conversation.environmentId))
  await core.lanes.run(conversationId, (conversation) => {
    if (isOver(conversation)) return { result: undefined }
    return { change: leave(beginChange(conversation), core.clock.now(), 'customerEnded', configuration?.workstreams.get(conversation.workstreamId ?? '')?.wrapUpMinutes ?? 15), result: undefined }
  })
}

/** The customer is gone for good: an agent who served keeps the conversation for wrap-up, else it is closed. */
export function leave(change: Change, now: Date, how: 'customerEnded' | 'customerLeft', wrapUpMinutes: number): Change {
  if (change.after.owner.kind === 'agent') return startWrapUp(change, now, how, wrapUpMinutes)
  return close(note(change, now, how), now, how === 'customerEnded' ? 'customer-ended' : 'customer-left')
}

export function keyOf(conversation: Conversation): ConversationKey {
  return {
    id: conversation.id,
    environmentId: conversation.environmentId,
    channel: conversation.channel,
    customerId: conversation.data.customer.id,
    copilotId: conversation.copilotId,
    widgetId: conversation.widgetId,
    closed: isOver(conversation),
    lastSeq: conversation.lastSeq,
  }
}

async function relayTyping(core: HubCore, conversationId: string, customerId: string) {
  const conversation = await core.lanes.peek(conversationId)
  if (!conversation) throw new BatonError('CONVERSATION_NOT_FOUND', conversationId)
  requireCustomer(conversation, customerId)
  core.bus.publish({ type: 'typing', environmentId: conversation.environmentId, conversationId, side: 'customer', from: conversation.data.customer.name })
  return { seq: 0, id: '' }
}

/** Until the copilot names a topic, the customer's last words are the subject. */
function withSubject(change: Change): Change {
  const text = change.lines[0]?.activity.text
  if (!text || change.after.data.escalatedAt) return change
  return { ...change, after: { ...change.after, data: { ...change.after.data, subject: text.slice(0, 120) } } }
}

function armAbandoned(change: Change, now: Date): Change {
  return withDeadline(change, deadlineKinds.abandoned, new Date(now.getTime() + abandonedAfterMs))
}

/** What the customer wrote while a topic waits for an outside call. */
function queuedWords(conversation: Conversation): number {
  const { queue } = (conversation.dialog ?? {}) as { queue?: unknown[] }
  return queue?.length ?? 0
}

function requireCustomer(conversation: Conversation, customerId: string): void {
  if (conversation.data.customer.id !== customerId) throw new BatonError('CONVERSATION_NOT_FOUND', conversation.id)
}

function clientIdOf(activity: Activity): string | undefined {
  const data = activity.channelData
  const id = data && typeof data === 'object' && 'clientActivityID' in data ? data.clientActivityID : undefined
  if (typeof id !== 'string' || id.length > 200) return undefined
  // The database takes neither NUL nor halves of characters.
  return id.replaceAll('\0', '').toWellFormed() || undefined
}
