import { calibrate, type Example } from './calibration.ts'
import { joined, lexicalLikeness, sentenceLikeness, type IntentModel, type Lexical, type Phrase, type Sentences } from './intent-model.ts'
import { fitRidge, type Ridge, type Scores } from './kernel-ridge.ts'
import { fitLogistic, probabilities, type LogisticExample } from './logistic-regression.ts'
import { centreOf, firstView, place } from './sentence-vectors.ts'
import { gramFeatures, tokensOf, wordFeatures } from './text-features.ts'
import { learnTfIdf, postingsOf, vectorOf, type SparseVector } from './tf-idf.ts'

/** A model, and what its own phrases would score had they not been trained; not known of a model of many phrases. */
export type Fitted = { model: IntentModel; withoutPhrase: Scores | undefined }

const RIDGE = 0.1
/** What a topic scores for a phrase of another topic says less about strangers than strangers would. */
const STRANGER_WEIGHT = 0.25
/** Comparing with every phrase costs their number squared, learning from it cubed. */
const MOST_COMPARED = 2_500
const EPOCHS = 10
const TRIAL_EPOCHS = 3

/**
 * Learns phrases by words and characters, and with sentence vectors, where there are any, as well. The two are learnt
 * apart and their scores added: that is a little better than one model of both, and the first answers without the second.
 */
export function fitIntents(phrases: readonly Phrase[], topics: number, vectors?: readonly Float32Array[]): { lexical: Fitted | undefined; mixed: Fitted | undefined } {
  if (phrases.length > MOST_COMPARED) return fitMany(phrases, topics, vectors)
  const topicOf = phrases.map(({ topic }) => topic)
  const lexical = fitLexical(phrases, topicOf, topics)
  const plain = conclude(phrases, topics, lexical.lexical, undefined, lexical.ridge)
  if (!vectors) return { lexical: plain, mixed: undefined }
  const sentences = fitSentences(vectors, topicOf, topics)
  return { lexical: plain, mixed: conclude(phrases, topics, lexical.lexical, sentences.sentences, average(lexical.ridge, sentences.ridge)) }
}

function fitLexical(phrases: readonly Phrase[], topicOf: readonly number[], topics: number): { lexical: Lexical; ridge: Ridge } {
  const { words, grams, wordVectors, gramVectors } = learnTexts(phrases)
  const parts = { words, grams, wordPostings: postingsOf(wordVectors, words.ids.size), gramPostings: postingsOf(gramVectors, grams.ids.size), phrases: phrases.length }
  const kernel = new Float64Array(phrases.length ** 2)
  for (let i = 0; i < phrases.length; i++) kernel.set(lexicalLikeness(parts, wordVectors[i] as SparseVector, gramVectors[i] as SparseVector), i * phrases.length)
  const ridge = fitRidge(kernel, topicOf, topics, RIDGE)
  return { lexical: { ...parts, alpha: ridge.alpha }, ridge }
}

function learnTexts(phrases: readonly Phrase[]) {
  const tokens = phrases.map(({ text }) => tokensOf(text))
  const wordSets = tokens.map(wordFeatures)
  const gramSets = tokens.map(gramFeatures)
  const words = learnTfIdf(wordSets)
  const grams = learnTfIdf(gramSets)
  return { words, grams, wordVectors: wordSets.map((set) => vectorOf(set, words)), gramVectors: gramSets.map((set) => vectorOf(set, grams)) }
}

function fitSentences(vectors: readonly Float32Array[], topicOf: readonly number[], topics: number): { sentences: Sentences; ridge: Ridge } {
  const { rows, centre } = placeAll(vectors)
  const kernel = new Float64Array(vectors.length ** 2)
  // The ridge reads the lower half only: each phrase is compared with those before it.
  for (let i = 0; i < vectors.length; i++) kernel.set(sentenceLikeness({ rows }, rows.subarray(i * centre.length, (i + 1) * centre.length), i + 1), i * vectors.length)
  const ridge = fitRidge(kernel, topicOf, topics, RIDGE)
  return { sentences: { rows, centre, alpha: ridge.alpha }, ridge }
}

function placeAll(vectors: readonly Float32Array[]) {
  const centre = centreOf(vectors)
  const rows = new Float32Array(vectors.length * centre.length)
  vectors.forEach((vector, i) => rows.set(place(vector, centre), i * centre.length))
  return { rows, centre }
}

function average(a: Ridge, b: Ridge): Ridge {
  const mean = (x: Scores, y: Scores) => x.map((value, i) => (value + (y[i] as number)) / 2)
  return { alpha: a.alpha, withoutPhrase: mean(a.withoutPhrase, b.withoutPhrase), withoutTopic: mean(a.withoutTopic, b.withoutTopic) }
}

