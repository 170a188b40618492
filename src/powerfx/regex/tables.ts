/** What the escapes stand for, as v-flag class contents. Unicode throughout, as .NET reads them. */
export const WORD = '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}'
export const SPACE = '\\t\\n\\v\\f\\r\\x85\\p{Z}'
export const DIGIT = '\\p{Nd}'
export const NEWLINES = '\\n\\r\\x85\\u2028\\u2029'

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

const BOUNDARY = `[${WORD}\\u200c\\u200d]`
export const WORD_BOUNDARY = `(?:(?<=${BOUNDARY})(?!${BOUNDARY})|(?<!${BOUNDARY})(?=${BOUNDARY}))`
export const NOT_WORD_BOUNDARY = `(?:(?<=${BOUNDARY})(?=${BOUNDARY})|(?<!${BOUNDARY})(?!${BOUNDARY}))`

export const INPUT_START = '(?<![\\s\\S])'
const INPUT_END = '(?![\\s\\S])'
/** The end, or just before a last line end; CR LF is one line end. */
export const END = `(?:${INPUT_END}|(?=\\r\\n${INPUT_END})|(?<!\\r)(?=\\n${INPUT_END})|(?=[\\r\\x85\\u2028\\u2029]${INPUT_END}))`
export const LINE_START = `(?:${INPUT_START}|(?<=[\\n\\x85\\u2028\\u2029])|(?<=\\r)(?!\\n))`
export const LINE_END = `(?:${INPUT_END}|(?=[\\r\\x85\\u2028\\u2029])|(?<!\\r)(?=\\n))`

/** A code point as it may stand anywhere in a v-flag pattern. */
export const codePoint = (c: number): string => `\\u{${c.toString(16)}}`
