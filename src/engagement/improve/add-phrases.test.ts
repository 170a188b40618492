import { describe, expect, it } from 'vitest'
import { addPhrases } from './add-phrases.ts'

const topic = `kind: AdaptiveDialog
beginDialog:
  kind: OnRecognizedIntent
  id: main
  intent:
    triggerQueries:
      - Store hours # the short one
      - When do you open

  actions: []
`
const without = 'kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRecognizedIntent\n  id: main\n  actions: []\n'

describe('adding phrases to a topic', () => {
  it('puts them behind the others and leaves the rest as it is', () => {
    expect(addPhrases(topic, ['are you open: today?', '- odd'])).toEqual({
      text: topic.replace('      - When do you open\n', '      - When do you open\n      - "are you open: today?"\n      - "- odd"\n'),
      added: ['are you open: today?', '- odd'],
    })
  })

  it('adds nothing twice', () => {
    expect(addPhrases(topic, ['STORE HOURS!', 'on sunday', 'On Sunday?'])?.added).toEqual(['on sunday'])
    expect(addPhrases(topic, ['store hours'])).toEqual({ text: topic, added: [] })
  })

  it('begins the list where there is none', () => {
    const edited = addPhrases(without, ['store hours'])
    expect(addPhrases(edited?.text ?? '', ['store hours', 'more'])?.added).toEqual(['more'])
  })

  it('chooses among triggers by id', () => {
    const two = `kind: AdaptiveDialog\ntriggers:\n  - kind: OnRecognizedIntent\n    id: first\n    intent:\n      triggerQueries: [one]\n  - kind: OnRecognizedIntent\n    id: second\n    intent:\n      triggerQueries: [two]\n`
    expect(addPhrases(two, ['three'], 'second')?.text).toMatch(/id: second[^]*two[^]*three/)
    expect(addPhrases(two, ['three'], 'third')).toBeUndefined()
  })

  it.each(['kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRedirect\n', '', '- a list', 'broken: "'])('does not where customers’ words start nothing', (text) => {
    expect(addPhrases(text, ['hello'])).toBeUndefined()
  })
})
