import { createHash } from 'node:crypto'
import type { Learner, Learnt, Phrase } from '../recognition/index.ts'
import { Kept } from './kept.ts'

/** The two slow things, wherever they happen. */
export type Workshop = {
  encode(texts: string[]): Promise<Float32Array[]>
  fit(phrases: readonly Phrase[], topics: number, vectors: Float32Array[] | undefined): Promise<Learnt>
}

/** Sentence vectors kept, 4 KB each. */
const VECTORS = 5_000
/** Models kept by what they were learnt from, so that publishing or saving the same phrases again costs nothing. */
const MODELS = 40
/** Phrases encoded in one go: a customer's sentence waits for no more than these. */
const PORTION = 8
/** Sentences that may wait. Whoever comes then is answered by words alone. */
const WAITING = 32

/** Remembers by content what was encoded and learnt before, and lets customers' sentences go before phrases. */
export function learnerOn(workshop: Workshop): Learner {
  const vectors = new Kept<Float32Array>(VECTORS)
  const models = new Kept<Promise<Learnt>>(MODELS)
  let waiting = 0

  const vectorsOf = async (texts: readonly string[]): Promise<Float32Array[]> => {
    const found = new Map<string, Float32Array>()
    const missing: string[] = []
    for (const text of new Set(texts)) {
      const known = vectors.get(text)
      if (known) found.set(text, known)
      else missing.push(text)
    }
    missing.sort((a, b) => a.length - b.length)
    for (let i = 0; i < missing.length; i += PORTION) {
      const portion = missing.slice(i, i + PORTION)
      const made = await workshop.encode(portion)
      portion.forEach((text, at) => {
        found.set(text, made[at] as Float32Array)
        vectors.set(text, made[at] as Float32Array)
      })
    }
    return texts.map((text) => found.get(text) as Float32Array)
  }

  return {
    learn(phrases, topics) {
      const key = createHash('sha256').update(JSON.stringify([topics, phrases])).digest('base64')
      const known = models.get(key)
      if (known) return known
      const learning = vectorsOf(phrases.map(({ text }) => text)).then((of) => workshop.fit(phrases, topics, of))
      learning.catch(() => models.delete(key))
      models.set(key, learning)
      return learning
    },
    async encode(text) {
      const known = vectors.get(text)
      if (known || waiting >= WAITING) return known
      waiting++
      try {
        return (await vectorsOf([text]))[0]
      } finally {
        waiting--
      }
    },
  }
}
