import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileProgram, findMatches } from '../../patterns/index.ts'
import { RegexProblem } from './cursor.ts'
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
const matches = (translated: Translated, text: string) => [...findMatches(compileProgram(translated.tree, { keepCaptures: true }), text)]
const found = (pattern: string, text: string, more?: Partial<RegexFlags>): string | undefined => matches(translateRegex(pattern, flags(more)), text)[0]?.text

describe('a pattern', () => {
  it('reads letters, digits and spaces of every script, one UTF-16 unit at a time', () => {
    expect(found('\\w+', 'über-alles')).toBe('über')
    expect(found('\\d+', 'x٣٤')).toBe('٣٤')
    expect(found('\\s', 'a\u2003b')).toBe('\u2003')
    expect(found('[^\\d]+', '12ab')).toBe('ab')
  })

  it('treats every kind of line end as one', () => {
    expect(found('^b$', 'a\r\nb\r\nc', { multiline: true })).toBe('b')
    expect(matches(translateRegex('^|$', flags({ multiline: true })), 'a\r\nb').map(({ index }) => index)).toEqual([0, 1, 3, 4])
    expect(found('c$', 'c\n')).toBe('c')
    expect(found('c$', 'c\r\n')).toBe('c')
    expect(found('c$', 'c\n\n')).toBeUndefined()
    expect(found('.+', 'one\u2028two')).toBe('one')
  })

  it('ignores spaces and comments when asked to', () => {
    expect(found('a  b # and so on\n c', 'abc', { freeSpacing: true })).toBe('abc')
    expect(found('a(?# inside )b', 'ab')).toBe('ab')
  })

  it('tells what its groups took, and where a match begins in UTF-16 units', () => {
    expect(matches(translateRegex('(a)|(b)', flags()), '😀ab')).toEqual([{ index: 2, text: 'a', groups: ['a', undefined] }, { index: 3, text: 'b', groups: [undefined, 'b'] }])
    expect(matches(translateRegex('(?=(\\w+))\\w', flags()), 'ab').map(({ groups }) => groups[0])).toEqual(['ab', 'b'])
  })

  it.each([
    ['(a', 'Unclosed groups'], ['a)', 'Unopened groups'], ['a**', 'Possessive quantifiers'], ['[b-a]', 'reversed'], ['[]', 'cannot be empty'],
    ['(a?)*', 'could result in an ambiguous result'], ['(?<=a+)b', 'Unlimited quantifiers'], ['\\q', 'Invalid escape code'], ['\\1', 'not defined'],
    ['(?<n>a)', 'Named captures cannot be used'], ['a{2,1}', 'low number is greater'], ['(?>a)', 'Atomic groups'], ['{', 'Literal curly braces'],
  ])('%s is refused', (pattern, reason) => expect(problem(pattern)).toContain(reason))

  it('finds what JavaScript finds, groups included', () => {
    const pieces = ['a', 'b', '.', '\\w', '[ab]', '[^a]', '\\b', '^', 'a?', 'b*', 'a+?', 'a{1,2}', 'a{2,}?', '(a|b)', '(ab)+', '(?:a|ba)*', '(?=b)', '(?=(b|ab))', '(?!a)', '(?<=a)', '|', '\\1']
    const pattern = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
    fc.assert(fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 8 }), (source, text) => {
      let translated: Translated
      try {
        translated = translateRegex(source, flags())
      } catch (error) {
        expect(error).toBeInstanceOf(RegexProblem)
        return
      }
      const native = [...text.matchAll(new RegExp(source, 'gv'))].map((match) => [match.index, ...match])
      expect(matches(translated, text).map(({ index, text, groups }) => [index, text, ...groups])).toEqual(native)
    }), { numRuns: 3000 })
  })
})
