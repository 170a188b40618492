import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPackage } from '../../solutions/index.ts'
import { compileCopilot, isKnownCode, toolUses, type CallResult, type HostCall } from '../index.ts'
import { copilotOf, definitionOf, say, Talk, topicOf } from '../testing.ts'

type ToolHostCall = Extract<HostCall, { type: 'tool' }>
const json = (value: unknown, status = 200): CallResult => ({ type: 'http', status, headers: {}, body: JSON.stringify(value) })

/** A copilot whose topic "go" has these nodes; `answer` is what the outside says to each call. */
function talkTo(actions: string, answer: (call: ToolHostCall) => CallResult, tools: Record<string, string> = {}) {
  const calls: ToolHostCall[] = []
  const definition = definitionOf({ topics: { Go: topicOf(['go'], actions) } })
  for (const [name, text] of Object.entries(tools)) definition.components.push({ schemaName: `bot.action.${name}`, kind: 'action', name, description: '', path: `actions/${name}.mcs.yml`, text, state: 'on', parts: {} })
  const talk = new Talk(compileCopilot(definition), {}, (call) => {
    if (call.type !== 'tool') return undefined
    calls.push(call)
    return answer(call)
  })
  return { talk, calls }
}

const flowNode = `
- kind: SetVariable
  id: s
  variable: Topic.City
  value: Oslo
- kind: InvokeFlowAction
  id: flow1
  displayName: Find weather
  flowId: 4527D3DE-ecfe-4498-9036-980d4c95e5e2
  input:
    binding:
      text: =Topic.City
      number: =2 + 1
      boolean: =true
      date: =Date(2026, 3, 1)
  output:
    binding:
      weather: init:Topic.Weather
      degrees: Topic.Degrees
${say('a', '{Topic.Weather} at {Topic.Degrees + 1}')}`

