import { product } from './sentence-vectors.ts'

/** Phrases row by row, topic after topic: a topic's begin at its place in `starts`. Rows are of one length, whose square is `square`. */
export type Nearest = { rows: Float32Array; starts: Int32Array; square: number }

/** What being farther by a cosine of 1 counts: e⁵ times less. */
const WEIGHT = 5
/** So many of the likeliest topics are looked at: all phrases of all topics would take longer than encoding the sentence. */
const COMPARED = 10

export function nearestOf(phrases: readonly { topic: number; row: Float32Array }[], topics: number, square: number): Nearest {
  const sorted = phrases.toSorted((a, b) => a.topic - b.topic)
  const width = sorted[0]?.row.length ?? 0
  const rows = new Float32Array(sorted.length * width)
  const starts = new Int32Array(topics + 1)
  sorted.forEach(({ topic, row }, i) => {
    rows.set(row, i * width)
    starts[topic + 1]! += 1
  })
  for (let topic = 0; topic < topics; topic++) starts[topic + 1]! += starts[topic] as number
  return { rows, starts, square }
}

/**
 * The likelihoods again, less the farther the nearest phrase of the topic is: a regression knows what a topic's phrases
 * have in common, and little of one that is unlike the others. They no longer add up to 1: what is far from everything
 * is likely nothing.
 */
export function loweredByDistance(likely: Float32Array, { rows, starts, square }: Nearest, sentence: Float32Array): Float32Array {
  const compared = [...likely.keys()].sort((a, b) => (likely[b] as number) - (likely[a] as number)).slice(0, COMPARED)
  const cosines = new Map(compared.map((topic) => [topic, cosineOf(topic)]))
  const least = Math.min(...cosines.values())
  return likely.map((each, topic) => each * Math.exp(WEIGHT * ((cosines.get(topic) ?? least) - 1)))

  function cosineOf(topic: number): number {
    let most = -square
    for (let phrase = starts[topic] as number; phrase < (starts[topic + 1] as number); phrase++) most = Math.max(most, product(rows, phrase * sentence.length, sentence))
    return most / square
  }
}
