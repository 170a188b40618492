import { SPACE, casesOf, characterTest, inClass, type CharacterTest } from '../../patterns/index.ts'
import { PatternCursor } from './cursor.ts'
import { CATEGORIES, DIGIT, ESCAPABLE_IN_CLASS, NEEDS_ESCAPE_IN_CLASS, NOT_DOUBLED, WORD, single } from './tables.ts'

/** The dialect is the part .NET, JavaScript and PCRE agree on; everything outside it is refused with a message. */
export type RegexFlags = {
  ignoreCase: boolean
  multiline: boolean
  dotAll: boolean
  freeSpacing: boolean
  numbered: boolean
  begins: boolean
  ends: boolean
}

/** Reads characters by code, sets like `\\d` and classes in brackets, and writes them as contents of brackets. */
export class CharacterReader extends PatternCursor {
  protected readonly flags: RegexFlags
  constructor(text: string, flags: RegexFlags) {
    super(text)
    this.flags = flags
  }

  /** `\d \w \s \p{..}` and their opposites, as class contents. */
  protected setEscape(inClass: boolean): string | undefined {
    const c = this.text[this.at + 1] ?? ''
    const sets: Readonly<Record<string, string>> = {
      d: DIGIT, D: `[^${DIGIT}]`, w: WORD, W: `[^${WORD}]`, s: SPACE, S: `[^${SPACE}]`,
    }
    const set = sets[c]
    if (set !== undefined) {
      this.at += 2
      return set
    }
    if (c !== 'p' && c !== 'P') return undefined
    const match = /^\\[pP]\{(\w[\w ]*)\}/.exec(this.text.slice(this.at))
    if (!match) return inClass ? this.foundContext('Invalid escape code', this.at + 2) : this.found('Invalid escape code', `\\${c}`)
    if (!CATEGORIES.has(match[1] ?? '')) this.found('Invalid Unicode category name', match[0])
    this.at += match[0].length
    return this.category(c, match[1] ?? '')
  }

  /** Under ignore-case the cased letter categories are one. */
  protected category(letter: string, name: string): string {
    const names = this.flags.ignoreCase && ['Lu', 'Ll', 'Lt'].includes(name) ? ['Lu', 'Ll', 'Lt'] : [name]
    const contents = names.map((n) => `\\p{${n}}`).join('')
    return letter === 'p' ? single(contents) : `[^${contents}]`
  }

