import { DIGIT as DIGITS, WORD as WORDS, type CharacterTest, type PlaceTest } from '../../patterns/index.ts'

/** What the escapes stand for, as class contents: Unicode, but only single UTF-16 units, as .NET reads them. */
export const single = (contents: string): string => `[[${contents}]&&[\\u{0}-\\u{ffff}]]`
export const WORD = single(WORDS)
export const DIGIT = single(DIGITS)

const LF = 10
const CR = 13
const LINE_ENDS = new Set<number | undefined>([LF, 11, 12, CR, 0x85, 0x2028, 0x2029])
export const isLineEnd = (code: number | undefined): boolean => LINE_ENDS.has(code)
export const anyButLineEnd: CharacterTest = (code) => !isLineEnd(code)
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

/** CR LF is one line end: no place is between the two. */
const insideLineEnd: PlaceTest = (text, at) => text[at - 1] === CR && text[at] === LF
export const lineStart: PlaceTest = (text, at) => at === 0 || (isLineEnd(text[at - 1]) && !insideLineEnd(text, at))
export const lineEnd: PlaceTest = (text, at) => at === text.length || (isLineEnd(text[at]) && !insideLineEnd(text, at))
/** The end, or just before a last line end. */
export const end: PlaceTest = (text, at) => lineEnd(text, at) && at + (insideLineEnd(text, at + 1) ? 2 : 1) >= text.length
