import type { Phrase } from './intent-model.ts'
import { wordsOf } from './lexical-scorer.ts'
import type { PhraseAdvice } from './ports.ts'
import type { TrainingTopic } from './train-recognizer.ts'

/** What a maker may want to change: a phrase, or how many a topic has. */
export type PhraseFinding =
  /** Had it not been trained, the phrase would have started the other topic. */
  | { kind: 'looks-like'; topic: string; phrase: string; looksLike: string; confidence: number }
  /** The same words start two topics: customers are asked which they mean. */
  | { kind: 'same-phrase'; topic: string; phrase: string; looksLike: string }
  | { kind: 'few-phrases'; topic: string; phrases: number }

/** Fewer than this teach what customers say, not what they may say. (S4: five to ten work well) */
export const FEW = 5

export function lintPhrases(intents: readonly TrainingTopic[], trained: readonly Phrase[], advice: readonly PhraseAdvice[]): PhraseFinding[] {
  const same = samePhrases(intents)
  const twice = new Set(same.map(({ topic, phrase }) => `${topic}\n${phrase}`))
  const topicOf = (number: number) => intents[number]?.topic ?? ''
  const alike = advice.flatMap(({ phrase, looksLike, confidence }): PhraseFinding[] => {
    const found = trained[phrase]
    if (!found || twice.has(`${topicOf(found.topic)}\n${found.text}`)) return []
    return [{ kind: 'looks-like', topic: topicOf(found.topic), phrase: found.text, looksLike: topicOf(looksLike), confidence }]
  })
  const few = intents.flatMap(({ topic, phrases, about }): PhraseFinding[] => {
    const count = about ? 0 : new Set(phrases.map(sameWords)).size
    return count < FEW ? [{ kind: 'few-phrases', topic, phrases: count }] : []
  })
  return [...same, ...alike.toSorted((a, b) => confidenceOf(b) - confidenceOf(a)), ...few]
}

function samePhrases(intents: readonly TrainingTopic[]): Extract<PhraseFinding, { kind: 'same-phrase' }>[] {
  const first = new Map<string, string>()
  return intents.flatMap(({ topic, phrases }) =>
    [...new Map(phrases.map((phrase) => [sameWords(phrase), phrase]))].flatMap(([words, phrase]) => {
      const other = first.get(words)
      if (words && other === undefined) first.set(words, topic)
      return words && other !== undefined && other !== topic ? [{ kind: 'same-phrase' as const, topic, phrase, looksLike: other }] : []
    }),
  )
}

const sameWords = (phrase: string) => wordsOf(phrase).join(' ')
const confidenceOf = (finding: PhraseFinding) => (finding.kind === 'looks-like' ? finding.confidence : 1)
