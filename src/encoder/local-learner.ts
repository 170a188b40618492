import { learnPhrases, type Learner } from '../recognition/index.ts'
import { bytesOf, learnerOn } from './learner.ts'
import { builtIn, loadSentenceEncoder, type LocalEncoder, type RemoteEncoder, type SentenceEncoder } from './sentence-encoder.ts'

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

/** Loaded when it is first used, and again after it could not be; without texts it is only made ready. */
export function encodingWith(encoder: LocalEncoder | RemoteEncoder): SentenceEncoder['encode'] {
  if ('encode' in encoder) return async (texts) => (texts.length === 0 ? [] : encoder.encode(texts))
  let loading: Promise<SentenceEncoder> | undefined
  const load = () =>
    loadSentenceEncoder(encoder.folder).catch((problem: unknown) => {
      loading = undefined
      throw problem
    })
  return async (texts) => (await (loading ??= load())).encode(texts)
}
