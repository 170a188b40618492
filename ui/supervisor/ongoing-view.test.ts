import { describe, expect, it } from 'vitest'
import type { ConversationSummary } from '../../src/contracts/conversation.ts'
import type { Ongoing } from '../../src/contracts/supervisor.ts'
import { defaultSort, filterConversations, queueBars, sortConversations, waitMs } from './ongoing-view.ts'

const billing = { id: 'q1', name: 'Billing' }
const conversation = (id: string, part: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id,
  version: 1,
  status: 'active',
  owner: { kind: 'copilot', id: 'bot', name: 'Contoso Support' },
  channel: 'livechat',
  customer: { id: 'c', name: `Customer ${id}` },
  copilotName: 'Contoso Support',
  queue: null,
  workstream: null,
  subject: '',
  lastSeq: 1,
  lastMessage: null,
  startedAt: '2026-01-01T10:00:00Z',
  escalatedAt: null,
  acceptedAt: null,
  wrapUpAt: null,
  closedAt: null,
  closeReason: null,
  customerOnline: true,
  ...part,
})
const waiting = (id: string, since: string) => conversation(id, { status: 'open', owner: { kind: 'queue', ...billing }, queue: billing, escalatedAt: since })
const served = conversation('served', { owner: { kind: 'agent', id: 'ana', name: 'Ana' }, queue: billing, escalatedAt: '2026-01-01T10:00:00Z', acceptedAt: '2026-01-01T10:01:30Z' })
const all = [conversation('bot'), served, waiting('late', '2026-01-01T10:05:00Z'), waiting('early', '2026-01-01T10:01:00Z')]
const now = Date.parse('2026-01-01T10:10:00Z')
const none = { search: '', stage: '', queueId: '', agentId: '' }
const ids = (conversations: ConversationSummary[]) => conversations.map(({ id }) => id)

describe('ongoing conversations', () => {
  it('puts the customer who waits longest on top', () => {
    expect(ids(sortConversations(all, defaultSort, now))).toEqual(['early', 'late', 'served', 'bot'])
  })

  it('sorts by waiting time both ways', () => {
    expect(ids(sortConversations(all, { key: 'wait', down: false }, now))).toEqual(['early', 'late', 'served', 'bot'])
    expect(ids(sortConversations(all, { key: 'wait', down: true }, now))[0]).toBe('bot')
  })

  it('filters by state, queue, agent and words', () => {
    expect(ids(filterConversations(all, { ...none, stage: 'waiting' }))).toEqual(['late', 'early'])
    expect(ids(filterConversations(all, { ...none, queueId: 'q1', agentId: 'ana' }))).toEqual(['served'])
    expect(ids(filterConversations(all, { ...none, search: 'customer BOT' }))).toEqual(['bot'])
  })

  it('stops the waiting time when somebody accepts', () => {
    expect(waitMs(served, now)).toBe(90_000)
    expect(waitMs(all[3]!, now)).toBe(540_000)
    expect(waitMs(all[0]!, now)).toBeUndefined()
  })

  it('counts per queue what waits and what is served, and copilots apart', () => {
    const ongoing: Ongoing = { at: '', conversations: all, agents: [], queues: [{ ...billing, waiting: 2, longestWaitSince: null, agentsAvailable: 1 }], totals: { withCopilot: 1, waiting: 2, withAgent: 1, wrapUp: 0, closedToday: 0 } }
    expect(queueBars(ongoing).map(({ name, total, counts }) => [name, total, counts.map(({ stage, count }) => `${stage} ${count}`)])).toEqual([
      ['Billing', 3, ['waiting 2', 'agent 1']],
      ['With copilots', 1, ['copilot 1']],
    ])
  })
})
