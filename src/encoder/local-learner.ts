import { learnPhrases, type Learner } from '../recognition/index.ts'
import { learnerOn } from './learner.ts'
import { loadSentenceEncoder, type SentenceEncoder } from './sentence-encoder.ts'

/** Learns and encodes where it is called: for the command line, where nobody else waits. */
export function localLearner(): Learner {
  let encoder: Promise<SentenceEncoder> | undefined
  return learnerOn({
    encode: async (texts) => (await (encoder ??= loadSentenceEncoder())).encode(texts),
    fit: async (phrases, topics, vectors) => learnPhrases(phrases, topics, vectors),
  })
}
