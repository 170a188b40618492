import { calibrate, type Example } from './calibration.ts'
import { joined, lexicalLikeness, lexicalScores, regressed, sharpened, type IntentModel, type Lexical, type Phrase, type Sentences } from './intent-model.ts'
import { factorKernel, solvePlain, solveRidge, type Factor, type Ridge, type Scores, type Targets } from './kernel-ridge.ts'
import { productsOfRows, type Matrix } from './linear-algebra.ts'
import { fitLogistic, type LogisticExample } from './logistic-regression.ts'
import { nearestOf } from './nearest-phrases.ts'
import { centreOf, firstView, place, type Views } from './sentence-vectors.ts'
import { gramFeatures, tokensOf, wordFeatures } from './text-features.ts'
import { learnTfIdf, postingsOf, vectorOf, type SparseVector } from './tf-idf.ts'

/** What is meant for no topic at all, with its sentence vector. */
export type Stranger = { text: string; vector: Float32Array }

/** What an encoder made of the phrases, one vector each, and of strangers. */
export type Encoded = { vectors: readonly Float32Array[]; views: Views; strangers: readonly Stranger[] }

/** A model, and what its own phrases would score had they not been trained; not known of a model of many phrases. */
export type Fitted = { model: IntentModel; withoutPhrase: Scores | undefined }

const RIDGE = 0.1
/** What a topic scores for a phrase of another topic says less about strangers than strangers would. */
const STRANGER_WEIGHT = 0.25
/** What turning strangers away is worth against taking phrases rightly. */
const STRANGE_WEIGHT = 0.5
/** What strangers count together, against the copilot's own phrases. */
const STRANGERS_WEIGHT = 0.25
/** Strangers closer than this to a phrase may well be meant for its topic. */
const NEAR = 0.5
/** Comparing with every phrase costs their number squared, learning from it cubed. */
const MOST_COMPARED = 2_500
/** How far targets are moved where topics are confused, how sharply confusion is told, and what is too little to matter. */
const STEP = 0.3
const CONTRAST = 30
const SMALL = 1e-3
/** A topic gets so much for being near to its phrases on average, and to its name; the ridge then tells apart what is near to several. */
const NEAR_PHRASES = 0.2
const NEAR_NAME = 0.1
/** What the score of a topic that has only a name and a description is multiplied with. */
const WEAK_WEIGHT = 1.75
const EPOCHS = 7
const TRIAL_EPOCHS = 3

/**
 * Learns phrases by words and characters, and with sentence vectors, where there are any, as well. The two are learnt
 * apart and their scores added: that is a little better than one model of both, and the first answers without the second.
 */
export function fitIntents(phrases: readonly Phrase[], topics: number, encoded?: Encoded): { lexical: Fitted | undefined; mixed: Fitted | undefined } {
  if (phrases.length > MOST_COMPARED) return fitMany(phrases, topics, encoded)
  const topicOf = phrases.map(({ topic }) => topic)
  const weight = weightOfTopics(phrases, topics)
  const words = prepareWords(phrases, topics)
  const alone = solveTogether([words.prepared], topicOf, weight)
  const plain = conclude(phrases, topics, { ...words.lexical, alpha: alone.alphas[0] ?? empty }, undefined, alone)
  if (!encoded) return { lexical: plain, mixed: undefined }
  const meaning = prepareSentences(encoded, phrases, topics)
  const both = solveTogether([words.prepared, meaning.prepared], topicOf, weight)
  const lexical = { ...words.lexical, alpha: both.alphas[0] ?? empty }
  const heard = strangerScores(both, lexical, meaning.strangers, phrases.length, topics)
  return { lexical: plain, mixed: conclude(phrases, topics, lexical, { ...meaning.sentences, alpha: both.alphas[1] ?? empty }, both, heard) }
}

const empty = new Float32Array(0)

/** A kernel made ready, and what phrases score by being near: see `NEAR_PHRASES`. */
type Prepared = { factor: Factor; nearness: Scores; share: Float32Array }

/** `share` is what each phrase adds to its topic's score besides what the ridge says; strangers, behind the phrases, add nothing. */
function prepare(kernel: Matrix, phrases: readonly Phrase[], strangers: number, topics: number): Prepared {
  const topicOf = [...phrases.map(({ topic }) => topic), ...new Array<number>(strangers).fill(-1)]
  const sizes = new Float32Array(topics)
  for (const { topic } of phrases) sizes[topic]! += 1
  const share = Float32Array.from(phrases, ({ topic, name }) => NEAR_PHRASES / (sizes[topic] as number) + (name ? NEAR_NAME : 0))
  const nearness = new Float32Array(topicOf.length * topics)
  const n = topicOf.length
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const likeness = kernel[i * n + j] as number
      if (j < phrases.length) nearness[i * topics + (topicOf[j] as number)]! += likeness * (share[j] as number)
      if (i < phrases.length) nearness[j * topics + (topicOf[i] as number)]! += likeness * (share[i] as number)
    }
  }
  return { factor: factorKernel(kernel, topicOf, topics, RIDGE), nearness, share }
}

