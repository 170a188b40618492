/** What the escapes stand for, as v-flag class contents: Unicode, but only single UTF-16 units, as .NET reads them. */
const BMP = '[\\u{0}-\\u{ffff}]'
export const single = (contents: string): string => `[[${contents}]&&${BMP}]`
const WORD_CONTENTS = '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}'
export const WORD = single(WORD_CONTENTS)
export const SPACE = '\\t\\n\\v\\f\\r\\x85\\p{Z}'
export const DIGIT = single('\\p{Nd}')
export const NEWLINES = '\\n\\v\\f\\r\\x85\\u2028\\u2029'
export const NEWLINE_CHAR = /[\n\v\f\r\x85\u2028\u2029]/
/** A sub-match name: letters, digits and underscores, at most 62 units, not beginning with a digit. */
export const NAME = /^(?=.{1,62}$)[\p{L}_][\p{L}\p{Nd}_]*$/u

export const CATEGORIES = new Set(
  'L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp Cc Cf'.split(' '),
)

/** Punctuation that may be escaped outside a character class, and what more inside one. */
export const ESCAPABLE = new Set('.$^{[(|)*+?\\/]}# ')
export const ESCAPABLE_IN_CLASS = new Set('.$^{[(|)*+?\\/]}# -!"%&\',:;<=>@`~')
/** Must be escaped inside a class. */
export const NEEDS_ESCAPE_IN_CLASS = new Set('/|\\{}()^')
/** May not be doubled inside a class: doubled, they mean something in other dialects. */
export const NOT_DOUBLED = new Set('!#$%&*+,.:;<=>?@^`~')

const BOUNDARY = `[${WORD_CONTENTS}\\u200c\\u200d]`
export const WORD_BOUNDARY = `(?:(?<=${BOUNDARY})(?!${BOUNDARY})|(?<!${BOUNDARY})(?=${BOUNDARY}))`
export const NOT_WORD_BOUNDARY = `(?:(?<=${BOUNDARY})(?=${BOUNDARY})|(?<!${BOUNDARY})(?!${BOUNDARY}))`

export const INPUT_START = '(?<![\\s\\S])'
const INPUT_END = '(?![\\s\\S])'
/** The end, or just before a last line end; CR LF is one line end. */
export const END = `(?:${INPUT_END}|(?=\\r\\n${INPUT_END})|(?<!\\r)(?=\\n${INPUT_END})|(?=[\\v\\f\\r\\x85\\u2028\\u2029]${INPUT_END}))`
export const LINE_START = `(?:${INPUT_START}|(?<=[\\n\\v\\f\\x85\\u2028\\u2029])|(?<=\\r)(?!\\n))`
export const LINE_END = `(?:${INPUT_END}|(?=[\\v\\f\\r\\x85\\u2028\\u2029])|(?<!\\r)(?=\\n))`

/** A code point as it may stand anywhere in a v-flag pattern. */
export const codePoint = (c: number): string => `\\u{${c.toString(16)}}`

/** The other cases of a character that are one character too, as culture-free case folding pairs them. */
export function casesOf(code: number): number[] {
  const c = String.fromCodePoint(code)
  const found = new Set<number>([code])
  for (const other of [c.toLowerCase(), c.toUpperCase(), c.toUpperCase().toLowerCase()]) {
    const point = other.codePointAt(0) ?? code
    if (String.fromCodePoint(point) === other && (code < 128) === (point < 128)) found.add(point)
  }
  if (code === 0x2126) found.add(0x3c9).add(0x3a9)
  if (c === '\u03c9' || c === '\u03a9') found.add(0x2126)
  if (c === 'k' || c === 'K') found.add(0x212a)
  if (c === '\u212a') found.add(0x6b).add(0x4b)
  return [...found]
}

export const ANYTHING = '[\\u{0}-\\u{10ffff}]'
/**
 * Any character but these. Written with a look-ahead, because V8 (11.3) negates a v-flag class anew each time it unrolls a
 * loop around it.
 */
export const except = (contents: string): string => `(?:(?![${contents}])${ANYTHING})`
