/** What a text is made of, each with how often. */
export type Features = Map<string, number>

const GRAM_MIN = 2
const GRAM_MAX = 5
/** Words this far apart still make a pair. */
const REACH = 3

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

/** Words, and pairs of words that stand close to each other. */
export function wordFeatures(tokens: readonly string[]): Features {
  const features: Features = new Map()
  tokens.forEach((token, i) => {
    count(features, token)
    for (const later of tokens.slice(i + 1, i + 1 + REACH)) count(features, `${token} ${later}`)
  })
  return features
}

/** Runs of characters inside a word and its edges: endings and typing mistakes change only some of them. */
export function gramFeatures(tokens: readonly string[]): Features {
  const features: Features = new Map()
  for (const token of tokens) {
    const dense = unspaced.test(token)
    const padded = dense ? token : ` ${token} `
    const longest = dense ? 3 : GRAM_MAX
    for (let size = dense ? 1 : GRAM_MIN; size <= longest; size++) {
      for (let i = 0; i + size <= padded.length; i++) count(features, padded.slice(i, i + size))
    }
  }
  return features
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
