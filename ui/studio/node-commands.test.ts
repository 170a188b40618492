import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Change } from './editor-text.ts'
import { deleteNode, duplicateNode, moveNode, nodeAround, switchNode } from './node-commands.ts'

const topic = `kind: AdaptiveDialog
beginDialog:
  kind: OnUnknownIntent
  id: main
  actions:
    - kind: SendActivity
      id: say_one
      activity: One

    - kind: ConditionGroup
      id: group_x
      conditions:
        - id: item_a
          condition: =true
          actions:
            - kind: GotoAction
              id: goto_a
              actionId: group_x
      elseActions:
        - kind: EndDialog
          id: end_b

    - kind: SendActivity
      id: say_three
      activity:
        text:
          - Three
`
const lineOf = (words: string) => topic.split('\n').findIndex((line) => line.includes(words))
const around = (words: string) => nodeAround(topic, lineOf(words))!
const after = (change: Change | undefined) => (change ? topic.slice(0, change.from) + change.text + topic.slice(change.to) : '')
type Node = { kind: string; id: string; disabled?: boolean; conditions?: { actions: Node[] }[]; elseActions?: Node[] }
const nodes = (text: string) => (parse(text) as { beginDialog: { actions: Node[] } }).beginDialog.actions
const ids = (text: string) => nodes(text).map(({ id }) => id)

describe('the node of a line', () => {
  it('is the innermost one', () => {
    expect([around('activity: One').name, around('condition: =true').name, around('goto_a').name, around('- Three').name]).toEqual(['SendActivity', 'ConditionGroup', 'GotoAction', 'SendActivity'])
    expect(nodeAround(topic, lineOf('activity: One') + 1)?.name).toBe('SendActivity')
  })
  it('is none in the trigger', () => expect(nodeAround(topic, lineOf('OnUnknownIntent'))).toBeUndefined())
})

describe('a node', () => {
  it('moves past its neighbours with everything in it, and not out of its list', () => {
    expect(ids(after(moveNode(topic, around('id: group_x'), 'up')))).toEqual(['group_x', 'say_one', 'say_three'])
    expect(ids(after(moveNode(topic, around('say_one'), 'down')))).toEqual(['group_x', 'say_one', 'say_three'])
    expect(moveNode(topic, around('say_one'), 'up')).toBeUndefined()
    expect(moveNode(topic, around('goto_a'), 'down')).toBeUndefined()
    const change = moveNode(topic, around('say_one'), 'down')!
    expect(nodeAround(after(change), after(change).slice(0, change.selection[0]).split('\n').length - 1)?.name).toBe('SendActivity')
    expect(after(change).split('\n').length).toBe(topic.split('\n').length)
  })

  it('is doubled with ids of its own, and jumps inside the copy stay in it', () => {
    let count = 0
    const [, , copy] = nodes(after(duplicateNode(topic, around('id: group_x'), () => `new${++count}`)))
    expect(copy).toMatchObject({ id: 'group_new1', conditions: [{ id: 'item_new2', actions: [{ id: 'goto_new3', actionId: 'group_new1' }] }], elseActions: [{ id: 'end_new4' }] })
    expect(ids(after(duplicateNode(topic, around('say_three'), () => 'x')))).toEqual(['say_one', 'group_x', 'say_three', 'say_x'])
  })

  it('is deleted with everything in it; the last one leaves an empty list', () => {
    expect(ids(after(deleteNode(topic, around('id: group_x'))))).toEqual(['say_one', 'say_three'])
    expect(ids(after(deleteNode(topic, around('say_three'))))).toEqual(['say_one', 'group_x'])
    expect(nodes(after(deleteNode(topic, around('end_b'))))[1]?.elseActions).toEqual([])
  })

  it('is turned off and on', () => {
    const off = after(switchNode(topic, around('id: group_x')))
    expect(nodes(off).map(({ disabled }) => disabled)).toEqual([undefined, true, undefined])
    const node = nodeAround(off, lineOf('id: group_x'))!
    expect(node.disabled).toBe(true)
    const on = switchNode(off, node)
    expect(off.slice(0, on.from) + on.text + off.slice(on.to)).toBe(topic)
  })
})
