import { describe, expect, it } from 'vitest'
import { aboutSentences } from './about-topic.ts'
import { trainingOf } from './layered-recognizer.ts'
import { learnPhrases } from './learn-phrases.ts'
import { hear, impressionOf } from './intent-model.ts'

describe('what a topic without phrases may be found by', () => {
  it.each<[string, string[]]>([
    ['This topic helps customers to reset their password.', ['reset their password']],
    ['This tool can handle queries like these: lost my card, card stolen; block a card.', ['lost my card', 'card stolen', 'block a card']],
    ['Moves money between accounts. Also foreign ones!', ['Moves money between accounts', 'Also foreign ones!']],
    ['Verschiebt Geld. Auch ins Ausland.', ['Verschiebt Geld', 'Auch ins Ausland']],
    ['  \n ... ', []],
    ['', []],
  ])('of "%s"', (description, sentences) => expect(aboutSentences([description])).toEqual(sentences))

  it('is not the whole of a long story', () => expect(aboutSentences([Array.from({ length: 50 }, (_, i) => `Number ${i}.`).join(' ')])).toHaveLength(12))
})

describe('a topic without phrases', () => {
  const intents = [
    { topic: 'weak', phrases: ['ResetPassword'], about: ['This topic helps customers to get a new password when they cannot sign in.'] },
    { topic: 'strong', phrases: ['Where is my order', 'Track my parcel', 'When does my package arrive', 'My delivery is late', 'Order status'] },
    { topic: 'other', phrases: ['Talk to a person', 'I need a human', 'Speak to an agent', 'Can somebody help me', 'Customer service please'] },
  ]
  const phrases = trainingOf({ intents })
  const model = learnPhrases(phrases, 3, undefined).lexical!
  const heard = (text: string) => hear(model, impressionOf(model, text).scores, 3)

  it('is trained by its name and its description, not as what customers say', () => {
    expect(phrases.filter(({ topic }) => topic === 0)).toEqual([
      { topic: 0, text: 'reset password', name: true },
      { topic: 0, text: 'get a new password when they cannot sign in', name: true },
    ])
    expect(phrases.filter(({ topic }) => topic === 1).every(({ name }) => !name)).toBe(true)
  })

  it('is found by them', () => {
    expect(heard('I cannot sign in, I need a new password')).toMatchObject({ ranked: [{ topic: 0 }, {}, {}] })
    expect(heard('I cannot sign in, I need a new password').sure).toBeGreaterThan(0.55)
    expect(heard('where is the parcel I ordered').ranked[0]?.topic).toBe(1)
  })

  it('does not take what phrases say', () => {
    expect(heard('I need a human to reset it').ranked[0]?.topic).toBe(2)
  })
})
