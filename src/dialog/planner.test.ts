import { describe, expect, it } from 'vitest'
import type { Component } from '../topics/types.ts'
import { compileCopilot } from './index.ts'
import type { CallResult, HostCall, ModelCall } from './index.ts'
import { definitionOf, say, Talk, topicOf, triggerOf } from './testing.ts'

const file: Component = { schemaName: 'bot.file.Fees', kind: 'file', name: 'Fees.md', description: '', path: 'knowledge/files/Fees.md', blob: new Uint8Array([35]), state: 'on', parts: {} }
const document = (schemaName: string, kind: Component['kind'], text: string): Component => ({ schemaName, kind, name: schemaName.split('.').at(-1) ?? '', description: '', path: `${schemaName}.mcs.yml`, text, state: 'on', parts: {} })

const order = `kind: AdaptiveDialog
modelDescription: Tells the state of an order.
inputs:
  - kind: AutomaticTaskInput
    propertyName: Number
    description: the order number
    entity: NumberPrebuiltEntity
inputType:
  properties:
    Number: Number
outputType:
  properties:
    State: String
beginDialog:
  kind: OnRecognizedIntent
  id: main
  intent: {}
  actions:
    - kind: SetVariable
      id: v
      variable: Topic.State
      value: ="order " & Topic.Number & " is packed"
`
const agent = `kind: AgentDialog
beginDialog:
  kind: OnToolSelected
  id: main
  description: Knows everything about garden furniture.
settings:
  instructions: Speak of gardens only.
inputType: {}
outputType: {}
`
const topics = {
  Order: order,
  Hours: topicOf(['opening hours'], say('h', 'Nine to five.')),
  Hidden: triggerOf('OnRedirect', '', say('x', 'never')),
  Elsewhere: triggerOf('OnRecognizedIntent', 'intent:\n  triggerQueries: [elsewhere]\n  availableInChannels: [msteams]', say('e', 'never')),
  Gone: topicOf(['gone'], say('g', 'never')).replace('id: main', 'id: main\n  condition: =false'),
  Fallback: triggerOf('OnUnknownIntent', '', say('f', 'Sorry.')),
}

type Plan = { text?: string; choices?: { tool: string; inputs?: Record<string, unknown> }[] } | 'fail'

type Parts = { plan(call: ModelCall): Plan; more?: Record<string, string>; tools?: Record<string, string>; flow?: unknown; model?: boolean; knowledge?: CallResult }

function talkTo({ plan, more = {}, tools: tasks = {}, flow, model = true, knowledge }: Parts) {
  const definition = definitionOf({ topics: { ...topics, ...more } })
  definition.configuration = { settings: { GenerativeActionsEnabled: true } }
  definition.components.push(file, document('bot.agent.Garden', 'agent', agent), ...Object.entries(tasks).map(([name, text]) => document(`bot.action.${name}`, 'action', text)))
  const calls: HostCall[] = []
  const talk = new Talk(compileCopilot(definition), model ? { model: true } : {}, (call): CallResult | undefined => {
    calls.push(call)
    if (call.type === 'knowledge') return knowledge ?? { type: 'knowledge', mode: 'none', citations: [], findings: [], confidence: 0 }
    if (call.type === 'tool') return { type: 'http', status: 200, headers: {}, body: JSON.stringify(flow) }
    if (call.type !== 'model') return undefined
    const answer = plan(call)
    if (answer === 'fail') return { type: 'failed', code: 'AIModelActionRequestTimeout', message: 'late' }
    const tools = call.tools ?? []
    const choices = (answer.choices ?? []).map(({ tool, inputs = {} }) => ({ tool: tools.find(({ name }) => name.includes(tool))?.name ?? tool, inputs }))
    return { type: 'model', text: answer.text ?? '', ...(choices.length > 0 ? { choices } : {}) }
  })
  return { talk, calls }
}

