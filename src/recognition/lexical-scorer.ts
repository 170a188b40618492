/** A way to tell how much a text is like each of the trained phrases. Replace it without touching the rest. */
export type Scorer = { score(text: string): Float64Array }

/** How much the likeness of whole texts counts against how much of the phrase occurs in what was said. */
const COSINE_WEIGHT = 0.6
const WORD_SHARE = 0.55
/** A phrase of fewer words than this proves less by occurring inside a longer text. */
const COVERED_WORDS = 3
const GRAM_MIN = 2
const GRAM_MAX = 4

type Index = { postings: Map<string, { phrase: number; weight: number }[]>; idf: Map<string, number>; rarest: number }

/** Words and character n-grams by tf-idf: no language resources, tolerant of endings and typing mistakes. */
export function lexicalScorer(phrases: readonly string[]): Scorer {
  const words = indexOf(phrases.map(wordFeatures))
  const grams = indexOf(phrases.map(gramFeatures))
  const tokens = phrases.map(wordsOf)
  const masses = tokens.map((token) => massOf(token, words))
  return {
    score(text) {
      const total = new Float64Array(phrases.length)
      addCosine(total, wordFeatures(text), words, COSINE_WEIGHT * WORD_SHARE)
      addCosine(total, gramFeatures(text), grams, COSINE_WEIGHT * (1 - WORD_SHARE))
      const said = new Set(wordsOf(text))
      return total.map((score, phrase) => (score === 0 ? 0 : score + (1 - COSINE_WEIGHT) * coverage(tokens[phrase] ?? [], said, words, masses[phrase] ?? 0)))
    },
  }
}

/** Scripts that put no spaces between words are taken letter by letter; pairs of letters make up for it. */
const unspaced = '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}]'
const word = new RegExp(`${unspaced}\\p{M}*|(?:(?!${unspaced})[\\p{L}\\p{N}\\p{M}])+`, 'gu')

export const wordsOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().replace(/['’]/g, '').match(word) ?? []

/** Words that say little about a topic. A copilot has too few phrases to learn that from them. */
const little = new Set(
  'a an the i you he she it we they me my your his her its our their this that these those is are was were be been am do does did have has had can could will would shall should may might must to of in on at for from with by about as and or but if so not no there here what which who how when where why please want need like get some any just me us them then than'.split(' '),
)
const LITTLE_WEIGHT = 0.4
const PAIR_WEIGHT = 0.7
const weightOf = (word: string) => (little.has(word) ? LITTLE_WEIGHT : 1)

function wordFeatures(text: string): Map<string, number> {
  const words = wordsOf(text)
  const features = new Map<string, number>()
  let before: string | undefined
  for (const word of words) {
    add(features, word, weightOf(word))
    if (before !== undefined) add(features, `${before} ${word}`, PAIR_WEIGHT * Math.max(weightOf(before), weightOf(word)))
    before = word
  }
  return features
}

function gramFeatures(text: string): Map<string, number> {
  const features = new Map<string, number>()
  for (const word of wordsOf(text)) {
    const padded = ` ${word} `
    const weight = weightOf(word)
    for (let size = GRAM_MIN; size <= GRAM_MAX; size++) {
      for (let i = 0; i + size <= padded.length; i++) add(features, padded.slice(i, i + size), weight)
    }
  }
  return features
}

const add = (features: Map<string, number>, name: string, weight: number) => features.set(name, (features.get(name) ?? 0) + weight)

function indexOf(documents: Map<string, number>[]): Index {
  const counts = new Map<string, number>()
  for (const document of documents) for (const name of document.keys()) add(counts, name, 1)
  const idf = new Map<string, number>()
  for (const [name, count] of counts) idf.set(name, Math.log(1 + documents.length / count))
  const postings: Index['postings'] = new Map()
  documents.forEach((document, phrase) => post(postings, document, idf, phrase))
  return { postings, idf, rarest: Math.log(1 + documents.length) }
}

function post(postings: Index['postings'], document: Map<string, number>, idf: Map<string, number>, phrase: number) {
  const weights = [...document].map(([name, tf]) => ({ name, weight: tf * (idf.get(name) ?? 0) }))
  const norm = Math.sqrt(weights.reduce((sum, { weight }) => sum + weight * weight, 0)) || 1
  for (const { name, weight } of weights) {
    const list = postings.get(name)
    if (list) list.push({ phrase, weight: weight / norm })
    else postings.set(name, [{ phrase, weight: weight / norm }])
  }
}

/** Features nobody trained count in the length of what was said, as the rarest ones: foreign words lower every score. */
function addCosine(total: Float64Array, features: Map<string, number>, index: Index, share: number) {
  let square = 0
  for (const [name, tf] of features) square += (tf * (index.idf.get(name) ?? index.rarest)) ** 2
  const norm = Math.sqrt(square) || 1
  for (const [name, tf] of features) {
    const postings = index.postings.get(name)
    if (!postings) continue
    const weight = (share * tf * (index.idf.get(name) ?? 0)) / norm
    for (const posting of postings) total[posting.phrase] = (total[posting.phrase] ?? 0) + weight * posting.weight
  }
}

const massOf = (words: readonly string[], index: Index) => words.reduce((sum, word) => sum + weightOf(word) * (index.idf.get(word) ?? 0), 0)

function coverage(phrase: readonly string[], said: ReadonlySet<string>, index: Index, mass: number): number {
  if (mass === 0) return 0
  const covered = massOf(phrase.filter((word) => said.has(word)), index)
  return (covered / mass) * Math.min(1, phrase.length / COVERED_WORDS)
}
