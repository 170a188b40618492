import type { RankedIntent } from './types.ts'

/** At least this score, and this far ahead of the next: the topic starts. */
export const GO_SCORE = 0.4
export const GO_MARGIN = 0.12
/** Exact phrases need no distance to what is merely similar. */
export const EXACT_SCORE = 0.995
/** From here on a topic is worth asking about. */
export const SEVERAL_SCORE = 0.32
/** What may also be an answer to the question that waits interrupts it from here on only. */
export const INTERRUPT_SCORE = 0.65
/** How many topics "did you mean" offers at most. */
const SEVERAL_LIMIT = 3

export type Choice = { kind: 'one'; intent: RankedIntent } | { kind: 'several'; intents: RankedIntent[] } | { kind: 'none' }

/** What to make of ranked intents. `offered` tells which topics may appear in "did you mean". */
export function chooseIntent(ranked: RankedIntent[], offered: (topic: string) => boolean): Choice {
  const [best, second] = ranked
  if (!best || best.score < SEVERAL_SCORE) return { kind: 'none' }
  if (isClear(best, second)) return { kind: 'one', intent: best }
  const near = ranked.filter((intent) => intent.score >= SEVERAL_SCORE && intent.score > best.score - 2 * GO_MARGIN && offered(intent.topic))
  if (near.length > 1) return { kind: 'several', intents: near.slice(0, SEVERAL_LIMIT) }
  return best.score >= GO_SCORE ? { kind: 'one', intent: best } : { kind: 'none' }
}

function isClear(best: RankedIntent, second: RankedIntent | undefined) {
  if (best.score < GO_SCORE) return false
  if (!second) return true
  if (best.score >= EXACT_SCORE) return second.score < EXACT_SCORE
  return best.score - second.score >= GO_MARGIN
}
