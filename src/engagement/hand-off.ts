import { close, copilotSays, deadlineKinds, enqueue, offerTo, tell, tellToWait, withData, withDeadline, withoutFiles, type Change, type NewLine } from '../conversations/index.ts'
import type { Activity, Entry } from '../contracts/index.ts'
import { handoffInitiate, type Transfer } from '../dialog/index.ts'
import { newId } from '../platform/index.ts'
import { classify, pickAgent, type AgentLoad } from '../routing/index.ts'
import type { HubConfiguration } from './ports.ts'

export type Desk = { configuration: HubConfiguration; agents: readonly AgentLoad[]; now: Date; /** Is the customer's page connected? */ isOnline(conversationId: string): boolean }

/** In the classic pattern a copilot sets this variable and then transfers to have the hub close instead (reference 7.8). */
const closeInstead = 'CloseOmnichannelConversation'

/**
 * The copilot gives the conversation to people: the published `handoff.initiate` event goes into the log for staff, the
 * rules choose a queue by the variables, and the best free agent is rung in the same step. (S2, S3)
 */
export function handOff(change: Change, transfer: Transfer, earlier: readonly Entry[], bot: { id: string; name: string }, desk: Desk): Change {
  const { now } = desk
  const conversation = change.after
  const event = handoffInitiate({
    transfer,
    transcript: transcript(earlier, change.lines),
    conversationId: conversation.id,
    bot,
    customer: conversation.data.customer,
    channelId: 'omnichannel',
    now,
    ...lastCustomerLine(earlier, change.lines),
  })
  const handed = withData(copilotSays(change, now, bot, event, 'staff'), {
    variables: transfer.variables,
    subject: subjectOf(transfer, conversation.data.subject),
    ...(transfer.messageToAgent ? { messageToAgent: transfer.messageToAgent } : {}),
  })
  if (isTrue(transfer.variables[closeInstead])) return close(handed, now, 'copilot-ended')
  if (transfer.target.kind === 'phone') {
    return close(tell(handed, now, `Please call ${transfer.target.phoneNumber}: this conversation continues by phone.`), now, 'copilot-ended')
  }
  return routeToQueue(handed, desk, 'escalated')
}

/** Classifies, queues and rings; says to the customer where they stand. */
export function routeToQueue(change: Change, desk: Desk, reason: string): Change {
  const workstream = desk.configuration.workstreams.get(change.after.workstreamId ?? '')
  if (!workstream) return close(tell(change, desk.now, 'There is nobody to hand this conversation to.'), desk.now, 'copilot-ended')
  const { data } = change.after
  const { queueId, rule } = classify(workstream.rules, workstream.fallbackQueueId, { ...data.context, ...data.variables })
  const queue = desk.configuration.queues.get(queueId) ?? desk.configuration.queues.get(workstream.fallbackQueueId) ?? { id: queueId, name: 'Queue' }
  const queued = expectBack(enqueue(change, desk.now, { id: queue.id, name: queue.name }, { reason, rule: rule?.name }), desk.now, desk.isOnline(change.after.id))
  const rung = ring(queued, desk)
  // A copilot that hands over has announced it; where none spoke, the hub says that somebody comes.
  if (rung) return reason === 'escalated' ? rung : tell(rung, desk.now, 'One moment, somebody joins you here.')
  return sayWait(queued, desk)
}

/** How long the customer's page may be away: while waiting, and while an agent serves. (omnichannel reference 3.7, 3.8) */
const awayMs = { waiting: 20 * 60_000, served: 3 * 60_000 }

/** The page is away: a deadline says until when people wait for it. It is there, or only the copilot waits: no deadline. */
export function expectBack(change: Change, now: Date, online: boolean): Change {
  const { owner, channel, status } = change.after
  if (channel !== 'livechat' || status === 'wrap-up' || (owner.kind !== 'queue' && owner.kind !== 'agent')) return change
  const wait = owner.kind === 'agent' ? awayMs.served : awayMs.waiting
  return withDeadline(change, deadlineKinds.customerGone, online ? undefined : new Date(now.getTime() + wait))
}

/** Offers the waiting conversation to the best free agent; undefined when there is none. */
export function ring(change: Change, desk: Desk): Change | undefined {
  const { after } = change
  if (!after.queueId || after.offer) return undefined
  const agent = pickAgent({ queueId: after.queueId, units: after.capacityUnits, declined: after.data.declined }, desk.agents, desk.now)
  if (!agent) return undefined
  const seconds = desk.configuration.workstreams.get(after.workstreamId ?? '')?.offerSeconds ?? 120
  return offerTo(change, desk.now, {
    offerId: newId('offer'),
    agentId: agent.agentId,
    agentName: agent.name,
    offeredAt: desk.now.toISOString(),
    expiresAt: new Date(desk.now.getTime() + seconds * 1000).toISOString(),
  })
}

/** Nobody can take it now: the customer hears that they keep their place, once. */
export function sayWait(change: Change, desk: Desk): Change {
  const queueId = change.after.queueId ?? ''
  const signedIn = desk.agents.some((agent) => agent.queueIds.includes(queueId) && agent.presence !== 'offline')
  const words = signedIn
    ? 'Everyone is helping somebody else right now. You keep your place, and the next free person joins you here.'
    : 'Nobody is at the desk right now. You keep your place, and the next person who comes joins you here.'
  return tellToWait(change, desk.now, words)
}

/** Every message both sides have seen, the connecting one included. A correction follows what it corrects. */
export function transcript(earlier: readonly Entry[], lines: readonly NewLine[]) {
  return [...earlier, ...lines].filter(({ audience, activity }) => audience === 'everyone' && (activity.type === 'message' || isCorrection(activity))).map(({ activity }) => withoutFiles(isCorrection(activity) ? corrected(activity) : activity))
}

const isCorrection = ({ type, changes, from }: Activity) => type === 'messageUpdate' && changes !== undefined && from?.role === 'bot'

function corrected({ changes, ...activity }: Activity): Activity {
  return { ...activity, type: 'message', ...(changes ? { replyToId: changes } : {}) }
}

/** What the event answers to. */
export function lastCustomerLine(earlier: readonly Entry[], lines: readonly NewLine[]): { replyToId?: string } {
  const id = [...earlier, ...lines].findLast((line) => line.author.kind === 'customer')?.activity.id
  return id ? { replyToId: id } : {}
}

function subjectOf(transfer: Transfer, otherwise: string): string {
  const topic = transfer.variables['va_LastTopic']
  return typeof topic === 'string' && topic ? topic : otherwise
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true')
}
