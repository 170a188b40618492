import type { Activity, ConversationSummary, Entry, Offer, Owner } from '../contracts/index.ts'
import { takeFiles, type NewFile } from './files.ts'

/*
 * Status and owner of a conversation (omnichannel reference 3.2):
 *
 *            copilot                 agent accepts          agent ends         agent closes, or time
 *   active/copilot --transfer--> open/queue --offer+accept--> active/agent --> wrap-up/agent --> closed/nobody
 *        |                        |   ^                          |
 *        '-- copilot or customer  |   '-- agent released --------'
 *            ends ----------------'-----> closed/nobody
 */
export type Conversation = {
  readonly id: string
  readonly environmentId: string
  /** Compare-and-set: a commit names the version it read. 0: not stored yet. */
  readonly version: number
  readonly lastSeq: number
  readonly status: ConversationSummary['status']
  readonly owner: Owner
  readonly channel: ConversationSummary['channel']
  readonly workstreamId: string | undefined
  readonly widgetId: string | undefined
  readonly copilotId: string | undefined
  /** Published version this conversation is pinned to; 0 is the draft (test pane). */
  readonly copilotVersion: number | undefined
  readonly queueId: string | undefined
  readonly capacityUnits: number
  readonly offer: Offered | undefined
  readonly data: ConversationData
  /** The copilot engine's state, opaque here. */
  readonly dialog: unknown
  readonly createdAt: string
  readonly queuedAt: string | undefined
  readonly wrapUpAt: string | undefined
  readonly closedAt: string | undefined
  readonly changedAt: string
}

export type Offered = { offerId: string; agentId: string; agentName: string; offeredAt: string; expiresAt: string }

export type ConversationData = {
  customer: { id: string; name: string }
  locale: string
  copilotName?: string
  queueName?: string
  workstreamName?: string
  /** IANA name, once the customer's client said it. */
  timeZone?: string
  /** Values from the page and the pre-chat form. */
  context: Record<string, unknown>
  /** What the copilot handed over. */
  variables: Record<string, unknown>
  messageToAgent?: string
  subject: string
  lastMessage?: { at: string; author: string; text: string }
  escalatedAt?: string
  acceptedAt?: string
  /** The agent who served it last. */
  servedBy?: string
  closeReason?: CloseReason
  /** Bytes of the files in this conversation. */
  uploaded?: number
  /** Characters of what customer and copilot have written, as JSON. */
  written?: number
  /** The customer knows that they have to wait; said once a wait. */
  toldToWait?: boolean
  /** Deadlines by kind: `at` is when it is really due, `row` the time of its row in the database (never later). */
  due: Record<string, { at?: string; row?: string }>
  /** Agents who declined or let the offer pass in this wait: id -> how often and when. */
  declined: Record<string, { times: number; at: string }>
}

export type CloseReason =
  | 'copilot-ended'
  | 'customer-ended'
  | 'customer-left'
  | 'agent-closed'
  | 'wrap-up-timed-out'
  | 'inactive'
  | 'supervisor-closed'

/** A line about to be written; its number is already decided, because only the commit with the right version lands. */
export type NewLine = Entry & { clientId?: string }

/** One atomic step of a conversation: the next state, the lines it adds, the deadlines it moves. */
export type Change = {
  readonly before: Conversation
  readonly after: Conversation
  readonly lines: readonly NewLine[]
  /** Files that these lines name. */
  readonly files?: readonly NewFile[]
  /** Deadline rows to write: kind -> due time, or `undefined` to remove the row. */
  readonly deadlines: Readonly<Record<string, string | undefined>>
  /** What the copilot's turn leaves beside the conversation, when this is one. */
  readonly turn?: TurnNotes
  /** What to tell the outside once this is stored; opaque here. */
  readonly afterwards?: readonly unknown[]
}

/** What is kept of a copilot's turn: enough to replay it, what its topics logged, what it remembers of the customer. */
export type TurnNotes = {
  /** Opaque here. */
  record: unknown
  logged: readonly { name: string; properties: unknown }[]
  /** All variables of scope User, when one changed. */
  remembered?: Record<string, unknown> | undefined
}