describe('a node that runs a flow', () => {
  it('sends its inputs, says whose call it is, and takes the outputs', () => {
    const { talk, calls } = talkTo(flowNode, () => json({ weather: 'Rain', degrees: 4, more: ['ignored'] }))
    expect(talk.hear('go')).toEqual(['Rain at 5'])
    expect(calls).toMatchObject([
      {
        tool: { kind: 'flow', flowId: '4527D3DE-ecfe-4498-9036-980d4c95e5e2' },
        name: 'Find weather',
        inputs: { text: 'Oslo', number: 3, boolean: true, date: '2026-03-01' },
        environmentId: 'env-1',
        conversation: { id: 'conv-1', channelId: 'omnichannel', copilot: { schemaName: 'bot' }, customer: { id: 'cust-1' }, topic: 'bot.topic.Go', nodeId: 'flow1' },
        timeoutMs: 100_000,
      },
    ])
  })

  it('gives every call a key of its own, and the same call the same one', () => {
    const first = talkTo(flowNode, () => json({ weather: 'Rain', degrees: 4 }))
    first.talk.hear('go')
    first.talk.hear('go')
    const again = talkTo(flowNode, () => json({ weather: 'Rain', degrees: 4 }))
    again.talk.hear('go')
    expect(new Set(first.calls.map((call) => call.key)).size).toBe(2)
    expect(again.calls[0]?.key).toBe(first.calls[0]?.key)
    // The talk is over and begins anew: its turns count from 1 again.
    again.talk.state = undefined
    again.talk.now += 60_000
    again.talk.hear('go')
    expect(again.calls[1]?.key).not.toBe(again.calls[0]?.key)
  })

  it.each<[string, CallResult, string, RegExp]>([
    ['a refused request', json({ error: { message: 'text is too short' } }, 400), 'FlowActionBadRequest', /4527D3DE.*flow1.*status 400: text is too short\. Try it with sample inputs on the Connections page/],
    ['a wrong secret', json({}, 401), 'FlowActionBadRequest', /secret and header on the Connections page/],
    ['a failure in the flow', json({}, 500), 'FlowActionException', /status 500\. Look into its log/],
    ['a gateway that lost patience', json({}, 504), 'FlowActionTimedOut', /status 504/],
    ['silence', { type: 'failed', code: 'ExecutionTimeout', message: 'flows.example did not answer within 100000 ms.' }, 'FlowActionTimedOut', /did not answer in time/],
    ['no mapping', { type: 'failed', code: 'ToolNotMapped', message: 'Nobody has entered the address of this flow yet. Enter it on the Connections page.' }, 'FlowActionException', /could not be run\. Nobody has entered/],
    ['a missing output', json({ weather: 'Rain', other: 1 }), 'FlowActionException', /did not return the output "degrees"\. It returned weather, other\./],
    ['an output that is a list', json({ weather: [], degrees: 1 }), 'FlowActionException', /returned a list as "weather"/],
    ['an answer that is a list', json([1]), 'FlowActionException', /answered with a list\. Let it answer with one JSON object/],
    ['an answer that is no JSON', { type: 'http', status: 200, headers: {}, body: '<html>' }, 'FlowActionException', /did not answer with JSON/],
    ['a redirect', json({}, 302), 'FlowActionException', /Redirects are not followed/],
  ])('turns %s into a published code that says what to do', (_case, result, code, words) => {
    const { talk } = talkTo(flowNode, () => result)
    talk.hear('go')
    expect(talk.errors).toMatchObject([{ code, nodeId: 'flow1' }])
    expect(talk.errors[0]?.kind === 'error' && talk.errors[0].message).toMatch(words)
    expect(isKnownCode(code)).toBe(true)
  })

  it('refuses inputs that are no text, number or Boolean before anything is sent', () => {
    const { talk, calls } = talkTo('\n- kind: InvokeFlowAction\n  id: f\n  flowId: x\n  input:\n    binding:\n      rows: =[1, 2]\n', () => json({}))
    talk.hear('go')
    expect(calls).toEqual([])
    expect(talk.errors).toMatchObject([{ code: 'FlowActionBadRequest', message: expect.stringMatching(/cannot take the input "rows": it is a table.*Pass =JSON/) }])
  })

  it('may return nothing when nothing is bound, and everything into one variable', () => {
    const empty = talkTo(`\n- kind: InvokeFlowAction\n  id: f\n  flowId: x\n${say('a', 'Done.')}`, () => ({ type: 'http', status: 204, headers: {}, body: '' }))
    expect(empty.talk.hear('go')).toEqual(['Done.'])
    const whole = talkTo(`\n- kind: InvokeFlowAction\n  id: f\n  flowId: x\n  output:\n    kind: SingleVariableOutputBinding\n    variable: Topic.All\n${say('a', '{Topic.All.x}')}`, () => json({ x: 'one' }))
    expect(whole.talk.hear('go')).toEqual(['one'])
  })
})

