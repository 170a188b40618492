import { beforeAll, describe, expect, it } from 'vitest'
import { builtIn, loadSentenceEncoder, type SentenceEncoder } from '../encoder/index.ts'
import { answerable, documents, unanswerable } from '../knowledge/fixtures/documents.ts'
import { extractAnswer, knowledgeIndex, packVectors, search, type IndexedDocument, type KnowledgeIndex } from '../knowledge/index.ts'
import { readDocument } from './index.ts'

let byWords: KnowledgeIndex
let byBoth: KnowledgeIndex
let encoder: SentenceEncoder

beforeAll(async () => {
  encoder = await loadSentenceEncoder()
  const plain: IndexedDocument[] = []
  for (const [name, text] of Object.entries(documents)) plain.push({ source: name, title: name, passages: (await readDocument(name, new TextEncoder().encode(text))).passages })
  byWords = knowledgeIndex(plain)
  const encoded: IndexedDocument[] = []
  for (const document of plain) encoded.push({ ...document, vectors: packVectors(await encoder.encode(document.passages.map(({ heading, text }) => `${heading.split(' › ').at(-1) ?? ''}. ${text}`)), builtIn.views) })
  byBoth = knowledgeIndex(encoded)
}, 60_000)

async function measure(index: KnowledgeIndex, meaning: boolean) {
  const vectors = meaning ? await encoder.encode([...answerable.map(([question]) => question), ...unanswerable]) : []
  const found = answerable.map(([text, source, words], at) => {
    const hits = search(index, { text, vector: vectors[at], views: builtIn.views })
    const rank = hits.findIndex((hit) => hit.source === source && hit.passage.text.includes(words))
    return { rank, answer: extractAnswer(text, hits)?.text, words }
  })
  const strangers = unanswerable.filter((text, at) => extractAnswer(text, search(index, { text, vector: vectors[answerable.length + at], views: builtIn.views })))
  return {
    questions: answerable.length,
    firstRank: found.filter(({ rank }) => rank === 0).length,
    recallAt3: found.filter(({ rank }) => rank >= 0 && rank < 3).length / answerable.length,
    answered: found.filter(({ answer }) => answer).length,
    right: found.filter(({ answer, words }) => answer?.includes(words)).length,
    strangersAnswered: strangers,
  }
}

describe('the documents of a shop', () => {
  it('are found by words and meaning, and answered from without answering what they do not say', async () => {
    const figures = await measure(byBoth, true)
    expect(figures.recallAt3).toBeGreaterThanOrEqual(0.95)
    expect(figures.right / figures.answered).toBeGreaterThanOrEqual(0.93)
    expect(figures.right / figures.questions).toBeGreaterThanOrEqual(0.72)
    expect(figures.strangersAnswered).toEqual([])
  }, 60_000)

  it('are found by words alone', async () => {
    const figures = await measure(byWords, false)
    expect(figures.recallAt3).toBeGreaterThanOrEqual(0.9)
    expect(figures.right / figures.answered).toBeGreaterThanOrEqual(0.93)
    expect(figures.strangersAnswered).toEqual([])
  })
})