export const everyone = 'everyone'
export const staff = 'staff'

/** Opens a change on `conversation`; the functions of changes.ts add to it. */
export function beginChange(conversation: Conversation): Change {
  return { before: conversation, after: { ...conversation, version: conversation.version + 1 }, lines: [], deadlines: {} }
}

export function withState(change: Change, now: Date, state: Partial<Conversation>): Change {
  return { ...change, after: { ...change.after, ...state, changedAt: now.toISOString() } }
}

export function withData(change: Change, data: Partial<ConversationData>): Change {
  return { ...change, after: { ...change.after, data: { ...change.after.data, ...data } } }
}

/**
 * Sets, moves or (without `dueAt`) cancels a deadline. A row that is due earlier stays where it is and is looked at
 * again when its time comes: a chat that re-arms its timers with every message does not write them with every message.
 */
export function withDeadline(change: Change, kind: string, dueAt: Date | undefined): Change {
  const { [kind]: entry = {}, ...others } = change.after.data.due
  const at = dueAt?.toISOString()
  if (!at) return entry.at ? withData(change, { due: entry.row ? { ...others, [kind]: { row: entry.row } } : others }) : change
  if (entry.row && entry.row <= at) return withData(change, { due: { ...others, [kind]: { at, row: entry.row } } })
  return writeRow(withData(change, { due: { ...others, [kind]: { at, row: at } } }), kind, at)
}

/** Brings the row in step with what is really due: moved to that time, or removed. */
export function settleDeadline(change: Change, kind: string): Change {
  const { [kind]: entry, ...others } = change.after.data.due
  const due = entry?.at ? { ...others, [kind]: { at: entry.at, row: entry.at } } : others
  return writeRow(withData(change, { due }), kind, entry?.at)
}

/** Cancels every deadline and removes the rows: nothing happens to a closed conversation. */
export function withoutDeadlines(change: Change): Change {
  return Object.keys(change.after.data.due).reduce((next, kind) => settleDeadline(withDeadline(next, kind, undefined), kind), change)
}

/** Is the deadline really due? */
export function isDue(conversation: Conversation, kind: string, now: Date): boolean {
  const at = conversation.data.due[kind]?.at
  return at !== undefined && at <= now.toISOString()
}

function writeRow(change: Change, kind: string, at: string | undefined): Change {
  return { ...change, deadlines: { ...change.deadlines, [kind]: at } }
}

/** Adds a numbered line. The activity gets its id, time, conversation and sender here, once; files it carries go beside the log. */
export function withLine(
  change: Change,
  now: Date,
  line: { audience: Entry['audience']; author: Entry['author']; activity: Activity; clientId?: string | undefined },
): Change {
  const seq = change.after.lastSeq + 1
  const at = now.toISOString()
  const { author } = line
  const { activity: said, files } = takeFiles(line.activity, change.after.id, seq)
  const activity: Activity = {
    ...said,
    id: activityId(change.after.id, seq),
    timestamp: at,
    conversation: { id: change.after.id },
    from: { ...said.from, id: author.id, name: author.name, role: wireRole(author.kind) },
  }
  const entry: NewLine = { seq, at, audience: line.audience, author, activity, ...(line.clientId ? { clientId: line.clientId } : {}) }
  const isTalk = activity.type === 'message' && author.kind !== 'system' && line.audience === everyone
  const counted = author.kind === 'customer' || author.kind === 'copilot' ? { ...change.after.data, written: (change.after.data.written ?? 0) + JSON.stringify(activity).length } : change.after.data
  const data = isTalk ? { ...counted, lastMessage: { at, author: author.kind, text: preview(activity) } } : counted
  const next = { ...change, after: { ...change.after, lastSeq: seq, data, changedAt: at }, lines: [...change.lines, entry] }
  return files.length > 0 ? withNewFiles(next, files) : next
}

