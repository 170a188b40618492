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

/** So much of the loss the encoder has to take away. English: 0.1 to 0.8; an English encoder in 13 other languages, twelve topics: -0.7 to 0.05. */
const WORTH_ASKING = 0.1
/** The same where only names and descriptions speak, which tell less. English: -0.3 to 0.7, one in twenty below; other languages -0.9 to 0.1, one in seven above. */
const WORTH_ASKING_UNHEARD = -0.2
/** How sharply the loss tells scores apart: about as much as the usual calibration. */
const CONTRAST = 10

/**
 * What the phrases lose when they are left out, with and without the encoder: how far off they are says more than how many
 * are taken wrongly, and tells an encoder of another language from one that helps.
 */
function helps(mixed: Fitted, lexical: Fitted, phrases: readonly Phrase[]): boolean {
  const all = [...phrases.keys()]
  const own = all.filter((phrase) => !phrases[phrase]?.name)
  // A name proves something where its topic has a description as well.
  const asked = own.length > 0 ? own : all.filter((phrase) => all.some((other) => other !== phrase && phrases[other]?.topic === phrases[phrase]?.topic))
  const [before, after] = [lossWithout(lexical, phrases, asked), lossWithout(mixed, phrases, asked)]
  return before - after >= (own.length > 0 ? WORTH_ASKING : WORTH_ASKING_UNHEARD) * before
}

/** The mean of what a softmax of their scores is off. */
function lossWithout({ model: { topics }, withoutPhrase }: Fitted, phrases: readonly Phrase[], asked: readonly number[]): number {
  if (!withoutPhrase || asked.length === 0) return 0
  const losses = asked.map((phrase) => {
    const scores = withoutPhrase.subarray(phrase * topics, (phrase + 1) * topics)
    const own = scores[phrases[phrase]?.topic ?? 0] as number
    return Math.log(scores.reduce((sum, score) => sum + Math.exp(CONTRAST * (score - own)), 0))
  })
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length
}

function adviceOn({ model, withoutPhrase }: Fitted, phrases: readonly Phrase[]): PhraseAdvice[] {
  if (!withoutPhrase) return []
  return phrases.flatMap(({ topic, name }, phrase) => {
    const { ranked, sure } = hear(model, withoutPhrase.subarray(phrase * model.topics, (phrase + 1) * model.topics), 1)
    const best = ranked[0]
    return !best || name || best.topic === topic || sure < WORTH_SAYING ? [] : [{ phrase, looksLike: best.topic, confidence: sure }]
  })
}
