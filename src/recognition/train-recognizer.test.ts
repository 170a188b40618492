import { describe, expect, it } from 'vitest'
import { trainRecognizer } from './index.ts'

const intents = [
  { topic: 'hours', phrases: ['Store hours', 'What are your opening hours', 'When do you open', 'Are you open on Sunday'] },
  { topic: 'order', phrases: ['Order status', 'Where is my order', 'Track my parcel', 'When will my package come'] },
  { topic: 'bill', phrases: ['There is a mistake on my invoice', 'I was charged twice', 'I want a refund'] },
  { topic: 'person', phrases: ['Talk to a person', 'I need a human', 'Speak to an agent'] },
]
const recognizer = trainRecognizer({ intents })
const best = (text: string) => recognizer.recognize(text, 'en-US')[0]

describe('recognising what the customer wants', () => {
  it.each(['store hours', 'STORE HOURS!!', '  Where is my order? ', 'talk to a person.'])('the same words score 1: %s', (text) => {
    expect(best(text)?.score).toBe(1)
  })

  it('two topics with the same phrase both score 1', () => {
    const twins = trainRecognizer({ intents: [{ topic: 'a', phrases: ['buy'] }, { topic: 'b', phrases: ['Buy!'] }] })
    expect(twins.recognize('buy', 'en-US').map((intent) => [intent.topic, intent.score])).toEqual([['a', 1], ['b', 1]])
  })

  it.each([
    ['when are you open', 'hours'],
    ['do you open on sundays', 'hours'],
    ['track parcel', 'order'],
    ['my order please', 'order'],
    ['can i get a refund', 'bill'],
    ['mistake in the invoise', 'bill'],
    ['let me speak to a human agent', 'person'],
  ])('%s -> %s', (text, topic) => {
    expect(best(text)).toMatchObject({ topic })
    expect(best(text)?.score).toBeGreaterThan(0.4)
    expect(best(text)?.score).toBeLessThan(1)
  })

  it.each(['what is the weather like', 'tell me a joke', 'how old are you', '???', ''])('nothing fits: %s', (text) => {
    expect(best(text)?.score ?? 0).toBeLessThan(0.32)
  })

  it('ranks best first and says which phrase it is like', () => {
    const ranked = recognizer.recognize('where is my order, I want a refund', 'en-US')
    expect(ranked.map((intent) => intent.score)).toEqual(ranked.map((intent) => intent.score).toSorted((a, b) => b - a))
    expect(ranked[0]?.phrase).toBeDefined()
  })

  it('needs no words between spaces', () => {
    const japanese = trainRecognizer({ intents: [{ topic: 'hours', phrases: ['営業時間を教えてください'] }, { topic: 'order', phrases: ['注文の状況を確認したい'] }] })
    expect(japanese.recognize('営業時間', 'ja-JP')[0]?.topic).toBe('hours')
  })

  it('learns nothing from nothing', () => {
    expect(trainRecognizer({ intents: [] }).recognize('hello', 'en-US')).toEqual([])
  })
})
