import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileExpression, compileTemplate, complete, fromJson, signatureAt, toJson, toText, type FxEnv } from './index.ts'
import { allFunctions } from './functions/index.ts'
import { serialize } from './serialize.ts'

const env: FxEnv = {
  lookup: (scope, name) => (scope === 'Topic' ? fromJson({ a: 1, b: 'x', rows: [{ a: 1 }, null] }[name ?? ''] ?? null) : undefined),
  now: () => new Date('2026-01-31T12:00:00Z'),
  random: () => 0.25,
  timeZone: 'Europe/Paris',
  locale: 'en-US',
  fuel: 20_000,
}

const runs = (source: string): void => {
  const value = compileExpression(source, { lenient: true }).evaluate(env)
  expect(typeof serialize(value)).toBe('string')
  expect(typeof toText(value)).toBe('string')
  JSON.stringify(toJson(value))
}

const words = [
  '(', ')', '{', '}', '[', ']', ',', ';', ':', '.', '+', '-', '*', '/', '^', '%', '&', '!', '=', '<>', '<', '>=', '&&', '||', ' in ', ' As ', ' Not ',
  '"', "'", '$"', '"text"', "'q n'", '1', '0.5', '1e28', '1e99', 'true', 'Blank()', 'Topic.a', 'Topic.rows', 'ThisRecord', 'Value', 'If(', 'ForAll(', 'Filter(',
  'Text(', 'ParseJSON(', '"[1,{""a"":2}]"', 'Date(', 'Match(', 'Table(', 'With(', 'Sum(', 'IfError(', '{a:1}', '[1,2]', 'SortOrder.Ascending', '__proto__', 'constructor', '//', '/*', '\u{1f600}', '\n',
]

describe('hostile input', () => {
  it('never makes compiling or evaluating throw', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...words), { maxLength: 25 }), (parts) => runs(parts.join(''))), { numRuns: 3000 })
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), runs), { numRuns: 1000 })
  })

  it('never makes any function throw, whatever it is given', () => {
    const values = ['Topic.a', 'Topic.b', 'Topic.rows', 'Topic.none', '1', '-1', '1e20', '""', '"x"', '"[ab]+"', 'true', 'Blank()', '1 / 0', 'Today()', 'Now()', 'Time(1,2,3)', '{a: 1}', '[1, 2]',
      'Table({a: 1}, Blank())', 'ParseJSON("{""a"":[1,null]}")', 'ParseJSON("[1]")', 'Color.Red', 'SortOrder.Descending', 'GUID("0f8fad5b-d9cb-469f-a165-70867728950e")', 'Float(2)', 'a', 'Value', 'Value > 1', 'Topic.a As x']
    const call = fc.tuple(fc.constantFrom(...allFunctions), fc.array(fc.constantFrom(...values), { maxLength: 5 }))
    fc.assert(fc.property(call, ([f, args]) => {
      runs(`${f.name}(${[...args, ...Array<string>(Math.max(0, f.min - args.length)).fill('Topic.a')].slice(0, Math.max(f.min, Math.min(f.max, 6))).join(', ')})`)
    }), { numRuns: 6000 })
  })

  it('never makes an editor\'s questions throw', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), fc.nat(60), (parts, offset) => {
      const source = parts.join('')
      const { start, end } = complete(source, Math.min(offset, source.length), { lenient: true })
      expect(start <= end).toBe(true)
      signatureAt(source, offset)
    }), { numRuns: 500 })
  })

  it('never makes a template throw, and without braces it prints itself', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => {
      const template = compileTemplate(text, { lenient: true })
      const printed = template.evaluate(env)
      if (!text.includes('{')) expect(printed).toBe(text)
    }))
  })

  const deep = (part: string, close = '', count = 20_000): string => part.repeat(count) + '1' + close.repeat(count)
  it.each([
    ['parentheses', deep('(', ')')], ['records', deep('{a:', '}')], ['tables', deep('[', ']')], ['calls', deep('Abs(', ')')],
    ['signs', deep('-')], ['negations', deep('!')], ['sums', deep('1+')], ['texts', deep('1&')], ['conditions', deep('true||')],
    ['dots', `Topic${'.a'.repeat(20_000)}`], ['percents', `1${'%'.repeat(20_000)}`], ['islands', deep('$"{', '}"')], ['powers', deep('1^')],
    ['unclosed calls', 'If('.repeat(20_000)],
  ])('answers deep nesting of %s with a diagnostic or a value, not a stack overflow', (_, source) => {
    runs(source)
  })

  it('keeps fields called __proto__ and constructor as plain data', () => {
    const value = compileExpression('ParseJSON("{""__proto__"":{""x"":1},""constructor"":2}")').evaluate(env)
    const stored = JSON.parse(JSON.stringify(toJson(value))) as object
    expect(serialize(fromJson(stored))).toBe('Dynamic')
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  it('stops a text that doubles without end', () => {
    const source = `With({a: "0123456789"}, ${'With({a: a & a & a & a}, '.repeat(12)}Len(a)${')'.repeat(13)}`
    expect(serialize(compileExpression(source).evaluate(env))).toBe('Error({Kind:ErrorKind.InsufficientMemory})')
  })

  it('stops nested loops by fuel', () => {
    const source = 'Sum(Sequence(5000), Sum(Sequence(5000), Value))'
    expect(serialize(compileExpression(source).evaluate(env))).toBe('Error({Kind:ErrorKind.Timeout})')
  })
})
