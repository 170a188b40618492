import { impressionOf, type Phrase } from './intent-model.ts'
import type { Learner, Learnt, PhraseAdvice } from './ports.ts'
import { rankIntents } from './rank-intents.ts'
import { tokensOf, wordsOfName } from './text-features.ts'
import { trainRecognizer, type TrainingTopic } from './train-recognizer.ts'
import type { RankedIntent } from './types.ts'

type Copilot = { intents: readonly TrainingTopic[]; topics?: ReadonlyMap<string, { name: string }> }

export type LayeredRecognizer = {
  recognize(text: string, locale: string): RankedIntent[] | Promise<RankedIntent[]>
  /** Resolves when everything is learnt. */
  learnt(): Promise<void>
  /** Phrases that look like another topic's. */
  lint(): Promise<{ topic: string; phrase: string; looksLike: string; confidence: number }[]>
}

type Options = {
  /** Waits for learning instead of answering by words until it is done: the same answers at any speed. */
  patient?: boolean
}

/** So sure of words alone, there is no need to ask what the sentence means. */
const LEXICAL_SURE = 0.75
const REMEMBERED = 500
const LONGEST = 1_000

/**
 * The cheapest that is sure enough answers: the same words as a phrase, an answer that is remembered, words and
 * characters, and only then the meaning of the sentence. Until all is learnt, and when the encoder is too busy, words
 * alone decide; no turn waits for learning.
 */
export function layeredRecognizer(copilot: Copilot, learner: Learner, { patient = false }: Options = {}): LayeredRecognizer {
  const literal = trainRecognizer(copilot)
  const topics = copilot.intents.map(({ topic }) => topic)
  const phrases = trainingOf(copilot)
  const remembered = new Map<string, RankedIntent[]>()
  let learnt: Learnt | undefined
  let learning: Promise<Learnt | undefined> | undefined

  const learn = () => (learning ??= learner.learn(phrases, topics.length).then(
    (result) => (learnt = result),
    () => undefined,
  ))
  // With a single topic there is nothing to tell apart.
  const worthLearning = topics.length > 1
  if (worthLearning && !patient) void learn()

  const remember = (key: string, ranked: RankedIntent[]) => {
    remembered.delete(key)
    remembered.set(key, ranked)
    if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value as string)
    return ranked
  }

  const byMeaning = async (text: string, key: string, { mixed }: Learnt, unsure: RankedIntent[]) => {
    const vector = await learner.encode(text).catch(() => undefined)
    if (!vector || !mixed) return unsure
    return remember(key, rankIntents(mixed, impressionOf(mixed, text, vector), topics, phrases).ranked)
  }

  const byModel = (text: string, known: Learnt, simple: RankedIntent[]): RankedIntent[] | Promise<RankedIntent[]> => {
    const key = tokensOf(text).join(' ')
    const before = remembered.get(key)
    if (before) return remember(key, before)
    if (!known.lexical) return byMeaning(text, key, known, simple)
    const { ranked, sure } = rankIntents(known.lexical, impressionOf(known.lexical, text), topics, phrases)
    return !known.mixed || sure >= LEXICAL_SURE ? remember(key, ranked) : byMeaning(text, key, known, ranked)
  }

  return {
    recognize(whole, locale) {
      const text = whole.slice(0, LONGEST)
      const simple = literal.recognize(text, locale)
      if (!worthLearning || simple[0]?.score === 1 || tokensOf(text).length === 0) return simple
      if (learnt) return byModel(text, learnt, simple)
      return patient ? learn().then((known) => (known ? byModel(text, known, simple) : simple)) : simple
    },
    learnt: () => (worthLearning ? learn().then(() => undefined) : Promise.resolve()),
    async lint() {
      const advice: PhraseAdvice[] = worthLearning ? ((await learn())?.advice ?? []) : []
      return advice.flatMap(({ phrase, looksLike, confidence }) => {
        const found = phrases[phrase]
        return found ? [{ topic: topics[found.topic] ?? '', phrase: found.text, looksLike: topics[looksLike] ?? '', confidence }] : []
      })
    },
  }
}

/** Every phrase once a topic, and the topic's name: makers call a topic what it is about. */
export function trainingOf({ intents, topics }: Copilot): Phrase[] {
  return intents.flatMap(({ topic, phrases }, number) => {
    const own = [...new Set(phrases)].filter((text) => tokensOf(text).length > 0).map((text): Phrase => ({ topic: number, text }))
    const name = wordsOfName(topics?.get(topic)?.name ?? '')
    return name && !own.some(({ text }) => text.toLowerCase() === name) ? [...own, { topic: number, text: name, name: true }] : own
  })
}
