import type { Activity, Entry } from '../contracts/index.ts'
import { everyone, staff, withData, withDeadline, withLine, withoutDeadlines, withState, type Change, type CloseReason, type Conversation, type Offered } from './conversation.ts'

/** Deadlines of a conversation, by what they do when due. */
export const deadlineKinds = {
  /** The copilot's own inactivity topic. */
  inactivity: 'inactivity',
  /** A copilot conversation nobody writes in. */
  abandoned: 'abandoned',
  /** An offer nobody answers. */
  offer: 'offer',
  /** Look again for an agent (all who could have declined). */
  reoffer: 'reoffer',
  wrapUp: 'wrap-up',
  /** The customer's page is gone. */
  customerGone: 'customer-gone',
  /** An outside call of the copilot that should have answered. */
  call: 'call',
} as const

const systemAuthor: Entry['author'] = { kind: 'system', id: 'system', name: 'System' }

/** A sentence of the hub to the customer and the agent alike. `agent` is who serves from now on; null: nobody any more. */
export function tell(change: Change, now: Date, text: string, agent?: string | null): Change {
  const channelData = { tags: 'system', ...(agent === undefined ? {} : { agent }) }
  return withLine(change, now, { audience: everyone, author: systemAuthor, activity: { type: 'message', text, textFormat: 'plain', channelData } })
}

/** The same, for somebody who has to wait: once a wait. */
export function tellToWait(change: Change, now: Date, text: string): Change {
  return change.after.data.toldToWait ? change : tell(withData(change, { toldToWait: true }), now, text)
}

/** A staff-only line of what the hub did; the routing history is made of these. */
export function note(change: Change, now: Date, name: string, value: Record<string, unknown> = {}): Change {
  return withLine(change, now, { audience: staff, author: systemAuthor, activity: { type: 'event', name: `hub.${name}`, value } })
}

export function customerSays(change: Change, now: Date, activity: Activity, clientId: string | undefined): Change {
  const { id, name } = change.after.data.customer
  return withLine(change, now, { audience: everyone, author: { kind: 'customer', id, name }, activity, clientId })
}

export function copilotSays(change: Change, now: Date, copilot: { id: string; name: string }, activity: Activity, audience: Entry['audience'] = everyone): Change {
  return withLine(change, now, { audience, author: { kind: 'copilot', ...copilot }, activity })
}

export function agentSays(change: Change, now: Date, agent: { id: string; name: string }, message: { text: string; clientId: string }): Change {
  const activity: Activity = { type: 'message', text: message.text, textFormat: 'plain', channelData: { tags: 'public', clientActivityID: message.clientId } }
  return withLine(change, now, { audience: everyone, author: { kind: 'agent', ...agent }, activity, clientId: message.clientId })
}

/** From now on the conversation waits in `queue` and belongs to nobody in particular. */
export function enqueue(change: Change, now: Date, queue: { id: string; name: string }, why: { reason: string; rule?: string | undefined }): Change {
  const queued = withState(change, now, {
    status: 'open',
    owner: { kind: 'queue', ...queue },
    queueId: queue.id,
    queuedAt: now.toISOString(),
    offer: undefined,
  })
  const told = note(withData(queued, { queueName: queue.name, declined: {}, toldToWait: false, escalatedAt: change.after.data.escalatedAt ?? now.toISOString() }), now, 'queued', {
    queue: queue.name,
    reason: why.reason,
    ...(why.rule ? { rule: why.rule } : {}),
  })
  return cancel(told, deadlineKinds.inactivity, deadlineKinds.abandoned, deadlineKinds.offer, deadlineKinds.call)
}

/** Rings at one agent. The conversation still waits in its queue until they accept. */
export function offerTo(change: Change, now: Date, offer: Offered): Change {
  const offered = withDeadline(withState(change, now, { offer }), deadlineKinds.offer, new Date(offer.expiresAt))
  return note(withDeadline(offered, deadlineKinds.reoffer, undefined), now, 'offered', { agent: offer.agentName, offerId: offer.offerId })
}

/** The offer did not lead to an answer: `declined` by hand, or `offerTimedOut`. The agent is passed over for a while. */
export function withdrawOffer(change: Change, now: Date, how: 'declined' | 'offerTimedOut' | 'offerWithdrawn'): Change {
  const { offer, data } = change.after
  if (!offer) return change
  const times = (data.declined[offer.agentId]?.times ?? 0) + 1
  const declined = how === 'offerWithdrawn' ? data.declined : { ...data.declined, [offer.agentId]: { times, at: now.toISOString() } }
  const withdrawn = withDeadline(withState(withData(change, { declined }), now, { offer: undefined }), deadlineKinds.offer, undefined)
  return note(withdrawn, now, how, { agent: offer.agentName })
}

/** The agent owns the conversation; the customer is told who joined. */
export function acceptedBy(change: Change, now: Date, agent: { id: string; name: string }): Change {
  const accepted = withState(withData(change, { acceptedAt: now.toISOString(), servedBy: agent.id }), now, { status: 'active', owner: { kind: 'agent', ...agent }, offer: undefined })
  const cleared = cancel(accepted, deadlineKinds.offer, deadlineKinds.reoffer)
  return tell(note(cleared, now, 'accepted', { agent: agent.name, agentId: agent.id }), now, `${agent.name} has joined the conversation.`, agent.name)
}

/** The talk is over; the agent keeps it (and its capacity) until they close it. */
export function startWrapUp(change: Change, now: Date, how: 'agentEnded' | 'customerEnded' | 'customerLeft', wrapUpMinutes: number): Change {
  const ended = note(withState(change, now, { status: 'wrap-up', wrapUpAt: now.toISOString() }), now, how)
  const told = how === 'agentEnded' ? tell(ended, now, 'The conversation has ended. Thank you for contacting us.') : ended
  return withDeadline(endOfConversation(withDeadline(told, deadlineKinds.customerGone, undefined), now, how), deadlineKinds.wrapUp, new Date(now.getTime() + wrapUpMinutes * 60_000))
}

/** Final: nothing leads out of closed, no capacity is held, no deadline is left. */
export function close(change: Change, now: Date, reason: CloseReason, by?: string): Change {
  const before = change.after
  const closed = withState(withData(change, { closeReason: reason }), now, { status: 'closed', owner: { kind: 'nobody' }, offer: undefined, closedAt: now.toISOString() })
  const noted = note(closed, now, 'closed', { reason, ...(by ? { by } : {}) })
  const told = before.status === 'wrap-up' ? noted : endOfConversation(noted, now, reason)
  return withoutDeadlines(told)
}

/** Is there anything left to say for the customer? */
export function isOver(conversation: Conversation): boolean {
  return conversation.status === 'wrap-up' || conversation.status === 'closed'
}

/** The activity without files that lie in it, as in logs from before files were kept beside them: what a transcript and a memory of the talk need. */
export function withoutFiles(activity: Activity): Activity {
  if (!activity.attachments?.some((attachment) => attachment.contentUrl?.startsWith('data:'))) return activity
  return { ...activity, attachments: activity.attachments.map(({ contentUrl, ...rest }) => (contentUrl?.startsWith('data:') || !contentUrl ? rest : { ...rest, contentUrl })) }
}

function cancel(change: Change, ...kinds: string[]): Change {
  return kinds.reduce((next, kind) => withDeadline(next, kind, undefined), change)
}

function endOfConversation(change: Change, now: Date, code: string): Change {
  return withLine(change, now, { audience: everyone, author: systemAuthor, activity: { type: 'endOfConversation', code } })
}
