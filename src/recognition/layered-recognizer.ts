import { aboutSentences } from './about-topic.ts'
import { explainTiers, type Explanation } from './explain.ts'
import { impressionOf, isOfModel, type Phrase } from './intent-model.ts'
import { lintPhrases, type PhraseFinding } from './lint-phrases.ts'
import type { Learner, LearningFor, Learnt } from './ports.ts'
import { LEXICAL_SURE, rankIntents } from './rank-intents.ts'
import { tokensOf, wordsOfName } from './text-features.ts'
import { trainRecognizer, type TrainingTopic } from './train-recognizer.ts'
import type { RankedIntent } from './types.ts'

type Copilot = { intents: readonly TrainingTopic[]; topics?: ReadonlyMap<string, { name: string }> }

export type LayeredRecognizer = {
  recognize(text: string, locale: string): RankedIntent[] | Promise<RankedIntent[]>
  /** Resolves when everything is learnt. */
  learnt(): Promise<void>
  /** Resolves when what was learnt before is at hand; what was not is learnt in the background. */
  recalled(): Promise<void>
  state(): RecognizerState
  /** What makers may want to change about their phrases. */
  lint(): Promise<PhraseFinding[]>
  /** What every layer makes of a text, and which phrases are nearest. Waits for learning. */
  explain(text: string, locale: string): Promise<Explanation>
}

export type RecognizerState = {
  /** `words`: there is nothing to tell apart, or nothing to learn with. */
  stage: 'words' | 'learning' | 'learnt' | 'failed'
  topics: number
  phrases: number
  /** Sentences encoded so far while learning. */
  encoded: { done: number; of: number } | undefined
  /** Sentences are understood by meaning; otherwise by words and characters alone. */
  meaning: boolean
  /** The share of the copilot's own phrases that would be recognised had they not been trained, where it is known. */
  accuracy: number | undefined
  problem: string | undefined
}

type Options = {
  /** Waits for learning instead of answering by words until it is done: the same answers at any speed. */
  patient?: boolean
  /** Whose phrases these are: what is learnt is kept with that copilot. */
  copilotId?: string
  /** They are a draft's. */
  draft?: boolean
}

const REMEMBERED = 500
const LONGEST = 1_000

/**
 * The cheapest that is sure enough answers: the same words as a phrase, an answer that is remembered, words and
 * characters, and only then the meaning of the sentence. Until all is learnt, and when the encoder is too busy, words
 * alone decide; no turn waits for learning.
 */
export function layeredRecognizer(copilot: Copilot, learner: Learner, { patient = false, copilotId, draft = false }: Options = {}): LayeredRecognizer {
  const literal = trainRecognizer(copilot)
  const topics = copilot.intents.map(({ topic }) => topic)
  const phrases = trainingOf(copilot)
  const remembered = new Map<string, RankedIntent[]>()
  let learnt: Learnt | undefined
  let failed: string | undefined
  let encoded: RecognizerState['encoded']
  let learning: Promise<Learnt | undefined> | undefined
  let recalling: Promise<void> | undefined
  const owner: LearningFor | undefined = copilotId === undefined ? undefined : { copilotId, draft, progress: (done, of) => (encoded = { done, of }) }

  const known = (result: Learnt) => (learnt = result)
  const learn = () => (learning ??= learner.learn(phrases, topics.length, owner).then(known, (error: unknown) => {
    failed = error instanceof Error ? error.message : String(error)
    return undefined
  }))
  // With a single topic there is nothing to tell apart.
  const worthLearning = topics.length > 1
  const recall = async () => {
    const before = await learner.recall(phrases, topics.length, owner).catch(() => undefined)
    if (before) learning = Promise.resolve(known(before))
    else void learn()
  }
  if (worthLearning && !patient) recalling = recall()

  const remember = (key: string, ranked: RankedIntent[]) => {
    remembered.delete(key)
    remembered.set(key, ranked)
    if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value as string)
    return ranked
  }

  const byMeaning = async (text: string, key: string, { mixed }: Learnt, unsure: RankedIntent[]) => {
    const vector = await learner.encode(text).catch(() => undefined)
    if (!mixed || !isOfModel(mixed, vector)) return unsure
    return remember(key, rankIntents(mixed, impressionOf(mixed, text, vector), topics, phrases).ranked)
  }

  const byModel = (text: string, of: Learnt, simple: RankedIntent[]): RankedIntent[] | Promise<RankedIntent[]> => {
    const key = tokensOf(text).join(' ')
    const before = remembered.get(key)
    if (before) return remember(key, before)
    if (!of.lexical) return byMeaning(text, key, of, simple)
    const { ranked, sure } = rankIntents(of.lexical, impressionOf(of.lexical, text), topics, phrases)
    return !of.mixed || sure >= LEXICAL_SURE ? remember(key, ranked) : byMeaning(text, key, of, ranked)
  }

  return {
    recognize(whole, locale) {
      const text = whole.slice(0, LONGEST)
      const simple = literal.recognize(text, locale)
      if (!worthLearning || simple[0]?.score === 1 || tokensOf(text).length === 0) return simple
      if (learnt) return byModel(text, learnt, simple)
      return patient ? learn().then((of) => (of ? byModel(text, of, simple) : simple)) : simple
    },
    learnt: () => (worthLearning ? (recalling ?? Promise.resolve()).then(learn).then(() => undefined) : Promise.resolve()),
    recalled: () => recalling ?? Promise.resolve(),
    state: () => ({
      stage: !worthLearning ? 'words' : learnt ? 'learnt' : failed !== undefined ? 'failed' : 'learning',
      topics: topics.length,
      phrases: phrases.filter(({ name }) => !name).length,
      encoded: learnt ? undefined : encoded,
      meaning: learnt?.mixed !== undefined,
      accuracy: (learnt?.mixed ?? learnt?.lexical)?.accuracy,
      problem: failed ?? learnt?.problem,
    }),
    async lint() {
      const of = worthLearning ? await learn() : undefined
      return lintPhrases(copilot.intents, phrases, of?.advice ?? [])
    },
    async explain(whole, locale) {
      const text = whole.slice(0, LONGEST)
      const of = worthLearning ? await learn() : undefined
      const encode = () => learner.encode(text).catch(() => undefined)
      return explainTiers({ text, literal: literal.recognize(text, locale), learnt: tokensOf(text).length === 0 ? undefined : of, topics, phrases, encode })
    },
  }
}

/** Every phrase once a topic, and the topic's name: makers call a topic what it is about. Without phrases, descriptions as well. */
export function trainingOf({ intents, topics }: Copilot): Phrase[] {
  return intents.flatMap(({ topic, phrases, about }, number) => {
    const said = about ? [] : phrases
    const names = [wordsOfName(topics?.get(topic)?.name ?? ''), ...(about ? [...phrases.map(wordsOfName), ...aboutSentences(about)] : [])]
    const own = [...new Set(said)].filter((text) => tokensOf(text).length > 0)
    const known = new Set(own.map((text) => text.toLowerCase()))
    const others = [...new Set(names)].filter((text) => tokensOf(text).length > 0 && !known.has(text.toLowerCase()))
    return [...own.map((text): Phrase => ({ topic: number, text })), ...others.map((text): Phrase => ({ topic: number, text, name: true }))]
  })
}
