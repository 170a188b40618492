import { anyCharacter, atStart, atWordBoundary, characterTest, insideWord, literalTest, type CharacterTest, type PatternNode, type PatternTree, type PlaceTest } from '../../patterns/index.ts'
import { CharacterReader, type RegexFlags } from './characters.ts'
import { ESCAPABLE, NAME, anyButLineEnd, end, isLineEnd, lineEnd, lineStart } from './tables.ts'

/** One name per capture, undefined for a numbered one. */
export type Translated = { tree: PatternTree; names: (string | undefined)[] }

const MAX_LOOKBEHIND = 250

export function translateRegex(pattern: string, flags: RegexFlags): Translated {
  return new Translator(pattern, { ...flags }).translate()
}

/** What the validator needs to know about a piece of pattern. */
type Piece = {
  node: PatternNode
  /** May match nothing. */
  empty: boolean
  /** Longest match, for look-behinds. */
  max: number
  /** Contains a look-around. */
  looks: boolean
  /** Contains a capture that may be left out. */
  optionalCapture: boolean
  captures: boolean
  /** Contains something quantified from zero. */
  zero: boolean
}

const piece = (node: PatternNode, more: Partial<Piece> = {}): Piece => ({
  node, empty: false, max: 1, looks: false, optionalCapture: false, captures: false, zero: false, ...more,
})
const atom = (matches: CharacterTest, more: Partial<Piece> = {}): Piece => piece({ kind: 'atom', matches }, more)
/** A place takes no room. */
const place = (holds: PlaceTest): Piece => piece({ kind: 'assert', holds }, { empty: true, max: 0 })

/** A group while and after it is read; a capture remembers the groups around it. */
type Group = { open: boolean; branch: number; branches: number; optional: boolean; look: boolean }
type Capture = { name: string | undefined; around: { group: Group; branch: number }[]; group: Group; empty: boolean; mayMissZero: boolean; max: number }

class Translator extends CharacterReader {
  private readonly captures: Capture[] = []
  private readonly groups: Group[] = []
  private lookBehind = 0
  private hasReferences = false

  translate(): Translated {
    this.inlineOptions()
    this.numberOfNames()
    const root: Group = { open: true, branch: 0, branches: 1, optional: false, look: false }
    this.groups.push(root)
    const body = this.alternation(root)
    if (this.at < this.text.length) this.fail('Unopened groups, too few opening parenthesis.')
    const { flags } = this
    const items = [
      ...(flags.begins ? [place(flags.multiline ? lineStart : atStart).node] : []),
      body.node,
      ...(flags.ends ? [place(flags.multiline ? lineEnd : end).node] : []),
    ]
    const tree = { node: { kind: 'sequence', items } as const, captures: this.captures.length, hasReferences: this.hasReferences }
    return { tree, names: this.captures.map((c) => c.name) }
  }

  /* --- options and spacing --- */

  private inlineOptions(): void {
    const match = /^\(\?([A-Za-z-]+)[:)]/.exec(this.text)
    if (!match) return
    const letters = match[1] ?? ''
    if (!/^[imnsx]+$/.test(letters) || match[0].endsWith(':')) this.badInline(match[0])
    if (new Set(letters).size < letters.length) this.found('Repeated inline option', match[0])
    const { flags } = this
    flags.ignoreCase ||= letters.includes('i')
    flags.multiline ||= letters.includes('m')
    flags.dotAll ||= letters.includes('s')
    flags.freeSpacing ||= letters.includes('x')
    if (letters.includes('n') && flags.numbered) {
      this.found('Inline option "(?n)" and MatchOptions.NumberedSubMatches cannot be used together', match[0])
    }
    this.at = match[0].length
    const quantifier = /^(?:[*+?]|\{\d+,?\d*\})/.exec(this.text.slice(this.at))
    if (quantifier) this.foundContext('Quantifier without something to quantify', this.at + quantifier[0].length)
  }

  private badInline(token: string): never {
    return this.found(
      'Inline options are limited to a combination of the letters [imnsx], cannot disable options, and cannot be used on a subexpression',
      token,
    )
  }

