import type { Activity, ConversationSummary, Entry } from '../../contracts/index.ts'
import { fileAddress, withFileAddresses } from '../../conversations/index.ts'

const texts = new WeakMap<Entry, string>()

/** A line as Direct Line clients see it, as JSON. Made once per line, however many sockets and polls read it. */
export function activityJson(entry: Entry): string {
  const known = texts.get(entry)
  if (known !== undefined) return known
  const text = JSON.stringify(wireActivity(entry))
  texts.set(entry, text)
  return text
}

/** Lines that belong to the customer's view; the others are numbered too, so watermarks skip. */
export function isForCustomer(entry: Entry): boolean {
  return entry.audience === 'everyone' && !(entry.activity.type === 'event' && entry.activity.name?.startsWith('hub.'))
}

/** For the customer: an agent may still be writing their notes. */
export function isOver({ status }: Pick<ConversationSummary, 'status'>): boolean {
  return status === 'wrap-up' || status === 'closed'
}

/** Where a client fetches a file: scheme, host, path and key. */
export type FileLink = (conversationId: string, fileId: string) => string

/** Keys are computed for so many files of one answer: whoever fills a conversation with made-up addresses does not make reading it slow. */
const mostLinks = 2000

/** `watermark` is the number of the last line the client has then seen. */
export function activitySet(entries: readonly Entry[], watermark: number, link: FileLink): string {
  const links = new Map<string, string>()
  return `{"activities":[${entries.map((entry) => withLinks(entry, link, links)).join(',')}],"watermark":"${watermark}"}`
}

/** The log names files by an address for staff; the customer's client gets one that it can open. */
function withLinks(entry: Entry, link: FileLink, links: Map<string, string>): string {
  const conversationId = entry.activity.conversation?.id ?? ''
  return withFileAddresses(activityJson(entry), conversationId, (fileId) => {
    const known = links.get(fileId)
    if (known !== undefined) return known
    if (links.size >= mostLinks) return fileAddress(conversationId, fileId)
    const made = JSON.stringify(link(conversationId, fileId)).slice(1, -1)
    links.set(fileId, made)
    return made
  })
}

/** Not numbered: a client that misses it misses nothing. */
export function typingFrame(conversationId: string, side: 'copilot' | 'agent', name: string, at: Date): string {
  const activity = {
    type: 'typing',
    id: `${conversationId}|typing`,
    timestamp: at.toISOString(),
    channelId: 'directline',
    conversation: { id: conversationId },
    from: { id: side, name, role: 'bot' },
  }
  return JSON.stringify({ activities: [activity] })
}

/** Where an anonymous customer's own `from.id` waits: the log's `from.id` is the customer's id here. */
export const ownId = 'batonOwnId'

function wireActivity({ activity, at, author }: Entry): Activity {
  const { changes, ...said } = activity
  // As channels of the Bot Framework send changes: `id` is the id of what is changed.
  const wire: Activity = { channelId: 'directline', timestamp: at, ...said, ...(changes && author.kind === 'copilot' ? { id: changes } : {}) }
  const id = activity.from?.[ownId]
  if (typeof id !== 'string') return wire
  const { [ownId]: _, ...from } = activity.from ?? { id }
  return { ...wire, from: { ...from, id } }
}

/** Undefined: from the beginning. Clients send all sorts of things when they have none. */
export function parseWatermark(text: string | null | undefined): number {
  return text && /^\d{1,9}$/.test(text) ? Number(text) : 0
}
