import type { Features } from './text-features.ts'

/** A text as the numbers of the features that training knows, with weights. Its length is 1 when it knows them all. */
export type SparseVector = { ids: Int32Array; weights: Float32Array }

export type TfIdf = { ids: Map<string, number>; idf: Float32Array; rarest: number }

export function learnTfIdf(documents: readonly Features[]): TfIdf {
  const ids = new Map<string, number>()
  const seen: number[] = []
  for (const document of documents) {
    for (const name of document.keys()) {
      const id = ids.get(name) ?? ids.size
      ids.set(name, id)
      seen[id] = (seen[id] ?? 0) + 1
    }
  }
  const weigh = (count: number) => Math.log((1 + documents.length) / (1 + count)) + 1
  return { ids, idf: Float32Array.from(seen, weigh), rarest: weigh(0) }
}

/**
 * What training never saw still counts in the length, as if it were the rarest of all: the more foreign a text is, the
 * less it is like anything.
 */
export function vectorOf(features: Features, { ids, idf, rarest }: TfIdf): SparseVector {
  const known: number[] = []
  const weights: number[] = []
  let square = 0
  for (const [name, times] of features) {
    const id = ids.get(name)
    const weight = (1 + Math.log(times)) * (id === undefined ? rarest : (idf[id] ?? 0))
    square += weight * weight
    if (id === undefined) continue
    known.push(id)
    weights.push(weight)
  }
  const length = Math.sqrt(square) || 1
  return { ids: Int32Array.from(known), weights: Float32Array.from(weights, (weight) => weight / length) }
}

/** Which phrases hold a feature, and how much of it. */
export type Postings = { starts: Int32Array; phrases: Int32Array; weights: Float32Array }

export function postingsOf(vectors: readonly SparseVector[], features: number): Postings {
  const starts = new Int32Array(features + 1)
  for (const { ids } of vectors) for (const id of ids) starts[id + 1] = (starts[id + 1] ?? 0) + 1
  for (let id = 0; id < features; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0)
  const next = starts.slice()
  const total = starts[features] ?? 0
  const phrases = new Int32Array(total)
  const weights = new Float32Array(total)
  vectors.forEach((vector, phrase) => {
    vector.ids.forEach((id, i) => {
      const at = next[id] ?? 0
      next[id] = at + 1
      phrases[at] = phrase
      weights[at] = vector.weights[i] ?? 0
    })
  })
  return { starts, phrases, weights }
}

/** Adds `share` times the cosine of the vector with every phrase to `sums`. */
export function addCosines(sums: Float32Array, vector: SparseVector, { starts, phrases, weights }: Postings, share: number) {
  for (let i = 0; i < vector.ids.length; i++) {
    const id = vector.ids[i] as number
    const factor = share * (vector.weights[i] as number)
    const end = starts[id + 1] as number
    for (let at = starts[id] as number; at < end; at++) sums[phrases[at] as number]! += factor * (weights[at] as number)
  }
}
