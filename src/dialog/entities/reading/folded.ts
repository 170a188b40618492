/**
 * A text as it is compared: lower case, without accents, full-width letters as plain ones. Every character knows where it
 * came from, so that what is found can be shown as the customer wrote it.
 */
export type Folded = {
  text: string
  original: string
  /** By index of `text`: the index of `original`; one more entry for the end. Undefined when the two are the same. */
  from?: readonly number[]
}

/** Customers write more only by pasting. */
const LONGEST = 1_000

export function foldText(original: string): Folded {
  if (original.length <= LONGEST && isAscii(original)) return { text: foldAscii(original), original }
  let text = ''
  const from: number[] = []
  let at = 0
  for (const character of original.slice(0, LONGEST)) {
    const folded = foldCharacter(character)
    for (let i = 0; i < folded.length; i++) from.push(at)
    text += folded
    at += character.length
  }
  from.push(at)
  return { text, original, from }
}

// oxlint-disable-next-line no-control-regex -- all of ASCII is meant
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text)
const foldAscii = (text: string): string => text.toLowerCase().replaceAll('`', "'")

export const fold = (text: string): string => foldText(text).text

const plain = new Map<string, string>()

function foldCharacter(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 128) return code === 96 ? "'" : character.toLowerCase()
  const known = plain.get(character)
  if (known !== undefined) return known
  const folded = oneSpelling[character] ?? character.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').normalize('NFC').toLowerCase().replace(/[\u0307ı]/g, (c) => (c === 'ı' ? 'i' : ''))
  if (plain.size < 5_000) plain.set(character, folded)
  return folded
}

const oneSpelling: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', Ø: 'o', æ: 'ae', Æ: 'ae', œ: 'oe', Œ: 'oe', ł: 'l', Ł: 'l', '’': "'", '‘': "'", '´': "'", ʼ: "'", '“': '"', '”': '"', '−': '-', '–': '-', '‐': '-', '‑': '-', '\u00a0': ' ', '\u202f': ' ', '\u2009': ' ', '\u3000': ' ', '،': ',' }

/** The customer's own words between two places of the folded text. */
export const literalOf = ({ original, from }: Folded, start: number, end: number): string => original.slice(from ? from[start] : start, from ? from[end] : end).trim()

const letter = /[\p{L}\p{M}]/u
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u
const hangul = /\p{Script=Hangul}/u

const isWordLetter = (character: string | undefined): boolean => character !== undefined && letter.test(character) && !spaceless.test(character)

/** Whether a word may begin or end here: not in the middle of letters. Chinese and Japanese have no such places, so every one will do. */
export const isBoundary = (text: string, at: number): boolean => !isWordLetter(text[at - 1]) || !isWordLetter(text[at])

/** Where something that ends here ends as a word: Korean particles are written onto the word, as are Turkish endings after an apostrophe. */
export const endsWord = (text: string, at: number): boolean => isBoundary(text, at) || hangul.test(text[at - 1] ?? '')

/** The longest of the words that stands at a place. `words` are folded, the longest first. */
export function wordAt(text: string, at: number, words: readonly string[]): string | undefined {
  if (!isBoundary(text, at)) return undefined
  return words.find((word) => text.startsWith(word, at) && endsWord(text, at + word.length))
}

/** Where words stand, from left to right; at each place the longest. `words` are folded, the longest first. */
export function* wordsIn(text: string, words: readonly string[]): Generator<{ word: string; at: number }, void> {
  const present = words.filter((word) => text.includes(word))
  if (present.length === 0) return
  for (let at = 0; at < text.length; at++) {
    const word = wordAt(text, at, present)
    if (word !== undefined) yield { word, at }
  }
}

export const longestFirst = (words: Iterable<string>): string[] => [...new Set(words)].filter(Boolean).toSorted((a, b) => b.length - a.length)

/** Nothing but spaces and punctuation. */
export const isSilent = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text)

export const skipSpace = (text: string, at: number): number => {
  let end = at
  while (text[end] === ' ') end++
  return end
}

export const languageOf = (locale: string): string => locale.split(/[-_]/, 1)[0]?.toLowerCase() || 'en'

/** A locale that Intl takes, whatever a channel sent. */
export function usableLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale.replace('_', '-'))[0] ?? 'en'
  } catch {
    return 'en'
  }
}

/** Computes once for each locale; a server speaks few of them. */
export function perLocale<T>(compute: (locale: string) => T): (locale: string) => T {
  const known = new Map<string, T>()
  return (locale) => {
    const cached = known.get(locale)
    if (cached !== undefined) return cached
    const value = compute(usableLocale(locale))
    if (known.size < 200) known.set(locale, value)
    return value
  }
}
