import { termsOf } from './terms.ts'
import type { IndexedDocument } from './types.ts'

/** A passage by number: its document and its place in it. */
type Place = { document: number; passage: number }

/** Okapi BM25 over passages; headings and titles count as if they were said in each of their passages. */
export type WordIndex = {
  places: readonly Place[]
  /** Score of each passage that shares a term with `terms`. */
  score(terms: readonly string[]): Map<number, number>
  /** How much a term tells; the most for one that occurs nowhere. */
  weightOf(term: string): number
  has(passage: number, term: string): boolean
}

const K1 = 1.2
const B = 0.6
const HEADING_WEIGHT = 2
const TITLE_WEIGHT = 0.8

type Postings = { passages: number[]; counts: number[] }

export function wordIndex(documents: readonly IndexedDocument[]): WordIndex {
  const places: Place[] = []
  const postings = new Map<string, Postings>()
  const lengths: number[] = []
  documents.forEach(({ title, passages }, document) => {
    const titleTerms = termsOf(title)
    passages.forEach((passage, number) => {
      const id = places.push({ document, passage: number }) - 1
      const counts = new Map<string, number>()
      const body = termsOf(passage.text)
      count(counts, body, 1)
      count(counts, termsOf(passage.heading), HEADING_WEIGHT)
      count(counts, titleTerms, TITLE_WEIGHT)
      lengths.push(body.length)
      for (const [term, times] of counts) post(postings, term, id, times)
    })
  })
  const average = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1)
  const weightOf = (term: string) => {
    const found = postings.get(term)?.passages.length ?? 0
    return Math.log(1 + (places.length - found + 0.5) / (found + 0.5))
  }
  return {
    places,
    weightOf,
    score(terms) {
      const scores = new Map<number, number>()
      for (const term of terms) {
        const { passages, counts } = postings.get(term) ?? { passages: [], counts: [] }
        const weight = weightOf(term)
        passages.forEach((passage, at) => {
          const times = counts[at] ?? 0
          const damped = (times * (K1 + 1)) / (times + K1 * (1 - B + (B * (lengths[passage] ?? 0)) / (average || 1)))
          scores.set(passage, (scores.get(passage) ?? 0) + weight * damped)
        })
      }
      return scores
    },
    has: (passage, term) => includes(postings.get(term)?.passages ?? [], passage),
  }
}

function count(counts: Map<string, number>, terms: readonly string[], weight: number) {
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + weight)
}

function post(postings: Map<string, Postings>, term: string, passage: number, times: number) {
  const list = postings.get(term)
  if (!list) return void postings.set(term, { passages: [passage], counts: [times] })
  list.passages.push(passage)
  list.counts.push(times)
}

/** Passages are numbered as they come, so every list is in order. */
function includes(passages: readonly number[], passage: number): boolean {
  let low = 0
  let high = passages.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = passages[middle] ?? 0
    if (found === passage) return true
    if (found < passage) low = middle + 1
    else high = middle - 1
  }
  return false
}
