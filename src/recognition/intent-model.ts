import { calibrate, confidence, type Calibration, type Example } from './calibration.ts'
import { fitRidge, type Scores } from './kernel-ridge.ts'
import { fitLogistic, probabilities, type Logistic, type LogisticExample } from './logistic-regression.ts'
import { range } from './linear-algebra.ts'
import { centreOf, place, type Centre } from './sentence-vectors.ts'
import { gramFeatures, tokensOf, wordFeatures } from './text-features.ts'
import { addCosines, learnTfIdf, postingsOf, vectorOf, type Postings, type SparseVector, type TfIdf } from './tf-idf.ts'

/** `name` marks the name of a topic: it helps to recognise the topic, though nobody says it like that. */
export type Phrase = { topic: number; text: string; name?: boolean }

/** Everything learnt from a copilot's phrases: plain data, so that a worker can hand it over. */
export type IntentModel = {
  topics: number
  topicOf: Int32Array
  words: TfIdf
  grams: TfIdf
  wordPostings: Postings
  gramPostings: Postings
  /** Present when the model listens to sentence vectors: one row a phrase, and where their middle is. */
  sentences: { rows: Float32Array; centre: Centre; width: number } | undefined
  shares: Shares
  alpha: Scores
  /** Takes the place of everything that is kept for each phrase when there are too many phrases. */
  logistic: Logistic | undefined
  calibration: Calibration
  /** How many of its own phrases it would recognise had it not been trained on them. */
  accuracy: number
}

/** How much each way of comparing counts. They add up to 1. */
export type Shares = { words: number; grams: number; sentences: number }

/** The scores of each phrase without itself and without its topic; not known of a model for many phrases. */
export type Fitted = { model: IntentModel; withoutPhrase: Scores | undefined; withoutTopic: Scores | undefined }

const LEXICAL: Shares = { words: 0.5, grams: 0.5, sentences: 0 }
const MIXED: Shares = { words: 0.25, grams: 0.25, sentences: 0.5 }
const SHARPNESS = 2
const RIDGE = 0.1
/** What a topic scores for a phrase of another topic says less about strangers than strangers would. */
const STRANGER_WEIGHT = 0.25
/** Comparing with every phrase costs their number squared, learning from it cubed. */
const MOST_COMPARED = 2_500
const EPOCHS = 12
const TRIAL_EPOCHS = 4

/** Learns phrases, with their sentence vectors where there are any. */
export function fitIntents(phrases: readonly Phrase[], topics: number, vectors?: readonly Float32Array[]): Fitted {
  const { words, grams, wordVectors, gramVectors } = learnTexts(phrases.map(({ text }) => text))
  const sentences = vectors && learnVectors(vectors)
  if (phrases.length > MOST_COMPARED) return { model: fitMany(phrases, topics, { words, grams, wordVectors, gramVectors, sentences }), withoutPhrase: undefined, withoutTopic: undefined }
  const shares = sentences ? MIXED : LEXICAL
  const wordPostings = postingsOf(wordVectors, words.ids.size)
  const gramPostings = postingsOf(gramVectors, grams.ids.size)
  const topicOf = Int32Array.from(phrases, ({ topic }) => topic)
  const parts = { words, grams, wordPostings, gramPostings, sentences, shares, topics, topicOf }
  const kernel = new Float64Array(phrases.length ** 2)
  phrases.forEach((_, i) => {
    const row = similarities(parts, wordVectors[i] as SparseVector, gramVectors[i] as SparseVector, sentences?.rows.subarray(i * sentences.width, (i + 1) * sentences.width))
    kernel.set(row, i * phrases.length)
  })
  const { alpha, withoutPhrase, withoutTopic } = fitRidge(kernel, [...topicOf], topics, RIDGE)
  const { calibration, accuracy } = judge(topicOf, topics, withoutPhrase, withoutTopic, (i) => phrases[i]?.name === true)
  return { model: { ...parts, alpha, calibration, accuracy, logistic: undefined }, withoutPhrase, withoutTopic }
}

function learnTexts(texts: readonly string[]) {
  const tokens = texts.map(tokensOf)
  const wordSets = tokens.map(wordFeatures)
  const gramSets = tokens.map(gramFeatures)
  const words = learnTfIdf(wordSets)
  const grams = learnTfIdf(gramSets)
  return { words, grams, wordVectors: wordSets.map((set) => vectorOf(set, words)), gramVectors: gramSets.map((set) => vectorOf(set, grams)) }
}

function learnVectors(vectors: readonly Float32Array[]) {
  const centre = centreOf(vectors)
  const width = centre.length
  const rows = new Float32Array(vectors.length * width)
  vectors.forEach((vector, i) => rows.set(place(vector, centre), i * width))
  return { rows, centre, width }
}

