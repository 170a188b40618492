import type { ConversationSummary } from '../../src/contracts/conversation.ts'
import type { Inbox } from '../../src/contracts/desk.ts'

export type Row = { conversation: ConversationSummary; unread: boolean }
export type InboxSection = { id: 'mine' | 'open' | 'closed'; title: string; empty: string; rows: Row[] }

/** The inbox as it is read: mine with the newest words first, waiting ones by who waits longest, closed ones newest first. */
export function inboxSections(inbox: Inbox, readSeq: (id: string) => number): InboxSection[] {
  const row = (conversation: ConversationSummary): Row => ({ conversation, unread: isUnread(conversation, readSeq(conversation.id)) })
  const quiet = (conversation: ConversationSummary): Row => ({ conversation, unread: false })
  const time = (iso: string | null | undefined) => (iso ? Date.parse(iso) : 0)
  return [
    {
      id: 'mine',
      title: 'My conversations',
      empty: 'You have no conversation. New ones are offered to you here.',
      rows: inbox.mine.toSorted((a, b) => time(b.lastMessage?.at ?? b.acceptedAt) - time(a.lastMessage?.at ?? a.acceptedAt)).map(row),
    },
    {
      id: 'open',
      title: 'Open in my queues',
      empty: 'Nobody is waiting.',
      rows: inbox.open.toSorted((a, b) => time(a.escalatedAt ?? a.startedAt) - time(b.escalatedAt ?? b.startedAt)).map(quiet),
    },
    {
      id: 'closed',
      title: 'Closed today',
      empty: 'None yet.',
      rows: inbox.closedToday.toSorted((a, b) => time(b.closedAt) - time(a.closedAt)).map(quiet),
    },
  ]
}

/** The customer spoke after what the agent has seen. The author of the last message is a kind: customer, copilot or agent. */
export function isUnread(conversation: ConversationSummary, readSeq: number): boolean {
  return conversation.lastSeq > readSeq && conversation.lastMessage?.author === 'customer'
}

/** The last words in one line, with who said them unless it was the customer. */
export function lastWords(conversation: ConversationSummary, mine: boolean): string {
  const last = conversation.lastMessage
  if (!last) return conversation.subject || 'Nothing said yet'
  const who: Record<string, string> = { copilot: conversation.copilotName ?? 'Copilot', agent: mine ? 'You' : 'Agent' }
  const name = who[last.author]
  return name ? `${name}: ${last.text}` : last.text
}

/** Every conversation the inbox knows, newest copy of each. */
export function findInInbox(inbox: Inbox | undefined, id: string): ConversationSummary | undefined {
  if (!inbox) return undefined
  const all = [...inbox.mine, ...inbox.offers.map((offer) => offer.conversation), ...inbox.open, ...inbox.closedToday]
  return all.filter((conversation) => conversation.id === id).toSorted((a, b) => b.version - a.version)[0]
}
