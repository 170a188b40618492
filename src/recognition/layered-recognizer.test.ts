import { describe, expect, it } from 'vitest'
import { chooseIntent, EXACT_SCORE, GO_MARGIN, GO_SCORE, SEVERAL_SCORE } from '../dialog/index.ts'
import { layeredRecognizer, learnPhrases, type Learner } from './index.ts'
import { scale, scoreOf } from './rank-intents.ts'

const intents = [
  { topic: 'hours', phrases: ['Store hours', 'What are your opening hours', 'When do you open', 'Are you open on Sunday'] },
  { topic: 'order', phrases: ['Order status', 'Where is my order', 'Track my parcel', 'When will my package come'] },
  { topic: 'bill', phrases: ['There is a mistake on my invoice', 'I was charged twice', 'I want a refund'] },
  { topic: 'person', phrases: ['Talk to a person', 'I need a human', 'Speak to an agent'] },
]
const offered = () => true
const views = [0.6, 0.4]

/** Stands in for the encoder: sentences about the same thing point the same way. */
const meanings = [/open|hours|sunday|closed|holiday/i, /order|parcel|package|stuff/i, /invoice|charged|refund|money/i, /person|human|agent|somebody/i]
function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(16)
  meanings.forEach((meaning, i) => {
    if (meaning.test(text)) vector[i] = vector[8 + i] = 1
  })
  vector[6] = vector[14] = 0.2
  return vector
}

function learner(encode: (text: string) => Promise<Float32Array | undefined> = async (text) => vectorOf(text)) {
  const asked: string[] = []
  const of: Learner = {
    views,
    learn: async (phrases, topics) => learnPhrases(phrases, topics, { vectors: phrases.map(({ text }) => vectorOf(text)), views, strangers: [] }),
    recall: async () => undefined,
    encode(text) {
      asked.push(text)
      return encode(text)
    },
  }
  return { of, asked }
}