function prepareWords(phrases: readonly Phrase[], topics: number) {
  const { words, grams, wordVectors, gramVectors } = learnTexts(phrases)
  const lexical = { words, grams, wordPostings: postingsOf(wordVectors, words.ids.size), gramPostings: postingsOf(gramVectors, grams.ids.size), phrases: phrases.length }
  const kernel = new Float64Array(phrases.length ** 2)
  for (let i = 0; i < phrases.length; i++) kernel.set(lexicalLikeness(lexical, wordVectors[i] as SparseVector, gramVectors[i] as SparseVector), i * phrases.length)
  return { lexical, prepared: prepare(kernel, phrases, 0, topics) }
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
function prepareSentences(encoded: Encoded, phrases: readonly Phrase[], topics: number) {
  const { vectors, views, strangers } = encoded
  const { rows: own, centre } = placeAll(encoded)
  const width = centre.length
  const all = vectors.length + strangers.length
  const rows = new Float64Array(all * width)
  rows.set(own)
  strangers.forEach(({ vector }, i) => rows.set(place(vector, centre, views), (vectors.length + i) * width))
  const cosines = productsOfRows(rows, width)
  const far = [...strangers.keys()].filter((i) => cosines.subarray((vectors.length + i) * all, (vectors.length + i) * all + vectors.length).every((cosine) => cosine < NEAR))
  const kept = [...vectors.keys(), ...far.map((i) => vectors.length + i)]
  // In place: what is read lies where it is written to, or behind it.
  const kernel = cosines.subarray(0, kept.length ** 2)
  kept.forEach((row, i) => {
    for (let j = 0; j <= i; j++) kernel[i * kept.length + j] = sharpened(cosines[row * all + (kept[j] as number)] as number)
  })
  const known = new Float32Array(kept.length * width)
  kept.forEach((row, i) => known.set(rows.subarray(row * width, (row + 1) * width), i * width))
  return { sentences: { rows: known, centre, views }, prepared: prepare(kernel, phrases, far.length, topics), strangers: far.map((i) => strangers[i]?.text ?? '') }
}

type Together = { alphas: Scores[]; withoutPhrase: Scores; withoutTopic: Scores; strangers: Scores }

/**
 * Solves ridges whose scores are averaged. What phrases score without themselves says where topics are confused: there
 * the targets are moved, once, and all is solved again.
 */
function solveTogether(prepared: readonly Prepared[], topicOf: readonly number[], weight: Float32Array): Together {
  const topics = weight.length
  const first = averageOf(prepared.map(({ factor }) => solvePlain(factor)), topicOf.length, topics)
  const targets = movedTargets(first.withoutPhrase, topicOf, topics)
  const ridges = prepared.map((each) => weighted(withNearness(solveRidge(each.factor, targets), each, topicOf, topics), weight))
  const own = topicOf.length * topics
  return { alphas: ridges.map(({ alpha }) => alpha), ...averageOf(ridges, topicOf.length, topics), strangers: ridges.at(-1)?.withoutPhrase.subarray(own) ?? empty }
}

/** One step towards what a softmax would be content with: more for a topic that is confused, less for what it is taken for. */
function movedTargets(scores: Scores, topicOf: readonly number[], topics: number): Targets {
  const targets: { phrase: number; value: number }[][] = Array.from({ length: topics }, () => [])
  topicOf.forEach((own, phrase) => {
    const row = scores.subarray(phrase * topics, (phrase + 1) * topics)
    const highest = row.reduce((most, score) => Math.max(most, score), -Infinity)
    const sum = row.reduce((total, score) => total + Math.exp(CONTRAST * (score - highest)), 0)
    for (let topic = 0; topic < topics; topic++) {
      const wanted = topic === own ? 1 : 0
      const value = wanted + STEP * (wanted - Math.exp(CONTRAST * ((row[topic] as number) - highest)) / sum)
      if (Math.abs(value) >= SMALL) targets[topic]?.push({ phrase, value })
    }
  })
  return targets
}

function withNearness({ alpha, withoutPhrase, withoutTopic }: Ridge, { nearness, share }: Prepared, topicOf: readonly number[], topics: number): Ridge {
  const more = (scores: Scores) => scores.map((score, i) => score + (nearness[i] as number))
  const shared = alpha.slice()
  topicOf.forEach((topic, phrase) => (shared[phrase * topics + topic]! += share[phrase] as number))
  return { alpha: shared, withoutPhrase: more(withoutPhrase), withoutTopic: more(withoutTopic) }
}

/** What strangers would score had they not been trained, row by row. */
function strangerScores({ strangers: meant }: Together, lexical: Lexical, strangers: readonly string[], phrases: number, topics: number): Scores {
  const scores = new Float32Array(strangers.length * topics)
  strangers.forEach((text, i) => {
    const byWords = lexicalScores(lexical, text, topics)
    for (let topic = 0; topic < topics; topic++) scores[i * topics + topic] = ((byWords[topic] as number) + (meant[i * topics + topic] as number)) / 2
  })
  return scores
}

/** Of topics without a phrase of their own little is known, so all of it scores low: it counts for more. */
function weightOfTopics(phrases: readonly Phrase[], topics: number): Float32Array {
  const weight = new Float32Array(topics).fill(WEAK_WEIGHT)
  for (const { topic, name } of phrases) if (!name) weight[topic] = 1
  return weight
}

function weighted({ alpha, withoutPhrase, withoutTopic }: Ridge, weight: Float32Array): Ridge {
  const by = (scores: Scores) => scores.map((score, i) => score * (weight[i % weight.length] as number))
  return weight.every((each) => each === 1) ? { alpha, withoutPhrase, withoutTopic } : { alpha: by(alpha), withoutPhrase: by(withoutPhrase), withoutTopic: by(withoutTopic) }
}

function placeAll({ vectors, views }: Pick<Encoded, 'vectors' | 'views'>) {
  const centre = centreOf(vectors)
  const rows = new Float32Array(vectors.length * centre.length)
  vectors.forEach((vector, i) => rows.set(place(vector, centre, views), i * centre.length))
  return { rows, centre }
}

/** The first `phrases` rows of each: the others are strangers, which only one of them knows. */
function averageOf(ridges: readonly Ridge[], phrases: number, topics: number): { withoutPhrase: Scores; withoutTopic: Scores } {
  const mean = (of: (ridge: Ridge) => Scores) => {
    const sum = new Float32Array(phrases * topics)
    for (const ridge of ridges) {
      const scores = of(ridge)
      for (let i = 0; i < sum.length; i++) sum[i]! += (scores[i] as number) / ridges.length
    }
    return sum
  }
  return { withoutPhrase: mean((ridge) => ridge.withoutPhrase), withoutTopic: mean((ridge) => ridge.withoutTopic) }
}

function conclude(phrases: readonly Phrase[], topics: number, lexical: Lexical, sentences: Sentences | undefined, { withoutPhrase, withoutTopic }: Pick<Ridge, 'withoutPhrase' | 'withoutTopic'>, strangers?: Scores): Fitted {
  return { model: { topics, lexical, sentences, logistic: undefined, nearest: undefined, ...judge(phrases, topics, withoutPhrase, withoutTopic, strangers) }, withoutPhrase }
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
  // Strangers of our own writing are further away than what people ask of this copilot in vain.
  const strange = thresholdBetween(examples)
  const many = strangers.length / topics
  for (let i = 0; i < many; i++) {
    const { top, margin } = best(strangers, i, topics)
    examples.push({ top, margin, right: false, weight: (STRANGERS_WEIGHT * own.length) / many, stranger: true })
  }
  return { calibration: calibrate(examples), accuracy: own.length ? own.filter(({ right }) => right).length / own.length : 0, strange }
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
    gain += stranger ? STRANGE_WEIGHT / strangers : right ? -1 / own : 0
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
function fitMany(phrases: readonly Phrase[], topics: number, encoded: Encoded | undefined) {
  const { words, grams, wordVectors, gramVectors } = learnTexts(phrases)
  const views = encoded?.views ?? []
  const placed = encoded && placeAll(encoded)
  const examples = phrases.map(({ topic }, i): LogisticExample => ({
    topic,
    features: joined(wordVectors[i] as SparseVector, gramVectors[i] as SparseVector, words.ids.size),
    dense: placed && firstView(placed.rows.subarray(i * placed.centre.length, (i + 1) * placed.centre.length), views),
  }))
  const size = { topics, sparse: words.ids.size + grams.ids.size, dense: placed ? firstView(placed.centre, views).length : 0 }
  const nearestAmong = (of: readonly LogisticExample[]) => (placed ? nearestOf(of.map(({ topic, dense }) => ({ topic, row: dense as Float32Array })), topics, views[0] as number) : undefined)
  const kept = examples.filter((_, i) => i % 10 !== 0)
  const trial = { logistic: fitLogistic(kept, size, TRIAL_EPOCHS), nearest: nearestAmong(kept) }
  const held = examples.flatMap((example, i) => (i % 10 === 0 ? [{ example, phrase: phrases[i] as Phrase }] : []))
  const scores = new Float32Array(held.length * topics)
  held.forEach(({ example }, i) => scores.set(regressed(trial.logistic, trial.nearest, example.features, example.dense), i * topics))
  const nothing = { starts: new Int32Array(0), phrases: new Int32Array(0), weights: new Float32Array(0) }
  const model: IntentModel = {
    topics,
    lexical: { words, grams, wordPostings: nothing, gramPostings: nothing, phrases: 0, alpha: new Float32Array(0) },
    sentences: placed && { rows: new Float32Array(0), centre: placed.centre, views, alpha: new Float32Array(0) },
    logistic: fitLogistic(examples, size, EPOCHS),
    nearest: nearestAmong(examples),
    ...judge(held.map(({ phrase }) => phrase), topics, scores, scores),
  }
  const fitted = { model, withoutPhrase: undefined }
  return encoded ? { lexical: undefined, mixed: fitted } : { lexical: fitted, mixed: undefined }
}
