import { describe, expect, it } from 'vitest'
import { nameProblem, nameWarning } from './copilot-name.ts'

describe('a copilot’s name', () => {
  it('of 30 characters can be connected, of 31 not', () => {
    expect(nameWarning('a'.repeat(30))).toBeUndefined()
    expect(nameWarning(` ${'a'.repeat(30)} `)).toBeUndefined()
    expect(nameWarning('a'.repeat(31))).toContain('31 characters')
  })
  it('counts characters, not code units', () => expect(nameWarning('🙂'.repeat(30))).toBeUndefined())
  it('is needed', () => {
    expect(nameProblem('  ')).toContain('name')
    expect(nameProblem('a'.repeat(101))).toContain('100')
    expect(nameProblem('Contoso')).toBeUndefined()
  })
})
