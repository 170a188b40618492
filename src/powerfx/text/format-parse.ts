/**
 * The formats of Text(). One small language for numbers and dates, after spreadsheets:
 * `0 # . , % E+0` make a number format, `d m y h s AM/PM A/P` a date format, `;` separates the sections for
 * positive, negative and zero, `\x` and `"..."` are text. The two kinds do not mix.
 */
type NumberToken =
  | { kind: 'digit'; zero: boolean }
  | { kind: 'point' }
  | { kind: 'percent' }
  | { kind: 'text'; text: string }
  | { kind: 'exponent'; letter: string; plus: boolean; digits: number }

export type DateToken =
  | { kind: 'part'; letter: 'd' | 'm' | 'y' | 'h' | 's'; count: number; minutes?: boolean }
  | { kind: 'fraction'; digits: number }
  | { kind: 'ampm'; short: boolean }
  | { kind: 'text'; text: string }

export type NumberSection = { tokens: NumberToken[]; group: boolean; scale: number }
export type DateSection = { tokens: DateToken[]; twelve: boolean }
type ParsedFormat = { kind: 'number'; sections: NumberSection[] } | { kind: 'date'; sections: DateSection[] }

/** A character of the format: `literal` when it was escaped or quoted. */
type Char = { c: string; literal: boolean }

const cache = new Map<string, ParsedFormat | null>()

/** The format taken apart, or undefined when it is not one the language accepts. */
export function parseFormat(format: string): ParsedFormat | undefined {
  let parsed = cache.get(format)
  if (parsed === undefined) {
    parsed = parseUncached(format) ?? null
    if (cache.size > 500) cache.clear()
    cache.set(format, parsed)
  }
  return parsed ?? undefined
}

function parseUncached(format: string): ParsedFormat | undefined {
  if (/^(?:general|g)$/i.test(format.trim()) && format.trim() !== 'G') return undefined
  const chars = readChars(format)
  if (!chars || chars.some(({ c, literal }) => !literal && '[]@*?_'.includes(c))) return undefined
  const sections = splitSections(chars)
  if (sections.length > 3 || /general/i.test(plain(chars))) return undefined
  const isDate = chars.some(({ c, literal }) => !literal && /[dmyhs]/i.test(c))
  if (isDate) return withSections('date', sections.map(dateSection))
  return withSections('number', sections.map(numberSection))
}

/** Undefined where one of the sections could not be read. */
function withSections<Kind extends string, Section>(kind: Kind, sections: (Section | undefined)[]): { kind: Kind; sections: Section[] } | undefined {
  const read = sections.filter((section) => section !== undefined)
  return read.length === sections.length ? { kind, sections: read } : undefined
}

const plain = (chars: readonly Char[]): string => chars.map(({ c, literal }) => (literal ? '\0' : c)).join('')

function readChars(format: string): Char[] | undefined {
  const chars: Char[] = []
  for (let i = 0; i < format.length; i++) {
    const c = format[i] as string
    if (c === '\\') {
      const next = format[++i]
      if (next === undefined) return undefined
      chars.push({ c: next, literal: true })
    } else if (c === '"') {
      const close = format.indexOf('"', i + 1)
      if (close < 0) return undefined
      for (const text of format.slice(i + 1, close)) chars.push({ c: text, literal: true })
      if (close === i + 1) chars.push({ c: '', literal: true })
      i = close
    } else chars.push({ c, literal: false })
  }
  return chars
}

function splitSections(chars: readonly Char[]): Char[][] {
  const sections: Char[][] = [[]]
  for (const char of chars) {
    if (char.c === ';' && !char.literal) sections.push([])
    else sections.at(-1)?.push(char)
  }
  return sections
}

/* --- numbers --- */

const isDigit = (char: Char | undefined): boolean => char !== undefined && !char.literal && (char.c === '0' || char.c === '#')
const isPlain = (char: Char | undefined, c: string): boolean => char !== undefined && !char.literal && char.c === c

function numberSection(chars: Char[]): NumberSection | undefined {
  if (!acceptableNumber(chars)) return undefined
  const section: NumberSection = { tokens: [], group: false, scale: 0 }
  const lastDigit = chars.findLastIndex(isDigit)
  let point = false
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] as Char
    if (isDigit(char)) section.tokens.push({ kind: 'digit', zero: char.c === '0' })
    else if (isPlain(char, '.') && !point) {
      point = true
      section.tokens.push({ kind: 'point' })
    } else if (isPlain(char, '.')) continue
    else if (isPlain(char, '%')) section.tokens.push({ kind: 'percent' })
    else if (isPlain(char, ',')) i = readCommas(chars, i, lastDigit, point, section)
    else if (startsExponent(chars, i)) {
      const end = readExponent(chars, i, section)
      if (end === undefined) return undefined
      i = end
    } else section.tokens.push({ kind: 'text', text: char.c })
  }
  return section
}

/** `E+0`, `E-0`, or `e0` with only a minus when needed. */
function startsExponent(chars: readonly Char[], at: number): boolean {
  const [char, next] = [chars[at], chars[at + 1]]
  return char !== undefined && !char.literal && /e/i.test(char.c) && next !== undefined && !next.literal && /[+\-0]/.test(next.c)
}

