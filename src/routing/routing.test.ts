import { describe, expect, it } from 'vitest'
import { classify, nextTry, offerLimits, pickAgent, shownPresence, type AgentLoad } from './index.ts'

const now = new Date('2026-03-02T10:00:00Z')
const agent = (agentId: string, state: Partial<AgentLoad> = {}): AgentLoad => ({ agentId, name: agentId, presence: 'available', capacity: 3, used: 0, queueIds: ['general'], lastAssignedAt: 0, ...state })
const work = { queueId: 'general', units: 1, declined: {} }

describe('choosing an agent', () => {
  it('prefers the most free capacity, then whoever has waited longest', () => {
    expect(pickAgent(work, [agent('ana', { used: 2 }), agent('bo')], now)?.agentId).toBe('bo')
    expect(pickAgent(work, [agent('ana', { lastAssignedAt: 9 }), agent('bo', { lastAssignedAt: 5 })], now)?.agentId).toBe('bo')
  })

  it.each(['away', 'do-not-disturb', 'offline', 'inactive'] as const)('passes over who is %s', (presence) => {
    expect(pickAgent(work, [agent('ana', { presence })], now)).toBeUndefined()
  })

  it('passes over who is full or serves other queues', () => {
    expect(pickAgent(work, [agent('ana', { used: 3 }), agent('bo', { queueIds: ['billing'] })], now)).toBeUndefined()
    expect(pickAgent({ ...work, units: 2 }, [agent('ana', { used: 2 })], now)).toBeUndefined()
  })

  it('asks who declined again after a minute, three times at most', () => {
    const declined = (times: number, ago: number) => ({ ...work, declined: { ana: { times, at: new Date(now.getTime() - ago).toISOString() } } })
    expect(pickAgent(declined(1, 59_000), [agent('ana')], now)).toBeUndefined()
    expect(nextTry(declined(1, 59_000), now)?.getTime()).toBe(now.getTime() + 1_000)
    expect(pickAgent(declined(1, 60_000), [agent('ana')], now)?.agentId).toBe('ana')
    expect(pickAgent(declined(offerLimits.times, 3_600_000), [agent('ana')], now)).toBeUndefined()
    expect(nextTry(declined(offerLimits.times, 0), now)).toBeUndefined()
    expect(nextTry(declined(1, 60_000), now)).toBeUndefined()
  })

  it('shows a used agent as busy and a full one as do not disturb', () => {
    expect([0, 1, 3].map((used) => shownPresence(agent('ana', { used })))).toEqual(['available', 'busy', 'do-not-disturb'])
    expect(shownPresence(agent('ana', { presence: 'away', used: 3 }))).toBe('away')
  })
})

describe('classifying by rules', () => {
  const rule = (queueId: string, match: 'all' | 'any', ...conditions: [string, 'equals' | 'not-equals' | 'contains' | 'starts-with' | 'greater' | 'less' | 'is-set' | 'is-not-set', string][]) => ({
    id: queueId,
    name: queueId,
    match,
    queueId,
    conditions: conditions.map(([variable, operator, value]) => ({ variable, operator, value })),
  })

  it('takes the first rule that matches, else the fallback queue', () => {
    const rules = [rule('billing', 'all', ['Department', 'equals', 'Billing']), rule('vip', 'any', ['Spent', 'greater', '1000'], ['Tier', 'is-set', ''])]
    expect(classify(rules, 'general', { department: 'billing', Spent: 5000 }).queueId).toBe('billing')
    expect(classify(rules, 'general', { Spent: '5000' }).queueId).toBe('vip')
    expect(classify(rules, 'general', { Tier: 'gold' }).queueId).toBe('vip')
    expect(classify(rules, 'general', { Spent: 999 })).toEqual({ queueId: 'general', rule: undefined })
  })

  it('compares a choice by the name people see', () => {
    expect(classify([rule('billing', 'all', ['Topic', 'equals', 'Invoices'])], 'general', { Topic: { DisplayName: 'Invoices', id: 'x1' } }).queueId).toBe('billing')
  })

  it('lets a missing variable satisfy only "not equals" and "is not set"', () => {
    for (const operator of ['equals', 'contains', 'starts-with', 'greater', 'less', 'is-set'] as const) expect(classify([rule('q', 'all', ['X', operator, ''])], 'general', {}).queueId).toBe('general')
    for (const operator of ['not-equals', 'is-not-set'] as const) expect(classify([rule('q', 'all', ['X', operator, 'a'])], 'general', {}).queueId).toBe('q')
  })
})
