import type { SparseVector } from './tf-idf.ts'
import { RUN, vectorProgram } from './vector-program.ts'

/** One row of weights a feature, one column a topic; the dense features come last, then one row that is always there. */
export type Logistic = { weights: Float32Array; topics: number; sparse: number; dense: number }

export type LogisticExample = { features: SparseVector; dense: Float32Array | undefined; topic: number }

const RATE = 0.5
/** A topic that is this close to right learns nothing from an example: soon that is almost all of them. */
const CLOSE = 2e-3
/** The value of the feature that is always there. */
const ALWAYS = 0.3

/** Multinomial logistic regression by stochastic gradient descent, each feature at its own pace (AdaGrad). */
export function fitLogistic(examples: readonly LogisticExample[], size: Size, epochs: number): Logistic {
  const order = examples.map((_, i) => i)
  const random = steadyRandom()
  const { learn, weights } = learnerOf(size, examples.reduce((most, { features }) => Math.max(most, features.ids.length), 0))
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (const i of order) learn(examples[i] as LogisticExample, RATE / (1 + epoch / 3))
  }
  return { weights: weights(), ...size }
}

type Size = { topics: number; sparse: number; dense: number }

/** Keeps the weights where the vector instructions reach them, and behind them the errors and the features of one example, of at most so many sparse ones. */
function learnerOf({ topics, sparse, dense: width }: Size, most: number) {
  const rows = sparse + width + 1
  const bytes = Math.ceil((4 * topics) / RUN) * RUN
  const errorAt = rows * bytes
  const listAt = errorAt + bytes
  const { memory, addRows, addToRows } = vectorProgram(listAt + 8 * (most + width + 1))
  const error = new Float32Array(memory.buffer, errorAt, topics)
  const addresses = new Int32Array(memory.buffer, listAt)
  const factors = new Float32Array(memory.buffer, listAt)
  const listed = new Int32Array(most + width + 1)
  const pace = new Float32Array(rows).fill(1e-2)
  let length = 0

  const list = (row: number, value: number) => {
    listed[length] = row
    addresses[2 * length] = row * bytes
    factors[2 * length + 1] = value
    length++
  }
  const listAll = ({ features, dense }: LogisticExample) => {
    length = 0
    for (let i = 0; i < features.ids.length; i++) list(features.ids[i] as number, features.weights[i] as number)
    if (dense) for (let i = 0; i < dense.length; i++) list(sparse + i, dense[i] as number)
    list(sparse + width, ALWAYS)
  }
  return {
    learn(example: LogisticExample, rate: number) {
      listAll(example)
      error.fill(0)
      addRows(listAt, listAt + 8 * length, errorAt, bytes)
      softmax(error)
      error[example.topic]! -= 1
      let square = 0
      for (let t = 0; t < topics; t++) {
        const value = error[t] as number
        if (Math.abs(value) < CLOSE) error[t] = 0
        else square += value * value
      }
      if (square === 0) return
      for (let i = 0; i < length; i++) {
        const value = factors[2 * i + 1] as number
        const gone = (pace[listed[i] as number]! += (value * value * square) / 2)
        factors[2 * i + 1] = (-rate * value) / Math.sqrt(gone)
      }
      addToRows(listAt, listAt + 8 * length, errorAt, bytes)
    },
    weights() {
      const all = new Float32Array(rows * topics)
      for (let row = 0; row < rows; row++) all.set(new Float32Array(memory.buffer, row * bytes, topics), row * topics)
      return all
    },
  }
}

export function probabilities({ weights, topics, sparse, dense: width }: Logistic, features: SparseVector, dense: Float32Array | undefined): Float32Array {
  const scores = weights.slice((sparse + width) * topics, (sparse + width + 1) * topics)
  for (let t = 0; t < topics; t++) scores[t]! *= ALWAYS
  const add = (row: number, value: number) => {
    const start = row * topics
    for (let t = 0; t < topics; t++) scores[t]! += value * (weights[start + t] as number)
  }
  for (let i = 0; i < features.ids.length; i++) add(features.ids[i] as number, features.weights[i] as number)
  if (dense) for (let i = 0; i < width; i++) add(sparse + i, dense[i] as number)
  softmax(scores)
  return scores
}

function softmax(scores: Float32Array) {
  let highest = -Infinity
  for (const score of scores) if (score > highest) highest = score
  let sum = 0
  for (let t = 0; t < scores.length; t++) sum += scores[t] = Math.exp((scores[t] as number) - highest)
  for (let t = 0; t < scores.length; t++) scores[t]! /= sum
}

/** The same phrases always give the same model. */
function steadyRandom() {
  let state = 0x9e3779b9
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return (state >>> 0) / 2 ** 32
  }
}

function shuffle(list: number[], random: () => number) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[list[i], list[j]] = [list[j] as number, list[i] as number]
  }
}
