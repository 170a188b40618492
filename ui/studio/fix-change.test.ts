import { describe, expect, it } from 'vitest'
import { fixChange } from './fix-change.ts'

const text = 'kind: AdaptiveDialog\nbeginDialog:\n  kind: OnUnknownIntent\n  id: main\n  actions:\n    - kind: SendActivity\n      id: a\n      activty: Hi.   # greets\n    - kind: EndDialog\n      id: a\n'
const actions = ['beginDialog', 'actions']

describe('the change of a fix', () => {
  it.each([
    ['another name', [{ type: 'rename', path: [...actions, 0, 'activty'], key: 'activity' }] as const, text.replace('activty', 'activity'), 1],
    ['another value', [{ type: 'set', path: [...actions, 1, 'id'], value: 'a_2' }] as const, text.replace('EndDialog\n      id: a', 'EndDialog\n      id: a_2'), 2],
    ['a node away', [{ type: 'remove', path: [...actions, 1] }] as const, text.replace('    - kind: EndDialog\n      id: a\n', ''), 0],
  ])('is %s and nothing around it', (_name, edits, after, longest) => {
    const change = fixChange(text, edits)
    expect(change && text.slice(0, change.from) + change.text + text.slice(change.to)).toBe(after)
    expect(change?.text.length).toBe(longest)
  })

  it('is nothing when the text has moved on', () => {
    expect(fixChange('kind: AdaptiveDialog\n', [{ type: 'remove', path: ['beginDialog', 'actions', 4] }])).toBeUndefined()
    expect(fixChange(text, [{ type: 'set', path: [...actions, 0, 'id'], value: 'a' }])).toBeUndefined()
  })
})
