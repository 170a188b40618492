import { z } from 'zod'
import { activity } from './activity.ts'

const conversationStatus = z.enum(['open', 'active', 'wrap-up', 'closed'])
export type ConversationStatus = z.infer<typeof conversationStatus>

/** Who has to act next: exactly one at any moment. */
const owner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('copilot'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('queue'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('agent'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('nobody') }),
])
export type Owner = z.infer<typeof owner>

/**
 * One numbered line of a conversation's log. `seq` starts at 1 and has no holes. `audience`: `everyone`, or `staff`
 * (agents and supervisors: private message, hub events). Hub events are activities of type `event` whose name starts
 * with `hub.`: hub.escalated, hub.queued, hub.offered, hub.declined, hub.offerTimedOut, hub.accepted, hub.agentLeft,
 * hub.agentEnded, hub.customerEnded, hub.copilotEnded, hub.timedOut, hub.wrapUp, hub.closed; `value` says the details.
 */
export const entry = z.object({
  seq: z.number().int(),
  at: z.string(),
  audience: z.enum(['everyone', 'staff']),
  author: z.object({ kind: z.enum(['customer', 'copilot', 'agent', 'system']), id: z.string(), name: z.string() }),
  activity,
})
export type Entry = z.infer<typeof entry>

/** A conversation as lists show it. `version` grows with every change: of two copies the higher one is newer. */
export const conversationSummary = z.object({
  id: z.string(),
  version: z.number().int(),
  status: conversationStatus,
  owner,
  channel: z.enum(['livechat', 'directline', 'test']),
  customer: z.object({ id: z.string(), name: z.string() }),
  copilotName: z.string().nullable(),
  queue: z.object({ id: z.string(), name: z.string() }).nullable(),
  workstream: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** One line: the topic the customer came with, or their last words. Staff only. */
  subject: z.string(),
  lastSeq: z.number().int(),
  lastMessage: z.object({ at: z.string(), author: z.string(), text: z.string() }).nullable(),
  startedAt: z.string(),
  escalatedAt: z.string().nullable(),
  acceptedAt: z.string().nullable(),
  wrapUpAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  closeReason: z.string().nullable(),
  /** The customer's page is connected right now. */
  customerOnline: z.boolean(),
})
export type ConversationSummary = z.infer<typeof conversationSummary>

/** What the copilot collected and handed over; every variable, in the order va_* first. */
export const conversationDetail = z.object({
  conversation: conversationSummary,
  entries: z.array(entry),
  variables: z.array(z.object({ name: z.string(), value: z.unknown() })),
  /** Pre-chat and page context. */
  context: z.array(z.object({ name: z.string(), value: z.unknown() })),
  messageToAgent: z.string().nullable(),
})
export type ConversationDetail = z.infer<typeof conversationDetail>