function conclude(phrases: readonly Phrase[], topics: number, lexical: Lexical, sentences: Sentences | undefined, { withoutPhrase, withoutTopic }: Ridge): Fitted {
  return { model: { topics, lexical, sentences, logistic: undefined, ...judge(phrases, topics, withoutPhrase, withoutTopic) }, withoutPhrase }
}

/** Phrases left out teach what being right looks like, and whole topics left out what it looks like when nothing fits. */
function judge(phrases: readonly Phrase[], topics: number, withoutPhrase: Scores, withoutTopic: Scores): Pick<IntentModel, 'calibration' | 'accuracy' | 'strange'> {
  const examples: Example[] = []
  phrases.forEach(({ topic: own, name }, phrase) => {
    if (name) return
    const mine = best(withoutPhrase, phrase, topics)
    examples.push({ top: mine.top, margin: mine.margin, right: mine.topic === own, weight: 1 })
    if (topics < 2) return
    const stranger = best(withoutTopic, phrase, topics, own)
    examples.push({ top: stranger.top, margin: stranger.margin, right: false, weight: STRANGER_WEIGHT })
  })
  const own = examples.filter(({ weight }) => weight === 1)
  return { calibration: calibrate(examples), accuracy: own.length ? own.filter(({ right }) => right).length / own.length : 0, strange: thresholdBetween(examples) }
}

/** Where the share of phrases taken rightly and, for less, the share of strangers turned away add up to the most. */
function thresholdBetween(examples: readonly Example[]): number {
  const sorted = examples.toSorted((a, b) => a.top - b.top)
  const own = sorted.filter(({ weight }) => weight === 1).length || 1
  const strangers = sorted.length - own || 1
  let gain = 0
  let most = 0
  let threshold = 0
  sorted.forEach(({ top, right, weight }, i) => {
    gain += weight === 1 ? (right ? -1 / own : 0) : STRANGER_WEIGHT / strangers
    if (gain <= most) return
    most = gain
    threshold = (top + (sorted[i + 1]?.top ?? top)) / 2
  })
  return threshold
}

function best(scores: Scores, phrase: number, topics: number, except = -1) {
  let topic = -1
  let top = -Infinity
  let next = -Infinity
  let sum = 0
  for (let t = 0; t < topics; t++) {
    const score = scores[phrase * topics + t] as number
    if (t === except) continue
    sum += score
    if (score > top) [topic, top, next] = [t, score, top]
    else if (score > next) next = score
  }
  return { topic, top: top - sum / (topics - (except < 0 ? 0 : 1) || 1), margin: top - (next === -Infinity ? 0 : next) }
}

/** One tenth is held back to learn how far the scores can be trusted; then everything is learnt. */
function fitMany(phrases: readonly Phrase[], topics: number, vectors: readonly Float32Array[] | undefined) {
  const { words, grams, wordVectors, gramVectors } = learnTexts(phrases)
  const placed = vectors && placeAll(vectors)
  const examples = phrases.map(({ topic }, i): LogisticExample => ({
    topic,
    features: joined(wordVectors[i] as SparseVector, gramVectors[i] as SparseVector, words.ids.size),
    dense: placed && firstView(placed.rows.subarray(i * placed.centre.length, (i + 1) * placed.centre.length)),
  }))
  const size = { topics, sparse: words.ids.size + grams.ids.size, dense: placed ? firstView(placed.centre).length : 0 }
  const trial = fitLogistic(examples.filter((_, i) => i % 10 !== 0), size, TRIAL_EPOCHS)
  const held = examples.flatMap((example, i) => (i % 10 === 0 ? [{ example, phrase: phrases[i] as Phrase }] : []))
  const scores = new Float32Array(held.length * topics)
  held.forEach(({ example }, i) => scores.set(probabilities(trial, example.features, example.dense), i * topics))
  const nothing = { starts: new Int32Array(0), phrases: new Int32Array(0), weights: new Float32Array(0) }
  const model: IntentModel = {
    topics,
    lexical: { words, grams, wordPostings: nothing, gramPostings: nothing, phrases: 0, alpha: new Float32Array(0) },
    sentences: placed && { rows: new Float32Array(0), centre: placed.centre, alpha: new Float32Array(0) },
    logistic: fitLogistic(examples, size, EPOCHS),
    ...judge(held.map(({ phrase }) => phrase), topics, scores, scores),
  }
  const fitted = { model, withoutPhrase: undefined }
  return vectors ? { lexical: undefined, mixed: fitted } : { lexical: fitted, mixed: undefined }
}
