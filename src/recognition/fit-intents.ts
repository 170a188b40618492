import { calibrate, type Example } from './calibration.ts'
import { joined, lexicalLikeness, lexicalScores, sentenceLikeness, type IntentModel, type Lexical, type Phrase, type Sentences } from './intent-model.ts'
import { fitRidge, type Ridge, type Scores } from './kernel-ridge.ts'
import { fitLogistic, probabilities, type LogisticExample } from './logistic-regression.ts'
import { centreOf, firstView, place, product } from './sentence-vectors.ts'
import { gramFeatures, tokensOf, wordFeatures } from './text-features.ts'
import { learnTfIdf, postingsOf, vectorOf, type SparseVector } from './tf-idf.ts'

/** What is meant for no topic at all, with its sentence vector. */
export type Stranger = { text: string; vector: Float32Array }

/** A model, and what its own phrases would score had they not been trained; not known of a model of many phrases. */
export type Fitted = { model: IntentModel; withoutPhrase: Scores | undefined }

const RIDGE = 0.1
/** What a topic scores for a phrase of another topic says less about strangers than strangers would. */
const STRANGER_WEIGHT = 0.25
/** What strangers count together, against the copilot's own phrases. */
const STRANGERS_WEIGHT = 0.25
/** Strangers closer than this to a phrase may well be meant for its topic. */
const NEAR = 0.5
/** Comparing with every phrase costs their number squared, learning from it cubed. */
const MOST_COMPARED = 2_500
const EPOCHS = 10
const TRIAL_EPOCHS = 3

/**
 * Learns phrases by words and characters, and with sentence vectors, where there are any, as well. The two are learnt
 * apart and their scores added: that is a little better than one model of both, and the first answers without the second.
 */
