import { describe, expect, it } from 'vitest'
import { checkCopilot } from '../../src/topics/index.ts'
import { component, copilot } from '../../src/topics/testing.ts'
import { insertNode } from './insert-node.ts'
import { nodeIdMaker, nodeSnippets } from './node-snippets.ts'

const topic = 'kind: AdaptiveDialog\nbeginDialog:\n  kind: OnUnknownIntent\n  id: main\n  actions: []\n'
const problems = (text: string) => checkCopilot(copilot([component('Main', text)])).diagnostics.filter(({ severity }) => severity !== 'information')

describe('a node that is added', () => {
  it.each(nodeSnippets.map((node) => [node.name, node] as const))('%s: is right as it is, and what to change first is selected', (_, node) => {
    const snippet = node.snippet({ newId: nodeIdMaker(topic) })
    const edit = insertNode(topic, 0, snippet)
    const text = topic.slice(0, edit.from) + edit.text + topic.slice(edit.to)
    expect(problems(text)).toEqual([])
    expect(text.slice(...edit.selection)).toBe(snippet.focus)
  })
})
