import { learnPhrases, type Learner } from '../recognition/index.ts'
import { bytesOf, learnerOn } from './learner.ts'
import { builtIn, loadSentenceEncoder, type LocalEncoder, type SentenceEncoder } from './sentence-encoder.ts'
import type { RemoteEncoder } from './worker-learner.ts'

/** Learns and encodes where it is called: for the command line, where nobody else waits. */
export function localLearner(encoder: LocalEncoder | RemoteEncoder = builtIn): Learner {
  const encode = encodingWith(encoder)
  return learnerOn({
    encoder: encoder.name,
    views: encoder.views,
    encode: async (texts) => encode(texts),
    fit: async ({ phrases, topics, encoded }) => bytesOf(learnPhrases(phrases, topics, encoded)),
  })
}

/** Loaded when it is first used; without texts it is only made ready. */
export function encodingWith(encoder: LocalEncoder | RemoteEncoder): SentenceEncoder['encode'] {
  if ('encode' in encoder) return async (texts) => (texts.length === 0 ? [] : encoder.encode(texts))
  let loading: Promise<SentenceEncoder> | undefined
  return async (texts) => (await (loading ??= loadSentenceEncoder(encoder.folder))).encode(texts)
}
