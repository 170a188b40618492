import type { Folded } from './folded.ts'
import { isBoundary, languageOf, perLocale, skipSpace } from './folded.ts'
import { numberWords } from './number-words.ts'
import type { NumberPart, NumberWords } from './number-words.ts'

/** A number in a text; the places are those of the folded text. `inWords`: not written in digits. */
export type FoundNumber = { value: number; start: number; end: number; inWords: boolean; ordinal: boolean }

/** More numbers than this are no answer but a pasted table. */
const MOST = 50

/** The numbers of a text from left to right: digits as the locale groups them, words, and both together ("3 million"). */
export function readNumbers({ text }: Folded, locale: string): FoundNumber[] {
  const words = numberWords(locale)
  const found: FoundNumber[] = []
  for (let at = 0; at < text.length && found.length < MOST; ) {
    const number = readDigits(text, at, locale, words) ?? readWords(text, at, languageOf(locale), words)
    if (number) found.push(signed(text, withHalf(text, number, words), words))
    at = Math.max(number?.end ?? 0, at + 1)
  }
  return found
}

/** "two and a half". */
function withHalf(text: string, number: FoundNumber, { half }: NumberWords): FoundNumber {
  const at = skipSpace(text, number.end)
  const words = half.find((candidate) => text.startsWith(candidate, at) && isBoundary(text, at + candidate.length))
  return words && Number.isInteger(number.value) ? { ...number, value: number.value + 0.5, end: at + words.length } : number
}

/** How a locale writes 1,234.5. */
const separators = perLocale((locale) => {
  const parts = new Intl.NumberFormat(locale).formatToParts(-1_234_567.5)
  return { decimal: parts.find(({ type }) => type === 'decimal')?.value ?? '.', group: (parts.find(({ type }) => type === 'group')?.value ?? ',').replace(/[\u00a0\u202f]/, ' ') }
})