  /** A character by code: `\n \x41 \u0041 \u{1F600}` and surrogate pairs. */
  protected charEscape(inClass: boolean): number | undefined {
    const rest = this.text.slice(this.at)
    const simple: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12 }
    const c = rest[1] ?? ''
    const code = simple[c]
    if (code !== undefined) {
      this.at += 2
      return code
    }
    if (c !== 'x' && c !== 'u') return undefined
    const match = /^\\x([0-9a-f]{2})|^\\u([0-9a-f]{4})|^\\u\{([0-9a-f]{1,8})\}/i.exec(rest)
    const value = match ? parseInt(match[1] ?? match[2] ?? match[3] ?? '', 16) : NaN
    if (!match || Number.isNaN(value) || value > 0x10ffff) {
      return inClass ? this.foundContext('Invalid escape code', this.at + 2) : this.found('Invalid escape code', `\\${c}`)
    }
    return this.surrogates(value, match[0].length, match[2] !== undefined, inClass)
  }

  protected surrogates(value: number, length: number, fourDigits: boolean, inClass: boolean): number {
    const end = this.at + length
    if (value < 0xd800 || value > 0xdfff) {
      this.at = end
      return value
    }
    const low = fourDigits && value <= 0xdbff ? /^\\u(d[c-f][0-9a-f]{2})/i.exec(this.text.slice(end)) : null
    if (!low) {
      const start = inClass ? undefined : this.text.slice(this.at, end)
      if (start !== undefined) this.fail(`Malformed Unicode surrogate pair (character U+10000 and above), found at the end of "${start}".`)
      this.atEndOf('Malformed Unicode surrogate pair (character U+10000 and above)', end)
    }
    this.at = end + 6
    return 0x10000 + ((value - 0xd800) << 10) + (parseInt(low?.[1] ?? '', 16) - 0xdc00)
  }

  protected characterClass(): CharacterTest {
    const start = this.at
    this.at++
    const negated = this.text[this.at] === '^'
    if (negated) this.at++
    if (this.text[this.at] === ']') this.found('Square bracket character classes cannot be empty', this.text.slice(start, this.at + 1))
    let contents = ''
    let previous: number | undefined
    for (;;) {
      const c = this.text[this.at]
      if (c === undefined) return this.fail('Unclosed character class, missing closing square brace.')
      if (c === ']') break
      const member = this.classMember(negated, previous)
      contents += member.contents
      previous = member.code
    }
    this.at++
    return characterTest(contents, negated, false)
  }

  protected classMember(negated: boolean, previous: number | undefined): { contents: string; code?: number } {
    const c = this.text[this.at] as string
    if (c === '-') this.atEndOf('Literal hyphen in character class must be escaped with backslash, escape with "\\-"', this.at + 1)
    if (c === '[') {
      return this.atEndOf('Literal square braces must be escaped with a backslash even in character classes, for example \\[ or \\]')
    }
    const wasEscaped = c === '\\'
    const first = this.classAtom(negated)
    if (typeof first === 'string') {
      if (this.text[this.at] === '-' && this.text[this.at + 1] !== ']') {
        this.atEndOf('Character class in a character class range, or escape a literal hyphen with a backslash', this.at + 1)
      }
      return { contents: first }
    }
    if (!wasEscaped && previous === first && NOT_DOUBLED.has(String.fromCodePoint(first))) {
      this.atEndOf('Character repeated in character class')
    }
    if (this.text[this.at] !== '-') return wasEscaped ? { contents: this.span(first, first) } : { contents: this.span(first, first), code: first }
    if (this.text[this.at + 1] === ']' || this.text[this.at + 1] === undefined) {
      return this.atEndOf('Literal hyphen in character class must be escaped with backslash, escape with "\\-"', this.at + 1)
    }
    this.at++
    const last = this.classAtom(negated)
    if (typeof last === 'string') return this.atEndOf('Character class in a character class range, or escape a literal hyphen with a backslash')
    if (last < first) this.atEndOf('The characters in a character class range are reversed')
    return { contents: this.span(first, last) }
  }

  /** A range, with the other cases of its letters when case does not matter. */
  protected span(first: number, last: number): string {
    let contents = first === last ? inClass(first) : `${inClass(first)}-${inClass(last)}`
    if (!this.flags.ignoreCase) return contents
    for (let code = first; code <= last; code++) {
      for (const other of casesOf(code)) if (other < first || other > last) contents += inClass(other)
    }
    return contents
  }

  /** One character, or the contents of a set like `\d`. */
  protected classAtom(negated: boolean): number | string {
    const c = this.text[this.at] as string
    if (c === '\\') return this.classEscape(negated)
    const code = this.text.codePointAt(this.at) as number
    if (code > 0xffff) this.tooFar(this.at + 2)
    if (code >= 0xd800 && code <= 0xdfff) this.atEndOf('Malformed Unicode surrogate pair (character U+10000 and above)', this.at + 1)
    if (NEEDS_ESCAPE_IN_CLASS.has(c)) {
      this.atEndOf('Literal character needs to be escaped with a backslash when used in a character class', this.at + 1)
    }
    this.at++
    return code
  }

  protected tooFar(end: number): never {
    return this.foundContext('Unicode characters in surrogate pairs (character U+10000 and above) are not supported in character classes', end)
  }

  protected classEscape(negated: boolean): number | string {
    const c = this.text[this.at + 1] ?? ''
    if (c === ']' && !this.text.slice(this.at + 2).includes(']')) {
      this.atEndOf('Literal character needs to be escaped with a backslash when used in a character class', this.at + 1)
    }
    if (c === 'b' || c === 'B') this.atEndOf('Escape character not permitted within character class', this.at + 2)
    if (c === 'k') {
      const token = /^\\k<[^>]*>/.exec(this.text.slice(this.at))?.[0] ?? '\\k'
      this.atEndOf('Escape character not permitted within character class', this.at + token.length)
    }
    if (negated && 'DWSP'.includes(c) && c !== '') {
      const token = /^\\(?:P\{\w+\}|.)/.exec(this.text.slice(this.at))?.[0] ?? ''
      this.atEndOf('Negative escape character not permitted within negated character class', this.at + token.length)
    }
    const set = this.setEscape(true)
    if (set !== undefined) return set
    const code = this.charEscape(true)
    if (code !== undefined) {
      if (code > 0xffff) this.tooFar(this.at)
      return code
    }
    if (!ESCAPABLE_IN_CLASS.has(c)) this.foundContext('Invalid escape code', this.at + 2)
    this.at += 2
    return c.charCodeAt(0)
  }
}
