import type { RankedIntent } from './types.ts'
import { lexicalScorer, wordsOf } from './lexical-scorer.ts'
import type { Scorer } from './lexical-scorer.ts'

/** With `about`, its descriptions, a topic has no phrases of its own: `phrases` are its names. */
export type TrainingTopic = { topic: string; phrases: readonly string[]; about?: readonly string[] }
export type Recognizer = { recognize(text: string, locale: string): RankedIntent[] }

/** What is less like any phrase than this is not worth mentioning. */
const MENTION_SCORE = 0.2
/** Only what says the same words as a phrase scores 1. */
const MOST_LIKE = 0.98
const RANKED_LIMIT = 10
/** Nobody says what they want in more characters. */
const LONGEST = 1_000

/** Learns a copilot's trigger phrases. The same words as a phrase score 1; everything else is the scorer's business. */
export function trainRecognizer(copilot: { intents: readonly TrainingTopic[] }, makeScorer: (phrases: readonly string[]) => Scorer = lexicalScorer): Recognizer {
  const phrases = copilot.intents.flatMap(({ topic, phrases: of }) => of.map((phrase) => ({ topic, phrase })))
  const same = new Map<string, { topic: string; phrase: string }[]>()
  for (const entry of phrases) same.set(key(entry.phrase), [...(same.get(key(entry.phrase)) ?? []), entry])
  const scorer = makeScorer(phrases.map(({ phrase }) => phrase))
  return {
    recognize(whole) {
      const text = whole.slice(0, LONGEST)
      const said = key(text)
      if (!said) return []
      const best = new Map<string, RankedIntent>()
      for (const { topic, phrase } of same.get(said) ?? []) best.set(topic, { topic, score: 1, phrase })
      for (const { phrase, score } of scorer.score(text)) note(best, phrases[phrase], Math.min(score, MOST_LIKE))
      return [...best.values()].sort((a, b) => b.score - a.score).slice(0, RANKED_LIMIT)
    },
  }
}

function note(best: Map<string, RankedIntent>, entry: { topic: string; phrase: string } | undefined, score: number) {
  if (!entry || score < MENTION_SCORE || score <= (best.get(entry.topic)?.score ?? 0)) return
  best.set(entry.topic, { topic: entry.topic, score, phrase: entry.phrase })
}

/** Words without capitals, accents of writing and punctuation. */
const key = (text: string) => wordsOf(text).join(' ')
