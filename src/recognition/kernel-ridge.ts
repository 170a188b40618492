import { factorise, inverseEntry, invertTriangle, range, solve, type Matrix } from './linear-algebra.ts'

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

/**
 * Kernel ridge regression onto "is this topic" (1) and "is not" (0), and what it would say about its own phrases had it
 * never seen them: both follow from the inverse, nothing is trained twice. Only the lower
 * half of `kernel` is read, and it is spent.
 */
export function fitRidge(kernel: Matrix, topicOf: readonly number[], topics: number, ridge: number): Ridge {
  const n = topicOf.length
  for (let i = 0; i < n; i++) kernel[i * n + i]! += ridge
  factorise(kernel, n)
  const columns = invertTriangle(kernel, n)
  const members = membersOf(topicOf, topics)
  const alpha = alphaOf(columns, members, n)
  return { alpha, withoutPhrase: leavePhraseOut(alpha, columns, topicOf, topics), withoutTopic: leaveTopicOut(alpha, columns, members, n) }
}

function membersOf(topicOf: readonly number[], topics: number): number[][] {
  const members: number[][] = Array.from({ length: topics }, () => [])
  topicOf.forEach((topic, phrase) => members[topic]?.push(phrase))
  return members
}

/** K⁻¹·Y, where a column of Y is 1 for the members of a topic. */
function alphaOf(columns: Matrix, members: readonly number[][], n: number): Scores {
  const alpha = new Float32Array(n * members.length)
  members.forEach((phrases, topic) => {
    const sum = new Float64Array(n)
    for (const phrase of phrases) for (let k = phrase; k < n; k++) sum[k]! += columns[phrase * n + k] as number
    for (let j = 0; j < n; j++) alpha[j * members.length + topic] = range(columns, j * n + j, sum, j, n - j)
  })
  return alpha
}

function leavePhraseOut(alpha: Scores, columns: Matrix, topicOf: readonly number[], topics: number): Scores {
  const scores = new Float32Array(alpha.length)
  topicOf.forEach((own, phrase) => {
    const stiffness = inverseEntry(columns, topicOf.length, phrase, phrase)
    for (let topic = 0; topic < topics; topic++) {
      scores[phrase * topics + topic] = (own === topic ? 1 : 0) - (alpha[phrase * topics + topic] as number) / stiffness
    }
  })
  return scores
}

/** f₋C(x_C) = y_C − (K⁻¹_CC)⁻¹·α_C */
function leaveTopicOut(alpha: Scores, columns: Matrix, members: readonly number[][], n: number): Scores {
  const topics = members.length
  const scores = new Float32Array(alpha.length)
  for (const phrases of members) {
    const size = phrases.length
    if (size === 0) continue
    const block = new Float64Array(size * size)
    for (let a = 0; a < size; a++) {
      for (let b = 0; b <= a; b++) block[a * size + b] = block[b * size + a] = inverseEntry(columns, n, phrases[a] as number, phrases[b] as number)
    }
    const inverse = invert(block, size)
    for (let topic = 0; topic < topics; topic++) {
      for (let a = 0; a < size; a++) {
        let sum = 0
        for (let b = 0; b < size; b++) sum += (inverse[a * size + b] as number) * (alpha[(phrases[b] as number) * topics + topic] as number)
        scores[(phrases[a] as number) * topics + topic] = -sum
      }
    }
  }
  return scores
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
