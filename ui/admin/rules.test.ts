import { describe, expect, it } from 'vitest'
import { describeRule, isSound, moveRule, ruleProblems } from './rules.ts'

const rule = { id: 'r', name: 'Billing', match: 'all' as const, queueId: 'q', conditions: [{ variable: 'Topic.Area', operator: 'equals' as const, value: 'billing' }] }

describe('a rule', () => {
  it('reads as a sentence', () => {
    expect(describeRule(rule)).toBe('Topic.Area equals “billing”')
    expect(describeRule({ match: 'any', conditions: [...rule.conditions, { variable: 'va_LastTopic', operator: 'is-set', value: '' }] })).toBe('Topic.Area equals “billing” or va_LastTopic has a value')
    expect(describeRule({ match: 'all', conditions: [] })).toBe('Always')
  })
  it('says what is missing, by field', () => {
    expect(isSound(ruleProblems(rule, ['q']))).toBe(true)
    const problems = ruleProblems({ ...rule, name: ' ', queueId: 'gone', conditions: [{ variable: '', operator: 'equals', value: '' }, { variable: 'a', operator: 'greater', value: 'ten' }, { variable: 'a', operator: 'is-set', value: '' }] }, ['q'])
    expect(isSound(problems)).toBe(false)
    expect(problems.name).toContain('name')
    expect(problems.queueId).toContain('queue')
    expect(problems.conditions[0]).toHaveProperty('variable')
    expect(problems.conditions[1]?.value).toContain('number')
    expect(problems.conditions[2]).toEqual({})
  })
  it('moves one place and stops at the ends', () => {
    expect(moveRule(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
    expect(moveRule(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
    expect(moveRule(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  })
})