export function fitIntents(phrases: readonly Phrase[], topics: number, vectors?: readonly Float32Array[], strangers: readonly Stranger[] = []): { lexical: Fitted | undefined; mixed: Fitted | undefined } {
  if (phrases.length > MOST_COMPARED) return fitMany(phrases, topics, vectors)
  const topicOf = phrases.map(({ topic }) => topic)
  const lexical = fitLexical(phrases, topicOf, topics)
  const plain = conclude(phrases, topics, lexical.lexical, undefined, lexical.ridge)
  if (!vectors) return { lexical: plain, mixed: undefined }
  const sentences = fitSentences(vectors, topicOf, topics, strangers)
  const heard = strangerScores(sentences, lexical.lexical, topics)
  return { lexical: plain, mixed: conclude(phrases, topics, lexical.lexical, sentences.sentences, average(lexical.ridge, sentences.ridge), heard) }
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

/** Strangers are learnt as well, as what belongs to no topic: a copilot of three topics knows little of the world. */
function fitSentences(vectors: readonly Float32Array[], topicOf: readonly number[], topics: number, strangers: readonly Stranger[]) {
  const { rows: own, centre } = placeAll(vectors)
  const width = centre.length
  const far = strangers.map((stranger) => ({ ...stranger, placed: place(stranger.vector, centre) })).filter(({ placed }) => vectors.every((_, i) => product(own, i * width, placed) < NEAR))
  const count = vectors.length + far.length
  const rows = new Float32Array(count * width)
  rows.set(own)
  far.forEach(({ placed }, i) => rows.set(placed, (vectors.length + i) * width))
  const kernel = new Float64Array(count ** 2)
  // The ridge reads the lower half only: each phrase is compared with those before it.
  for (let i = 0; i < count; i++) kernel.set(sentenceLikeness({ rows }, rows.subarray(i * width, (i + 1) * width), i + 1), i * count)
  const ridge = fitRidge(kernel, [...topicOf, ...far.map(() => -1)], topics, RIDGE)
  return { sentences: { rows, centre, alpha: ridge.alpha }, ridge, strangers: far.map(({ text }) => text) }
}

/** What strangers would score had they not been trained, row by row. */
function strangerScores({ ridge, strangers }: ReturnType<typeof fitSentences>, lexical: Lexical, topics: number): Scores {
  const first = ridge.withoutPhrase.length / topics - strangers.length
  const scores = new Float32Array(strangers.length * topics)
  strangers.forEach((text, i) => {
    const byWords = lexicalScores(lexical, text, topics)
    for (let topic = 0; topic < topics; topic++) scores[i * topics + topic] = ((byWords[topic] as number) + (ridge.withoutPhrase[(first + i) * topics + topic] as number)) / 2
  })
  return scores
}

function placeAll(vectors: readonly Float32Array[]) {
  const centre = centreOf(vectors)
  const rows = new Float32Array(vectors.length * centre.length)
  vectors.forEach((vector, i) => rows.set(place(vector, centre), i * centre.length))
  return { rows, centre }
}

/** Of the phrases that `a` has. */
function average(a: Ridge, b: Ridge): Ridge {
  const mean = (x: Scores, y: Scores) => x.map((value, i) => (value + (y[i] as number)) / 2)
  return { alpha: a.alpha, withoutPhrase: mean(a.withoutPhrase, b.withoutPhrase), withoutTopic: mean(a.withoutTopic, b.withoutTopic) }
}

function conclude(phrases: readonly Phrase[], topics: number, lexical: Lexical, sentences: Sentences | undefined, { withoutPhrase, withoutTopic }: Ridge, strangers?: Scores): Fitted {
  return { model: { topics, lexical, sentences, logistic: undefined, ...judge(phrases, topics, withoutPhrase, withoutTopic, strangers) }, withoutPhrase }
}

/** Phrases left out teach what being right looks like, and whole topics left out what it looks like when nothing fits. */
function judge(phrases: readonly Phrase[], topics: number, withoutPhrase: Scores, withoutTopic: Scores, strangers: Scores = new Float32Array(0)): Pick<IntentModel, 'calibration' | 'accuracy' | 'strange'> {
  const examples: Example[] = []
  const topicsOf = new Map<string, Set<number>>()
  for (const { text, topic } of phrases) topicsOf.set(text.toLowerCase(), (topicsOf.get(text.toLowerCase()) ?? new Set()).add(topic))
  phrases.forEach(({ topic: own, name, text }, phrase) => {
    // A phrase of two topics proves nothing about the others.
    if (name || (topicsOf.get(text.toLowerCase())?.size ?? 0) > 1) return
    const mine = best(withoutPhrase, phrase, topics)
    examples.push({ top: mine.top, margin: mine.margin, right: mine.topic === own, weight: 1, stranger: false })
    if (topics < 2) return
    const stranger = best(withoutTopic, phrase, topics, own)
    examples.push({ top: stranger.top, margin: stranger.margin, right: false, weight: STRANGER_WEIGHT, stranger: true })
  })
  const own = examples.filter(({ stranger }) => !stranger)
  const many = strangers.length / topics
  for (let i = 0; i < many; i++) {
    const { top, margin } = best(strangers, i, topics)
    examples.push({ top, margin, right: false, weight: (STRANGERS_WEIGHT * own.length) / many, stranger: true })
  }
  return { calibration: calibrate(examples), accuracy: own.length ? own.filter(({ right }) => right).length / own.length : 0, strange: thresholdBetween(examples) }
}

/** Where the share of phrases taken rightly and, for less, the share of strangers turned away add up to the most. */
function thresholdBetween(examples: readonly Example[]): number {
  const sorted = examples.toSorted((a, b) => a.top - b.top)
  const own = sorted.filter(({ stranger }) => !stranger).length || 1
  const strangers = sorted.length - own || 1
  let gain = 0
  let most = 0
  let threshold = 0
  sorted.forEach(({ top, right, stranger }, i) => {
    gain += stranger ? STRANGER_WEIGHT / strangers : right ? -1 / own : 0
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
