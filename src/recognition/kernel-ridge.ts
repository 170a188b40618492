import { invert, type Matrix } from './linear-algebra.ts'

/** Scores row by row: one row a phrase, one column a topic. */
export type Scores = Float32Array

export type Ridge = {
  /** What each phrase adds to each topic's score. */
  alpha: Scores
  /** What each phrase would score had it not been trained itself. */
  withoutPhrase: Scores
  /** What each phrase would score had nothing of its topic been trained. Its own topic's column means nothing. */
  withoutTopic: Scores
}

/** What phrases are to score, topic by topic; whatever is not named is to score 0. */
export type Targets = readonly (readonly { phrase: number; value: number }[])[]

/** A kernel made ready to be solved for any targets. */
export type Factor = { inverse: Matrix; n: number; members: number[][]; blocks: Matrix[]; plain: Ridge | undefined }

/** Only the lower half of `kernel` is read, and it is spent. A topic of -1 is none. */
export function factorKernel(kernel: Matrix, topicOf: readonly number[], topics: number, ridge: number): Factor {
  const n = topicOf.length
  for (let i = 0; i < n; i++) kernel[i * n + i]! += ridge
  invert(kernel, n)
  const members = membersOf(topicOf, topics)
  return { inverse: kernel, n, members, blocks: members.map((phrases) => blockOf(kernel, n, phrases)), plain: undefined }
}

/** Solved for "is this topic" (1) and "is not" (0); once, however often it is asked for. */
export const solvePlain = (factor: Factor): Ridge => (factor.plain ??= solveRidge(factor, factor.members.map((phrases) => phrases.map((phrase) => ({ phrase, value: 1 })))))

/**
 * Kernel ridge regression, and what it would say about its own phrases had it never seen them: both follow from the
 * inverse, nothing is trained twice.
 */
export function solveRidge(factor: Factor, targets: Targets): Ridge {
  const alpha = alphaOf(factor, targets)
  return { alpha, withoutPhrase: leavePhraseOut(alpha, factor, targets), withoutTopic: leaveTopicOut(alpha, factor, targets) }
}

function membersOf(topicOf: readonly number[], topics: number): number[][] {
  const members: number[][] = Array.from({ length: topics }, () => [])
  topicOf.forEach((topic, phrase) => members[topic]?.push(phrase))
  return members
}

/** K⁻¹·Y. Of the targets of a topic few are not 0, so they are gathered. */
function alphaOf({ inverse, n }: Factor, targets: Targets): Scores {
  const topics = targets.length
  const starts = Int32Array.of(0, ...targets.map(({ length }) => length))
  for (let topic = 0; topic < topics; topic++) starts[topic + 1]! += starts[topic] as number
  const wanted = targets.flat()
  const phrases = Int32Array.from(wanted, ({ phrase }) => phrase)
  const values = Float64Array.from(wanted, ({ value }) => value)
  const alpha = new Float32Array(n * topics)
  // Four rows at once, so that each target is fetched once for all of them; the last ones may be the same.
  for (let i = 0; i < n; i += 4) {
    const [first, second, third, fourth] = [i, Math.min(i + 1, n - 1), Math.min(i + 2, n - 1), Math.min(i + 3, n - 1)]
    for (let topic = 0; topic < topics; topic++) {
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0
      const end = starts[topic + 1] as number
      for (let at = starts[topic] as number; at < end; at++) {
        const value = values[at] as number
        const phrase = phrases[at] as number
        s0 += value * (inverse[first * n + phrase] as number)
        s1 += value * (inverse[second * n + phrase] as number)
        s2 += value * (inverse[third * n + phrase] as number)
        s3 += value * (inverse[fourth * n + phrase] as number)
      }
      alpha[first * topics + topic] = s0
      alpha[second * topics + topic] = s1
      alpha[third * topics + topic] = s2
      alpha[fourth * topics + topic] = s3
    }
  }
  return alpha
}

/** y − α / (K⁻¹)ᵢᵢ */
function leavePhraseOut(alpha: Scores, { n, inverse }: Factor, targets: Targets): Scores {
  const topics = targets.length
  const scores = new Float32Array(alpha.length)
  for (let phrase = 0; phrase < n; phrase++) {
    const stiff = inverse[phrase * n + phrase] as number
    for (let at = phrase * topics; at < (phrase + 1) * topics; at++) scores[at] = -(alpha[at] as number) / stiff
  }
  targets.forEach((wanted, topic) => {
    for (const { phrase, value } of wanted) scores[phrase * topics + topic]! += value
  })
  return scores
}

/** f₋C(x_C) = y_C − (K⁻¹_CC)⁻¹·α_C */
function leaveTopicOut(alpha: Scores, { members, blocks }: Factor, targets: Targets): Scores {
  const topics = targets.length
  const scores = new Float32Array(alpha.length)
  members.forEach((phrases, own) => {
    const inverse = blocks[own] as Matrix
    const size = phrases.length
    for (let a = 0; a < size; a++) {
      const row = (phrases[a] as number) * topics
      for (let b = 0; b < size; b++) {
        const factor = inverse[a * size + b] as number
        const from = (phrases[b] as number) * topics
        for (let topic = 0; topic < topics; topic++) scores[row + topic]! -= factor * (alpha[from + topic] as number)
      }
    }
  })
  const owner = new Set(members.flat())
  targets.forEach((wanted, topic) => {
    for (const { phrase, value } of wanted) if (owner.has(phrase)) scores[phrase * topics + topic]! += value
  })
  return scores
}

/** (K⁻¹_CC)⁻¹ of the phrases of one topic. */
function blockOf(inverse: Matrix, n: number, phrases: readonly number[]): Matrix {
  const size = phrases.length
  const block = new Float64Array(size * size)
  for (let a = 0; a < size; a++) for (let b = 0; b <= a; b++) block[a * size + b] = inverse[(phrases[a] as number) * n + (phrases[b] as number)] as number
  invert(block, size)
  return block
}
