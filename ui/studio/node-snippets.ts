import { yamlText } from './topic-templates.ts'

/** A node that can be added: its lines without indentation. `focus` is the part the maker will change first. */
export type NodeSnippet = { lines: string[]; focus: string }
type SnippetInput = { newId: () => string; dialog?: string }

/** The submenu a node is in; the others stand in the menu itself. */
export type NodeGroup = 'Variables' | 'Ending' | 'Advanced'

type AddableNode = { id: string; name: string; group?: NodeGroup; snippet(input: SnippetInput): NodeSnippet }

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
    id: 'card',
    name: 'Ask with adaptive card',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({
      lines: [
        '- kind: AdaptiveCardPrompt',
        `  id: adaptiveCardPrompt_${newId()}`,
        '  card: |-',
        '    ={',
        '      type: "AdaptiveCard",',
        '      version: "1.5",',
        '      body: [',
        '        { type: "Input.Text", id: "answer", label: "Write your question here", isRequired: true, errorMessage: "Please write an answer." }',
        '      ],',
        '      actions: [{ type: "Action.Submit", title: "Send" }]',
        '    }',
        '  output:',
        '    binding:',
        '      answer: init:Topic.CardAnswer',
        '  outputType:',
        '    properties:',
        '      answer: String',
      ],
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
    id: 'set-variable',
    name: 'Set a variable value',
    group: 'Variables',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({ lines: ['- kind: SetVariable', `  id: setVariable_${newId()}`, '  variable: init:Topic.NewVariable', '  value: =System.Activity.Text'], focus: '=System.Activity.Text' }),
  },
  {
    id: 'parse-value',
    name: 'Parse value',
    group: 'Variables',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({
      lines: ['- kind: ParseValue', `  id: parseValue_${newId()}`, '  variable: init:Topic.Parsed', '  valueType:', '    kind: Record', '    properties:', '      name: String', '  value: =System.Activity.Text'],
      focus: '=System.Activity.Text',
    }),
  },
  {
    id: 'clear-variables',
    name: 'Clear all variables',
    group: 'Variables',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({ lines: ['- kind: ClearAllVariables', `  id: clearAllVariables_${newId()}`, '  variables: ConversationScopedVariables'], focus: 'ConversationScopedVariables' }),
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
  {
    id: 'end-topic',
    name: 'End current topic',
    group: 'Ending',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({ lines: ['- kind: EndDialog', `  id: endDialog_${newId()}`], focus: '' }),
  },
  {
    id: 'end-topics',
    name: 'End all topics',
    group: 'Ending',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({ lines: ['- kind: CancelAllDialogs', `  id: cancelAllDialogs_${newId()}`], focus: '' }),
  },
  {
    id: 'answers',
    name: 'Generative answers',
    group: 'Advanced',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({ lines: ['- kind: SearchAndSummarizeContent', `  id: searchAndSummarizeContent_${newId()}`, '  variable: init:Topic.Answer', '  userInput: =System.Activity.Text'], focus: '=System.Activity.Text' }),
  },
  {
    id: 'http',
    name: 'Send HTTP request',
    group: 'Advanced',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({
      lines: ['- kind: HttpRequestAction', `  id: httpRequestAction_${newId()}`, '  method: Get', '  url: https://example.com/', '  response: init:Topic.Response', '  responseSchema: Any'],
      focus: 'https://example.com/',
    }),
  },
  {
    id: 'loop',
    name: 'Loop through a list',
    group: 'Advanced',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({
      lines: [
        '- kind: Foreach',
        `  id: foreach_${newId()}`,
        '  items: =["first", "second"]',
        '  value: init:Topic.LoopItem',
        '  index: init:Topic.LoopIndex',
        '  actions:',
        '    - kind: SendActivity',
        `      id: sendActivity_${newId()}`,
        '      activity: "{Topic.LoopItem}"',
      ],
      focus: '=["first", "second"]',
    }),
  },
  {
    id: 'event',
    name: 'Send an event',
    group: 'Advanced',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({
      lines: ['- kind: SendActivity', `  id: sendActivity_${newId()}`, '  activity:', '    kind: EventActivity', '    name: nameOfTheEvent', '    value: =System.Activity.Text'],
      focus: 'nameOfTheEvent',
    }),
  },
  {
    id: 'log',
    name: 'Log custom telemetry event',
    group: 'Advanced',
    snippet: ({ newId }: SnippetInput): NodeSnippet => ({
      lines: ['- kind: LogCustomTelemetryEvent', `  id: logCustomTelemetryEvent_${newId()}`, '  eventName: NameOfTheEvent', "  properties: '={topic: \"name\"}'"],
      focus: 'NameOfTheEvent',
    }),
  },
] as const satisfies readonly AddableNode[]

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