describe('a node that uses a connector', () => {
  const node = (more: string) => `
- kind: InvokeConnectorAction
  id: c1
  connectionReference: bot.shared_sharepointonline.abc
  connectionProperties:
    mode: Invoker
  operationId: GetItems
  input:
    binding:
      "parameters/'$filter'": ="Title eq '" & "x" & "'"
      item.top: =5
      item.blank: =Blank()
${more}`

  it('names the operation, builds the parameters and finds outputs by path', () => {
    const { talk, calls } = talkTo(node(`  output:\n    binding:\n      value: Topic.Rows\n      meta.count: Topic.Count\n${say('a', '{CountRows(Topic.Rows)} of {Topic.Count}: {First(Topic.Rows).Title}')}`), () => json({ value: [{ Title: 'A' }, { Title: 'B' }], meta: { count: 7 } }))
    expect(talk.hear('go')).toEqual(['2 of 7: A'])
    expect(calls).toMatchObject([{ tool: { kind: 'connector', connectionReference: 'bot.shared_sharepointonline.abc', operationId: 'GetItems' }, inputs: { parameters: { $filter: "Title eq 'x'" }, item: { top: 5 } }, timeoutMs: 30_000 }])
    expect(Object.keys((calls[0]?.inputs['item'] ?? {}) as object)).toEqual(['top'])
  })

  it('shapes the answer by the schema it declares', () => {
    const { talk } = talkTo(node(`  requestTimeoutInMilliseconds: =9000\n  dynamicOutputSchema:\n    kind: Record\n    properties:\n      at: DateTime\n      n: Number\n  output:\n    variable: Topic.Answer\n${say('a', '{Year(Topic.Answer.at)} {Topic.Answer.n + 1}')}`), () => json({ at: '2026-03-01T10:00:00Z', n: '4', x: 1 }))
    expect(talk.hear('go')).toEqual(['2026 5'])
  })

  it('fails with the status as its code, or goes on with status and body when its maker says so', () => {
    const raised = talkTo(node(''), () => json({ message: 'no such list' }, 404))
    raised.talk.hear('go')
    expect(raised.talk.errors).toMatchObject([{ code: 'HTTP404', message: expect.stringContaining('no such list') }])
    const more = `  errorHandling:\n    kind: ContinueOnErrorBehavior\n    statusCode: Topic.Status\n    errorResponseBody: Topic.Body\n${say('a', '{Topic.Status} {Text(Topic.Body.message)}')}`
    expect(talkTo(node(more), () => json({ message: 'no such list' }, 404)).talk.hear('go')).toEqual(['404 no such list'])
    const lost = talkTo(node(more.replace('{Text(Topic.Body.message)}', '{Topic.Body}')), () => ({ type: 'failed', code: 'ExecutionTimeout', message: 'Too slow.' }))
    expect(lost.talk.hear('go')[0]).toMatch(/^0 The operation GetItems .* did not answer in time\. Too slow\./)
  })

  it('tells a connection of the customer’s own who they are, once they have signed in', () => {
    const definition = definitionOf({ topics: { Go: topicOf(['go'], node('')), Maker: topicOf(['maker'], node('').replace('Invoker', 'Maker')) } })
    const calls: ToolHostCall[] = []
    const invokers = (signIn: { required: boolean; accessToken(): string | undefined } | undefined, text: string) => {
      const talk = new Talk(compileCopilot(definition), signIn ? { signIn } : {}, (call) => {
        if (call.type === 'tool') calls.push(call)
        return call.type === 'tool' ? json({}) : undefined
      })
      talk.hear('nothing fits this')
      talk.state = { ...talk.state!, signedIn: { id: 'u1', email: 'kim@example.org' } }
      talk.hear(text)
      return calls.at(-1)?.conversation.invoker
    }
    const signedIn = { required: false, accessToken: () => 'a token' }
    expect(invokers(signedIn, 'go')).toEqual({ id: 'u1', email: 'kim@example.org' })
    expect(invokers(signedIn, 'maker')).toBeUndefined()
    expect(invokers({ required: false, accessToken: () => undefined }, 'go')).toBeUndefined()
    expect(JSON.stringify(calls)).not.toContain('a token')
  })

  it('says that nobody has connected it', () => {
    const { talk } = talkTo(node(''), () => ({ type: 'failed', code: 'ToolNotMapped', message: 'Enter it on the Connections page.' }))
    talk.hear('go')
    expect(talk.errors).toMatchObject([{ code: 'ConnectorActionNotSupported', message: expect.stringContaining('Connections page') }])
  })
})

describe('a node that uses an MCP tool', () => {
  const node = `
- kind: InvokeMcpToolAction
  id: m1
  serverSchemaName: bot.action.Orders
  toolName: find_order
  input:
    binding:
      order.id: =4711
  output:
    binding:
      state: Topic.State
${say('a', 'It is {Topic.State}.')}`

  it('passes arguments and takes members of the structured answer', () => {
    const { talk, calls } = talkTo(node, () => json({ state: 'shipped' }))
    expect(talk.hear('go')).toEqual(['It is shipped.'])
    expect(calls).toMatchObject([{ tool: { kind: 'mcp', server: 'bot.action.Orders', tool: 'find_order' }, inputs: { order: { id: 4711 } } }])
  })

  it.each(['McpToolNotFound', 'McpToolFailed'])('fails with %s as the server said', (code) => {
    const { talk } = talkTo(node, () => ({ type: 'failed', code, message: 'No.' }))
    talk.hear('go')
    expect(talk.errors).toMatchObject([{ code }])
  })
})

