/** A way to tell how much a text is like each of the trained phrases. Replace it without touching the rest. */
export type Scorer = {
  /** Phrases (by number) that are at all like the text, each with a likeness of 0..1. */
  score(text: string): { phrase: number; score: number }[]
}

/** How much the likeness of whole texts counts against how much of the phrase occurs in what was said. */
const COSINE_WEIGHT = 0.6
const WORD_SHARE = 0.55
/** A phrase of fewer words than this proves less by occurring inside a longer text. */
const COVERED_WORDS = 3
const GRAM_MIN = 2
const GRAM_MAX = 4
/** What more phrases than this have in common tells them apart no more, and would only cost time. */
const COMMON = 256
const COMMON_SHARE = 1 / 16

type Features = Map<string, number>
/** `counts`: how often the feature stands in the phrase, by its own weight; `weights`: its part of the phrase's length. */
type Postings = { phrases: number[]; counts: number[]; weights: number[]; idf: number }
type Index = { postings: Map<string, Postings>; rarest: number }

/** Words and character n-grams by tf-idf: no language resources, tolerant of endings and typing mistakes. */
export function lexicalScorer(phrases: readonly string[]): Scorer {
  const tokens = phrases.map(wordsOf)
  const words = indexOf(tokens.map(wordFeatures))
  const grams = indexOf(tokens.map(gramFeatures))
  const masses = tokens.map((token) => massOf(token, words))
  const total = new Float64Array(phrases.length)
  const covered = new Float64Array(phrases.length)
  return {
    score(text) {
      const said = wordsOf(text)
      const touched: number[] = []
      addCosine(total, touched, wordFeatures(said), words, COSINE_WEIGHT * WORD_SHARE)
      addCosine(total, touched, gramFeatures(said), grams, COSINE_WEIGHT * (1 - WORD_SHARE))
      cover(covered, new Set(said), words)
      return touched.map((phrase) => {
        const score = (total[phrase] ?? 0) + (1 - COSINE_WEIGHT) * coverage(covered[phrase] ?? 0, masses[phrase] ?? 0, tokens[phrase]?.length ?? 0)
        total[phrase] = 0
        covered[phrase] = 0
        return { phrase, score }
      })
    },
  }
}

/** Scripts that put no spaces between words are taken letter by letter; pairs of letters make up for it. */
const unspaced = '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}]'
const word = new RegExp(`${unspaced}\\p{M}*|(?:(?!${unspaced})[\\p{L}\\p{N}\\p{M}])+`, 'gu')

export const wordsOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().replace(/['’]/g, '').match(word) ?? []

/** Words that say little about a topic. A copilot has too few phrases to learn that from them. */
const little = new Set(
  'a an the i you he she it we they me my your his her its our their this that these those is are was were be been am do does did have has had can could will would shall should may might must to of in on at for from with by about as and or but if so not no there here what which who how when where why please want need like get some any just us them then than'.split(' '),
)
const LITTLE_WEIGHT = 0.4
const PAIR_WEIGHT = 0.7
const weightOf = (token: string) => (little.has(token) ? LITTLE_WEIGHT : 1)

function wordFeatures(tokens: readonly string[]): Features {
  const features: Features = new Map()
  let before: string | undefined
  for (const token of tokens) {
    add(features, token, weightOf(token))
    if (before !== undefined) add(features, `${before} ${token}`, PAIR_WEIGHT * Math.max(weightOf(before), weightOf(token)))
    before = token
  }
  return features
}

function gramFeatures(tokens: readonly string[]): Features {
  const features: Features = new Map()
  for (const token of tokens) {
    const padded = ` ${token} `
    const weight = weightOf(token)
    for (let size = GRAM_MIN; size <= GRAM_MAX; size++) {
      for (let i = 0; i + size <= padded.length; i++) add(features, padded.slice(i, i + size), weight)
    }
  }
  return features
}

function add(features: Features, name: string, weight: number) {
  features.set(name, (features.get(name) ?? 0) + weight)
}

function indexOf(documents: Features[]): Index {
  const postings: Index['postings'] = new Map()
  documents.forEach((document, phrase) => {
    for (const [name, tf] of document) post(postings, name, phrase, tf)
  })
  const common = Math.max(COMMON, documents.length * COMMON_SHARE)
  for (const list of postings.values()) {
    list.idf = list.phrases.length > common ? 0 : Math.log(1 + documents.length / list.phrases.length)
  }
  normalise(postings, documents.length)
  return { postings, rarest: Math.log(1 + documents.length) }
}

function post(postings: Index['postings'], name: string, phrase: number, tf: number) {
  const list = postings.get(name)
  if (!list) return void postings.set(name, { phrases: [phrase], counts: [tf], weights: [tf], idf: 0 })
  list.phrases.push(phrase)
  list.counts.push(tf)
  list.weights.push(tf)
}

/** Turns counts into weights, so that every phrase has length 1; drops what is too common to count. */
function normalise(postings: Index['postings'], count: number) {
  const squares = new Float64Array(count)
  for (const { phrases, weights, idf } of postings.values()) {
    for (let i = 0; i < phrases.length; i++) {
      const weight = (weights[i] ?? 0) * idf
      weights[i] = weight
      squares[phrases[i] ?? 0] = (squares[phrases[i] ?? 0] ?? 0) + weight * weight
    }
  }
  for (const list of postings.values()) {
    if (list.idf === 0) Object.assign(list, { phrases: [], counts: [], weights: [] })
    for (let i = 0; i < list.phrases.length; i++) list.weights[i] = (list.weights[i] ?? 0) / (Math.sqrt(squares[list.phrases[i] ?? 0] ?? 0) || 1)
  }
}

/** Features nobody trained count in the length of what was said, as the rarest ones: foreign words lower every score. */
function addCosine(total: Float64Array, touched: number[], features: Features, index: Index, share: number) {
  let square = 0
  for (const [name, tf] of features) square += (tf * (index.postings.get(name)?.idf ?? index.rarest)) ** 2
  const norm = Math.sqrt(square) || 1
  for (const [name, tf] of features) {
    const list = index.postings.get(name)
    if (!list) continue
    const factor = (share * tf * list.idf) / norm
    for (let i = 0; i < list.phrases.length; i++) {
      const phrase = list.phrases[i] ?? 0
      if (total[phrase] === 0) touched.push(phrase)
      total[phrase] = (total[phrase] ?? 0) + factor * (list.weights[i] ?? 0)
    }
  }
}

function massOf(tokens: readonly string[], index: Index): number {
  let mass = 0
  for (const token of tokens) mass += weightOf(token) * (index.postings.get(token)?.idf ?? 0)
  return mass
}

/** Adds up, phrase by phrase, the weight of its words that were heard. */
function cover(covered: Float64Array, heard: ReadonlySet<string>, index: Index) {
  for (const token of heard) {
    const list = index.postings.get(token)
    if (!list) continue
    for (let i = 0; i < list.phrases.length; i++) covered[list.phrases[i] ?? 0]! += list.idf * (list.counts[i] ?? 0)
  }
}

function coverage(covered: number, mass: number, words: number): number {
  return mass === 0 ? 0 : (covered / mass) * Math.min(1, words / COVERED_WORDS)
}
