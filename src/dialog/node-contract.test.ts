import { stringify } from 'yaml'
import { describe, expect, it } from 'vitest'
import { checkNodes, isKnownCode, knownNodeKinds } from './index.ts'
import { lowerActions } from './lower.ts'
import { Talk, copilotOf, say, topicOf, triggerOf } from './testing.ts'

type Members = Record<string, unknown>

/** One plausible node of each kind. A kind without an example here fails the contract: add yours. */
const examples: Record<string, Members> = {
  SendActivity: { activity: 'Hello {System.Bot.Name}.' },
  Question: { variable: 'Topic.X', prompt: 'Which?', entity: 'NumberPrebuiltEntity' },
  AdaptiveCardPrompt: { card: '{"type":"AdaptiveCard","actions":[{"type":"Action.Submit","id":"go"}]}', output: { binding: { actionSubmitId: 'Topic.X' } }, outputType: { properties: { actionSubmitId: 'String' } } },
  CSATQuestion: { variable: 'Topic.X' },
  ConditionGroup: { conditions: [{ id: 'c1', condition: '=true', actions: [{ kind: 'SendActivity', id: 'inner', activity: 'Yes.' }] }] },
  IfCondition: { condition: '=true', actions: [{ kind: 'SendActivity', id: 'inner', activity: 'Yes.' }] },
  Foreach: { items: '=[1, 2]', value: 'Topic.X', actions: [{ kind: 'SendActivity', id: 'inner', activity: '{Topic.X}' }] },
  BreakLoop: {},
  ContinueLoop: {},
  ActionScope: { actions: [{ kind: 'SendActivity', id: 'inner', activity: 'Inside.' }] },
  DisconnectedNodeContainer: { actions: [{ kind: 'SendActivity', id: 'inner', activity: 'Never.' }] },
  SetVariable: { variable: 'Global.X', value: '=1 + 1' },
  SetTextVariable: { variable: 'Global.X', value: '{1 + 1}' },
  SetMultipleVariables: { assignments: [{ variable: 'Global.X', value: 1 }] },
  ResetVariable: { variable: 'Global.X' },
  ClearAllVariables: { variables: 'ConversationScopedVariables' },
  ParseValue: { variable: 'Topic.X', value: '{"a":1}', valueType: { kind: 'Record', properties: { a: 'Number' } } },
  EditTable: { changeType: 'Add', itemsVariable: 'Topic.T', value: '=1' },
  EditTableV2: { itemsVariable: 'Topic.T', changeType: { kind: 'AddItemOperation', value: '=1' } },
  BeginDialog: { dialog: 'bot.topic.Other' },
  ReplaceDialog: { dialog: 'bot.topic.Other' },
  RepeatDialog: {},
  EndDialog: {},
  CancelDialog: {},
  CancelAllDialogs: {},
  GotoAction: { actionId: 'after' },
  EndConversation: {},
  EmitEvent: { eventName: 'x' },
  RecognizeIntent: { userInput: 'nothing fits this' },
  HttpRequestAction: { url: 'https://example.org', response: 'Topic.X' },
  TransferConversation: { messageToAgent: 'Help.' },
  TransferConversationV2: { transferType: { kind: 'TransferToAgent', messageToAgent: 'Help.' } },
  LogCustomTelemetryEvent: { eventName: 'x', properties: '={a: 1}' },
  DisableTrigger: { dialog: 'bot.topic.Other' },
  GetConversationMembers: { variable: 'Topic.X' },
  GetActivityMembers: { variable: 'Topic.X' },
  SearchAndSummarizeContent: { variable: 'Topic.X', userInput: '=System.Activity.Text' },
  SearchAndSummarizeWithCustomModel: { variable: 'Topic.X' },
  SearchKnowledgeSources: { variable: 'Topic.X' },
  AnswerQuestionWithAI: { variable: 'Topic.X', userInput: '=System.Activity.Text' },
  CreateSearchQuery: { result: 'Topic.X' },
  InvokeFlowAction: { flowId: '00000000-0000-0000-0000-000000000000', input: { binding: { text: '=Global.X' } } },
  InvokeConnectorAction: { connectionReference: 'shared_sharepointonline', operationId: 'GetItems', output: { variable: 'Topic.X' } },
  InvokeSkillAction: { skillId: 'bot.skill.S', actionId: 'sendMessage' },
  InvokeMcpToolAction: { serverSchemaName: 'bot.action.Orders', toolName: 'find' },
  InvokeAIBuilderModelAction: { aIModelId: '00000000-0000-0000-0000-000000000000' },
  InvokeCustomModelAction: { modelConfiguration: { prompt: 'Say hello' } },
  OAuthInput: { title: 'Sign in' },
  SignOutUser: {},
  UpdateActivity: { activityId: 'a' },
  DeleteActivity: { activityId: 'a' },
  ActivateExternalTrigger: {},
  WaitForConnectorTrigger: {},
}