  /** Refuses the same name twice before reading on, as the name says where. */
  private numberOfNames(): void {
    const seen = new Set<string>()
    for (const match of this.text.matchAll(/\(\?<([\p{L}\p{Mn}\p{Nd}\p{Pc}]+)>/gu)) {
      if (this.text[match.index - 1] === '\\') continue
      if (seen.has(match[1] ?? '')) this.duplicate = match.index
      seen.add(match[1] ?? '')
    }
  }
  private duplicate = -1

  private skipSpacing(): void {
    for (;;) {
      if (this.text.startsWith('(?#', this.at)) {
        const close = this.text.indexOf(')', this.at)
        if (close < 0) this.fail('Unclosed inline comment.')
        this.at = close + 1
        const quantifier = /^(?:[*+?]|\{\d+,?\d*\})/.exec(this.text.slice(this.at))
        if (quantifier && !this.afterTerm) this.foundContext('Quantifier without something to quantify', this.at + quantifier[0].length)
      } else if (this.flags.freeSpacing && /[\t-\r \x85\p{Z}]/u.test(this.text[this.at] ?? '')) this.at++
      else if (this.flags.freeSpacing && this.text[this.at] === '#') {
        while (this.at < this.text.length && !isLineEnd(this.text.charCodeAt(this.at))) this.at++
      } else return
    }
  }
  private afterTerm = false

  /* --- structure --- */

  private alternation(group: Group): Piece {
    const branches = [this.sequence()]
    while (this.text[this.at] === '|') {
      this.at++
      group.branch++
      group.branches++
      branches.push(this.sequence())
    }
    if (branches.length === 1) return branches[0] as Piece
    return {
      node: { kind: 'choice', branches: branches.map((b) => b.node) },
      empty: branches.some((b) => b.empty),
      max: Math.max(...branches.map((b) => b.max)),
      looks: branches.some((b) => b.looks),
      optionalCapture: branches.some((b) => b.optionalCapture || b.captures),
      captures: branches.some((b) => b.captures),
      zero: branches.some((b) => b.zero),
    }
  }

  private sequence(): Piece {
    const items: PatternNode[] = []
    const whole = piece({ kind: 'sequence', items }, { empty: true, max: 0 })
    for (;;) {
      this.afterTerm = false
      this.skipSpacing()
      const c = this.text[this.at]
      if (c === undefined || c === '|' || c === ')') return whole
      const term = this.quantified(this.term())
      items.push(term.node)
      whole.empty &&= term.empty
      whole.max += term.max
      whole.looks ||= term.looks
      whole.optionalCapture ||= term.optionalCapture
      whole.captures ||= term.captures
      whole.zero ||= term.zero
    }
  }

  private term(): Piece & { group?: Group } {
    const c = this.text[this.at] as string
    switch (c) {
      case '(':
        return this.group()
      case '[':
        return atom(this.characterClass())
      case '\\':
        return this.escape()
      case '.':
        this.at++
        return atom(this.flags.dotAll ? anyCharacter : anyButLineEnd)
      case '^':
        this.at++
        return place(this.flags.multiline ? lineStart : atStart)
      case '$':
        this.at++
        return place(this.flags.multiline ? lineEnd : end)
      case '*':
      case '+':
      case '?':
        return this.foundContext('Quantifier without something to quantify', this.at + 1)
      case '{':
      case '}': {
        const quantifier = /^\{\d+(?:,\d*)?\}/.exec(this.text.slice(this.at))
        if (quantifier) this.foundContext('Quantifier without something to quantify', this.at + quantifier[0].length)
        return this.found('Literal curly braces must be escaped with a backslash', c)
      }
      case ']':
        return this.atEndOf('Literal square braces must be escaped with a backslash even in character classes, for example \\[ or \\]', this.at + 1)
      default:
        return this.literal()
    }
  }

  private literal(): Piece {
    const code = this.text.codePointAt(this.at) as number
    if (code >= 0xd800 && code <= 0xdfff) this.atEndOf('Malformed Unicode surrogate pair (character U+10000 and above)', this.at + 1)
    this.at += code > 0xffff ? 2 : 1
    return this.character(code)
  }

  /** One character, in any case when case does not matter. */
  private character(code: number): Piece {
    const max = code > 0xffff ? 2 : 1
    return atom(literalTest(code, this.flags.ignoreCase), { max })
  }

  private quantified(term: Piece & { group?: Group }): Piece {
    this.afterTerm = true
    this.skipSpacing()
    const token = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})/.exec(this.text.slice(this.at))
    if (!token) return term
    const [whole, low, comma, high] = token
    this.at += whole.length
    const [min, max] = this.bounds(whole, low, comma, high)
    const next = this.text[this.at] ?? ''
    const isExact = low !== undefined && comma === undefined
    if (isExact && next !== '' && '?+*'.includes(next)) {
      this.found('Exact quantifiers cannot be used with quantifier modifiers such as ? for lazy', whole + next)
    }
    const lazy = next === '?'
    if (lazy) this.at++
    else if (next === '+' || next === '*') this.found('Possessive quantifiers are not supported', whole + next)
    if (term.looks) this.atEndOf('Quantifiers are not supported on look behinds or look aheads')
    if (term.group && (term.empty || term.optionalCapture)) {
      this.atEndOf('Quantifier on a group containing another quantifier or empty alternation that could result in an ambiguous result')
    }
    if (this.lookBehind && max === Infinity) this.atEndOf('Unlimited quantifiers are not supported in look behinds')
    if (term.group && min === 0) term.group.optional = true
    return {
      ...term,
      node: { kind: 'repeat', body: term.node, min, max, lazy },
      empty: term.empty || min === 0,
      max: max === 0 ? 0 : term.max * max,
      optionalCapture: term.optionalCapture || (term.captures && min === 0),
      zero: term.zero || min === 0,
    }
  }

  private bounds(token: string, low: string | undefined, comma: string | undefined, high: string | undefined): [number, number] {
    if (token === '*') return [0, Infinity]
    if (token === '+') return [1, Infinity]
    if (token === '?') return [0, 1]
    if ((low ?? '').length > 9 || (high ?? '').length > 9) this.found('Number is too large', token)
    const min = Number(low)
    const max = comma === undefined ? min : high ? Number(high) : Infinity
    if (min > max) this.foundContext('Quantifier range low number is greater than high number')
    return [min, max]
  }

  /* --- groups --- */

  private group(): Piece & { group?: Group } {
    const rest = this.text.slice(this.at)
    if (rest.startsWith('(?(')) this.found('Conditional alternation is not supported', '(?(')
    const quoted = /^\(\?'[^']*'/.exec(rest)
    if (quoted) this.found('Using single quoted named captures is not supported, use (?<...>) syntax instead', quoted[0])
    if (/^\(\?<?[=!]/.test(rest)) return this.lookAround(rest)
    if (rest.startsWith('(?>')) this.found('Atomic groups are not supported', '(?>')
    if (rest.startsWith('(?:')) return this.plainGroup(3)
    if (rest.startsWith('(?<')) return this.namedGroup(rest)
    if (rest.startsWith('(?')) return this.oddGroup(rest)
    return this.flags.numbered ? this.capture(1, undefined) : this.plainGroup(1)
  }

  private oddGroup(rest: string): never {
    const inline = /^\(\?[A-Za-z-]+[:)]/.exec(rest)
    if (inline) this.fail(`Inline options must appear at the beginning of the regular expression, found "${inline[0]}" later.`)
    return this.found('Unknown group', '(?')
  }

  private namedGroup(rest: string): Piece & { group?: Group } {
    const token = /^\(\?<([^>]*)>/.exec(rest)
    const name = token?.[1] ?? ''
    if (/^\w*-/.test(name)) this.found('Balancing sub matches are not supported', token?.[0] ?? '(?<')
    if (!token || !NAME.test(name)) {
      return this.found('Sub match name must be a combination of word characters and not begin with a number', token?.[0] ?? '(?<')
    }
    if (this.flags.numbered) this.found('Named captures cannot be used with MatchOptions.NumberedSubMatches enabled', token[0])
    if (this.duplicate === this.at) this.atBeginningOf('Named sub match defined more than once', this.at)
    return this.capture(token[0].length, name)
  }

  private open(length: number, look = false): Group {
    const group: Group = { open: true, branch: 0, branches: 1, optional: false, look }
    this.at += length
    this.groups.push(group)
    if (this.groups.length > 200) this.fail('Too many nested groups.')
    return group
  }

  private close(group: Group): void {
    if (this.text[this.at] !== ')') this.fail('Unclosed groups, too few closing parenthesis.')
    this.at++
    group.open = false
    this.groups.pop()
  }

  private plainGroup(length: number): Piece & { group?: Group } {
    const group = this.open(length)
    const body = this.alternation(group)
    this.close(group)
    return { ...body, group, captures: false }
  }

  private capture(length: number, name: string | undefined): Piece & { group?: Group } {
    const start = this.at
    if (this.lookBehind) this.atBeginningOf('Sub matches are not supported in look behinds', start)
    const around = this.groups.map((group) => ({ group, branch: group.branch }))
    const index = this.captures.length
    const group = this.open(length)
    const capture: Capture = { name, around, group, empty: false, mayMissZero: false, max: 0 }
    this.captures.push(capture)
    const body = this.alternation(group)
    this.close(group)
    capture.empty = body.empty
    capture.mayMissZero = body.empty && body.zero
    capture.max = body.max
    return { ...body, node: { kind: 'capture', index, body: body.node }, group, captures: true }
  }

  private lookAround(rest: string): Piece {
    const behind = rest.startsWith('(?<')
    const prefix = rest.slice(0, behind ? 4 : 3)
    const group = this.open(prefix.length, true)
    if (behind) this.lookBehind++
    const body = this.alternation(group)
    this.close(group)
    if (behind) {
      this.lookBehind--
      if (body.max > MAX_LOOKBEHIND) this.atEndOf(`Lookbehind exceeded maximum possible character limit of ${MAX_LOOKBEHIND}`)
    }
    const negative = prefix.endsWith('!')
    return piece({ kind: 'look', behind, negative, body: body.node }, { empty: true, max: 0, looks: true, captures: body.captures, optionalCapture: body.captures && negative })
  }

  /* --- escapes --- */

  private escape(): Piece {
    const c = this.text[this.at + 1]
    if (c === undefined) this.fail('Ends with an unescaped backslash.')
    if (c === 'k') return this.namedReference()
    if (/\d/.test(c)) return this.numberedReference()
    if (c === 'b' || c === 'B') {
      this.at += 2
      return place(c === 'b' ? atWordBoundary : insideWord)
    }
    const set = this.setEscape(false)
    if (set !== undefined) return atom(characterTest(set, false, false))
    const code = this.charEscape(false)
    if (code !== undefined) return this.character(code)
    if (ESCAPABLE.has(c)) {
      this.at += 2
      return atom(literalTest(c.charCodeAt(0), false))
    }
    if (/[A-Za-z_]/.test(c)) this.found('Invalid escape code', `\\${c}`)
    return this.found('Escape character not permitted outside a character class', `\\${c}`)
  }

  /* --- references --- */

  private namedReference(): Piece {
    const match = /^\\k<([^>]*)>/.exec(this.text.slice(this.at))
    if (!match) return this.found('Invalid escape code', '\\k')
    const index = this.captures.findIndex((c) => c.name === match[1])
    return this.reference(index, match[0])
  }

  private numberedReference(): Piece {
    const token = /^\\\d+/.exec(this.text.slice(this.at))?.[0] ?? ''
    if (token.startsWith('\\0')) this.found('Octal \\0 character codes are not supported, use hexadecimal \\x or Unicode \\u instead', token)
    if (!this.flags.numbered) {
      this.found('Use named captures with "(?<name>...)" and "\\k<name>" or enable MatchOptions.NumberedSubMatches', token)
    }
    return this.reference(Number(token.slice(1)) - 1, token)
  }

  private reference(index: number, token: string): Piece {
    const capture = this.captures[index]
    if (!capture) return this.fail(`Sub match "${token}" not defined or is an unsupported forward reference.`)
    if (capture.group.open) this.found('Self-referencing sub matches are not supported', token)
    this.mustHappen(capture, token)
    this.at += token.length
    if (this.lookBehind && capture.max === Infinity) {
      return this.fail(`Unlimited quantifiers are not supported in look behinds, found at the end of "${token}".`)
    }
    this.hasReferences = true
    return piece({ kind: 'reference', index, ignoreCase: this.flags.ignoreCase }, { max: capture.max, empty: capture.empty })
  }

  /** A back reference is only allowed to a capture that has certainly taken part. */
  private mustHappen(capture: Capture, token: string): void {
    for (const { group, branch } of capture.around) {
      if (!group.open && group.look) this.fail(`Back reference "${token}" to sub match that is inside a lookbehind or lookahead.`)
      const missed = group.open ? group.branch !== branch : group.branches > 1 || group.optional
      if (missed) this.mayNotHappen(token)
    }
    if (capture.group.optional || capture.mayMissZero) this.mayNotHappen(token)
  }

  private mayNotHappen(token: string): never {
    return this.fail(`Back reference "${token}" to sub match that may not happen due to alternation or zero quantifier.`)
  }

}
