import { describe, expect, it } from 'vitest'
import { fitLogistic, probabilities, type LogisticExample } from './logistic-regression.ts'

const random = (() => {
  let state = 11
  return () => (state = (state * 16807) % 2147483647) / 2147483647
})()

/** The same example again and again, one number after the other. */
function learntByTheBook({ features, dense, topic }: LogisticExample, size: { topics: number; sparse: number; dense: number }, epochs: number): number[][] {
  const rows = size.sparse + size.dense + 1
  const weights = Array.from({ length: rows }, () => new Array<number>(size.topics).fill(0))
  const pace = new Array<number>(rows).fill(0.01)
  const values = [...[...features.ids].map((id, i) => [id, features.weights[i]!] as const), ...[...(dense ?? [])].map((value, i) => [size.sparse + i, value] as const), [rows - 1, 0.3] as const]
  for (let epoch = 0; epoch < epochs; epoch++) {
    const powers = Array.from({ length: size.topics }, (_, t) => Math.exp(values.reduce((sum, [row, value]) => sum + value * weights[row]![t]!, 0)))
    const sum = powers.reduce((a, b) => a + b)
    const error = powers.map((power, t) => power / sum - (t === topic ? 1 : 0)).map((value) => (Math.abs(value) < 2e-3 ? 0 : value))
    const square = error.reduce((total, value) => total + value * value, 0)
    for (const [row, value] of square ? values : []) {
      pace[row]! += (value * value * square) / 2
      const step = ((0.5 / (1 + epoch / 3)) * value) / Math.sqrt(pace[row]!)
      error.forEach((wrong, t) => (weights[row]![t]! -= step * wrong))
    }
  }
  return weights
}

describe('logistic regression', () => {
  it.each([
    [2, undefined],
    [32, Float32Array.of(0.5, -0.25)],
    [75, Float32Array.of(0.1, 0.9)],
  ])('of %i topics learns what it would number by number', (topics, dense) => {
    const size = { topics, sparse: 5, dense: 2 }
    const example = { features: { ids: Int32Array.of(3, 0), weights: Float32Array.of(0.8, 0.6) }, dense, topic: topics - 1 }
    const expected = learntByTheBook(example, size, 4).flat()
    const { weights } = fitLogistic([example], size, 4)
    expect(weights.length).toBe(expected.length)
    expected.forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 5))
  })

  it('tells apart what has words of its own', () => {
    const topics = 40
    const examples = Array.from({ length: 400 }, (_, i): LogisticExample => {
      const noise = topics + Math.floor(random() * 20)
      return { features: { ids: Int32Array.of(i % topics, noise), weights: Float32Array.of(0.7, 0.7) }, dense: undefined, topic: i % topics }
    })
    const model = fitLogistic(examples, { topics, sparse: topics + 20, dense: 0 }, 5)
    for (const { features, topic } of examples) {
      const scores = probabilities(model, features, undefined)
      expect(scores.indexOf(Math.max(...scores))).toBe(topic)
    }
  })
})
