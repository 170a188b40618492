import type { SparseVector } from './tf-idf.ts'

/** One row of weights a feature, one column a topic; the dense features come last, then one row that is always there. */
export type Logistic = { weights: Float32Array; topics: number; sparse: number; dense: number }

export type LogisticExample = { features: SparseVector; dense: Float32Array | undefined; topic: number }

const RATE = 0.5
/** A topic that is this close to right learns nothing from an example: soon that is almost all of them. */
const CLOSE = 2e-3

/** Multinomial logistic regression by stochastic gradient descent, each feature at its own pace (AdaGrad). */
export function fitLogistic(examples: readonly LogisticExample[], size: { topics: number; sparse: number; dense: number }, epochs: number): Logistic {
  const rows = size.sparse + size.dense + 1
  const model: Logistic = { weights: new Float32Array(rows * size.topics), ...size }
  const pace = new Float32Array(rows).fill(1e-2)
  const order = examples.map((_, i) => i)
  const random = steadyRandom()
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (const i of order) learn(model, examples[i] as LogisticExample, pace, RATE / (1 + epoch / 3))
  }
  return model
}

function learn(model: Logistic, { features, dense, topic }: LogisticExample, pace: Float32Array, rate: number) {
  const { weights, topics } = model
  const error = probabilities(model, features, dense)
  error[topic]! -= 1
  const wrong: number[] = []
  let square = 0
  for (let t = 0; t < topics; t++) {
    const value = error[t] as number
    if (Math.abs(value) < CLOSE) continue
    wrong.push(t)
    square += value * value
  }
  if (wrong.length === 0) return
  const move = (row: number, value: number) => {
    const gone = (pace[row]! += (value * value * square) / 2)
    const step = (rate * value) / Math.sqrt(gone)
    const start = row * topics
    for (const t of wrong) weights[start + t]! -= step * (error[t] as number)
  }
  for (let i = 0; i < features.ids.length; i++) move(features.ids[i] as number, features.weights[i] as number)
  if (dense) for (let i = 0; i < dense.length; i++) move(model.sparse + i, dense[i] as number)
  move(model.sparse + model.dense, 0.3)
}

export function probabilities({ weights, topics, sparse, dense: width }: Logistic, features: SparseVector, dense: Float32Array | undefined): Float32Array {
  const scores = weights.slice((sparse + width) * topics, (sparse + width + 1) * topics)
  for (let t = 0; t < topics; t++) scores[t]! *= 0.3
  const add = (row: number, value: number) => {
    const start = row * topics
    for (let t = 0; t < topics; t++) scores[t]! += value * (weights[start + t] as number)
  }
  for (let i = 0; i < features.ids.length; i++) add(features.ids[i] as number, features.weights[i] as number)
  if (dense) for (let i = 0; i < width; i++) add(sparse + i, dense[i] as number)
  let highest = -Infinity
  for (const score of scores) if (score > highest) highest = score
  let sum = 0
  for (let t = 0; t < topics; t++) sum += scores[t] = Math.exp((scores[t] as number) - highest)
  for (let t = 0; t < topics; t++) scores[t]! /= sum
  return scores
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
