import { describe, expect, it } from 'vitest'
import { checkCopilot } from './check-copilot.ts'
import { editDocument } from './edit-document.ts'
import { component, copilot, topic } from './testing.ts'

const say = (id: string) => `- kind: SendActivity\n  id: ${id}\n  activity: Hi.\n`
const indent = (nodes: string, depth: number) => nodes.replace(/^(?=.)/gm, ' '.repeat(depth))
const when = (id: string, branches: [string, string][], otherwise?: string) =>
  `- kind: ConditionGroup\n  id: ${id}\n  conditions:\n${branches.map(([condition, nodes], index) => `    - id: ${id}_${index}\n      condition: ${condition}\n      actions:\n${indent(nodes, 8)}`).join('')}${otherwise === undefined ? '' : `  elseActions:\n${indent(otherwise, 4)}`}`
const go = (id: string, to: string) => `- kind: GotoAction\n  id: ${id}\n  actionId: ${to}\n`
const end = (id: string) => `- kind: EndDialog\n  id: ${id}\n`
const ask = (id: string) => `- kind: Question\n  id: ${id}\n  variable: Topic.X\n  prompt: Well?\n  entity: NumberPrebuiltEntity\n`
const loop = (id: string, nodes: string) => `- kind: Foreach\n  id: ${id}\n  items: =[1, 2]\n  value: Topic.Row\n  actions:\n${indent(nodes, 4)}`

const codes = ['UnreachableNode', 'ConditionNeverHolds', 'EndlessLoop', 'DuplicateActionId', 'DuplicateConditionId', 'NotFound']
const check = (nodes: string) => checkCopilot(copilot([component('Main', topic(nodes))])).diagnostics.filter(({ code }) => codes.includes(code))
const found = (nodes: string) => check(nodes).map(({ code, nodeId }) => `${code} ${nodeId ?? ''}`)

describe('nodes nothing leads to', () => {
  it.each([
    ['after both branches of a condition have left', when('c', [['=Topic.A', end('e1')]], end('e2')) + say('never'), ['UnreachableNode never']],
    ['after a loop was left in a branch', loop('f', `- kind: BreakLoop\n  id: b\n${say('never')}`) + say('after'), ['UnreachableNode never']],
    ['after a jump forward, up to its target', go('g', 'there') + say('a') + say('b') + say('there'), ['UnreachableNode a']],
    ['that only an unreachable jump leads to', end('e') + go('g', 'x') + say('x'), ['UnreachableNode g']],
    ['behind a group that ends', `- kind: ActionScope\n  id: s\n  actions:\n${indent(end('e'), 4)}${say('never')}`, ['UnreachableNode never']],
  ])('%s', (_name, nodes, expected) => expect(found(nodes)).toEqual(expected))

  it.each([
    ['after a condition of which one branch goes on', when('c', [['=Topic.A', end('e')]]) + say('on')],
    ['that a jump from inside a branch leads to', when('c', [['=Topic.A', go('g', 'there')]]) + end('e') + say('there')],
    ['inside a branch that a jump leads to', when('c', [['=Topic.A', end('e') + say('in')], ['=Topic.B', go('g', 'in')]])],
    ['after a node that is switched off', `- kind: EndDialog\n  id: e\n  disabled: true\n${say('on')}`],
    ['after a loop', loop('f', ask('q')) + say('after')],
    ['that are parked', `- kind: DisconnectedNodeContainer\n  id: d\n  actions:\n${indent(say('parked'), 4)}`],
  ])('are not those %s', (_name, nodes) => expect(found(nodes)).toEqual([]))

  it('can be deleted by a change', () => {
    const text = topic(end('e') + say('a') + say('b'))
    const [finding] = checkCopilot(copilot([component('Main', text)])).diagnostics
    expect(finding?.message).toBe('This node and the one after it never run: the EndDialog before it ends the way here.')
    expect(editDocument(text, finding?.edits ?? [])).toBe(topic(end('e')))
  })
})

