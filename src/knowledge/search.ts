import { subjectOf } from './terms.ts'
import type { Hit, IndexedDocument, Scope } from './types.ts'
import { similarities, unitOf, type Views } from './vectors.ts'
import { wordIndex, type WordIndex } from './word-index.ts'

/** Documents made searchable. */
export type KnowledgeIndex = { documents: readonly IndexedDocument[]; words: WordIndex }

export type Question = { text: string; /** As the encoder gives it, and what it is made of; without, words alone decide. */ vector?: Float32Array | undefined; views?: Views; scope?: Scope; limit?: number }

/** Ranks of two lists become one by adding up 1 / (60 + rank): neither list's scores have to mean the same. (reciprocal rank fusion) */
const RANK_OFFSET = 60
/** The encoder finds what is meant in other words, and much that is not: it counts for less than the words themselves. */
const VECTOR_WEIGHT = 0.3
const LIST_LENGTH = 50
const HITS = 8
/** Below this, two English texts about different things are often just as alike. */
const LEAST_SIMILARITY = 0.25

export const knowledgeIndex = (documents: readonly IndexedDocument[]): KnowledgeIndex => ({ documents, words: wordIndex(documents) })

/** The passages that fit a question best, best first. */
export function search(index: KnowledgeIndex, question: Question): Hit[] {
  const { documents, words } = index
  const subject = subjectOf(question.text)
  const allowed = allowedDocuments(documents, question.scope)
  const inScope = (passage: number) => allowed === undefined || allowed.has(words.places[passage]?.document ?? -1)

  const alike = question.vector ? likeness(index, question.vector, question.views ?? [1]) : undefined
  const lexical = topOf([...words.score(subject)].filter(([passage]) => inScope(passage)))
  const close = alike ? topOf([...alike.entries()].filter(([passage, value]) => value >= LEAST_SIMILARITY && inScope(passage))) : []
  const lexicalRank = new Map(lexical.map(([passage], at) => [passage, at + 1]))
  const vectorRank = new Map(close.map(([passage], at) => [passage, at + 1]))

  const fused = new Map<number, number>()
  for (const [passage, rank] of lexicalRank) fused.set(passage, 1 / (RANK_OFFSET + rank))
  for (const [passage, rank] of vectorRank) fused.set(passage, (fused.get(passage) ?? 0) + VECTOR_WEIGHT / (RANK_OFFSET + rank))
  const total = subject.reduce((sum, term) => sum + words.weightOf(term), 0)

  return topOf([...fused], question.limit ?? HITS).flatMap(([id, score]) => {
    const place = words.places[id]
    const document = documents[place?.document ?? -1]
    const passage = document?.passages[place?.passage ?? -1]
    if (!document || !passage) return []
    const covered = subject.reduce((sum, term) => sum + (words.has(id, term) ? words.weightOf(term) : 0), 0)
    const coverage = total > 0 ? covered / total : 0
    const similarity = alike?.[id] ?? 0
    const ranks = { ...(lexicalRank.has(id) ? { lexicalRank: lexicalRank.get(id) ?? 0 } : {}), ...(vectorRank.has(id) ? { vectorRank: vectorRank.get(id) ?? 0 } : {}) }
    const hit = { source: document.source, title: document.title, passage, score, ...ranks, coverage, similarity, confidence: confidenceOf(coverage, alike ? similarity : undefined) }
    return [document.url === undefined ? hit : { ...hit, url: document.url }]
  })
}

/**
 * How likely a passage answers a question: a logistic over how much of the question occurs in it and how close the
 * meanings are, fitted by hand to the documents of `answer-accuracy.test.ts`. Without meaning, words have to do more.
 */
function confidenceOf(coverage: number, similarity: number | undefined): number {
  const evidence = similarity === undefined ? 9 * coverage - 5 : 6 * coverage + 9 * similarity - 6.9
  return 1 / (1 + Math.exp(-evidence))
}

function allowedDocuments(documents: readonly IndexedDocument[], scope: Scope | undefined): Set<number> | undefined {
  const sources = scope?.sources
  if (!sources) return undefined
  return new Set(documents.flatMap(({ source }, number) => (sources.includes(source) ? [number] : [])))
}

/** Likeness of every passage that has a vector; 0 for the others. */
function likeness({ documents, words }: KnowledgeIndex, vector: Float32Array, views: Views): Float32Array {
  const unit = unitOf(vector, views)
  const result = new Float32Array(words.places.length)
  let at = 0
  for (const { passages, vectors } of documents) {
    const found = vectors && similarities(vectors, passages.length, unit)
    if (found) result.set(found, at)
    at += passages.length
  }
  return result
}

const topOf = (scored: [number, number][], limit = LIST_LENGTH) => scored.toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, limit)
