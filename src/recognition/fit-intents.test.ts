import { describe, expect, it } from 'vitest'
import { fitIntents } from './fit-intents.ts'
import { groupAlike } from './group-alike.ts'
import { factorKernel, solvePlain, solveRidge } from './kernel-ridge.ts'
import { solve } from './linear-algebra.ts'
import { hear, impressionOf, type Phrase } from './intent-model.ts'
import { tokensOf, wordsOfName } from './text-features.ts'

const random = (() => {
  let state = 7
  return () => (state = (state * 16807) % 2147483647) / 2147483647
})()

/** A symmetric matrix that every kernel could be. */
function kernelOf(n: number, width = 6): Float64Array {
  const points = Array.from({ length: n }, () => Array.from({ length: width }, random))
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [a, b] = [points[Math.floor(at / n)]!, points[at % n]!]
    return Math.exp(-a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0))
  })
}

/** Kernel ridge by the book: one column a topic. */
function scoresByTheBook(kernel: Float64Array, n: number, topicOf: number[], topics: number, kept: number[], asked: number) {
  const small = Float64Array.from({ length: kept.length ** 2 }, (_, at) => {
    const [i, j] = [Math.floor(at / kept.length), at % kept.length]
    return kernel[kept[i]! * n + kept[j]!]! + (i === j ? 0.1 : 0)
  })
  return Array.from({ length: topics }, (_, topic) => {
    const alpha = solve(small.slice(), Float64Array.from(kept, (phrase) => (topicOf[phrase] === topic ? 1 : 0)))
    return kept.reduce((sum, phrase, i) => sum + kernel[asked * n + phrase]! * alpha[i]!, 0)
  })
}

describe('kernel ridge', () => {
  const n = 14
  const topicOf = Array.from({ length: n }, (_, i) => i % 4)
  const kernel = kernelOf(n)
  const fitted = solvePlain(factorKernel(kernel.slice(), topicOf, 4, 0.1))
  const all = [...topicOf.keys()]

  it('scores a phrase as if it had not been trained, without training again', () => {
    for (const phrase of all) {
      const expected = scoresByTheBook(kernel, n, topicOf, 4, all.filter((other) => other !== phrase), phrase)
      expected.forEach((score, topic) => expect(fitted.withoutPhrase[phrase * 4 + topic]).toBeCloseTo(score, 4))
    }
  })

  it('scores a phrase as if its topic did not exist, without training again', () => {
    for (const phrase of all) {
      const expected = scoresByTheBook(kernel, n, topicOf, 4, all.filter((other) => topicOf[other] !== topicOf[phrase]), phrase)
      expected.forEach((score, topic) => topic !== topicOf[phrase] && expect(fitted.withoutTopic[phrase * 4 + topic]).toBeCloseTo(score, 4))
    }
  })

  it('knows what very many phrases of one topic would score', () => {
    const many = Array.from({ length: 90 }, (_, i) => (i < 75 ? 0 : 1))
    const large = kernelOf(many.length)
    const { withoutPhrase, withoutTopic } = solvePlain(factorKernel(large.slice(), many, 2, 0.1))
    const others = [...many.keys()].filter((phrase) => phrase !== 7)
    expect(withoutPhrase[7 * 2]).toBeCloseTo(scoresByTheBook(large, many.length, many, 2, others, 7)[0]!, 4)
    expect(withoutTopic[7 * 2 + 1]).toBeCloseTo(scoresByTheBook(large, many.length, many, 2, others.filter((phrase) => many[phrase] !== 0), 7)[1]!, 4)
  })

  it('knows phrases of no topic, and what they would score', () => {
    const some = topicOf.map((topic, i) => (i % 5 === 0 ? -1 : topic))
    const { withoutPhrase } = solvePlain(factorKernel(kernel.slice(), some, 4, 0.1))
    const expected = scoresByTheBook(kernel, n, some, 4, all.filter((other) => other !== 5), 5)
    expected.forEach((score, topic) => expect(withoutPhrase[5 * 4 + topic]).toBeCloseTo(score, 4))
  })

  it('is solved for other targets with what leaving out says of them', () => {
    const factor = factorKernel(kernel.slice(), topicOf, 4, 0.1)
    const targets = Array.from({ length: 4 }, (_, topic) => all.map((phrase) => ({ phrase, value: topicOf[phrase] === topic ? 1.2 : -0.1 })))
    const { alpha, withoutPhrase } = solveRidge(factor, targets)
    // Solving is linear in the targets, and so is leaving out.
    const plain = solvePlain(factor)
    const flat = solveRidge(factor, targets.map((wanted) => wanted.map(({ phrase }) => ({ phrase, value: -0.1 }))))
    for (let i = 0; i < alpha.length; i++) {
      expect(alpha[i]).toBeCloseTo(1.3 * (plain.alpha[i] as number) + (flat.alpha[i] as number), 3)
      expect(withoutPhrase[i]).toBeCloseTo(1.3 * (plain.withoutPhrase[i] as number) + (flat.withoutPhrase[i] as number), 3)
    }
  })
})

