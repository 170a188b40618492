import { describe, expect, it } from 'vitest'
import { nearestOf, loweredByDistance } from './nearest-phrases.ts'

const row = (...numbers: number[]) => Float32Array.from(numbers)

describe('topics without a phrase near to a sentence', () => {
  const phrases = [{ topic: 0, row: row(2, 0, 0, 0) }, { topic: 1, row: row(0, 2, 0, 0) }, { topic: 0, row: row(0, 0, 2, 0) }]

  it('are less likely, e⁵ times for a whole cosine', () => {
    const [near, far] = loweredByDistance(row(0.2, 0.8), nearestOf(phrases, 2, 4), row(0, 0, 2, 0))
    expect(near).toBeCloseTo(0.2, 6)
    expect(far).toBeCloseTo(0.8 * Math.exp(-5), 6)
  })

  it('or without any phrase, as if it were opposite', () => {
    const [known, unknown] = loweredByDistance(row(0.5, 0.5), nearestOf([{ topic: 0, row: row(0, -1, 0, 0) }], 2, 1), row(1, 0, 0, 0))
    expect((known as number) / (unknown as number)).toBeCloseTo(Math.exp(5), 2)
  })

  it('are looked for among the ten likeliest; no other overtakes them by it', () => {
    const many = Array.from({ length: 12 }, (_, topic) => ({ topic, row: topic === 11 ? row(1, 0, 0, 0) : row(0, 1, 0, 0) }))
    const likely = Float32Array.from(many, ({ topic }) => (12 - topic) / 78)
    const lowered = loweredByDistance(likely, nearestOf(many, 12, 1), row(1, 0, 0, 0))
    likely.forEach((each, topic) => expect(lowered[topic]).toBeCloseTo(each * Math.exp(-5), 6))
  })
})
