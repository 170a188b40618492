import { confidence } from './calibration.ts'
import { hear, type Impression, type IntentModel, type Phrase } from './intent-model.ts'
import type { RankedIntent } from './types.ts'

/** The dialog's measures: a topic starts from GO on when it is MARGIN ahead, and is asked about from ASK on. */
export const scale = { go: 0.4, margin: 0.12, ask: 0.32, most: 0.98 }

/** From here on a topic starts without asking. */
export const GO_CONFIDENCE = 0.55
/** From here on topics are worth asking about. */
export const ASK_CONFIDENCE = 0.35
/** So sure of words alone, there is no need to ask what the sentence means. */
export const LEXICAL_SURE = 0.95

const LIMIT = 10
/** Topics that "did you mean" asks about, the best among them. */
const ASKED = 3
/** The third is only asked about when it scores at least this part of the best. */
const NEAR = 0.3

/**
 * What a model makes of a text, in the dialog's measures. The margin is part of the confidence already, so whoever is
 * sure enough gets the lead that the dialog wants, and whoever is not gets company.
 */
export function rankIntents(model: IntentModel, { scores, likeness }: Impression, topics: readonly string[], phrases: readonly Phrase[]): { ranked: RankedIntent[]; sure: number } {
  const { ranked, sure } = hear(model, scores, LIMIT + 1)
  const top = scoreOf(sure)
  const intents = ranked.slice(0, LIMIT).map(({ topic, score }, place) => {
    const phrase = likeness && closest(likeness, phrases, topic)
    return { topic: topics[topic] ?? '', score: place === 0 ? top : behind(place, score), ...(phrase === undefined ? {} : { phrase }) }
  })
  return { ranked: intents.filter(({ score }) => score > 0.05), sure }

  function behind(place: number, score: number): number {
    const best = ranked[0]?.score ?? 0
    if (sure >= ASK_CONFIDENCE && sure < GO_CONFIDENCE && place < ASKED && (place === 1 || score >= NEAR * best)) {
      return scale.ask + (top - scale.ask) * 0.99 * Math.max(0, Math.min(1, score / best))
    }
    const alone = scoreOf(confidence(model.calibration, { top: score, margin: score - (ranked[place + 1]?.score ?? 0) }))
    return Math.max(0, Math.min(alone, top - scale.margin - 0.005 * place))
  }
}

/** Confidence on the dialog's scale: straight lines between its thresholds. */
export function scoreOf(sure: number): number {
  if (sure < ASK_CONFIDENCE) return (sure / ASK_CONFIDENCE) * scale.ask
  if (sure < GO_CONFIDENCE) return scale.ask + ((sure - ASK_CONFIDENCE) / (GO_CONFIDENCE - ASK_CONFIDENCE)) * (scale.go - scale.ask)
  return scale.go + ((sure - GO_CONFIDENCE) / (1 - GO_CONFIDENCE)) * (scale.most - scale.go)
}

function closest(likeness: Float32Array, phrases: readonly Phrase[], topic: number): string | undefined {
  let best = -1
  phrases.forEach((phrase, i) => {
    if (phrase.topic === topic && !phrase.name && (best < 0 || (likeness[i] as number) > (likeness[best] as number))) best = i
  })
  return phrases[best]?.text
}
