import type { CharacterTest, PlaceTest } from './tree.ts'

/** A class as the contents of brackets in a JavaScript pattern; answers for ASCII are remembered. */
export function characterTest(contents: string, negated: boolean, ignoreCase: boolean): CharacterTest {
  const expression = new RegExp(`[${contents}]`, ignoreCase ? 'iv' : 'v')
  return rememberAscii((code) => expression.test(String.fromCodePoint(code)) !== negated)
}

/** The same test, asked once for each ASCII character. */
export function rememberAscii(test: CharacterTest): CharacterTest {
  const known = new Int8Array(128)
  return (code) => {
    if (code > 127) return test(code)
    if (known[code] === 0) known[code] = test(code) ? 1 : -1
    return known[code] === 1
  }
}

/** A code point as it may stand in such brackets. */
export const inClass = (code: number) => `\\u{${code.toString(16)}}`

/** What .NET means by `\d`, `\w` and `\s`: Unicode, not ASCII. As contents of brackets. */
export const DIGIT = String.raw`\p{Nd}`
export const WORD = String.raw`\p{L}\p{Mn}\p{Nd}\p{Pc}`
export const SPACE = String.raw`\t-\r\x85\p{Z}`

const NEWLINE = 10
const isWord = characterTest(`${WORD}\\u200c\\u200d`, false, false)
const wordAt = (text: readonly number[], at: number) => {
  const code = text[at]
  return code !== undefined && isWord(code)
}

export const atStart: PlaceTest = (_text, at) => at === 0
export const atEnd: PlaceTest = (text, at) => at === text.length
/** `$` and `\Z`: the end, or in front of a last line end. */
export const beforeLastLineEnd: PlaceTest = (text, at) => at === text.length || (at === text.length - 1 && text[at] === NEWLINE)
export const atLineStart: PlaceTest = (text, at) => at === 0 || text[at - 1] === NEWLINE
export const atLineEnd: PlaceTest = (text, at) => at === text.length || text[at] === NEWLINE
export const atWordBoundary: PlaceTest = (text, at) => wordAt(text, at - 1) !== wordAt(text, at)
export const insideWord: PlaceTest = (text, at) => !atWordBoundary(text, at)

export const anyCharacter: CharacterTest = () => true
export const anyButLineEnd: CharacterTest = (code) => code !== NEWLINE

/** One character, or all its cases. */
export function literalTest(code: number, ignoreCase: boolean): CharacterTest {
  const cases = ignoreCase ? casesOf(code) : [code]
  return cases.length > 1 ? (other) => cases.includes(other) : (other) => other === code
}

/** A character and its other cases that are one character too, as culture-free case folding pairs them. */
export function casesOf(code: number): number[] {
  const c = String.fromCodePoint(code)
  const found = new Set<number>([code])
  for (const other of [c.toLowerCase(), c.toUpperCase(), c.toUpperCase().toLowerCase()]) {
    const point = other.codePointAt(0) ?? code
    if (String.fromCodePoint(point) === other && (code < 128) === (point < 128)) found.add(point)
  }
  for (const alike of ['\u2126\u03c9\u03a9', '\u03a3\u03c3\u03c2', '\u212akK', '\u1e9e\u00df']) if (alike.includes(c)) for (const one of alike) found.add(one.charCodeAt(0))
  return [...found]
}

/** The named blocks of .NET that makers use, as ranges; the rest is refused with a message. */
export const blocks: Readonly<Record<string, string>> = {
  IsBasicLatin: '\\u0000-\\u007f',
  'IsLatin-1Supplement': '\\u0080-\\u00ff',
  'IsLatinExtended-A': '\\u0100-\\u017f',
  'IsLatinExtended-B': '\\u0180-\\u024f',
  IsGreek: '\\u0370-\\u03ff',
  IsGreekandCoptic: '\\u0370-\\u03ff',
  IsCyrillic: '\\u0400-\\u04ff',
  IsArmenian: '\\u0530-\\u058f',
  IsHebrew: '\\u0590-\\u05ff',
  IsArabic: '\\u0600-\\u06ff',
  IsDevanagari: '\\u0900-\\u097f',
  IsThai: '\\u0e00-\\u0e7f',
  IsHangulJamo: '\\u1100-\\u11ff',
  IsGeneralPunctuation: '\\u2000-\\u206f',
  IsCurrencySymbols: '\\u20a0-\\u20cf',
  IsHiragana: '\\u3040-\\u309f',
  IsKatakana: '\\u30a0-\\u30ff',
  IsCJKUnifiedIdeographs: '\\u4e00-\\u9fff',
  IsHangulSyllables: '\\uac00-\\ud7af',
}

export const categories = new Set('L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cs Co Cn'.split(' '))