describe('branches that never run', () => {
  it.each([
    ['=false', when('c', [['=false', say('a')], ['=Topic.A', say('b')]]), ['ConditionNeverHolds c']],
    ['after =true', when('c', [['=true', say('a')], ['=Topic.A', say('b')]], say('d')), ['ConditionNeverHolds c', 'ConditionNeverHolds c']],
    ['true as a plain value', when('c', [['true', say('a')]], say('d')), ['ConditionNeverHolds c']],
    ['none', when('c', [['=Topic.A', say('a')], ['=Topic.B', say('b')]], say('d')), []],
  ])('%s', (_name, nodes, expected) => expect(found(nodes)).toEqual(expected))

  it('can be deleted by a change', () => {
    const text = topic(when('c', [['=true', say('a')]], say('d')))
    const [finding] = check(when('c', [['=true', say('a')]], say('d')))
    expect(editDocument(text, finding?.edits ?? [])).toBe(topic(when('c', [['=true', say('a')]])))
  })
})

describe('loops that never end', () => {
  it.each([
    ['a jump back', say('a') + go('g', 'a'), ['EndlessLoop g']],
    ['a jump to itself', go('g', 'g'), ['EndlessLoop g']],
    ['two jumps', go('g', 'b') + say('a') + go('h', 'end') + say('b') + go('i', 'a') + say('end') + go('j', 'b'), ['EndlessLoop i', 'EndlessLoop h', 'EndlessLoop j']],
    ['a jump back through a branch that always holds', say('a') + when('c', [['=true', go('g', 'a')]]), ['EndlessLoop g']],
    ['a topic that repeats itself', `${say('a')}- kind: RepeatDialog\n  id: r\n`, ['EndlessLoop r']],
    ['a topic that leads to itself', `${say('a')}- kind: BeginDialog\n  id: b\n  dialog: shop_bot.topic.Main\n`, ['EndlessLoop b']],
  ])('%s', (_name, nodes, expected) => expect(found(nodes).toSorted()).toEqual(expected.toSorted()))

  it.each([
    ['when a question comes between', ask('q') + go('g', 'q')],
    ['when a condition decides', say('a') + when('c', [['=Topic.A', end('e')]]) + go('g', 'a')],
    ['when the jump is conditional', say('a') + when('c', [['=Topic.A', go('g', 'a')]])],
    ['when it leads forward', go('g', 'b') + say('b')],
  ])('not %s', (_name, nodes) => expect(found(nodes).filter((each) => each.startsWith('Endless'))).toEqual([]))
})

describe('topics that lead to each other', () => {
  const leads = (name: string, to: string, first = say('a')) => component(name, topic(`${first}- kind: BeginDialog\n  id: b\n  dialog: shop_bot.topic.${to}\n`))
  const endless = (...components: ReturnType<typeof component>[]) => checkCopilot(copilot(components)).diagnostics.filter(({ code }) => code === 'EndlessLoop').map(({ file, line, nodeId, message }) => `${file}:${line} ${nodeId} ${message.slice(0, 61)}`)

  it('without waiting never end', () => {
    expect(endless(leads('A', 'B'), leads('B', 'C'), leads('C', 'A'), leads('D', 'A'))).toEqual([
      'topics/A.mcs.yml:11 b This leads to "B", then to "C" and back here, with nothing on',
      'topics/B.mcs.yml:11 b This leads to "C", then to "A" and back here, with nothing on',
      'topics/C.mcs.yml:11 b This leads to "A", then to "B" and back here, with nothing on',
    ])
  })

  it('end when one of them asks', () => {
    expect(endless(leads('A', 'B'), leads('B', 'A', ask('q')))).toEqual([])
    expect(endless(leads('A', 'B'), leads('B', 'C'))).toEqual([])
  })
})

describe('ids', () => {
  it('of nodes and conditions are mended by a change', () => {
    const text = topic(say('a') + say('a') + say('a_2') + when('c', [['=Topic.A', say('x')], ['=Topic.B', say('y')]]).replace('id: c_1', 'id: c_0'))
    const { diagnostics } = checkCopilot(copilot([component('Main', text)]))
    const ids = diagnostics.filter(({ code }) => code.startsWith('Duplicate'))
    expect(ids.map(({ code }) => code)).toEqual(['DuplicateActionId', 'DuplicateActionId', 'DuplicateConditionId'])
    const mended = editDocument(text, ids.flatMap(({ edits }) => edits ?? []))
    expect(checkCopilot(copilot([component('Main', mended)])).diagnostics.filter(({ code }) => code.startsWith('Duplicate'))).toEqual([])
  })
})
