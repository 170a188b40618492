import { learnPhrases, type Learner } from '../recognition/index.ts'
import { bytesOf, learnerOn } from './learner.ts'
import { builtIn, loadSentenceEncoder, type SentenceEncoder } from './sentence-encoder.ts'

/** Learns and encodes where it is called: for the command line, where nobody else waits. */
export function localLearner(): Learner {
  let encoder: Promise<SentenceEncoder> | undefined
  return learnerOn({
    ...builtIn,
    encode: async (texts) => (await (encoder ??= loadSentenceEncoder())).encode(texts),
    fit: async ({ phrases, topics, encoded }) => bytesOf(learnPhrases(phrases, topics, encoded)),
  })
}