function withNewFiles(change: Change, files: readonly NewFile[]): Change {
  const uploaded = files.reduce((sum, { size }) => sum + size, change.after.data.uploaded ?? 0)
  return { ...withData(change, { uploaded }), files: [...(change.files ?? []), ...files] }
}

/** Direct Line's form of an id: `<conversation>|0000007`. */
export function activityId(conversationId: string, seq: number): string {
  return `${conversationId}|${String(seq).padStart(7, '0')}`
}

/** Units of the agent's capacity that this conversation holds: offered, being served, or in wrap-up. */
export function heldCapacity(conversation: Conversation): { agentId: string; units: number } | undefined {
  if (conversation.closedAt) return undefined
  if (conversation.owner.kind === 'agent') return { agentId: conversation.owner.id, units: conversation.capacityUnits }
  if (conversation.offer) return { agentId: conversation.offer.agentId, units: conversation.capacityUnits }
  return undefined
}

/**
 * Who gains or loses units of capacity by this change, in id order. Only a fresh offer is guarded: an agent may pick
 * beyond their capacity, and nobody is refused giving units back.
 */
export function capacityMoves(change: Change): { agentId: string; delta: number; guard: boolean }[] {
  const before = change.before.version === 0 ? undefined : heldCapacity(change.before)
  const after = heldCapacity(change.after)
  if (before?.agentId === after?.agentId && before?.units === after?.units) return []
  const moves = []
  if (before) moves.push({ agentId: before.agentId, delta: -before.units, guard: false })
  if (after) moves.push({ agentId: after.agentId, delta: after.units, guard: change.after.offer !== undefined })
  return moves.toSorted((a, b) => (a.agentId < b.agentId ? -1 : 1))
}

export function summarize(conversation: Conversation, customerOnline: boolean): ConversationSummary {
  const { data } = conversation
  return {
    id: conversation.id,
    version: conversation.version,
    status: conversation.status,
    owner: conversation.owner,
    channel: conversation.channel,
    customer: data.customer,
    copilotName: data.copilotName ?? null,
    queue: conversation.queueId ? { id: conversation.queueId, name: data.queueName ?? '' } : null,
    workstream: conversation.workstreamId ? { id: conversation.workstreamId, name: data.workstreamName ?? '' } : null,
    subject: data.subject,
    lastSeq: conversation.lastSeq,
    lastMessage: data.lastMessage ?? null,
    startedAt: conversation.createdAt,
    escalatedAt: data.escalatedAt ?? null,
    acceptedAt: data.acceptedAt ?? null,
    wrapUpAt: conversation.wrapUpAt ?? null,
    closedAt: conversation.closedAt ?? null,
    closeReason: data.closeReason ?? null,
    customerOnline,
  }
}

/** What rings at the agent: who, why, and the most telling values, before they answer. */
export function offerOf(conversation: Conversation, customerOnline: boolean): Offer | undefined {
  if (!conversation.offer) return undefined
  const { offerId, offeredAt, expiresAt } = conversation.offer
  const own = namedValues(conversation.data.variables).filter(({ name, value }) => !name.startsWith('va_') && typeof value !== 'object')
  return {
    offerId,
    conversation: summarize(conversation, customerOnline),
    offeredAt,
    expiresAt,
    messageToAgent: conversation.data.messageToAgent ?? null,
    highlights: own.slice(0, highlightLimit),
  }
}

/** va_* first, then the maker's own in the order they were handed over. */
export function namedValues(values: Record<string, unknown>): { name: string; value: unknown }[] {
  const all = Object.entries(values).map(([name, value]) => ({ name, value }))
  return [...all.filter(({ name }) => name.startsWith('va_')), ...all.filter(({ name }) => !name.startsWith('va_'))]
}

const highlightLimit = 6

function wireRole(kind: Entry['author']['kind']): string {
  return kind === 'customer' ? 'user' : kind === 'copilot' ? 'bot' : kind === 'agent' ? 'agent' : 'system'
}

function preview(activity: Activity): string {
  const text = activity.text ?? (activity.attachments?.length ? '[attachment]' : '')
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}
