import { learnPhrases, type Learner } from '../recognition/index.ts'
import { bytesOf, learnerOn } from './learner.ts'
import { BUILT_IN, loadSentenceEncoder, type SentenceEncoder } from './sentence-encoder.ts'

/** Learns and encodes where it is called: for the command line, where nobody else waits. */
export function localLearner(): Learner {
  let encoder: Promise<SentenceEncoder> | undefined
  return learnerOn({
    encoder: BUILT_IN,
    encode: async (texts) => (await (encoder ??= loadSentenceEncoder())).encode(texts),
    fit: async ({ phrases, topics, vectors, strangers }) => bytesOf(learnPhrases(phrases, topics, vectors, strangers)),
  })
}