/** What a number format may not contain. */
function acceptableNumber(chars: readonly Char[]): boolean {
  const text = plain(chars)
  if (/[0#].*\/|\/.*[0#]|:.*[0#]/.test(text)) return false
  return !/e$/i.test(text) || !/(?:^|[0#.])e$/i.test(text)
}

/**
 * A run of commas after a digit groups thousands when a digit follows, scales by a thousand each when the digits (or the
 * whole part) end there, and means nothing otherwise. After anything else it is a comma.
 */
function readCommas(chars: readonly Char[], start: number, lastDigit: number, afterPoint: boolean, section: NumberSection): number {
  let end = start
  while (isPlain(chars[end + 1], ',')) end++
  const before = chars[start - 1]
  if (isDigit(before) || (isPlain(before, '.') && lastDigit > end)) {
    if (isDigit(chars[end + 1])) section.group ||= !afterPoint
    else if (isPlain(chars[end + 1], '.') && !afterPoint) section.scale += end - start + 1
    else if (start - 1 === lastDigit) section.scale += end - start + 1
  } else section.tokens.push({ kind: 'text', text: ',' })
  return end
}

/** `E+00##`: as many digits as zeros, and one more for `#` behind them. Nothing numeric may follow. */
function readExponent(chars: readonly Char[], at: number, section: NumberSection): number | undefined {
  const signed = chars[at + 1]?.c !== '0'
  let end = signed ? at + 1 : at
  while (isDigit(chars[end + 1])) end++
  const digits = plain(chars.slice(signed ? at + 2 : at + 1, end + 1))
  const rest = plain(chars.slice(end + 1))
  if (digits === '' || /[0#%.]/.test(rest) || /\0.*[0#%]/.test(rest)) return undefined
  const zeros = digits.replaceAll('#', '').length
  section.tokens.push({
    kind: 'exponent',
    letter: chars[at]?.c ?? 'E',
    plus: chars[at + 1]?.c === '+',
    digits: Math.max(1, zeros + (digits.endsWith('#') ? 1 : 0)),
  })
  return end
}

/* --- dates --- */

const PART = /[dmyhs]/i

function dateSection(chars: Char[]): DateSection | undefined {
  const tokens: DateToken[] = []
  let started = false
  for (let i = 0; i < chars.length; i++) {
    const { c, literal } = chars[i] as Char
    if (literal) {
      tokens.push({ kind: 'text', text: c })
      continue
    }
    const marker = ampm(chars, i)
    if (marker === 'bad') return undefined
    if (marker) {
      tokens.push({ kind: 'ampm', short: marker === 3 })
      i += marker - 1
      continue
    }
    if (PART.test(c)) {
      started = true
      let end = i
      while (!chars[end + 1]?.literal && chars[end + 1]?.c.toLowerCase() === c.toLowerCase()) end++
      const count = end - i + 1
      const letter = c.toLowerCase() as 'd' | 'm' | 'y' | 'h' | 's'
      if (letter === 'm' && count > 4) return undefined
      tokens.push({ kind: 'part', letter, count })
      i = end
    } else if (c === '0' || c === '#') {
      const end = fraction(chars, i, tokens)
      if (end === undefined) return undefined
      i = end
    } else if ((c === '/' || c === ':') && !started) {
      return undefined
    } else tokens.push({ kind: 'text', text: c })
  }
  markMinutes(tokens)
  return { tokens, twelve: tokens.some((t) => t.kind === 'ampm') }
}

/** AM/PM and A/P are capitals; small ones are refused rather than guessed at. */
function ampm(chars: readonly Char[], at: number): 3 | 5 | 'bad' | undefined {
  const five = plain(chars.slice(at, at + 5))
  if (/^am\/pm$/i.test(five)) return five === 'AM/PM' ? 5 : 'bad'
  const three = five.slice(0, 3)
  if (/^a\/p$/i.test(three)) return three === 'A/P' ? 3 : 'bad'
  return undefined
}

/** `.000` right after seconds is a fraction of a second; any other digit has no place in a date. */
function fraction(chars: readonly Char[], at: number, tokens: DateToken[]): number | undefined {
  const point = tokens.at(-1)
  const seconds = tokens.at(-2)
  if (point?.kind !== 'text' || point.text !== '.' || seconds?.kind !== 'part' || seconds.letter !== 's') return undefined
  let end = at
  while (isPlain(chars[end + 1], '0')) end++
  if (chars[at]?.c !== '0') return undefined
  tokens.push({ kind: 'fraction', digits: end - at + 1 })
  return end
}

/** `m` is minutes after hours (until a day or year comes) and right before seconds; a month anywhere else. */
function markMinutes(tokens: DateToken[]): void {
  const parts = tokens.filter((t) => t.kind === 'part')
  let inTime = false
  parts.forEach((part, i) => {
    if (part.letter === 'h') inTime = true
    else if (part.letter === 'd' || part.letter === 'y') inTime = false
    else if (part.letter === 'm' && part.count <= 2 && (inTime || parts[i + 1]?.letter === 's')) part.minutes = true
  })
}