const weather = `
kind: TaskDialog
modelDisplayName: Get the weather
inputs:
  - kind: ManualTaskInput
    propertyName: units
    value: C
  - kind: AutomaticTaskInput
    propertyName: place.city
    description: the city you are in
    entity: StringPrebuiltEntity
  - kind: AutomaticTaskInput
    propertyName: days
    shouldPromptUser: false
outputs:
  - propertyName: responses.daily.tempHi
action:
  kind: InvokeConnectorTaskAction
  connectionReference: bot.shared_msnweather.x
  operationId: TodaysForecast
outputMode: All`

describe('a tool that a topic goes to', () => {
  const call = (binding: string) => `
- kind: BeginDialog
  id: b
  dialog: bot.action.Weather
${binding}  output:
    binding:
      responses.daily.tempHi: Topic.High
${say('a', 'Up to {Topic.High}.')}`
  const answer = () => json({ responses: { daily: { tempHi: 21 } } })

  it('takes what the topic binds', () => {
    const { talk, calls } = talkTo(call('  input:\n    binding:\n      place.city: Oslo\n      days: =2\n'), answer, { Weather: weather })
    expect(talk.hear('go')).toEqual(['Up to 21.'])
    expect(calls).toMatchObject([{ tool: { kind: 'connector', operationId: 'TodaysForecast' }, name: 'Get the weather', inputs: { units: 'C', place: { city: 'Oslo' }, days: 2 } }])
  })

  it('asks for an input that nobody bound, with its description as the question', () => {
    const { talk, calls } = talkTo(call(''), answer, { Weather: weather })
    expect(talk.hear('go')).toEqual([expect.stringContaining('the city you are in')])
    expect(calls).toEqual([])
    expect(talk.hear('Bergen')).toEqual(['Up to 21.'])
    expect(calls[0]?.inputs).toEqual({ units: 'C', place: { city: 'Bergen' } })
  })

  it('asks before it runs, when its maker wants that, and says its response', () => {
    const careful = weather + '\nconfirmation:\n  activity: Shall I look it up?\nresponse:\n  activity: "I looked: {Topic.responses.daily.tempHi}."\n  mode: Strict'
    const bound = call('  input:\n    binding:\n      place.city: Oslo\n')
    const yes = talkTo(bound, answer, { Weather: careful })
    expect(yes.talk.hear('go')).toEqual(['Shall I look it up?'])
    expect(yes.talk.hear('yes')).toEqual(['I looked: 21.', 'Up to 21.'])
    expect(yes.calls[0]?.inputs).toEqual({ units: 'C', place: { city: 'Oslo' } })
    const no = talkTo(bound, answer, { Weather: careful })
    no.talk.hear('go')
    expect(no.talk.hear('no')).toEqual(['Up to .'])
    expect(no.calls).toEqual([])
  })

  it('runs a flow, whose outputs its caller must get', () => {
    const flow = 'kind: TaskDialog\nmodelDisplayName: Check the device\ninputs:\n  - kind: AutomaticTaskInput\n    propertyName: device\naction:\n  kind: InvokeFlowTaskAction\n  flowId: f-1\n'
    const actions = `\n- kind: BeginDialog\n  id: b\n  dialog: bot.action.Device\n  input:\n    binding:\n      device: L-42\n  output:\n    binding:\n      compliant: Topic.Ok\n${say('a', 'Compliant: {Topic.Ok}')}`
    expect(talkTo(actions, () => json({ compliant: true }), { Device: flow }).talk.hear('go')).toEqual(['Compliant: true'])
    const missing = talkTo(actions, () => json({}), { Device: flow })
    missing.talk.hear('go')
    expect(missing.talk.errors).toMatchObject([{ code: 'FlowActionException', topic: 'bot.action.Device', message: expect.stringContaining('"compliant"') }])
  })

  it('keeps of an answer what was asked for, and nothing huge', () => {
    const actions = `\n- kind: BeginDialog\n  id: b\n  dialog: bot.action.Any\n${say('a', 'Done.')}`
    const anything = 'kind: TaskDialog\naction:\n  kind: InvokeConnectorTaskAction\n  connectionReference: r\n  operationId: o\n'
    const { talk } = talkTo(actions, () => json({ small: 1, huge: 'x'.repeat(50_000) }), { Any: anything })
    expect(talk.hear('go')).toEqual(['Done.'])
    expect(talk.state?.['past']).toEqual({ small: 1 })
    const declared = talkTo(actions, () => json({ small: 1, other: 2 }), { Any: `${anything}outputs:\n  - propertyName: other\n` })
    declared.talk.hear('go')
    expect(declared.talk.state?.['past']).toEqual({ other: 2 })
  })

  it('uses an MCP server with one tool, and says how to name one of several', () => {
    const server = (tools: string) => `kind: TaskDialog\nmodelDisplayName: Orders\naction:\n  kind: InvokeExternalAgentTaskAction\n  connectionReference: bot.mcp\n  operationDetails:\n    kind: ModelContextProtocolMetadata\n    operationId: InvokeServer\n    knownTools: [${tools}]\n`
    const actions = '\n- kind: BeginDialog\n  id: b\n  dialog: bot.action.Orders\n  input:\n    binding:\n      id: =7\n'
    const one = talkTo(actions, () => json({}), { Orders: server('{ name: find }') })
    one.talk.hear('go')
    expect(one.calls).toMatchObject([{ tool: { kind: 'mcp', server: 'bot.action.Orders', tool: 'find' }, inputs: { id: 7 } }])
    const two = talkTo(actions, () => json({}), { Orders: server('{ name: find }, { name: cancel }') })
    two.talk.hear('go')
    expect(two.talk.errors).toMatchObject([{ code: 'McpToolNotFound', message: expect.stringMatching(/several tools.*InvokeMcpToolAction/) }])
  })

  it('fails with its reason when it needs a planner or another copilot', () => {
    const { talk } = talkTo('\n- kind: BeginDialog\n  id: b\n  dialog: bot.action.Sub\n', () => json({}), { Sub: 'kind: TaskDialog\naction:\n  kind: InvokeConnectedAgentTaskAction\n  botSchemaName: other\n' })
    talk.hear('go')
    expect(talk.errors).toMatchObject([{ code: 'ElementNotSupported', message: expect.stringContaining('bot.action.Sub') }])
  })

  it('runs a prompt as a topic would, with its own inputs', () => {
    const prompt = 'kind: TaskDialog\ninputs:\n  - kind: AutomaticTaskInput\n    propertyName: mail_20text\naction:\n  kind: InvokeAIBuilderModelTaskAction\n  aIModelId: p-1\n'
    const definition = definitionOf({ topics: { Go: topicOf(['go'], `\n- kind: BeginDialog\n  id: b\n  dialog: bot.action.Prompt\n  input:\n    binding:\n      mail_20text: Hello there\n  output:\n    binding:\n      predictionOutput: Topic.Out\n${say('a', 'It says {Topic.Out.text}.')}`) } })
    definition.components.push({ schemaName: 'bot.action.Prompt', kind: 'action', name: 'Prompt', description: '', path: 'actions/Prompt.mcs.yml', text: prompt, state: 'on', parts: {} })
    const calls: HostCall[] = []
    const talk = new Talk(compileCopilot(definition), {}, (call) => {
      if (call.type !== 'model') return undefined
      calls.push(call)
      return { type: 'model', text: 'short' }
    })
    expect(talk.hear('go')).toEqual(['It says short.'])
    expect(calls).toMatchObject([{ prompt: { modelId: 'p-1', inputs: { 'mail text': 'Hello there' } } }])
  })

  it('is never started by what the customer says', () => {
    expect(copilotOf({ topics: { Weather: weather } }).intents).toEqual([])
  })
})

