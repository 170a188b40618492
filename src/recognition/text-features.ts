/** What a text is made of, each with how often. */
export type Features = Map<string, number>

const GRAM_MIN = 2
const GRAM_MAX = 5
/** Words this far apart still make a pair. */
const REACH = 3
/** Longer words are cut: what bends a word is mostly at its end, in English as well. */
const STEM = 5

const unspacedScripts = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}'
const unspaced = new RegExp(`[${unspacedScripts}]`, 'u')
const run = new RegExp(`[${unspacedScripts}ー][${unspacedScripts}\\p{M}ー]*|(?:(?![${unspacedScripts}])[\\p{L}\\p{N}\\p{M}])+`, 'gu')

const segmenters = new Map<string, Intl.Segmenter>()

/** Words in lower case without punctuation. Scripts that put no spaces between words are cut by the platform's dictionary. */
export function tokensOf(text: string): string[] {
  const runs = text.normalize('NFKC').toLowerCase().replace(/['’]/g, '').match(run) ?? []
  if (!unspaced.test(text)) return runs
  return runs.flatMap((part) => (unspaced.test(part) ? segment(part) : [part]))
}

function segment(part: string): string[] {
  const locale = /[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(part) ? 'ja' : /\p{sc=Han}/u.test(part) ? 'zh' : 'th'
  let segmenter = segmenters.get(locale)
  if (!segmenter) segmenters.set(locale, (segmenter = new Intl.Segmenter(locale, { granularity: 'word' })))
  return [...segmenter.segment(part)].map(({ segment: word }) => word)
}

/** The beginnings of words, and pairs of them that stand close to each other. */
export function wordFeatures(tokens: readonly string[]): Features {
  const features: Features = new Map()
  const stems = tokens.map(stemOf)
  stems.forEach((stem, i) => {
    count(features, stem)
    for (const later of stems.slice(i + 1, i + 1 + REACH)) count(features, `${stem} ${later}`)
  })
  return features
}

/** Runs of characters inside a word and its edges: endings and typing mistakes change only some of them. */
export function gramFeatures(tokens: readonly string[]): Features {
  const features: Features = new Map()
  for (const token of tokens.map(plain)) {
    if (unspaced.test(token)) countDense(features, token)
    else countGrams(features, ` ${token} `, GRAM_MIN, GRAM_MAX)
  }
  return features
}

const hiragana = /^[\p{sc=Hiragana}ー]+$/u

/** In Japanese one or two letters of hiragana are endings and particles, which every sentence has. */
function countDense(features: Features, token: string) {
  if (!hiragana.test(token)) countGrams(features, token, 1, 2, hiragana)
  countGrams(features, token, 3, 3)
}

function countGrams(features: Features, text: string, shortest: number, longest: number, except?: RegExp) {
  for (let size = shortest; size <= longest; size++) {
    for (let i = 0; i + size <= text.length; i++) {
      const gram = text.slice(i, i + size)
      if (!except?.test(gram)) count(features, gram)
    }
  }
}

function stemOf(token: string): string {
  const word = plain(token)
  return unspaced.test(word) ? word : word.slice(0, STEM)
}

const simple = /^[a-z0-9]*$/
const marks = /(?<=[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}])\p{M}+/gu
/** Letters that people write one for the other, and that are no letter with a mark: Turkish, Swiss German, Arabic, Persian. */
const sameLetter: Record<string, string> = { ı: 'i', ß: 'ss', ـ: '', ة: 'ه', ى: 'ي', ی: 'ي', ک: 'ك' }
const twins = new RegExp(`[${Object.keys(sameLetter).join('')}]`, 'g')
/** The article and what is written in one word with it: "and", "with", "like", "to the". */
const article = /^[وف]?(?:[بك]?ال|لل)(?=...)/

/** A word as it is compared: without marks on its letters, as people in a hurry write it; in Arabic without the article. */
function plain(token: string): string {
  if (simple.test(token)) return token
  return token.normalize('NFD').replace(marks, '').normalize('NFC').replace(twins, (letter) => sameLetter[letter] ?? letter).replace(article, '')
}

function count(features: Features, name: string) {
  features.set(name, (features.get(name) ?? 0) + 1)
}

/** `RefundRequest`, `refund_request` and `Refund Request` are the same name. */
export const wordsOfName = (name: string) =>
  name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[_\-./]+/g, ' ')
    .trim()
    .toLowerCase()
