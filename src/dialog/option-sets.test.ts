import { describe, expect, it } from 'vitest'
import { Talk, copilotOf, say, topicOf } from './testing.ts'

const compare = (id: string, formula: string, text: string) => `- kind: ConditionGroup\n  id: ${id}\n  conditions:\n    - id: ${id}_yes\n      condition: "=${formula}"\n      actions:\n        - kind: SendActivity\n          id: ${id}_s\n          activity: ${text}\n`

describe('a list with an optionSetName', () => {
  const list = 'kind: ClosedListEntity\noptionSetName: Fruit\nitems:\n  - id: ap\n    displayName: Apple\n  - id: pe\n    displayName: Pear\n'

  it('compares by the alias and by the schema name', () => {
    const ask = '- kind: Question\n  id: q\n  variable: Topic.X\n  alwaysPrompt: true\n  prompt: Which?\n  entity: {kind: ClosedListEntityReference, entityId: bot.entity.Fruit}\n'
    const talk = new Talk(copilotOf({ topics: { Go: topicOf(['go'], ask + compare('a', 'Topic.X = Fruit.ap', 'alias') + compare('b', "Topic.X = 'bot.entity.Fruit'.ap", 'schema name') + compare('c', 'Topic.X = Fruit.pe', 'never') + say('s', 'It is {Topic.X}.')) }, entities: { Fruit: list } }))
    talk.hear('go')
    expect(talk.hear('apple')).toEqual(['alias', 'schema name', 'It is Apple.'])
    expect(talk.errors).toEqual([])
  })

  it('does so too when it is written into the question', () => {
    const ask = '- kind: Question\n  id: q\n  variable: Topic.X\n  alwaysPrompt: true\n  prompt: Which?\n  entity:\n    kind: EmbeddedEntity\n    definition:\n      kind: ClosedListEntity\n      optionSetName: Short Name\n      items:\n        - id: ap\n        - id: pe\n'
    const talk = new Talk(copilotOf({ topics: { Go: topicOf(['go'], ask + compare('a', "Topic.X = 'Short Name'.pe", 'alias') + compare('b', "Topic.X = 'bot.topic.Go.main.q'.pe", 'long name')) } }))
    talk.hear('go')
    expect(talk.hear('pe')).toEqual(['alias', 'long name'])
  })
})