describe('what a copilot uses', () => {
  it('is every flow, connection and server that is not switched off, wherever it is named', () => {
    const inside = topicOf(['go'], `\n- kind: ConditionGroup\n  id: g\n  conditions:\n    - id: x\n      condition: =true\n      actions:\n        - kind: InvokeFlowAction\n          id: f\n          flowId: F-1\n          input:\n            binding:\n              text: =1\n          output:\n            binding:\n              out: Topic.X\n  elseActions:\n    - kind: InvokeConnectorAction\n      id: off\n      disabled: true\n      connectionReference: r\n      operationId: o\n`)
    const { components } = definitionOf({ topics: { Go: inside, Weather: weather, Hello: topicOf(['hi'], say('a', 'Hi.')) } })
    expect(toolUses(components)).toEqual([
      { tool: { kind: 'flow', flowId: 'F-1' }, name: '', component: 'bot.topic.Go', componentName: 'Go', nodeId: 'f', file: 'topic/Go.mcs.yml', line: 16, column: 21, inputs: ['text'], outputs: ['out'] },
      { tool: { kind: 'connector', connectionReference: 'bot.shared_msnweather.x', operationId: 'TodaysForecast' }, name: 'Get the weather', component: 'bot.topic.Weather', componentName: 'Weather', nodeId: 'action', file: 'topic/Weather.mcs.yml', line: 18, column: 9, inputs: ['units', 'place.city', 'days'], outputs: ['responses.daily.tempHi'] },
    ])
  })
})

