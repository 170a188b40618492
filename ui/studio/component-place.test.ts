import { describe, expect, it } from 'vitest'
import { componentHref, componentOfFile } from './component-place.ts'

const components = ['c_bot.topic.Escalate', 'c_bot.topic.Session.Timeout', 'c_bot.entity.Size'].map((schemaName) => ({ schemaName, kind: schemaName.split('.')[1] ?? '' }))

describe('the component of a finding', () => {
  it.each([
    ['botcomponents/c_bot.topic.Escalate/data', 0],
    ['c_bot.topic.Escalate', 0],
    ['topics/escalate.mcs.yml', 0],
    ['topics/Session.Timeout.mcs.yml', 1],
    ['entities/Size.mcs.yaml', 2],
  ])('%s', (file, index) => expect(componentOfFile(file, components)).toBe(components[index]))

  it('may be gone', () => expect(componentOfFile('topics/Nope.mcs.yml', components)).toBeUndefined())
})

describe('where a component is edited', () => {
  it('follows its kind and goes to the line', () => {
    expect(componentHref('c1', components[2]!, { line: 3, column: 7 })).toBe('/copilots/c1/entities/c_bot.entity.Size?line=3&column=7')
    expect(componentHref('c 1', { schemaName: 'x.topic.a b', kind: 'topic' })).toBe('/copilots/c%201/topics/x.topic.a%20b')
  })
})
