import { fitIntents, hear, type IntentModel, type Phrase } from './intent-model.ts'
import type { Learnt, PhraseAdvice } from './ports.ts'

/** Beyond this, learning twice would take minutes. */
const MOST_LEARNT_TWICE = 2_500
const WORTH_SAYING = 0.5

/** Learns with and without sentence vectors, and keeps them only where phrases left out say that they help. */
export function learnPhrases(phrases: readonly Phrase[], topics: number, vectors: readonly Float32Array[] | undefined): Learnt {
  if (phrases.length > MOST_LEARNT_TWICE) {
    const { model } = fitIntents(phrases, topics, vectors)
    return { lexical: vectors ? undefined : model, mixed: vectors ? model : undefined, advice: [] }
  }
  const lexical = fitIntents(phrases, topics)
  const mixed = vectors && fitIntents(phrases, topics, vectors)
  const helps = mixed !== undefined && mixed.model.accuracy >= lexical.model.accuracy
  const { model, withoutPhrase } = helps ? mixed : lexical
  return { lexical: lexical.model, mixed: helps ? model : undefined, advice: withoutPhrase ? adviceOn(model, phrases, withoutPhrase) : [] }
}

function adviceOn(model: IntentModel, phrases: readonly Phrase[], withoutPhrase: Float32Array): PhraseAdvice[] {
  return phrases.flatMap(({ topic, name }, phrase) => {
    const { ranked, sure } = hear(model, withoutPhrase.subarray(phrase * model.topics, (phrase + 1) * model.topics), 1)
    const best = ranked[0]
    return !best || name || best.topic === topic || sure < WORTH_SAYING ? [] : [{ phrase, looksLike: best.topic, confidence: sure }]
  })
}