const corpus = path.resolve('../shared/corpus')
describe.skipIf(!fs.existsSync(corpus))('real tools (skipped when ../shared/corpus is not there)', () => {
  it.each([
    ['workspaces/local-workspace', 'MSNWeather', { kind: 'connector', operationId: 'TodaysForecast' }, { response: 1 }],
    ['workspaces/solution-export', 'MSNWeather', { kind: 'connector', operationId: 'TodaysForecast' }, { responses: { daily: { tempHi: 21 } } }],
    ['solutions/ResumeJobFinderAgent_1_0_0_1.zip', 'MicrosoftDataverse', { kind: 'connector', operationId: 'PerformUnboundActionWithOrganization' }, { response: '[]' }],
  ])('%s: %s runs', async (file, name, tool, output) => {
    const definition = (await readPackage(path.join(corpus, file))).copilots[0]!
    const task = definition.components.find((component) => component.schemaName.includes(name) && component.text?.includes('TaskDialog'))!
    const text = topicOf(['call the tool'], `\n- kind: BeginDialog\n  id: b\n  dialog: ${task.schemaName}\n${say('a', 'Back.')}`)
    const caller = { ...task, schemaName: `${definition.schemaName}.topic.CallTheTool`, kind: 'topic' as const, name: 'Call the tool', text }
    const calls: ToolHostCall[] = []
    const talk = new Talk(compileCopilot({ ...definition, components: [...definition.components, caller] }), {}, (call) => {
      if (call.type === 'recognize') return { type: 'recognized', intents: call.text === 'call the tool' ? [{ topic: caller.schemaName, score: 1 }] : [] }
      if (call.type === 'tool') calls.push(call)
      return call.type === 'tool' ? json(output) : undefined
    })
    const said = talk.hear('call the tool')
    if (calls.length === 0) said.push(...talk.hear('Full-time jobs in Texas'))
    expect(talk.errors).toEqual([])
    expect(said.at(-1)).toBe('Back.')
    expect(calls).toMatchObject([{ tool }])
    if (name === 'MicrosoftDataverse') expect(calls[0]?.inputs).toMatchObject({ organization: 'current', actionName: 'searchquery', item: { search: expect.any(String), entities: expect.stringContaining('cref7_jobposting') } })
  })
})
