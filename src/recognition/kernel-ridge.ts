import { allProducts, factorise, inverseEntry, invertTriangle, solve, type Matrix } from './linear-algebra.ts'

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
export type Factor = { columns: Matrix; n: number; members: number[][]; stiffness: Float64Array; blocks: Matrix[]; plain: Ridge | undefined }

/**
 * Kernel ridge regression onto "is this topic" (1) and "is not" (0), and what it would say about its own phrases had it
 * never seen them: both follow from the inverse, nothing is trained twice. Only the lower half of `kernel` is read, and
 * it is spent. A topic of -1 is none.
 */
export function fitRidge(kernel: Matrix, topicOf: readonly number[], topics: number, ridge: number): Ridge {
  return solvePlain(factorKernel(kernel, topicOf, topics, ridge))
}

export function factorKernel(kernel: Matrix, topicOf: readonly number[], topics: number, ridge: number): Factor {
  const n = topicOf.length
  for (let i = 0; i < n; i++) kernel[i * n + i]! += ridge
  factorise(kernel, n)
  const columns = invertTriangle(kernel, n)
  const members = membersOf(topicOf, topics)
  return { columns, n, members, stiffness: Float64Array.from(topicOf, (_, i) => inverseEntry(columns, n, i, i)), blocks: members.map((phrases) => blockOf(columns, n, phrases)), plain: undefined }
}

/** Solved once, however often it is asked for. */
export const solvePlain = (factor: Factor): Ridge => (factor.plain ??= solveRidge(factor, factor.members.map((phrases) => phrases.map((phrase) => ({ phrase, value: 1 })))))

export function solveRidge(factor: Factor, targets: Targets): Ridge {
  const alpha = alphaOf(factor, targets)
  return { alpha, withoutPhrase: leavePhraseOut(alpha, factor, targets), withoutTopic: leaveTopicOut(alpha, factor, targets) }
}

function membersOf(topicOf: readonly number[], topics: number): number[][] {
  const members: number[][] = Array.from({ length: topics }, () => [])
  topicOf.forEach((topic, phrase) => members[topic]?.push(phrase))
  return members
}

/** K⁻¹·Y */
function alphaOf({ columns, n }: Factor, targets: Targets): Scores {
  const topics = targets.length
  const sums = new Float64Array(n * topics)
  targets.forEach((wanted, topic) => {
    for (const { phrase, value } of wanted) for (let k = phrase; k < n; k++) sums[topic * n + k]! += value * (columns[phrase * n + k] as number)
  })
  const alpha = new Float32Array(n * topics)
  allProducts({ a: columns, b: sums, width: n, upper: true }, (phrase, topic, product) => (alpha[phrase * topics + topic] = product))
  return alpha
}

/** y − α / (K⁻¹)ᵢᵢ */
function leavePhraseOut(alpha: Scores, { n, stiffness }: Factor, targets: Targets): Scores {
  const topics = targets.length
  const scores = new Float32Array(alpha.length)
  for (let phrase = 0; phrase < n; phrase++) {
    const stiff = stiffness[phrase] as number
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
function blockOf(columns: Matrix, n: number, phrases: readonly number[]): Matrix {
  const size = phrases.length
  const block = new Float64Array(size * size)
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) block[a * size + b] = block[b * size + a] = inverseEntry(columns, n, phrases[a] as number, phrases[b] as number)
  }
  return invert(block, size)
}

function invert(matrix: Matrix, n: number): Matrix {
  const inverse = new Float64Array(n * n)
  for (let c = 0; c < n; c++) {
    const unit = new Float64Array(n)
    unit[c] = 1
    const column = solve(matrix.slice(), unit)
    for (let r = 0; r < n; r++) inverse[r * n + c] = column[r] as number
  }
  return inverse
}
