import { yamlText } from './topic-templates.ts'

/** A node that can be added: its lines without indentation. `focus` is the part the maker will change first. */
export type NodeSnippet = { lines: string[]; focus: string }
type SnippetInput = { newId: () => string; dialog?: string }

/** "Add node", in the order of Copilot Studio's menu. The list is the documentation. */
export const nodeSnippets = [
  {
    id: 'message',
    name: 'Send a message',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({ lines: ['- kind: SendActivity', `  id: sendActivity_${newId()}`, '  activity: Write your message here'], focus: 'Write your message here' }),
  },
  {
    id: 'question',
    name: 'Ask a question',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({
      lines: ['- kind: Question', `  id: question_${newId()}`, '  variable: init:Topic.Answer', '  prompt: Write your question here', '  entity: StringPrebuiltEntity'],
      focus: 'Write your question here',
    }),
  },
  {
    id: 'condition',
    name: 'Add a condition',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({
      lines: [
        '- kind: ConditionGroup',
        `  id: conditionGroup_${newId()}`,
        '  conditions:',
        `    - id: conditionItem_${newId()}`,
        '      condition: =System.Activity.Channel = ChannelId.Omnichannel',
        '      actions:',
        '        - kind: SendActivity',
        `          id: sendActivity_${newId()}`,
        '          activity: Write your message here',
      ],
      focus: '=System.Activity.Channel = ChannelId.Omnichannel',
    }),
  },
  {
    id: 'flow',
    name: 'Run a flow',
    // A flow of its own: the Connections page lists it as not connected until somebody says where it is.
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({
      lines: [
        '- kind: InvokeFlowAction',
        `  id: invokeFlowAction_${newId()}`,
        '  displayName: Name the flow',
        `  flowId: ${newGuid()}`,
        '  input:',
        '    binding:',
        '      text: =System.Activity.Text',
        '  output:',
        '    binding:',
        '      result: init:Topic.Result',
      ],
      focus: 'Name the flow',
    }),
  },
  {
    id: 'transfer',
    name: 'Transfer conversation',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({
      lines: [
        '- kind: TransferConversationV2',
        `  id: transferConversation_${newId()}`,
        '  transferType:',
        '    kind: TransferToAgent',
        '    messageToAgent: The customer asked for a person.',
        '    context:',
        '      kind: AutomaticTransferContext',
      ],
      focus: 'The customer asked for a person.',
    }),
  },
  {
    id: 'end-conversation',
    name: 'End conversation',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({ lines: ['- kind: EndConversation', `  id: endConversation_${newId()}`], focus: '' }),
  },
] as const

export const redirectSnippet = ({ newId, dialog = '' }: SnippetInput): NodeSnippet => ({
  lines: ['- kind: BeginDialog', `  id: beginDialog_${newId()}`, `  dialog: ${yamlText(dialog)}`],
  focus: '',
})

function newGuid(): string {
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4}).(.{3})..(.{2})(.{12})$/, '$1-$2-4$3-a0$4-$5')
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Six random letters, as the product gives its nodes, that the document does not contain yet. */
export function nodeIdMaker(text: string, random = Math.random): () => string {
  const used = new Set<string>()
  return function next(): string {
    const id = Array.from({ length: 6 }, () => letters[Math.floor(random() * letters.length)]).join('')
    if (used.has(id) || text.includes(id)) return next()
    used.add(id)
    return id
  }
}