describe('learning phrases', () => {
  const topics = ['lamp', 'music', 'alarm']
  const phrases = topics.flatMap((name, topic): Phrase[] => ['turn on the', 'switch off my', 'where is that', 'what about the'].map((start) => ({ topic, text: `${start} ${name}` })))

  it('is surer of what it knows than of what it does not', () => {
    const { model } = fitIntents(phrases, 3).lexical!
    const known = hear(model, impressionOf(model, 'please turn the music down').scores, 3)
    const strange = hear(model, impressionOf(model, 'quantum physics lecture').scores, 3)
    expect(known.ranked[0]?.topic).toBe(1)
    expect(known.sure).toBeGreaterThan(strange.sure)
    expect(strange.sure).toBeLessThan(0.35)
  })

  it('learns from strangers what no topic is for, unless they are close to a phrase', () => {
    const vectors = phrases.map(({ topic }, i) => Float32Array.from([topic === 0 ? 1 : 0, topic === 1 ? 1 : 0, topic === 2 ? 1 : 0, 0.1 * (i % 4)]))
    const far = { text: 'what is the speed of light', vector: Float32Array.from([0.1, 0.1, 0.1, -1]) }
    const close = { text: 'a lamp, a lamp', vector: Float32Array.from([1, 0, 0, 0]) }
    const sure = (strangers: { text: string; vector: Float32Array }[]) => {
      const { model } = fitIntents(phrases, 3, { vectors, views: [1], strangers }).mixed!
      return { model, sure: hear(model, impressionOf(model, 'how fast is the light', Float32Array.from([0.2, 0, 0, -1])).scores, 3).sure }
    }
    expect(sure([far]).sure).toBeLessThan(sure([]).sure)
    expect(sure([close, far]).model.sentences?.rows.length).toBe((phrases.length + 1) * 4)
  })

  it('learns very many phrases another way', () => {
    const many = Array.from({ length: 2_600 }, (_, i): Phrase => ({ topic: i % 3, text: `${phrases[(i * 7) % 4]!.text.replace('lamp', topics[i % 3]!)} number ${i}` }))
    const { model } = fitIntents(many, 3).lexical!
    expect(model.logistic).toBeDefined()
    expect(hear(model, impressionOf(model, 'turn on the alarm').scores, 3)).toMatchObject({ ranked: [{ topic: 2 }, {}, {}] })
  })

  it('of very many phrases, knows the one that is unlike the others of its topic by its meaning', () => {
    const many = Array.from({ length: 2_600 }, (_, i): Phrase => ({ topic: i % 3, text: `${topics[i % 3]} number ${i}` }))
    const vectors = many.map((_, i) => Float32Array.from([0, 1, 2].map((axis) => (axis === i % 3 ? 1 : 0.01 * (i % 7))).concat(0.1)))
    vectors[1] = Float32Array.from([0, 0, 0, -1])
    const { model } = fitIntents(many, 3, { vectors, views: [1], strangers: [] }).mixed!
    const heard = (nearest: typeof model.nearest) => impressionOf({ ...model, nearest }, 'xyzzy', Float32Array.from([0, 0, 0, -1])).scores
    const share = (scores: Float32Array) => scores[1]! / scores.reduce((sum, score) => sum + score, 0)
    expect(share(heard(model.nearest))).toBeGreaterThan(share(heard(undefined)) + 0.1)
  })
})

describe('words', () => {
  it.each([
    ['Where’s my ORDER?!', ['wheres', 'my', 'order']],
    ['営業時間を教えて', ['営業', '時間', 'を', '教え', 'て']],
    ['', []],
  ])('%s', (text, tokens) => expect(tokensOf(text)).toEqual(tokens))

  it('cuts Thai, which puts no spaces', () => expect(tokensOf('สวัสดีครับ').length).toBeGreaterThan(1))

  it.each(['RefundRequest', 'refund_request', 'Refund Request'])('%s is a name of two words', (name) => expect(wordsOfName(name)).toBe('refund request'))
})

describe('what is alike', () => {
  const texts = ['where can I park', 'is there a place to park', 'do you sell gift cards', 'gift cards please', 'xylophone']
  it('comes together by words, the largest group first', () => {
    const groups = groupAlike(['gift cards', ...texts]).map((group) => group.map((at) => ['gift cards', ...texts][at]).sort())
    expect(groups[0]).toEqual(['do you sell gift cards', 'gift cards', 'gift cards please'])
    expect(groups).toContainEqual(['is there a place to park', 'where can I park'])
    expect(groups.at(-1)).toEqual(['xylophone'])
  })

  it('comes together by meaning, where it is known', () => {
    const vectors = [[1, 0, 0, 0.1], [1, 0, 0.1, 0], [0, 1, 0, 0.1], [0, 1, 0.1, 0], [0, 0, -1, -1]].map((numbers) => Float32Array.from(numbers))
    expect(groupAlike(['car', 'vehicle', 'refund', 'money', 'zebra'], vectors).map((group) => group.toSorted())).toEqual([[0, 1], [2, 3], [4]])
  })

  it.each([[[]], [['alone']]])('of %j', (few) => expect(groupAlike(few)).toEqual(few.map((_, i) => [i])))
})
