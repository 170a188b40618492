import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { insertNode } from './insert-node.ts'
import { nodeIdMaker, nodeSnippets } from './node-snippets.ts'

const transfer = nodeSnippets.find((each) => each.id === 'transfer')!.snippet({ newId: () => 'x1y2z3' })
const end = nodeSnippets.find((each) => each.id === 'end-conversation')!.snippet({ newId: () => 'x1y2z3' })

const escalate = `kind: AdaptiveDialog
startBehavior: CancelOtherTopics
beginDialog:
  kind: OnEscalate
  id: main
  intent:
    triggerQueries:
      - Talk to agent
  actions:
    - kind: SendActivity
      id: sendMessage_s39DCt
      conversationOutcome: Escalated
      activity: |-
        Somebody comes.

        Please wait.
`

const branches = `kind: AdaptiveDialog
beginDialog:
  kind: OnUnknownIntent
  id: main
  actions:
    - kind: ConditionGroup
      id: c1
      conditions:
        - id: i1
          condition: =true
          actions:
            - kind: SendActivity
              id: a1
              activity:
                text:
                  - One
                quickReplies:
                  - kind: MessageBack
                    text: Yes
      elseActions:
        - kind: SendActivity
          id: a2
          activity: Two

    - kind: SendActivity
      id: a3
      activity: Three
outputType: {}
`

function add(text: string, at: string | number, snippet = end) {
  const edit = insertNode(text, typeof at === 'number' ? at : text.indexOf(at), snippet)
  const result = text.slice(0, edit.from) + edit.text + text.slice(edit.to)
  return { result, document: parse(result), selected: result.slice(...edit.selection) }
}

describe('adding a node', () => {
  it('without a caret goes to the end of the main actions', () => {
    const { document, selected } = add(escalate, 0, transfer)
    expect(document.beginDialog.actions.map((node: { kind: string }) => node.kind)).toEqual(['SendActivity', 'TransferConversationV2'])
    expect(document.beginDialog.actions[1].transferType).toEqual({ kind: 'TransferToAgent', messageToAgent: 'The customer asked for a person.', context: { kind: 'AutomaticTransferContext' } })
    expect(selected).toBe('The customer asked for a person.')
  })

  it('keeps what follows the main actions', () => {
    const { document } = add(branches, 0)
    expect(document.beginDialog.actions.map((node: { kind: string }) => node.kind)).toEqual(['ConditionGroup', 'SendActivity', 'EndConversation'])
    expect(document.outputType).toEqual({})
  })

  it('goes after the node the caret is in, within its branch', () => {
    const { document } = add(branches, 'Two')
    expect(document.beginDialog.actions[0].elseActions.map((node: { kind: string }) => node.kind)).toEqual(['SendActivity', 'EndConversation'])
  })

  it('does not take a quick reply for a node', () => {
    const { document } = add(branches, 'text: Yes')
    expect(document.beginDialog.actions[0].conditions[0].actions.map((node: { kind: string }) => node.kind)).toEqual(['SendActivity', 'EndConversation'])
  })

  it('goes after a whole condition when the caret is on its first line', () => {
    const { document } = add(branches, 'ConditionGroup')
    expect(document.beginDialog.actions.map((node: { kind: string }) => node.kind)).toEqual(['ConditionGroup', 'EndConversation', 'SendActivity'])
  })

  it('becomes the first node when the caret is at the list', () => {
    const { document } = add(escalate, '  actions:')
    expect(document.beginDialog.actions.map((node: { kind: string }) => node.kind)).toEqual(['EndConversation', 'SendActivity'])
  })

  it('goes to the end of the main actions when the caret is below everything', () => {
    const nested = branches.replace(/\n    - kind: SendActivity\n      id: a3[^]*/, '\n')
    const { document } = add(nested, nested.length)
    expect(document.beginDialog.actions.map((node: { kind: string }) => node.kind)).toEqual(['ConditionGroup', 'EndConversation'])
  })

  it('fills an empty list', () => {
    const { document } = add('kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRedirect\n  id: main\n  actions: []\n', 0)
    expect(document.beginDialog.actions).toEqual([{ kind: 'EndConversation', id: 'endConversation_x1y2z3' }])
  })

  it('makes the list when there is none, and works without a last line break', () => {
    expect(add('kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRedirect\n  id: main', 0).document.beginDialog.actions).toHaveLength(1)
    expect(add(escalate.trimEnd(), escalate.length - 3).document.beginDialog.actions).toHaveLength(2)
  })

  it('reads lists that are not indented under their key', () => {
    const { document } = add('beginDialog:\n  id: main\n  actions:\n  - kind: A\n    id: a\n  - kind: B\n    id: b\nother: 1\n', 0)
    expect(document.beginDialog.actions.map((node: { kind: string }) => node.kind)).toEqual(['A', 'B', 'EndConversation'])
    expect(document.other).toBe(1)
  })

  it.each(nodeSnippets.map((each) => each.id))('%s is valid YAML with fresh ids', (id) => {
    const snippet = nodeSnippets.find((each) => each.id === id)!.snippet({ newId: nodeIdMaker(escalate) })
    expect(add(escalate, 0, snippet).document.beginDialog.actions).toHaveLength(2)
  })
})

describe('an id', () => {
  it('is not one the document has', () => {
    const rolls = [0, 0, 0, 0, 0, 0, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04]
    expect(nodeIdMaker('send_aaaaaa', () => rolls.shift()!)()).toBe('bbbbbb')
  })
})