const digits = /\p{Nd}+(?:[.,' ]\p{Nd}+)*/uy

function readDigits(text: string, at: number, locale: string, words: NumberWords): FoundNumber | undefined {
  if (!/\p{Nd}/u.test(text[at] ?? '') || /\p{Nd}/u.test(text[at - 1] ?? '')) return undefined
  digits.lastIndex = at
  const run = digits.exec(text)?.[0] ?? ''
  const { value, length } = plainNumber(run, separators(locale))
  const end = at + length
  const more = multiplied(text, end, value, words)
  return { value: more?.value ?? value, start: at, end: more?.end ?? end, inWords: false, ordinal: false }
}

/**
 * The separators of the locale decide where it matters: three digits behind its group sign are thousands, any other
 * number of them are decimals, and so is everything behind the second kind of sign.
 */
function plainNumber(run: string, { decimal, group }: { decimal: string; group: string }): { value: number; length: number } {
  // India groups by two in front of the last three.
  const grouped = new RegExp(`^(?:\\p{Nd}{1,3}(?:${escaped(group)}\\p{Nd}{3})+|\\p{Nd}{1,2}(?:${escaped(group)}\\p{Nd}{2})+${escaped(group)}\\p{Nd}{3})(?!\\p{Nd})(?:${escaped(decimal)}\\p{Nd}+)?`, 'u').exec(run)
  const spaced = grouped ? null : /^\p{Nd}{1,3}(?:([' ])\p{Nd}{3})(?:\1\p{Nd}{3})*(?!\p{Nd})(?:[.,]\p{Nd}+)?/u.exec(run)
  const other = grouped || spaced ? null : (/^\p{Nd}{1,3}(?:,\p{Nd}{3})+\.\p{Nd}+|^\p{Nd}{1,3}(?:\.\p{Nd}{3})+,\p{Nd}+/u.exec(run) ?? /^\p{Nd}+(?:[.,]\p{Nd}+)?/u.exec(run))
  const token = (grouped ?? spaced ?? other)?.[0] ?? run
  const last = Math.max(token.lastIndexOf('.'), token.lastIndexOf(','))
  const isGroup = grouped !== null && !token.includes(decimal)
  const whole = isGroup || last < 0 ? token : token.slice(0, last)
  const fraction = isGroup || last < 0 ? '' : token.slice(last + 1)
  return { value: Number(`${asciiDigits(whole)}.${asciiDigits(fraction) || '0'}`), length: token.length }
}

const escaped = (sign: string) => sign.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Digits of any script, without what groups them. */
function asciiDigits(text: string): string {
  let plain = ''
  for (const character of text) {
    if (character >= '0' && character <= '9') plain += character
    else if (/\p{Nd}/u.test(character)) plain += digitValue(character)
  }
  return plain
}

/** Digits stand in blocks of ten in Unicode: how far back the block begins is the value. */
function digitValue(character: string): number {
  const code = character.codePointAt(0) ?? 0
  for (let value = 0; value < 10; value++) if (!/\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) return value
  return 0
}

/** "3 million", "3百万". */
function multiplied(text: string, end: number, value: number, words: NumberWords): { value: number; end: number } | undefined {
  const sum = new Sum(value)
  let best: { value: number; end: number } | undefined
  for (let at = end; ; ) {
    const place = skipSpace(text, at)
    const part = partAt(text, place, words)
    if (!part || (part.kind !== 'small' && part.kind !== 'big') || (at === end && !isBoundary(text, place))) return best
    sum.take(part, false)
    at = place + part.length
    if (isBoundary(text, at)) best = { value: sum.total, end: at }
  }
}

type PlacedPart = NumberPart & { length: number }

function partAt(text: string, at: number, words: NumberWords): PlacedPart | undefined {
  if (words.units.some((unit) => text.startsWith(unit, at))) return undefined
  for (let length = Math.min(words.longest, text.length - at); length > 0; length--) {
    const part = words.parts.get(text.slice(at, at + length))
    // "centottanta" is cent-ottanta.
    if (part && !text.startsWith('tt', at + length)) return { ...part, length }
  }
  return undefined
}

function readWords(text: string, start: number, language: string, words: NumberWords): FoundNumber | undefined {
  if (text[start] === ' ' || !isBoundary(text, start)) return undefined
  const sum = new Sum(0)
  let best: FoundNumber | undefined
  let joined = false
  let bound = false
  for (let at = start; at < text.length; ) {
    const part = partAt(text, at, words)
    if (!part) break
    const end = at + part.length
    if (part.kind === 'join') {
      if (at === start || joined || sum.isEmpty) break
      joined = true
      bound = true
    } else {
      if (!sum.take(part, joined)) break
      joined = false
      bound = part.kind === 'bound'
    }
    if (!bound && endsNumber(text, start, end, language)) best = { value: sum.total, start, end, inWords: true, ordinal: part.kind === 'ordinal' }
    at = end
    while (text[at] === ' ' || text[at] === '-') at++
  }
  return best
}

/** Korean writes counters onto its numbers, and its short numbers are parts of many words: those need a counter, or stand alone. */
function endsNumber(text: string, start: number, end: number, language: string): boolean {
  if (language !== 'ko') return isBoundary(text, end)
  const rest = text.slice(end).trimStart()
  if (/^(?:개|명|번|살|세(?![가-힣])|시(?!작)|분|초|일|월|년|달|주|원|유로|달러|엔|도|퍼센트|프로|킬로|그램|파운드|마일|미터|권|장|마리|잔|병|대|층|호)/.test(rest)) return true
  return isBoundary(text, end) && (end - start > 1 || text.trim().length === end - start)
}

/** Adds up the parts of one number, and refuses a part that begins another one: "one two" is two numbers. */
class Sum {
  private closed = 0
  private group = 0
  private unit: number
  private started: boolean
  private done = false

  constructor(unit: number) {
    this.unit = unit
    this.started = unit !== 0
  }

  get isEmpty() {
    return !this.started
  }

  get total() {
    return this.closed + this.group + this.unit
  }

  take({ kind, value }: NumberPart, joined: boolean): boolean {
    if (this.done && kind !== 'ordinal') return false
    if (kind === 'small') this.multiply(value)
    else if (kind === 'big') this.close(value)
    else if (!this.add(value, joined)) return false
    if (kind === 'ordinal') this.done = true
    this.started = true
    return true
  }

  private multiply(value: number) {
    this.group += (this.unit || 1) * value
    this.unit = 0
  }

  private close(value: number) {
    this.closed += (this.group + this.unit || 1) * value
    this.group = 0
    this.unit = 0
  }

  private add(value: number, joined: boolean): boolean {
    const { unit } = this
    const tensThenUnit = unit >= 10 && unit % 10 === 0 && value < (unit % 100 === 60 || unit % 100 === 80 ? 20 : unit >= 100 && unit % 100 === 0 ? 100 : 10)
    const unitThenTens = joined && unit > 0 && unit < 10 && value >= 20 && value % 10 === 0
    const french = unit % 100 === 70 || unit % 100 === 90 ? value < 10 : true
    if (unit !== 0 && !((tensThenUnit && french && value > 0) || unitThenTens)) return false
    this.unit += value
    return true
  }
}

const LONGEST_SIGN = 20

/** "minus 4", "-4"; a sign behind a letter or a digit is a dash. */
function signed(text: string, number: FoundNumber, words: NumberWords): FoundNumber {
  if (!number.inWords && text[number.start - 1] === '-' && !/[\p{N}\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text[number.start - 2] ?? '')) return { ...number, value: -number.value, start: number.start - 1 }
  const trimmed = text.slice(Math.max(0, number.start - LONGEST_SIGN), number.start).trimEnd()
  const offset = Math.max(0, number.start - LONGEST_SIGN)
  const word = words.minus.find((minus) => trimmed.endsWith(minus) && isBoundary(trimmed, trimmed.length - minus.length))
  return word ? { ...number, value: -number.value, start: offset + trimmed.length - word.length } : number
}

/** The places a text speaks of: "third", "3rd", "第三". Digits without any sign count as well, last of all. */
export function readOrdinals(folded: Folded, locale: string): FoundNumber[] {
  const { text } = folded
  const words = numberWords(locale)
  const numbers = readNumbers(folded, locale)
  const marked = numbers.flatMap((number): FoundNumber[] => {
    if (number.ordinal) return [number]
    const before = words.before.find((sign) => text.slice(0, number.start).trimEnd().endsWith(sign))
    const gap = skipSpace(text, number.end)
    const after = words.after.find((sign) => text.startsWith(sign, gap) && (gap === number.end || !/^[a-z.:]/.test(sign)) && isBoundary(text, gap + sign.length))
    if (before === undefined && after === undefined) return []
    return [{ ...number, ordinal: true, start: before === undefined ? number.start : text.lastIndexOf(before, number.start), end: after === undefined ? number.end : gap + after.length }]
  })
  return marked.length > 0 ? marked : numbers.filter(({ inWords }) => !inWords)
}

/** Numbers, and the "an" of "in an hour": amounts of something that follows. */
export function readAmounts(folded: Folded, locale: string): FoundNumber[] {
  const numbers = readNumbers(folded, locale)
  if (languageOf(locale) !== 'en') return numbers
  const articles = [...folded.text.matchAll(/\b(?:half )?an?(?= )/g)].map(({ 0: word, index }): FoundNumber => ({ value: word.startsWith('half') ? 0.5 : 1, start: index, end: index + word.length, inWords: true, ordinal: false }))
  return articles.length === 0 ? numbers : [...numbers, ...articles].toSorted((a, b) => a.start - b.start)
}
