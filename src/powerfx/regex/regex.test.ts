import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Backtracker, TooManySteps } from './backtrack.ts'
import { RegexProblem } from './cursor.ts'
import { toSource } from './node.ts'
import { translateRegex, type Translated } from './translate.ts'
import type { RegexFlags } from './characters.ts'

const flags = (more: Partial<RegexFlags> = {}): RegexFlags => ({
  ignoreCase: false, multiline: false, dotAll: false, freeSpacing: false, numbered: true, begins: false, ends: false, ...more,
})
const problem = (pattern: string, more?: Partial<RegexFlags>): string => {
  try {
    translateRegex(pattern, flags(more))
    return 'fine'
  } catch (error) {
    if (error instanceof RegexProblem) return error.message
    throw error
  }
}
const found = (pattern: string, text: string, more?: Partial<RegexFlags>): string | undefined =>
  new RegExp(toSource(translateRegex(pattern, flags(more)).node), 'v').exec(text)?.[0]

describe('a pattern', () => {
  it('reads letters, digits and spaces of every script, one UTF-16 unit at a time', () => {
    expect(found('\\w+', 'über-alles')).toBe('über')
    expect(found('\\d+', 'x٣٤')).toBe('٣٤')
    expect(found('\\s', 'a\u2003b')).toBe('\u2003')
    expect(found('[^\\d]+', '12ab')).toBe('ab')
  })

  it('treats every kind of line end as one', () => {
    expect(found('^b$', 'a\r\nb\r\nc', { multiline: true })).toBe('b')
    expect(found('c$', 'c\n')).toBe('c')
    expect(found('.+', 'one\u2028two')).toBe('one')
  })

  it('ignores spaces and comments when asked to', () => {
    expect(found('a  b # and so on\n c', 'abc', { freeSpacing: true })).toBe('abc')
    expect(found('a(?# inside )b', 'ab')).toBe('ab')
  })

  it.each([
    ['(a', 'Unclosed groups'], ['a)', 'Unopened groups'], ['a**', 'Possessive quantifiers'], ['[b-a]', 'reversed'], ['[]', 'cannot be empty'],
    ['(a?)*', 'could result in an ambiguous result'], ['(?<=a+)b', 'Unlimited quantifiers'], ['\\q', 'Invalid escape code'], ['\\1', 'not defined'],
    ['(?<n>a)', 'Named captures cannot be used'], ['a{2,1}', 'low number is greater'], ['(?>a)', 'Atomic groups'], ['{', 'Literal curly braces'],
  ])('%s is refused', (pattern, reason) => expect(problem(pattern)).toContain(reason))
})

describe('the counting matcher', () => {
  const pieces = ['a', 'b', '.', '\\w', '[ab]', '[^a]', '\\b', '^', '$', 'a?', 'b*', 'a+?', '(a|b)', '(ab)+', '(?:a|ba)*', 'a{1,2}', '(?=b)', '(?!a)', '(?<=a)', '|', '\\1']

  it('finds what the native engine finds', () => {
    const pattern = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
    fc.assert(fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 8 }), (source, text) => {
      let translated: Translated
      try {
        translated = translateRegex(source, flags())
      } catch (error) {
        expect(error).toBeInstanceOf(RegexProblem)
        return
      }
      const native = new RegExp(toSource(translated.node), 'v').exec(text)
      const counted = new Backtracker(translated.node, translated.captures.length, 1e6).exec(text, 0)
      expect(counted && [counted.index, counted[0]]).toEqual(native && [native.index, native[0]])
    }), { numRuns: 3000 })
  })

  it('gives up where the native engine would not come back', () => {
    const { node, captures, risky } = translateRegex('^(a+)+$', flags())
    expect(risky).toBe(true)
    expect(() => new Backtracker(node, captures.length, 100_000).exec(`${'a'.repeat(40)}!`, 0)).toThrow(TooManySteps)
  })
})