/** One tenth is held back to learn how far the scores can be trusted; then everything is learnt. */
function fitMany(phrases: readonly Phrase[], topics: number, { words, grams, wordVectors, gramVectors, sentences }: ReturnType<typeof learnTexts> & { sentences: ReturnType<typeof learnVectors> | undefined }): IntentModel {
  const examples = phrases.map(({ topic }, i): LogisticExample => ({
    topic,
    features: joined(wordVectors[i] as SparseVector, gramVectors[i] as SparseVector, words.ids.size),
    dense: sentences?.rows.subarray(i * sentences.width, (i + 1) * sentences.width),
  }))
  const size = { topics, sparse: words.ids.size + grams.ids.size, dense: sentences?.width ?? 0 }
  const trial = fitLogistic(examples.filter((_, i) => i % 10 !== 0), size, TRIAL_EPOCHS)
  const held = examples.filter((_, i) => i % 10 === 0)
  const scores = new Float32Array(held.length * topics)
  held.forEach(({ features, dense }, i) => scores.set(probabilities(trial, features, dense), i * topics))
  const { calibration, accuracy } = judge(Int32Array.from(held, ({ topic }) => topic), topics, scores, scores, () => false)
  const nothing = { starts: new Int32Array(0), phrases: new Int32Array(0), weights: new Float32Array(0) }
  return {
    topics, words, grams, calibration, accuracy,
    topicOf: Int32Array.from(phrases, ({ topic }) => topic),
    wordPostings: nothing, gramPostings: nothing,
    sentences: sentences && { ...sentences, rows: new Float32Array(0) },
    shares: sentences ? MIXED : LEXICAL,
    alpha: new Float32Array(0),
    logistic: fitLogistic(examples, size, EPOCHS),
  }
}

/** Both kinds of features in one vector, the grams after the words. */
function joined(words: SparseVector, grams: SparseVector, offset: number): SparseVector {
  const ids = new Int32Array(words.ids.length + grams.ids.length)
  ids.set(words.ids)
  grams.ids.forEach((id, i) => (ids[words.ids.length + i] = id + offset))
  const weights = new Float32Array(ids.length)
  weights.set(words.weights)
  weights.set(grams.weights, words.weights.length)
  return { ids, weights }
}

type Parts = Omit<IntentModel, 'alpha' | 'calibration' | 'accuracy' | 'logistic'>

function similarities({ wordPostings, gramPostings, sentences, shares, topicOf }: Parts, words: SparseVector, grams: SparseVector, sentence: Float32Array | undefined): Float32Array {
  const row = new Float32Array(topicOf.length)
  addCosines(row, words, wordPostings, shares.words)
  addCosines(row, grams, gramPostings, shares.grams)
  if (sentences && sentence) {
    const { rows, width } = sentences
    for (let phrase = 0; phrase < row.length; phrase++) row[phrase]! += shares.sentences * range(rows, phrase * width, sentence, 0, width)
  }
  for (let phrase = 0; phrase < row.length; phrase++) row[phrase] = Math.exp(SHARPNESS * ((row[phrase] as number) - 1))
  return row
}

export type Impression = { scores: Float32Array; likeness: Float32Array | undefined }

/** What the model makes of a text: every topic's score, and how like it is to every phrase. */
export function impressionOf(model: IntentModel, text: string, vector?: Float32Array): Impression {
  const tokens = tokensOf(text)
  const sentence = model.sentences && vector && place(vector, model.sentences.centre)
  const words = vectorOf(wordFeatures(tokens), model.words)
  const grams = vectorOf(gramFeatures(tokens), model.grams)
  if (model.logistic) return { scores: probabilities(model.logistic, joined(words, grams, model.words.ids.size), sentence), likeness: undefined }
  const row = similarities(model, words, grams, sentence)
  const scores = new Float32Array(model.topics)
  for (let phrase = 0; phrase < row.length; phrase++) {
    const factor = row[phrase] as number
    const start = phrase * model.topics
    for (let topic = 0; topic < model.topics; topic++) scores[topic]! += factor * (model.alpha[start + topic] as number)
  }
  return { scores, likeness: row }
}

/** The topics that score best, with how sure to be of the first. */
export function hear(model: IntentModel, scores: Float32Array, limit: number): { ranked: { topic: number; score: number }[]; sure: number } {
  const ranked = [...scores.keys()].map((topic) => ({ topic, score: scores[topic] as number })).sort((a, b) => b.score - a.score)
  const top = ranked[0]?.score ?? 0
  return { ranked: ranked.slice(0, limit), sure: confidence(model.calibration, { top, margin: top - (ranked[1]?.score ?? 0) }) }
}

/** Phrases left out teach what being right looks like, and whole topics left out what it looks like when nothing fits. */
function judge(topicOf: Int32Array, topics: number, withoutPhrase: Scores, withoutTopic: Scores, isName: (phrase: number) => boolean): { calibration: Calibration; accuracy: number } {
  const examples: Example[] = []
  let right = 0
  let count = 0
  topicOf.forEach((own, phrase) => {
    if (isName(phrase)) return
    const mine = best(withoutPhrase, phrase, topics)
    count++
    if (mine.topic === own) right++
    examples.push({ top: mine.top, margin: mine.margin, right: mine.topic === own, weight: 1 })
    if (topics < 2) return
    const stranger = best(withoutTopic, phrase, topics, own)
    examples.push({ top: stranger.top, margin: stranger.margin, right: false, weight: STRANGER_WEIGHT })
  })
  return { calibration: calibrate(examples), accuracy: count ? right / count : 0 }
}

function best(scores: Scores, phrase: number, topics: number, except = -1) {
  let topic = -1
  let top = -Infinity
  let next = -Infinity
  for (let t = 0; t < topics; t++) {
    const score = scores[phrase * topics + t] as number
    if (t === except) continue
    if (score > top) [topic, top, next] = [t, score, top]
    else if (score > next) next = score
  }
  return { topic, top, margin: top - (next === -Infinity ? 0 : next) }
}
