import { confidence, type Calibration } from './calibration.ts'
import { probabilities, type Logistic } from './logistic-regression.ts'
import { loweredByDistance, type Nearest } from './nearest-phrases.ts'
import { firstView, place, product, type Centre, type Views } from './sentence-vectors.ts'
import { gramFeatures, tokensOf, wordFeatures } from './text-features.ts'
import { addCosines, vectorOf, type Postings, type SparseVector, type TfIdf } from './tf-idf.ts'

/** `name` marks the name or a description of a topic: it helps to recognise the topic, though nobody says it like that. */
export type Phrase = { topic: number; text: string; name?: boolean }

/** Everything learnt from a copilot's phrases: plain data, so that a worker can hand it over. */
export type IntentModel = {
  topics: number
  lexical: Lexical
  sentences: Sentences | undefined
  /** Takes the place of comparing with every phrase when there are too many of them. */
  logistic: Logistic | undefined
  /** Beside the regression, where there are sentence vectors. */
  nearest: Nearest | undefined
  calibration: Calibration
  /** What scores less is more likely meant for no topic at all, as far as topics left out can tell. */
  strange: number
  /** How many of its own phrases it would recognise had it not been trained on them. */
  accuracy: number
}

/** Row by row: one row a phrase, one column a topic. What each phrase adds to each topic's score. */
type Alpha = Float32Array

export type Lexical = { words: TfIdf; grams: TfIdf; wordPostings: Postings; gramPostings: Postings; phrases: number; alpha: Alpha }
/** Rows of phrases, and behind them rows of what belongs to no topic. */
export type Sentences = { rows: Float32Array; centre: Centre; views: Views; alpha: Alpha }

export type Impression = { scores: Float32Array; likeness: Float32Array | undefined }

/** What the model makes of a text: every topic's score, and how like it is to every phrase. */
export function impressionOf(model: IntentModel, text: string, vector?: Float32Array): Impression {
  const { words, grams } = sparseOf(text, model.lexical)
  const sentence = model.sentences && vector && place(vector, model.sentences.centre, model.sentences.views)
  if (model.logistic) {
    const dense = model.sentences && sentence && firstView(sentence, model.sentences.views)
    return { scores: regressed(model.logistic, model.nearest, joined(words, grams, model.lexical.words.ids.size), dense), likeness: undefined }
  }
  const scores = new Float32Array(model.topics)
  const likeness = lexicalLikeness(model.lexical, words, grams)
  addScores(scores, likeness, model.lexical.alpha)
  if (model.sentences && sentence) {
    const meaning = sentenceLikeness(model.sentences, sentence, model.sentences.rows.length / sentence.length)
    addScores(scores, meaning, model.sentences.alpha)
    for (let phrase = 0; phrase < likeness.length; phrase++) likeness[phrase] = ((likeness[phrase] as number) + (meaning[phrase] as number)) / 2
    for (let topic = 0; topic < scores.length; topic++) scores[topic]! /= 2
  }
  return { scores, likeness }
}

export function regressed(logistic: Logistic, nearest: Nearest | undefined, features: SparseVector, dense: Float32Array | undefined): Float32Array {
  const likely = probabilities(logistic, features, dense)
  return nearest && dense ? loweredByDistance(likely, nearest, dense) : likely
}

/** The vector is of the encoder that the model was learnt with. */
export const isOfModel = ({ sentences }: IntentModel, vector: Float32Array | undefined): vector is Float32Array => vector !== undefined && vector.length === sentences?.centre.length

export function lexicalScores(lexical: Lexical, text: string, topics: number): Float32Array {
  const { words, grams } = sparseOf(text, lexical)
  const scores = new Float32Array(topics)
  addScores(scores, lexicalLikeness(lexical, words, grams), lexical.alpha)
  return scores
}

function sparseOf(text: string, { words, grams }: Pick<Lexical, 'words' | 'grams'>) {
  const tokens = tokensOf(text)
  return { words: vectorOf(wordFeatures(tokens), words), grams: vectorOf(gramFeatures(tokens), grams) }
}

const SHARPNESS = 2

/** The likeness to every phrase, words and characters counting the same. */
export function lexicalLikeness({ wordPostings, gramPostings, phrases }: Omit<Lexical, 'alpha'>, words: SparseVector, grams: SparseVector): Float32Array {
  const row = new Float32Array(phrases)
  addCosines(row, words, wordPostings, 0.5)
  addCosines(row, grams, gramPostings, 0.5)
  return sharpen(row)
}

function sentenceLikeness({ rows }: Pick<Sentences, 'rows'>, sentence: Float32Array, phrases: number): Float32Array {
  const row = new Float32Array(phrases)
  for (let phrase = 0; phrase < phrases; phrase++) row[phrase] = product(rows, phrase * sentence.length, sentence)
  return sharpen(row)
}

/** What is close counts much more than what is far. */
export const sharpened = (cosine: number) => Math.exp(SHARPNESS * (cosine - 1))

function sharpen(row: Float32Array): Float32Array {
  for (let phrase = 0; phrase < row.length; phrase++) row[phrase] = sharpened(row[phrase] as number)
  return row
}

/** The cosine that a likeness was made of, 0..1. */
export const similarityOf = (likeness: number) => Math.max(0, Math.min(1, 1 + Math.log(likeness || 1e-9) / SHARPNESS))

/** Four phrases at once, so that each score is fetched once for all of them. */
function addScores(scores: Float32Array, likeness: Float32Array, alpha: Alpha) {
  const topics = scores.length
  const fours = likeness.length & ~3
  for (let phrase = 0; phrase < fours; phrase += 4) {
    const [f0, f1, f2, f3] = [likeness[phrase] as number, likeness[phrase + 1] as number, likeness[phrase + 2] as number, likeness[phrase + 3] as number]
    let at = phrase * topics
    for (let topic = 0; topic < topics; topic++, at++) {
      scores[topic]! += f0 * (alpha[at] as number) + f1 * (alpha[at + topics] as number) + f2 * (alpha[at + 2 * topics] as number) + f3 * (alpha[at + 3 * topics] as number)
    }
  }
  for (let phrase = fours; phrase < likeness.length; phrase++) {
    const factor = likeness[phrase] as number
    for (let topic = 0; topic < topics; topic++) scores[topic]! += factor * (alpha[phrase * topics + topic] as number)
  }
}

/** Both kinds of features in one vector, the grams after the words. */
export function joined(words: SparseVector, grams: SparseVector, offset: number): SparseVector {
  const ids = new Int32Array(words.ids.length + grams.ids.length)
  ids.set(words.ids)
  grams.ids.forEach((id, i) => (ids[words.ids.length + i] = id + offset))
  const weights = new Float32Array(ids.length)
  weights.set(words.weights)
  weights.set(grams.weights, words.weights.length)
  return { ids, weights }
}

/** Scores are above what a topic scores on average: the fewer topics there are, the more each gets of anything. */
type Hearing = { ranked: { topic: number; score: number }[]; sure: number }

/** The topics that score best, with how sure to be of the first. */
export function hear(model: Pick<IntentModel, 'calibration'>, scores: Float32Array, limit: number): Hearing {
  let sum = 0
  for (const score of scores) sum += score
  const usual = sum / (scores.length || 1)
  const ranked = [...scores.keys()].map((topic) => ({ topic, score: (scores[topic] as number) - usual })).sort((a, b) => b.score - a.score)
  const top = ranked[0]?.score ?? 0
  return { ranked: ranked.slice(0, limit), sure: confidence(model.calibration, { top, margin: top - (ranked[1]?.score ?? 0) }) }
}
