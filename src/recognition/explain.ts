import { impressionOf, isOfModel, similarityOf, type IntentModel, type Phrase } from './intent-model.ts'
import type { Learnt } from './ports.ts'
import { LEXICAL_SURE, rankIntents } from './rank-intents.ts'
import type { RankedIntent } from './types.ts'

/** What one layer makes of a text. */
export type Tier = {
  tier: 'same-words' | 'words-and-characters' | 'meaning'
  /** How sure it is of its first topic, 0..1. */
  sure: number
  /** In the measures of the dialog. */
  ranked: RankedIntent[]
  /** The phrases most like the text, with how like they are (1 is the same). `name`: a topic's name rather than a phrase. */
  nearest: { topic: string; phrase: string; likeness: number; name: boolean }[]
}

/** The layers in the order in which they are asked; the last one gives the answer, `ranked`. */
export type Explanation = { text: string; tiers: Tier[]; ranked: RankedIntent[] }

type Input = {
  text: string
  literal: RankedIntent[]
  learnt: Learnt | undefined
  topics: readonly string[]
  phrases: readonly Phrase[]
  encode(): Promise<Float32Array | undefined>
}

const NEAREST = 5
const RANKED = 5

/** Asks the layers as recognition does, and stops where it would stop. */
export async function explainTiers({ text, literal, learnt, topics, phrases, encode }: Input): Promise<Explanation> {
  const best = literal[0]
  const nearest = literal.flatMap(({ topic, phrase, score }) => (phrase === undefined ? [] : [{ topic, phrase, likeness: score, name: false }]))
  const tiers: Tier[] = [{ tier: 'same-words', sure: best?.score === 1 || !learnt ? (best?.score ?? 0) : 0, ranked: literal.slice(0, RANKED), nearest: nearest.slice(0, NEAREST) }]
  const answer = () => ({ text, tiers, ranked: tiers.at(-1)?.ranked ?? [] })
  if (best?.score === 1 || !learnt) return answer()

  const ask = (tier: Tier['tier'], model: IntentModel, vector?: Float32Array) => {
    const impression = impressionOf(model, text, vector)
    const { ranked, sure } = rankIntents(model, impression, topics, phrases)
    tiers.push({ tier, sure, ranked: ranked.slice(0, RANKED), nearest: nearestOf(impression.likeness) })
    return sure
  }
  if (learnt.lexical && ask('words-and-characters', learnt.lexical) >= LEXICAL_SURE) return answer()
  const vector = learnt.mixed && (await encode())
  if (learnt.mixed && isOfModel(learnt.mixed, vector)) ask('meaning', learnt.mixed, vector)
  return answer()

  function nearestOf(likeness: Float32Array | undefined): Tier['nearest'] {
    if (!likeness) return []
    const order = [...likeness.keys()].sort((a, b) => (likeness[b] as number) - (likeness[a] as number)).slice(0, NEAREST)
    return order.flatMap((at) => {
      const phrase = phrases[at]
      return phrase ? [{ topic: topics[phrase.topic] ?? '', phrase: phrase.text, likeness: similarityOf(likeness[at] as number), name: phrase.name === true }] : []
    })
  }
}