describe('recognising in layers', () => {
  it('answers by words until everything is learnt', async () => {
    const recognizer = layeredRecognizer({ intents }, { views, learn: () => new Promise(() => {}), recall: async () => undefined, encode: async () => undefined })
    const ranked = recognizer.recognize('where is my parcel', 'en-US')
    expect(Array.isArray(ranked)).toBe(true)
    expect((await ranked)[0]?.topic).toBe('order')
  })

  it('knows the same words as a phrase at once, without asking what they mean', async () => {
    const { of, asked } = learner()
    const recognizer = layeredRecognizer({ intents }, of)
    await recognizer.learnt()
    expect(recognizer.recognize('STORE HOURS!', 'en-US')).toMatchObject([{ topic: 'hours', score: 1 }])
    expect(asked).toEqual([])
  })

  it('asks what a sentence means when its words do not tell', async () => {
    const { of, asked } = learner()
    const recognizer = layeredRecognizer({ intents }, of)
    await recognizer.learnt()
    const ranked = await recognizer.recognize('give me back all that money', 'en-US')
    expect(asked).toEqual(['give me back all that money'])
    expect(chooseIntent(ranked, offered)).toMatchObject({ kind: 'one', intent: { topic: 'bill' } })
  })

  it.each([
    ['phrases', intents],
    ['descriptions alone', intents.map(({ topic, phrases }) => ({ topic, phrases: [topic], about: phrases }))],
  ])('does not ask an encoder that makes nothing of the language of %s', async (_, of) => {
    const blind = (text: string) => Float32Array.from({ length: 16 }, (_, i) => Math.sin(text.length * (i + 1)))
    const { of: plain, asked } = learner(async (text) => blind(text))
    const recognizer = layeredRecognizer({ intents: of }, { ...plain, learn: async (phrases, topics) => learnPhrases(phrases, topics, { vectors: phrases.map(({ text }) => blind(text)), views, strangers: [] }) })
    await recognizer.learnt()
    await recognizer.recognize('somebody to help', 'en-US')
    expect(recognizer.state()).toMatchObject({ stage: 'learnt', meaning: false })
    expect(asked).toEqual([])
  })

  it('remembers what it found', async () => {
    const { of, asked } = learner()
    const recognizer = layeredRecognizer({ intents }, of)
    await recognizer.learnt()
    const first = await recognizer.recognize('is somebody there?', 'en-US')
    expect(recognizer.recognize('Is somebody there', 'en-US')).toEqual(first)
    expect(asked).toHaveLength(1)
  })

  it.each([['is too busy', async () => undefined], ['fails', () => Promise.reject(new Error('gone'))]])('goes by words when the encoder %s', async (_, encode) => {
    const recognizer = layeredRecognizer({ intents }, learner(encode).of)
    await recognizer.learnt()
    expect((await recognizer.recognize('the agent was wrong about my order', 'en-US')).length).toBeGreaterThan(0)
  })

  it('goes by words when learning fails', async () => {
    const recognizer = layeredRecognizer({ intents }, { views, learn: () => Promise.reject(new Error('no worker')), recall: async () => undefined, encode: async () => undefined })
    await recognizer.learnt()
    expect((await recognizer.recognize('track parcel', 'en-US'))[0]?.topic).toBe('order')
  })

  it('answers at once with what was learnt before', async () => {
    const { of } = learner()
    let learning = 0
    const remembering: Learner = { ...of, learn: (...task) => (learning++, of.learn(...task)), recall: (...task) => of.learn(...task) }
    const recognizer = layeredRecognizer({ intents }, remembering)
    await recognizer.recalled()
    expect(recognizer.state()).toMatchObject({ stage: 'learnt', meaning: true, topics: 4, phrases: 14 })
    expect(chooseIntent(await recognizer.recognize('give me back all that money', 'en-US'), offered)).toMatchObject({ kind: 'one', intent: { topic: 'bill' } })
    expect(learning).toBe(0)
  })

  it('tells why it goes by words', async () => {
    const recognizer = layeredRecognizer({ intents }, { views, learn: () => Promise.reject(new Error('no worker')), recall: async () => undefined, encode: async () => undefined })
    expect(recognizer.state().stage).toBe('learning')
    await recognizer.learnt()
    expect(recognizer.state()).toMatchObject({ stage: 'failed', problem: 'no worker', meaning: false })
    expect(layeredRecognizer({ intents: intents.slice(0, 1) }, learner().of).state().stage).toBe('words')
  })

  it('waits for learning when it has to give the same answers at any speed', async () => {
    const { of, asked } = learner()
    await layeredRecognizer({ intents }, of, { patient: true }).recognize('give me back all that money', 'en-US')
    expect(asked).toHaveLength(1)
  })

  it('learns a topic by its name as well', async () => {
    const topics = new Map([['bill', { name: 'DisputeCharge' }]])
    const recognizer = layeredRecognizer({ intents, topics }, learner().of)
    await recognizer.learnt()
    expect((await recognizer.recognize('I would like to dispute something', 'en-US'))[0]?.topic).toBe('bill')
  })

  it('tells makers which phrases look like another topic', async () => {
    const muddled = [...intents.slice(0, 2), { topic: 'bill', phrases: ['I was charged twice', 'I want a refund', 'Where is my order status'] }]
    const advice = await layeredRecognizer({ intents: muddled }, learner().of).lint()
    expect(advice).toContainEqual(expect.objectContaining({ topic: 'bill', phrase: 'Where is my order status', looksLike: 'order' }))
  })

  it('tells makers which phrases are in two topics and which topics have few', async () => {
    const twice = [intents[0]!, { topic: 'sunday', phrases: ['are you open on sunday?', 'Sunday', 'sunday'] }]
    const findings = await layeredRecognizer({ intents: twice }, learner().of).lint()
    expect(findings).toContainEqual({ kind: 'same-phrase', topic: 'sunday', phrase: 'are you open on sunday?', looksLike: 'hours' })
    expect(findings).toContainEqual({ kind: 'few-phrases', topic: 'sunday', phrases: 2 })
    expect(findings.filter(({ kind }) => kind === 'looks-like').some((finding) => 'phrase' in finding && /are you open on sunday/i.test(finding.phrase) && finding.topic === 'sunday')).toBe(false)
  })

  it('explains layer by layer where an answer comes from', async () => {
    const recognizer = layeredRecognizer({ intents }, learner().of)
    const exact = await recognizer.explain('store hours', 'en-US')
    expect(exact.tiers.map(({ tier }) => tier)).toEqual(['same-words'])
    const meant = await recognizer.explain('give me back all that money', 'en-US')
    expect(meant.tiers.map(({ tier }) => tier)).toEqual(['same-words', 'words-and-characters', 'meaning'])
    expect(meant.ranked).toEqual((await recognizer.recognize('give me back all that money', 'en-US')).slice(0, 5))
    expect(meant.tiers[2]?.nearest[0]).toMatchObject({ topic: 'bill', name: false })
    for (const { likeness } of meant.tiers[2]!.nearest) expect(likeness).toBeGreaterThanOrEqual(0)
    expect((await recognizer.explain('?!', 'en-US')).ranked).toEqual([])
  })

  it('makes nothing of nothing', async () => {
    expect(await layeredRecognizer({ intents: [] }, learner().of, { patient: true }).recognize('hello', 'en-US')).toEqual([])
    expect(await layeredRecognizer({ intents }, learner().of, { patient: true }).recognize('?!', 'en-US')).toEqual([])
  })
})

describe('confidence in the measures of the dialog', () => {
  it('uses the thresholds that the dialog uses', () => {
    expect([scale.go, scale.margin, scale.ask]).toEqual([GO_SCORE, GO_MARGIN, SEVERAL_SCORE])
    expect(scale.most).toBeLessThan(EXACT_SCORE)
  })

  it.each([[0, 0], [0.35, SEVERAL_SCORE], [0.55, GO_SCORE], [1, 0.98]])('%f becomes %f', (sure, score) => expect(scoreOf(sure)).toBeCloseTo(score))
})
