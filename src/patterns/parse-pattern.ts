import { DIGIT, SPACE, WORD, anyButLineEnd, anyCharacter, atEnd, atLineEnd, atLineStart, atStart, atWordBoundary, beforeLastLineEnd, blocks, categories, characterTest, inClass, insideWord, literalTest } from './characters.ts'
import { CaptureNames } from './capture-names.ts'
import { PatternProblem } from './tree.ts'
import type { CharacterTest, PatternNode, PatternTree } from './tree.ts'

type Options = { ignoreCase: boolean; multiline: boolean; dotAll: boolean; freeSpacing: boolean; namedOnly: boolean }

const MAX_DEPTH = 100

/** Reads a .NET regular expression. Throws `PatternProblem` for what is wrong, and for what .NET knows and this does not. */
export function parsePattern(source: string): PatternTree {
  return new Parser(source).parse()
}

class Parser {
  private at = 0
  private depth = 0
  private options: Options = { ignoreCase: false, multiline: false, dotAll: false, freeSpacing: false, namedOnly: false }
  private readonly source: string
  private readonly groups: CaptureNames
  private hasReferences = false

  constructor(source: string) {
    this.source = source
    this.groups = new CaptureNames(source)
  }

  parse(): PatternTree {
    const node = this.alternation()
    if (this.at < this.source.length) this.fail('There is a ")" without its "(".')
    return { node, captures: this.groups.count, hasReferences: this.hasReferences }
  }

  private fail(message: string, at = this.at): never {
    throw new PatternProblem(message, at)
  }

  private takes(token: string): boolean {
    if (!this.source.startsWith(token, this.at)) return false
    this.at += token.length
    return true
  }

  private takeMatch(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at
    const match = expression.exec(this.source)
    if (match) this.at += match[0].length
    return match
  }

  // Structure

  /** Options set inside a group end with it. */
  private scoped<T>(read: () => T): T {
    const before = this.options
    if (++this.depth > MAX_DEPTH) this.fail(`Groups are nested more than ${MAX_DEPTH} deep.`)
    const value = read()
    this.depth--
    this.options = before
    return value
  }

  private alternation(): PatternNode {
    const branches = [this.sequence()]
    while (this.takes('|')) branches.push(this.sequence())
    return branches.length === 1 && branches[0] ? branches[0] : { kind: 'choice', branches }
  }

  private sequence(): PatternNode {
    const items: PatternNode[] = []
    for (;;) {
      this.skipSpacing()
      const next = this.source[this.at]
      if (next === undefined || next === '|' || next === ')') return { kind: 'sequence', items }
      const term = this.term()
      if (term) items.push(this.quantified(term))
    }
  }

