import { describe, expect, it } from 'vitest'
import type { ConversationSummary } from '../../src/contracts/conversation.ts'
import type { Inbox } from '../../src/contracts/desk.ts'
import { findInInbox, inboxSections, isUnread, lastWords } from './inbox-sections.ts'

const conversation = (id: string, part: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id,
  version: 1,
  status: 'active',
  owner: { kind: 'agent', id: 'ana', name: 'Ana' },
  channel: 'livechat',
  customer: { id: 'c', name: 'Clara' },
  copilotName: 'Contoso Support',
  queue: null,
  workstream: null,
  subject: 'Billing',
  lastSeq: 5,
  lastMessage: { at: '2026-01-01T10:00:00Z', author: 'customer', text: 'hello' },
  startedAt: '2026-01-01T09:00:00Z',
  escalatedAt: null,
  acceptedAt: null,
  wrapUpAt: null,
  closedAt: null,
  closeReason: null,
  customerOnline: true,
  ...part,
})
const inbox = (part: Partial<Inbox>): Inbox => ({ agent: { id: 'ana', name: 'Ana', presence: 'available', capacity: { total: 3, used: 0 }, queues: [] }, offers: [], mine: [], open: [], closedToday: [], ...part })
const ids = (sections: ReturnType<typeof inboxSections>, id: string) => sections.find((section) => section.id === id)?.rows.map((row) => row.conversation.id)

describe('the inbox', () => {
  it('puts my newest words first and the longest waiting customer first', () => {
    const sections = inboxSections(
      inbox({
        mine: [conversation('old'), conversation('new', { lastMessage: { at: '2026-01-01T11:00:00Z', author: 'customer', text: 'again' } })],
        open: [conversation('second', { escalatedAt: '2026-01-01T10:05:00Z' }), conversation('first', { escalatedAt: '2026-01-01T10:01:00Z' })],
      }),
      () => 0,
    )
    expect(ids(sections, 'mine')).toEqual(['new', 'old'])
    expect(ids(sections, 'open')).toEqual(['first', 'second'])
  })

  it('marks a conversation unread only while the customer spoke last and was not seen', () => {
    expect(isUnread(conversation('a'), 4)).toBe(true)
    expect(isUnread(conversation('a'), 5)).toBe(false)
    expect(isUnread(conversation('a', { lastMessage: { at: '', author: 'agent', text: 'hi' } }), 0)).toBe(false)
  })

  it('says who had the last words unless it was the customer', () => {
    expect(lastWords(conversation('a'), true)).toBe('hello')
    expect(lastWords(conversation('a', { lastMessage: { at: '', author: 'agent', text: 'hi' } }), true)).toBe('You: hi')
    expect(lastWords(conversation('a', { lastMessage: { at: '', author: 'copilot', text: 'hi' } }), true)).toBe('Contoso Support: hi')
    expect(lastWords(conversation('a', { lastMessage: null }), true)).toBe('Billing')
  })

  it('finds the newest copy of a conversation', () => {
    const found = findInInbox(inbox({ mine: [conversation('a', { version: 2 })], open: [conversation('a')] }), 'a')
    expect(found?.version).toBe(2)
  })
})