const MAX_STATE = 4_000
const kinds = new Map(knownNodeKinds.map((kind) => [kind.kind, kind]))
const nodeOf = (kind: string): Members => ({ kind, id: 'n1', ...examples[kind] })

function play(node: Members) {
  const topic = topicOf(['go'], stringify([node], { lineWidth: 0 }) + say('after', 'After.'))
  const talk = new Talk(copilotOf({ topics: { Go: topic, Other: triggerOf('OnRedirect', '', say('o', 'Other.')) } }), {}, (call) => (call.type === 'http' || call.type === 'tool' ? { type: 'http', status: 200, headers: {}, body: '{}' } : undefined))
  const turns = ['go', '5', 'bye'].map((text) => ({ texts: talk.hear(text), effects: talk.last, state: talk.state }))
  return { turns, errors: turns.flatMap(({ effects }) => effects.flatMap((effect) => (effect.type === 'trace' && effect.trace.kind === 'error' ? [effect.trace] : []))) }
}

describe.each(knownNodeKinds.map((kind) => [kind.kind, kind] as const))('%s', (kind, spec) => {
  it('has a title and an example', () => {
    expect(spec.title).toMatch(/^[A-Z].{2,60}$/)
    expect(Object.keys(examples)).toContain(kind)
    expect(spec.schema.safeParse(nodeOf(kind)).success).toBe(true)
    expect(spec.check?.(spec.schema.parse(nodeOf(kind)))).toBeUndefined()
  })

  it('turns nonsense away, with an error that names node, kind and member', () => {
    expect(spec.schema.safeParse('nonsense').success).toBe(false)
    expect(spec.schema.safeParse(undefined).success).toBe(false)
    for (const member of Object.keys(examples[kind] ?? {})) {
      const node = { ...nodeOf(kind), [member]: Number.NaN }
      if (spec.schema.safeParse(node).success) continue
      const [finding] = checkNodes({ beginDialog: { actions: [node] } })
      expect(finding).toMatchObject({ nodeId: 'n1', kind, code: 'InvalidContent' })
      expect(finding?.message).toMatch(new RegExp(`n1 \\(${kind}\\) cannot be read: ${member}`))
      expect(lowerActions([node], kinds).instructions).toHaveLength(1)
    }
  })

  it('runs, or fails with a known code', () => {
    const { errors } = play(nodeOf(kind))
    for (const error of errors) {
      expect(isKnownCode(error.code)).toBe(true)
      expect(error.code).not.toBe('SystemError')
      expect(error.message.length).toBeGreaterThan(20)
    }
    if (spec.missing !== undefined) expect(errors.map((error) => error.message).join()).toContain(spec.missing)
  })

  it('leaves a state that is JSON and small', () => {
    for (const { state } of play(nodeOf(kind)).turns) {
      expect(JSON.parse(JSON.stringify(state))).toEqual(state)
      expect(JSON.stringify(state).length).toBeLessThan(MAX_STATE)
    }
  })

  it('does the same every time', () => {
    expect(play(nodeOf(kind))).toEqual(play(nodeOf(kind)))
  })
})

describe('checkNodes', () => {
  it('says what will not run, wherever it is, and nothing about what does', () => {
    const inside = { kind: 'ConditionGroup', id: 'c', conditions: [{ actions: [{ kind: 'SetVariable', id: 'v', variable: 'Env.X', value: 1 }] }], elseActions: [{ kind: 'ActivateExternalTrigger', id: 'o' }] }
    const findings = checkNodes({ beginDialog: { actions: [inside, { kind: 'ClearAllVariables', id: 'a', variables: 'Everything' }, { kind: 'BeamMeUp', id: 'b' }, { kind: 'BeamMeUp', id: 'x', disabled: true }] } })
    expect(findings.map((finding) => [finding.nodeId, finding.code])).toEqual([['v', 'InvalidContent'], ['o', 'ElementNotSupported'], ['a', 'InvalidContent'], ['b', 'InvalidContent']])
    expect(checkNodes({ beginDialog: { actions: Object.entries(examples).filter(([kind]) => kinds.get(kind)?.missing === undefined).map(([kind]) => nodeOf(kind)) } })).toEqual([])
    expect(checkNodes('not a document')).toEqual([])
  })
})