  private skipSpacing() {
    while (this.takeMatch(/\(\?#[^)]*\)/y) || (this.options.freeSpacing && this.takeMatch(/\s+|#[^\n]*/y))) continue
  }

  private quantified(body: PatternNode): PatternNode {
    this.skipSpacing()
    const start = this.at
    const token = this.takeMatch(/[*+?]|\{(\d+)(?:(,)(\d*))?\}/y)
    if (!token) return body
    const [min, max] = bounds(token)
    if (min > max) this.fail(`The quantifier "${token[0]}" has its lower number after its higher one.`, start)
    const lazy = this.takes('?')
    const again = this.takeMatch(/[*+?]|\{\d+(?:,\d*)?\}/y)
    if (again) this.fail(again[0] === '+' ? 'Possessive quantifiers are not part of .NET patterns. Write the part as an atomic group: (?>...).' : `The quantifier "${again[0]}" follows another quantifier. Put the part in front of it in brackets: (?:...).`, start)
    return { kind: 'repeat', body, min, max, lazy }
  }

  private term(): PatternNode | undefined {
    const c = this.source[this.at] as string
    switch (c) {
      case '(':
        return this.group()
      case '[':
        this.at++
        return { kind: 'atom', matches: this.characterClass() }
      case '\\':
        return this.escape()
      case '.':
        this.at++
        return { kind: 'atom', matches: this.options.dotAll ? anyCharacter : anyButLineEnd }
      case '^':
        this.at++
        return { kind: 'assert', holds: this.options.multiline ? atLineStart : atStart }
      case '$':
        this.at++
        return { kind: 'assert', holds: this.options.multiline ? atLineEnd : beforeLastLineEnd }
      case '*':
      case '+':
      case '?':
        return this.fail(`The quantifier "${c}" has nothing to repeat.`)
      default:
        return this.literal(this.source.codePointAt(this.at) ?? 0, c.length)
    }
  }

  private literal(code: number, length: number): PatternNode {
    this.at += code > 0xffff ? 2 : length
    return { kind: 'atom', matches: literalTest(code, this.options.ignoreCase) }
  }

  // Groups

  private group(): PatternNode | undefined {
    const start = this.at
    const inline = this.takeMatch(/\(\?([imnsx]*)(?:-([imnsx]+))?([:)])/y)
    if (inline) return this.inlineGroup(inline, start)
    const look = this.takeMatch(/\(\?(<?)([=!])/y)
    if (look) return { kind: 'look', behind: look[1] === '<', negative: look[2] === '!', body: this.body(start) }
    if (this.takes('(?>')) return { kind: 'atomic', body: this.body(start) }
    if (this.source.startsWith('(?(', this.at)) this.fail('Conditions, (?(...)...), are not supported. Write both cases as alternatives: (?:...|...).')
    if (this.takeMatch(/\(\?(?:<\w*-\w+>|'\w*-\w+')/y)) this.fail('Balancing groups, (?<a-b>...), are not supported.', start)
    if (this.takeMatch(/\(\?(?:<(\w+)>|'(\w+)')/y)) return this.capture(start)
    if (this.takeMatch(/\(\?P[<=>]/y)) this.fail('(?P...) is not part of .NET patterns. Write (?<name>...).', start)
    if (this.source.startsWith('(?', this.at)) this.fail('This kind of group is not part of .NET patterns.', start)
    this.at++
    return this.options.namedOnly ? this.body(start) : this.capture(start)
  }

  private inlineGroup([, on = '', off = '', end]: RegExpExecArray, start: number): PatternNode | undefined {
    const options = { ...this.options }
    for (const letter of on) options[optionOf[letter] ?? 'ignoreCase'] = true
    for (const letter of off) options[optionOf[letter] ?? 'ignoreCase'] = false
    if (end === ':') return this.body(start, options)
    this.options = options
    return undefined
  }

  private capture(start: number): PatternNode {
    const index = this.groups.indexAt(start)
    return { kind: 'capture', index, body: this.body(start) }
  }

  private body(start: number, options = this.options): PatternNode {
    return this.scoped(() => {
      this.options = options
      const node = this.alternation()
      if (!this.takes(')')) this.fail('This "(" has no ")".', start)
      return node
    })
  }

  // Escapes

  private escape(): PatternNode {
    const start = this.at
    const c = this.source[this.at + 1]
    if (c === undefined) this.fail('The pattern ends with a single "\\".')
    const place = placeEscapes[c]
    if (place) {
      this.at += 2
      return { kind: 'assert', holds: place }
    }
    if (c === 'G') this.fail('\\G is not supported: a pattern looks for its first match only.')
    const named = this.takeMatch(/\\k(?:<(\w+)>|'(\w+)')/y)
    if (named) return this.reference(this.groups.indexOf(named[1] ?? named[2] ?? ''), named[0], start)
    const number = this.takeMatch(/\\([1-9]\d?)/y)
    if (number) return this.reference(this.groups.indexOf(number[1] ?? ''), number[0], start)
    const set = this.setEscape()
    if (set) return { kind: 'atom', matches: characterTest(set.contents, set.negated, this.options.ignoreCase) }
    const code = this.characterEscape()
    return { kind: 'atom', matches: literalTest(code, this.options.ignoreCase) }
  }

  private reference(index: number | undefined, token: string, at: number): PatternNode {
    if (index === undefined) this.fail(`"${token}" refers to a group that is not in the pattern.`, at)
    this.hasReferences = true
    return { kind: 'reference', index, ignoreCase: this.options.ignoreCase }
  }

  /** `\d \w \s \p{..}` and their opposites. */
  private setEscape(): { contents: string; negated: boolean } | undefined {
    const start = this.at
    const short = this.takeMatch(/\\([dDwWsS])/y)?.[1]
    if (short) return { contents: { d: DIGIT, w: WORD, s: SPACE }[short.toLowerCase()] ?? '', negated: short < 'a' }
    const property = this.takeMatch(/\\([pP])\{([\w-]+)\}/y)
    if (!property) {
      if (/^\\[pP]/.test(this.source.slice(start, start + 2))) this.fail('\\p needs the name of a Unicode category: \\p{L}.', start)
      return undefined
    }
    const [, letter, name = ''] = property
    const cased = this.options.ignoreCase && ['Lu', 'Ll', 'Lt'].includes(name)
    const contents = categories.has(name) ? (cased ? '\\p{Lu}\\p{Ll}\\p{Lt}' : `\\p{${name}}`) : blocks[name]
    if (contents === undefined) this.fail(`"${name}" is not a Unicode category or block that is known here.`, start)
    return { contents, negated: letter === 'P' }
  }

  /** A character by its code, or an escaped one. */
  private characterEscape(): number {
    const start = this.at
    const coded = this.takeMatch(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|c([A-Za-z@[\\\]^_])|(0[0-7]{0,2}|[1-7][0-7]{1,2}))/y)
    if (coded) {
      const [, hex, unit, control, octal] = coded
      if (control) return control.toUpperCase().charCodeAt(0) - 64
      return this.joined(octal ? parseInt(octal, 8) & 0xff : parseInt(hex ?? unit ?? '', 16))
    }
    const c = this.source[this.at + 1] ?? ''
    const known = controls[c]
    if (known === undefined && /[\p{L}\p{N}_]/u.test(c)) this.fail(`"\\${c}" is not an escape of .NET patterns.`, start)
    const code = known ?? this.source.codePointAt(this.at + 1) ?? 0
    this.at += 1 + (code > 0xffff ? 2 : 1)
    return code
  }

  /** Two \u escapes may be the halves of one character. */
  private joined(code: number): number {
    if (code < 0xd800 || code > 0xdbff) return code
    const low = this.takeMatch(/\\u([dD][c-fC-F][0-9a-fA-F]{2})/y)?.[1]
    return low ? 0x10000 + ((code - 0xd800) << 10) + (parseInt(low, 16) - 0xdc00) : code
  }

  // Classes

  /** After its `[`. `[a-z-[aeiou]]` takes the inner class away. */
  private characterClass(): CharacterTest {
    const start = this.at - 1
    if (++this.depth > MAX_DEPTH) this.fail(`Classes are nested more than ${MAX_DEPTH} deep.`)
    const negated = this.takes('^')
    const tests: CharacterTest[] = []
    let contents = ''
    for (let first = true; first || this.source[this.at] !== ']'; first = false) {
      if (this.at >= this.source.length) this.fail('This "[" has no "]".', start)
      if (!first && this.takes('-[')) {
        const without = this.characterClass()
        if (!this.takes(']')) this.fail('A subtraction, -[...], must be the last part of its class.')
        this.depth--
        return minus(union(contents, tests, negated, this.options.ignoreCase), without)
      }
      const part = this.classPart()
      if (typeof part === 'string') contents += part
      else tests.push(part)
    }
    this.at++
    this.depth--
    return union(contents, tests, negated, this.options.ignoreCase)
  }

  private classPart(): string | CharacterTest {
    const start = this.at
    const set = this.source[this.at] === '\\' ? this.setEscape() : undefined
    if (set) return set.negated ? characterTest(set.contents, true, this.options.ignoreCase) : set.contents
    const from = this.classCharacter()
    const isRange = this.source[this.at] === '-' && !/^-(?:\]|\[|$)/.test(this.source.slice(this.at, this.at + 2))
    if (!isRange) return inClass(from)
    this.at++
    if (/^\\[dDwWsSpP]/.test(this.source.slice(this.at, this.at + 2))) this.fail('A range cannot end with a set of characters. Write the "-" last in its class.', start)
    const to = this.classCharacter()
    if (to < from) this.fail(`The range "${this.source.slice(start, this.at)}" runs backwards.`, start)
    return `${inClass(from)}-${inClass(to)}`
  }

  private classCharacter(): number {
    if (this.source[this.at] !== '\\') {
      const code = this.source.codePointAt(this.at) ?? 0
      this.at += code > 0xffff ? 2 : 1
      return code
    }
    if (this.at + 1 >= this.source.length) this.fail('The pattern ends with a single "\\".')
    if (this.takes('\\b')) return 8
    return this.characterEscape()
  }
}

function bounds([token, low, comma, high]: RegExpExecArray): [number, number] {
  if (low === undefined) return token === '*' ? [0, Infinity] : token === '+' ? [1, Infinity] : [0, 1]
  return [Number(low), comma === undefined ? Number(low) : high ? Number(high) : Infinity]
}

function union(contents: string, tests: readonly CharacterTest[], negated: boolean, ignoreCase: boolean): CharacterTest {
  const plain = contents === '' ? undefined : characterTest(contents, false, ignoreCase)
  if (plain && tests.length === 0) return negated ? characterTest(contents, true, ignoreCase) : plain
  return (code) => (plain?.(code) === true || tests.some((test) => test(code))) !== negated
}

const minus = (all: CharacterTest, without: CharacterTest): CharacterTest => (code) => all(code) && !without(code)

const optionOf: Readonly<Record<string, keyof Options>> = { i: 'ignoreCase', m: 'multiline', s: 'dotAll', x: 'freeSpacing', n: 'namedOnly' }
const placeEscapes: Readonly<Record<string, typeof atStart>> = { A: atStart, z: atEnd, Z: beforeLastLineEnd, b: atWordBoundary, B: insideWord }
const controls: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 }
