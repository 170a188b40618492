import { fitIntents, type Encoded, type Fitted } from './fit-intents.ts'
import { hear, type Phrase } from './intent-model.ts'
import type { Learnt, PhraseAdvice } from './ports.ts'

const WORTH_SAYING = 0.5

/** Learns with and without sentence vectors, and keeps them only where phrases left out say that they help. */
export function learnPhrases(phrases: readonly Phrase[], topics: number, encoded: Encoded | undefined): Learnt {
  const { lexical, mixed } = fitIntents(phrases, topics, encoded)
  const used = mixed !== undefined && (!lexical || helps(mixed, lexical, phrases))
  const better = used ? mixed : lexical
  return { lexical: lexical?.model, mixed: used ? mixed.model : undefined, advice: better ? adviceOn(better, phrases) : [] }
}

/** So much of the loss the encoder has to take away. English: 0.15 to 0.8; an English encoder in 13 other languages, twelve topics: -0.7 to 0.05. */
const WORTH_ASKING = 0.1
/** How sharply the loss tells scores apart: about as much as the usual calibration. */
const CONTRAST = 10

/**
 * What the phrases lose when they are left out, with and without the encoder: how far off they are says more than how many
 * are taken wrongly, and tells an encoder of another language from one that helps.
 */
function helps(mixed: Fitted, lexical: Fitted, phrases: readonly Phrase[]): boolean {
  const [before, after] = [lossWithout(lexical, phrases), lossWithout(mixed, phrases)]
  return before - after >= WORTH_ASKING * before
}

/** The mean over the copilot's own phrases of what a softmax of their scores is off. */
function lossWithout({ model, withoutPhrase }: Fitted, phrases: readonly Phrase[]): number {
  let sum = 0
  let count = 0
  phrases.forEach(({ topic, name }, phrase) => {
    const scores = withoutPhrase?.subarray(phrase * model.topics, (phrase + 1) * model.topics)
    if (name || !scores) return
    const own = scores[topic] as number
    sum += Math.log(scores.reduce((total, score) => total + Math.exp(CONTRAST * (score - own)), 0))
    count++
  })
  return sum / (count || 1)
}

function adviceOn({ model, withoutPhrase }: Fitted, phrases: readonly Phrase[]): PhraseAdvice[] {
  if (!withoutPhrase) return []
  return phrases.flatMap(({ topic, name }, phrase) => {
    const { ranked, sure } = hear(model, withoutPhrase.subarray(phrase * model.topics, (phrase + 1) * model.topics), 1)
    const best = ranked[0]
    return !best || name || best.topic === topic || sure < WORTH_SAYING ? [] : [{ phrase, looksLike: best.topic, confidence: sure }]
  })
}
