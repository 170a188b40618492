import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkDocuments } from '../../src/topics/index.ts'
import { blankEntity, entityProblem, entityText, variableNameProblem, variableText } from './component-templates.ts'

const problems = (text: string) => checkDocuments([{ path: 'a.mcs.yml', text }]).diagnostics.filter(({ severity }) => severity !== 'information')

describe('a new entity', () => {
  it('is a list of items with the words that stand for them', () => {
    const text = entityText({ ...blankEntity, items: 'Small: tiny, little , small\n\nVery large: "huge", it is: big\n007\n' })
    expect(parse(text)).toEqual({
      kind: 'ClosedListEntity',
      items: [
        { id: 'Small', displayName: 'Small', synonyms: ['tiny', 'little', 'small'] },
        { id: 'Very large', displayName: 'Very large', synonyms: ['"huge"', 'it is: big'] },
        { id: '007', displayName: '007' },
      ],
    })
    expect(problems(text)).toEqual([])
  })

  it('is a pattern, as it was written', () => {
    const text = entityText({ ...blankEntity, how: 'pattern', pattern: '[A-Z]{2}-\\d+: #"x"' })
    expect(parse(text)).toEqual({ kind: 'RegexEntity', pattern: '[A-Z]{2}-\\d+: #"x"' })
    expect(problems(text)).toEqual([])
  })

  it('is not made of nothing, nor of the same twice', () => {
    expect(entityProblem(blankEntity)).toMatch(/at least one/)
    expect(entityProblem({ ...blankEntity, items: 'A: x\na' })).toMatch(/twice/)
    expect(entityProblem({ ...blankEntity, how: 'pattern' })).toMatch(/pattern/)
    expect(entityProblem({ ...blankEntity, items: 'A\nB' })).toBeUndefined()
  })
})

describe('a new global variable', () => {
  it('is called by a name that formulas can write', () => {
    expect(['', 'Two words', '1st', 'basket'].map((name) => variableNameProblem(name, ['Basket']) === undefined)).toEqual([false, false, false, false])
    expect(variableNameProblem('Basket_2', ['Basket'])).toBeUndefined()
  })

  it('is a document without problems', () => {
    const text = variableText('Basket', { description: 'What is bought: all of it', external: true })
    expect(parse(text)).toMatchObject({ kind: 'Variable', name: 'Basket', isExternalInitializationAllowed: true, 'mcs.metadata': { description: 'What is bought: all of it' } })
    expect(problems(text)).toEqual([])
    expect(problems(variableText('Basket', { description: '', external: false }))).toEqual([])
  })
})
