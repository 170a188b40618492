import { describe, expect, it } from 'vitest'
import { nodeLines } from './node-lines.ts'

const topic = `kind: AdaptiveDialog
beginDialog:
  kind: OnRedirect
  id: main
  actions:
    - kind: Question
      prompt:
        text:
          - Which?
      id: ask # comment

      entity: StringPrebuiltEntity

    - kind: ConditionGroup
      id: either
      conditions:
        - id: first
          condition: =true
          actions:
            - id: say
              kind: SendActivity
              activity: id: ask
      elseActions: []
`
const found = (id: string) => {
  const lines = nodeLines(topic, id)
  return lines && topic.split('\n').slice(lines.from, lines.to + 1).map((line) => line.trim()).filter(Boolean)
}

describe('the lines of a node', () => {
  it('begin with its list item, wherever its id stands in it, and end with its last property', () => {
    expect(found('ask')).toEqual(['- kind: Question', 'prompt:', 'text:', '- Which?', 'id: ask # comment', 'entity: StringPrebuiltEntity'])
    expect(found('say')).toEqual(['- id: say', 'kind: SendActivity', 'activity: id: ask'])
  })

  it('leave out the nodes inside it', () => {
    expect(found('either')).toEqual(['- kind: ConditionGroup', 'id: either'])
    expect(found('first')).toEqual(['- id: first', 'condition: =true'])
    expect(found('main')).toEqual(['kind: OnRedirect', 'id: main'])
  })

  it('are none for an id that is not there', () => expect(found('as')).toBeUndefined())
})
