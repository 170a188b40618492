import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern, isPattern } from './index.ts'

const first = (pattern: string, text: string) => all(pattern, text, 1)[0]
function all(pattern: string, text: string, limit = 10): (string | undefined)[] {
  const compiled = compilePattern(pattern)
  if (!isPattern(compiled)) throw new Error(compiled.message)
  const matches = compiled.matches(text, limit)
  if (matches === 'too-slow') throw new Error('too slow')
  return matches
}
const problem = (pattern: string) => {
  const compiled = compilePattern(pattern)
  return isPattern(compiled) ? undefined : compiled.message
}

describe('a .NET pattern', () => {
  it.each([
    ['[0-9]{5}(-[0-9]{4})?', 'zip 98052-1234 or so', '98052-1234'],
    ['[A-Z0-9._%+-]+@[A-Z0-9.-]+', 'MAIL ME@X.ORG', 'ME@X.ORG'],
    ['(?i)ab-\\d+', 'my AB-12', 'AB-12'],
    ['a(?i)b(?-i)c', 'aBC aBc', 'aBc'],
    ['(?i:straße)', 'STRAßE', 'STRAßE'],
    ['(?i:straße)', 'STRAẞE', 'STRAẞE'],
    ['(?i)σοφός', 'ΣΟΦΌΣ', 'ΣΟΦΌΣ'],
    ['(?i)(σ)\\1', 'Σς', 'Σς'],
    ['\\A\\d+\\z', '123', '123'],
    ['^\\d+\\Z', '123\n', '123'],
    ['(?m)^b$', 'a\nb\nc', 'b'],
    ['(?<year>\\d{4})-(?<month>\\d\\d)', 'on 2026-05', '2026-05'],
    ["(?'q'['\"]).*?\\k<q>", `say 'it "is"' now`, `'it "is"'`],
    ['(\\w)\\1', 'hello', 'll'],
    ['(?i)(a)\\1', 'aA', 'aA'],
    ['\\d+(?=\\s*€)', 'you owe 12 or 15 €', '15'],
    ['(?<=#)\\w+', 'ticket #abc', 'abc'],
    ['(?<!\\d)\\d{3}(?!\\d)', '1234 567', '567'],
    ['(?>a+)b', 'aaab', 'aaab'],
    ['[a-z-[aeiou]]+', 'aeixyz', 'xyz'],
    ['[^\\d\\s]+', '12 ab', 'ab'],
    ['[\\D]+', '12ab', 'ab'],
    ['[]x]+', 'a]x', ']x'],
    ['\\p{Lu}\\p{Ll}+', 'das Haus', 'Haus'],
    ['\\p{IsCyrillic}+', 'abc где', 'где'],
    ['\\w+', 'żółw', 'żółw'],
    ['\\d+', '٣٤', '٣٤'],
    ['\\bno\\b', 'know no', 'no'],
    ['(?x) \\d+ # the number\n -x', 'a 12-x', '12-x'],
    ['a{,2}', 'a{,2}', 'a{,2}'],
    ['(?n)(a)(?<x>b)\\k<x>', 'abb', 'abb'],
    ['\\x41\\u0042\\cA?', 'AB', 'AB'],
    ['a|ab', 'ab', 'a'],
    ['a+?', 'aaa', 'a'],
    ['a{2,3}?', 'aaaa', 'aa'],
    ['a{2,}?b', 'aaab', 'aaab'],
    ['(?<=\\d{2,3})x', '1x 123x', 'x'],
    ['\\w{1,4000}\\d', `${'w'.repeat(50)}7!`, `${'w'.repeat(50)}7`],
    ['(?:){999999999}b', 'ab', 'b'],
    ['(?:(?=(a))b|a)\\1|c', 'aac', 'c'],
    ['(a|b*)*c', 'abbac', 'abbac'],
    ['(?:a?){20}a{20}', 'aaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaaaaaa'],
    ['.', '😀', '😀'],
  ])('%s finds in %j %j', (pattern, text, expected) => expect(first(pattern, text)).toBe(expected))

  it('finds several, and never nothing', () => {
    expect(all('[A-Z]{2}\\d+', 'AB1 and CD22')).toEqual(['AB1', 'CD22'])
    expect(all('\\d*', 'a1b22')).toEqual(['1', '22'])
    expect(all('x*', 'aaa')).toEqual([])
    expect(all('(?>a+)ab', 'aaab')).toEqual([])
  })

  it.each([
    ['a++', /Possessive.*atomic group/],
    ['a**', /follows another quantifier/],
    ['*a', /nothing to repeat/],
    ['(a', /no "\)"/],
    ['a)', /without its "\("/],
    ['[a', /no "\]"/],
    ['[z-a]', /runs backwards/],
    ['\\k<x>', /not in the pattern/],
    ['(?<a-b>x)', /Balancing/],
    ['(?(a)b|c)', /Conditions/],
    ['(?P<n>x)', /\(\?<name>/],
    ['\\q', /not an escape/],
    ['\\p{Klingon}', /Klingon/],
    ['a{3,1}', /lower number/],
    ['((a{100}){100}){100}', /too large/],
    ['\\', /single/],
  ])('%s is refused with a reason', (pattern, reason) => expect(problem(pattern)).toMatch(reason))
})

describe('time', () => {
  const timed = (pattern: string, text: string) => {
    const compiled = compilePattern(pattern)
    if (!isPattern(compiled)) throw new Error(compiled.message)
    const started = process.cpuUsage()
    const matches = compiled.matches(text)
    const { user, system } = process.cpuUsage(started)
    return { matches, ms: (user + system) / 1000 }
  }
  it.each([
    ['(a+)+$', `${'a'.repeat(40)}b`],
    ['(a+)+$', `${'a'.repeat(999)}b`],
    ['^(\\w+\\s?)*$', `${'word '.repeat(199)}!`],
    ['(a|aa)+$', `${'a'.repeat(999)}b`],
    ['(.*)*x', 'y'.repeat(1000)],
    ['(?=(a+)+$)b', `${'a'.repeat(999)}b`],
    ['(x+x+)+y', 'x'.repeat(1000)],
    ['(a*)*\\1$b', `${'a'.repeat(999)}b`],
    ['(?<=(a+)+b)c', `${'a'.repeat(999)}c`],
  ])('of %s on an awkward text stays short', (pattern, text) => {
    const { matches, ms } = timed(pattern, text)
    expect(matches === 'too-slow' || matches.length === 0).toBe(true)
    expect(ms).toBeLessThan(250)
  })

  it('is enough for patterns that other engines give up on', () => {
    expect(timed('^(\\w+\\s?)*$', 'word '.repeat(190)).matches).toHaveLength(1)
  })
})

describe('any pattern', () => {
  /** The dialects differ in how often something that takes nothing is repeated. */
  const mayTakeNothing = (source: string) => /\(\?<?[=!]|\\b/.test(source) || new RegExp(`^(?:${source})$`, 'u').test('')
  /** Patterns of the part that JavaScript reads alike. */
  const pattern = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', 'ab', '\\b'),
      fc.tuple(tie('node'), tie('node')).map(([x, y]) => x + y),
      fc.tuple(tie('node'), tie('node')).map(([x, y]) => `(?:${x}|${y})`),
      fc.tuple(tie('node'), fc.constantFrom('*', '+', '?', '*?', '{1,2}')).map(([x, q]) => (mayTakeNothing(x) ? x : `(?:${x})${q}`)),
      tie('node').map((x) => `(?=${x})`),
      tie('node').map((x) => `(?<!${x})`),
    ),
  })).node

  it('finds what JavaScript finds', () => {
    fc.assert(
      fc.property(pattern, fc.stringMatching(/^[abc ]{0,8}$/), (source, text) => {
        const native = [...text.matchAll(new RegExp(source, 'gu'))].map((match) => match[0]).filter(Boolean)
        expect(all(source, text)).toEqual(native)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is read or refused, and never throws', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'ab()[]{}?*+|\\^$.<>=!:-1,kpdL'), maxLength: 30 }), fc.string({ maxLength: 40 }), (source, text) => {
      const compiled = compilePattern(source)
      if (isPattern(compiled)) compiled.matches(text, 3)
      else expect(compiled.message.length).toBeGreaterThan(10)
    }), { numRuns: 2_000 })
  })
})
