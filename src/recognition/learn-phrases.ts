import { fitIntents, type Encoded, type Fitted } from './fit-intents.ts'
import { hear, type Phrase } from './intent-model.ts'
import type { Learnt, PhraseAdvice } from './ports.ts'

const WORTH_SAYING = 0.5

/** Learns with and without sentence vectors, and keeps them only where phrases left out say that they help. */
export function learnPhrases(phrases: readonly Phrase[], topics: number, encoded: Encoded | undefined): Learnt {
  const { lexical, mixed } = fitIntents(phrases, topics, encoded)
  const helps = mixed !== undefined && (!lexical || !harms(mixed, lexical, phrases))
  const better = helps ? mixed : lexical
  return { lexical: lexical?.model, mixed: helps ? mixed.model : undefined, advice: better ? adviceOn(better, phrases) : [] }
}

/**
 * Counts the phrases that only one of the two would recognise had they not been trained. A few more or less are chance;
 * an encoder that does not know the language loses by more than that.
 */
function harms(mixed: Fitted, lexical: Fitted, phrases: readonly Phrase[]): boolean {
  let won = 0
  let lost = 0
  phrases.forEach(({ topic, name }, phrase) => {
    if (name) return
    const [before, after] = [lexical, mixed].map((fitted) => bestWithout(fitted, phrase) === topic)
    if (after && !before) won++
    if (before && !after) lost++
  })
  return lost - won > Math.sqrt(lost + won)
}

function bestWithout({ model, withoutPhrase }: Fitted, phrase: number): number {
  if (!withoutPhrase) return -1
  const scores = withoutPhrase.subarray(phrase * model.topics, (phrase + 1) * model.topics)
  return scores.indexOf(Math.max(...scores))
}

function adviceOn({ model, withoutPhrase }: Fitted, phrases: readonly Phrase[]): PhraseAdvice[] {
  if (!withoutPhrase) return []
  return phrases.flatMap(({ topic, name }, phrase) => {
    const { ranked, sure } = hear(model, withoutPhrase.subarray(phrase * model.topics, (phrase + 1) * model.topics), 1)
    const best = ranked[0]
    return !best || name || best.topic === topic || sure < WORTH_SAYING ? [] : [{ phrase, looksLike: best.topic, confidence: sure }]
  })
}
