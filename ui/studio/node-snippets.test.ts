import { describe, expect, it } from 'vitest'
import { checkCopilot } from '../../src/topics/index.ts'
import { insertNode } from './insert-node.ts'
import { nodeIdMaker, nodeSnippets } from './node-snippets.ts'

const topic = 'kind: AdaptiveDialog\nbeginDialog:\n  kind: OnUnknownIntent\n  id: main\n  actions: []\n'
const problems = (text: string) =>
  checkCopilot({
    schemaName: 'shop',
    name: 'Shop',
    language: 1033,
    locale: 'en-US',
    template: 'default-2.1.0',
    authenticationMode: 'None',
    configuration: {},
    environmentVariables: [],
    components: [{ schemaName: 'shop.topic.Main', kind: 'topic', name: 'Main', description: '', path: 'Main.mcs.yml', text, state: 'on', parts: {} }],
  }).diagnostics.filter(({ severity }) => severity !== 'information')

describe('a node that is added', () => {
  it.each(nodeSnippets.map((node) => [node.name, node] as const))('%s: is right as it is, and what to change first is selected', (_, node) => {
    const snippet = node.snippet({ newId: nodeIdMaker(topic) })
    const edit = insertNode(topic, 0, snippet)
    const text = topic.slice(0, edit.from) + edit.text + topic.slice(edit.to)
    expect(problems(text)).toEqual([])
    expect(text.slice(...edit.selection)).toBe(snippet.focus)
  })
})