describe('the planner', () => {
  it('is offered topics, agents and knowledge by what their makers say of them, and nothing that cannot start', () => {
    const { talk, calls } = talkTo({ plan: () => ({ text: 'Hello.' }) })
    expect(talk.hear('hi')).toEqual(['Hello.'])
    const [{ tools = [], messages = [] }] = calls as [ModelCall]
    expect(tools.map(({ name }) => name.replace(/^t\d+_/, ''))).toEqual(['search_knowledge', 'Order', 'Hours', 'Garden'])
    expect(tools[1]).toMatchObject({ description: 'Order. Tells the state of an order.', inputs: { Number: { type: 'number', description: 'the order number' } }, required: [] })
    expect(tools[2]?.description).toBe('Hours. For example: opening hours')
    expect(tools[3]?.description).toBe('Garden. Knows everything about garden furniture.')
    expect(messages.at(-1)).toEqual({ role: 'user', content: 'hi' })
  })

  it('starts topics with the inputs it found, words what they found, and completes the plan', () => {
    let asked = 0
    const { talk, calls } = talkTo({
      more: { Done: triggerOf('OnPlanComplete', '', say('d', 'Anything else?')) },
      plan: () => (asked++ === 0 ? { choices: [{ tool: 'Order', inputs: { Number: '4711', Other: 'x' } }] } : { text: 'It is packed.' }),
    })
    expect(talk.hear('where is order 4711')).toEqual(['It is packed.', 'Anything else?'])
    expect((calls[1] as ModelCall).messages?.[0]?.content).toContain('{"State":"order 4711 is packed"}')
    expect(talk.traces).toContainEqual({ kind: 'trigger', topic: 'bot.topic.Order', trigger: 'OnRecognizedIntent', reason: 'the planner chose it' })
  })

  it('leaves what it does not know to be asked for, and goes on after the answer', () => {
    let asked = 0
    const { talk } = talkTo({ plan: () => (asked++ === 0 ? { choices: [{ tool: 'Order', inputs: { Number: 'many' } }, { tool: 'Hours' }] } : { text: 'It is packed.' }) })
    expect(talk.hear('where is my order, and when are you open')).toEqual(['Please tell me: the order number'])
    expect(talk.hear('12')).toEqual(['Nine to five.', 'It is packed.'])
    expect(talk.state?.status).toBe('idle')
  })

  it('searches the documents, and where they say nothing the Fallback goes on', () => {
    const plan = () => ({ choices: [{ tool: 'search_knowledge', inputs: { Question: 'What does delivery cost?' } }] })
    const found: CallResult = { type: 'knowledge', mode: 'model', text: 'Nine pounds [1].', citations: [{ title: 'Fees.md', text: '', source: 'bot.file.Fees' }], findings: [], confidence: 0.9 }
    const { talk, calls } = talkTo({ plan, knowledge: found })
    expect(talk.hear('and delivery?')).toEqual(['Nine pounds [1].\n\n[1]: cite:1 "Fees.md"'])
    expect(calls[1]).toMatchObject({ type: 'knowledge', question: 'What does delivery cost?' })
    expect(talkTo({ plan }).talk.hear('and delivery?')).toEqual(['Sorry.'])
  })

  it('hands over to a child agent, which follows its own instructions', () => {
    const found: CallResult = { type: 'knowledge', mode: 'model', text: 'A bench.', citations: [], findings: [], confidence: 0.9 }
    const { talk, calls } = talkTo({ plan: () => ({ choices: [{ tool: 'Garden' }] }), knowledge: found })
    expect(talk.hear('what do I need for my garden')).toEqual(['A bench.'])
    expect(calls[1]).toMatchObject({ question: 'what do I need for my garden', wording: { instructions: ['Speak of gardens only.'] } })
  })

  it('says when nothing fits, and recognition does when it fails', () => {
    expect(talkTo({ plan: () => ({ text: 'NOTHING_FITS' }) }).talk.hear('quantum physics')).toEqual(['Sorry.'])
    const failing = talkTo({ plan: () => 'fail' })
    expect(failing.talk.hear('opening hours')).toEqual(['Nine to five.'])
    expect(failing.talk.errors).toMatchObject([{ code: 'AIModelActionRequestTimeout' }])
    expect(talkTo({ plan: () => ({ choices: [{ tool: 'delete_everything' }] }) }).talk.hear('x')).toEqual(['Sorry.'])
  })

  it('lets OnGeneratedResponse say it in its own way', () => {
    const mine = triggerOf('OnGeneratedResponse', '', '- kind: SetVariable\n  id: v\n  variable: System.ContinueResponse\n  value: =false\n' + say('s', '>> {System.Response.FormattedText}'))
    expect(talkTo({ plan: () => ({ text: 'Hello.' }), more: { Mine: mine } }).talk.hear('hi')).toEqual(['>> Hello.'])
    const listening = triggerOf('OnGeneratedResponse', '', say('s', 'listening'))
    expect(talkTo({ plan: () => ({ text: 'Hello.' }), more: { Mine: listening } }).talk.hear('hi')).toEqual(['listening', 'Hello.'])
  })

  it('is not asked without a model, nor while a question waits', () => {
    const without = talkTo({ plan: () => 'fail', model: false })
    expect(without.talk.hear('opening hours')).toEqual(['Nine to five.'])
    expect(without.calls.every(({ type }) => type === 'recognize')).toBe(true)
    const asking = talkTo({ plan: () => ({ choices: [{ tool: 'Order' }] }) })
    asking.talk.hear('my order')
    const before = asking.calls.length
    asking.talk.hear('12')
    expect(asking.calls.slice(before).map((call) => (call.type === 'model' ? call.tools?.length ?? 'compose' : call.type))).toEqual(['compose'])
  })

  it('words all that a tool without named outputs gives', () => {
    const weather = 'kind: TaskDialog\nmodelDisplayName: Weather\nmodelDescription: Tells the weather.\ninputs:\n  - kind: AutomaticTaskInput\n    propertyName: City\naction:\n  kind: InvokeFlowTaskAction\n  flowId: F-1\n'
    let asked = 0
    const { talk, calls } = talkTo({ tools: { Weather: weather }, plan: () => (asked++ === 0 ? { choices: [{ tool: 'Weather', inputs: { City: 'Oslo' } }] } : { text: 'Snow.' }), flow: { sky: 'snow', degrees: -3 } })
    expect(talk.hear('weather in Oslo')).toEqual(['Snow.'])
    expect(calls.find(({ type }) => type === 'tool')).toMatchObject({ inputs: { City: 'Oslo' } })
    expect((calls.at(-1) as ModelCall).messages?.[0]?.content).toContain('{"sky":"snow","degrees":-3}')
  })

  it('takes a topic that works without words for an answer', () => {
    const quiet = topicOf(['be quiet'], '- kind: SetVariable\n  id: v\n  variable: Global.Quiet\n  value: =true')
    const { talk } = talkTo({ more: { Quiet: quiet }, plan: () => ({ choices: [{ tool: 'Quiet' }] }) })
    expect(talk.hear('be quiet please')).toEqual([])
    expect(talk.globals).toMatchObject({ Quiet: true })
  })

  it('stops when a topic ends everything', () => {
    const stop = topicOf(['stop'], '- kind: CancelAllDialogs\n  id: c\n')
    const { talk } = talkTo({ more: { Stop: stop }, plan: () => ({ choices: [{ tool: 'Stop' }, { tool: 'Hours' }] }) })
    expect(talk.hear('stop and tell me the hours')).toEqual([])
    expect(talk.state?.status).toBe('idle')
  })
})
