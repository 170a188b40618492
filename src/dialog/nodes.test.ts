import { describe, expect, it } from 'vitest'
import { knownNodeKinds, nodeKinds, triggerKinds } from './index.ts'
import type { CallResult, HostCall } from './index.ts'
import { Talk, copilotOf, say, topicOf, triggerOf } from './testing.ts'

const run = (actions: string, more: Record<string, string> = {}, host?: (call: HostCall) => CallResult | undefined) => {
  const talk = new Talk(copilotOf({ topics: { Go: topicOf(['go'], actions), ...more } }), {}, host)
  const texts = talk.hear('go')
  return { talk, texts }
}
const set = (variable: string, value: string, id = `set_${variable}`) => `- kind: SetVariable\n  id: ${id}\n  variable: ${variable}\n  value: ${value}\n`

describe('the list of nodes', () => {
  it('names every kind once, with a title', () => {
    const kinds = knownNodeKinds.map((node) => node.kind)
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(knownNodeKinds.filter((node) => !node.title)).toEqual([])
    expect(new Set(triggerKinds.map((trigger) => trigger.kind)).size).toBe(triggerKinds.length)
  })

  it('keeps apart what runs and what needs a service that is missing', () => {
    expect(nodeKinds.filter((node) => node.missing)).toEqual([])
    expect(knownNodeKinds.filter((node) => !nodeKinds.includes(node) && !node.missing)).toEqual([])
  })

  it.each(knownNodeKinds.map((node) => [node.kind, node] as const))('%s either runs or becomes other instructions', (_kind, node) => {
    expect(Boolean(node.run) !== Boolean(node.lower)).toBe(true)
  })

  it.each(knownNodeKinds.map((node) => [node.kind]))('%s with nothing but an id never breaks the engine', (kind) => {
    const { talk } = run(`- kind: ${kind}\n  id: n1\n`)
    expect(talk.errors.filter((error) => error.code === 'SystemError')).toEqual([])
  })
})

describe('SendActivity', () => {
  it('sends cards, a carousel, quick replies and what channels need', () => {
    const { talk } = run(`- kind: SendActivity
  id: s1
  activity:
    text: [Look]
    speak: [Hear]
    attachmentLayout: Carousel
    attachments:
      - kind: AdaptiveCardTemplate
        cardContent: '={type: "AdaptiveCard", ''$schema'': "http://adaptivecards.io/schemas/adaptive-card.json", version: "1.5", body: ForAll(["a", "b"], {type: "TextBlock", text: Value})}'
      - kind: AdaptiveCardTemplate
        cardContent: '{"type":"AdaptiveCard","version":"1.5","body":[]}'
      - kind: HeroCardTemplate
        title: Hero {1 + 1}
        image: https://example.org/a.png
        buttons:
          - kind: OpenUrl
            title: Open
            url: https://example.org
      - kind: ImageCardTemplate
        title: Image
        image: https://example.org/b.png
      - kind: VideoCardTemplate
        title: Video
        media: https://example.org/c.mp4
      - kind: FileTemplate
        name: file.txt
        contentType: text/plain
        fileContent: data:text/plain,hi
    quickReplies:
      - Yes please
      - kind: MessageBack
        title: Later
        text: remind me
      - kind: MakeCall
        title: Call
        phoneNumber: "+4930123"
`)
    expect(talk.said[0]).toMatchObject({
      type: 'message',
      text: 'Look',
      speak: 'Hear',
      attachmentLayout: 'carousel',
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', body: [{ type: 'TextBlock', text: 'a' }, { type: 'TextBlock', text: 'b' }] } },
        { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', body: [] } },
        { contentType: 'application/vnd.microsoft.card.hero', content: { title: 'Hero 2', images: [{ url: 'https://example.org/a.png' }], buttons: [{ type: 'openUrl', title: 'Open', value: 'https://example.org' }] } },
        { contentType: 'application/vnd.microsoft.card.hero', content: { title: 'Image' } },
        { contentType: 'application/vnd.microsoft.card.video', content: { title: 'Video', media: [{ url: 'https://example.org/c.mp4' }] } },
        { contentType: 'text/plain', name: 'file.txt', contentUrl: 'data:text/plain,hi' },
      ],
      suggestedActions: {
        actions: [
          { type: 'imBack', title: 'Yes please', value: 'Yes please' },
          { type: 'messageBack', title: 'Later', text: 'remind me', displayText: 'Later' },
          { type: 'call', title: 'Call', value: 'tel:+4930123' },
        ],
      },
    })
  })

  it('sends back a file that the customer sent', () => {
    const ask = '- kind: Question\n  id: q\n  variable: Topic.F\n  prompt: File?\n  entity: FilePrebuiltEntity\n- kind: SendActivity\n  id: s\n  activity:\n    attachments:\n      - kind: FileTemplate\n        fileContent: =Topic.F\n      - kind: FileTemplate\n        name: "copy of {Topic.F.Name}"\n        contentType: text/plain\n        fileContent: =Topic.F.Content\n'
    const talk = new Talk(copilotOf({ topics: { Go: topicOf(['go'], ask) } }))
    talk.hear('go')
    talk.hear('', { attachments: [{ contentType: 'image/png', name: 'a.png', contentUrl: 'data:image/png;base64,AA' }] })
    expect(talk.said[0]?.attachments).toEqual([
      { contentType: 'image/png', name: 'a.png', contentUrl: 'data:image/png;base64,AA' },
      { contentType: 'text/plain', name: 'copy of a.png', contentUrl: 'data:image/png;base64,AA' },
    ])
  })

  it('sends events and other activities', () => {
    const { talk } = run('- kind: SendActivity\n  id: s1\n  activity:\n    kind: EventActivity\n    name: refresh\n    value: "={a: 1}"\n- kind: SendActivity\n  id: s2\n  activity:\n    kind: Activity\n')
    expect(talk.said).toEqual([{ type: 'event', name: 'refresh', value: { a: 1 } }, { type: 'typing' }])
  })

  it('keeps silent in a text chat when there are words for the telephone only', () => {
    const spoken = '- kind: SendActivity\n  id: s1\n  activity:\n    speak: [Ring]\n'
    expect(run(spoken).talk.said).toEqual([])
    const phone = new Talk(copilotOf({ topics: { Go: topicOf(['go'], spoken) } }), { channelId: 'telephony' })
    phone.hear('go')
    expect(phone.said).toEqual([{ type: 'message', speak: 'Ring' }])
  })

  it('keeps braces that hold no expression', () => {
    expect(run(say('s1', 'a {not an expression} b {1 + 1}')).texts[0]).toContain('b 2')
  })
})

describe('variables', () => {
  it('are set as literals, by formulas and by templates', () => {
    const { texts } = run(`${set('Topic.A', '= 1 + 2')}${set('Topic.B', '1 + 2')}- kind: SetTextVariable\n  id: t\n  variable: Global.C\n  value: "{Topic.A} or {Topic.B}"\n- kind: SetMultipleVariables\n  id: m\n  assignments:\n    - variable: init:Topic.D\n      value: =Topic.A * 2\n    - variable: Topic.Deep.Er\n      value: x\n${say('s', '{Topic.A}|{Topic.B}|{Global.C}|{Topic.D}|{Topic.Deep.Er}')}- kind: ResetVariable\n  id: r\n  variable: Topic.A\n${say('s2', '{IsBlank(Topic.A)}')}`)
    expect(texts).toEqual(['3|1 + 2|3 or 1 + 2|6|x', 'true'])
  })

  it('of a topic are its own, and globals belong to all', () => {
    const { texts } = run(`${set('Topic.X', 'mine')}${set('Global.X', 'ours')}- kind: BeginDialog\n  id: b\n  dialog: bot.topic.Other\n${say('s', 'back {Topic.X}')}`, { Other: triggerOf('OnRedirect', '', say('o', '{Topic.X}/{Global.X}')) })
    expect(texts).toEqual(['/ours', 'back mine'])
  })

  it('have defaults and can be cleared', () => {
    const copilot = copilotOf({ topics: { Go: topicOf(['go'], `${say('a', '{Global.V}')}${set('Global.V', '2')}${say('b', '{Global.V}')}- kind: ClearAllVariables\n  id: c\n${say('d', '{Global.V}')}`) }, variables: { V: 'kind: Variable\nname: V\ndefaultValue: one\n' } })
    expect(new Talk(copilot).hear('go')).toEqual(['one', '2', 'one'])
  })

  it('with a default can be set to blank', () => {
    const copilot = copilotOf({ topics: { Go: topicOf(['go'], '- kind: ResetVariable\n  id: r\n  variable: Global.V\n' + say('a', '[{Global.V}]')) }, variables: { V: 'kind: Variable\nname: V\ndefaultValue: one\n' } })
    expect(new Talk(copilot).hear('go')).toEqual(['[]'])
  })

  it('of the environment are read, by their type, and not written', () => {
    const environment = [
      { schemaName: 'x_Number', displayName: '', type: 'Number', defaultValue: '5', secret: false },
      { schemaName: 'x_Json', displayName: '', type: 'JSON', defaultValue: '{"a":{"b":true}}', secret: false },
    ]
    const talk = new Talk(copilotOf({ topics: { Go: topicOf(['go'], say('a', '{Env.x_Number + 1} {Env.x_Json.a.b}') + set('Env.x_Number', '1')) }, environment }), { environment: { x_Number: '7' } })
    expect(talk.hear('go')[0]).toBe('8 true')
    expect(talk.errors[0]).toMatchObject({ code: 'ContentError' })
  })

  it('of the system can be read', () => {
    const { texts } = run(say('a', '{System.Bot.Name} {System.Bot.Id} {System.Conversation.Id} {System.Activity.Text} {System.Activity.ChannelId} {System.User.FirstName} {System.User.DisplayName} {System.Conversation.InTestMode} {System.Activity.From.Id} {System.Activity.Channel}'))
    expect(texts[0]).toBe('Bot bot-1 conv-1 go omnichannel Renata Renata Vogel false cust-1 Omnichannel')
  })

  it('with names that objects have anyway are variables like any other', () => {
    const { texts, talk } = run(`${set('Topic.constructor', 'a')}${say('s', '[{Topic.constructor}][{Topic.toString}][{System.constructor}][{Global.hasOwnProperty}]')}${set('Topic.__proto__', 'x')}`)
    expect(texts[0]).toBe('[a][][][]')
    expect(talk.errors).toMatchObject([{ code: 'ContentError' }])
  })

  it('System.User.Language takes a choice, and the locale follows', () => {
    const { talk } = run('- kind: SetVariable\n  id: v\n  variable: System.User.Language\n  value:\n    kind: OptionDataValue\n    type: {kind: SystemOptionSet, name: Locale}\n    value: Spanish_US\n' + say('a', '{System.User.Language}') + '- kind: RecognizeIntent\n  id: r\n  userInput: nothing at all\n', {}, (call) => (call.type === 'recognize' && call.text === 'nothing at all' ? { type: 'recognized', intents: [] } : undefined))
    expect(talk.said[0]?.text).toBe('Spanish_US')
  })

  it('ParseValue gives JSON its type', () => {
    const parse = (value: string, type: string, more = '') => run(`${set('Topic.T', value)}- kind: ParseValue\n  id: p\n  variable: Topic.V\n  value: =Topic.T\n  valueType: ${type}\n${more}${say('a', '{Topic.V.name} {Topic.V.age + 1} {IsBlank(Topic.V.gone)}')}`)
    expect(parse(`'{"name":"Ida","age":"41","more":1}'`, '{kind: Record, properties: {name: String, age: Number, gone: {type: String}}}').texts).toEqual(['Ida 42 true'])
    expect(parse('nonsense', '{kind: Record, properties: {name: String, age: Number}}').texts).toEqual([' 1 true'])
    expect(parse('nonsense', '{kind: Record, properties: {name: String}}', '  errorPolicy: ThrowError\n').talk.errors[0]).toMatchObject({ code: 'ContentError', nodeId: 'p' })
  })
})

describe('tables', () => {
  const start = set('Topic.T', `'=["a", "b", "c"]'`)
  const edit = (change: string) => `- kind: EditTable\n  id: e\n  itemsVariable: Topic.T\n  ${change}\n`
  const show = say('s', '{Concat(Topic.T, Value, ",")} {Topic.R}')

  it.each([
    ['changeType: Add\n  value: d', 'a,b,c,d '],
    ['changeType: Remove\n  value: b', 'a,c '],
    ['changeType: TakeFirst\n  resultVariable: Topic.R', 'b,c a'],
    ['changeType: TakeLast\n  resultVariable: Topic.R', 'a,b c'],
    ['changeType: Clear', ' '],
  ])('are edited by %s', (change, expected) => {
    expect(run(start + edit(change) + show).texts).toEqual([expected])
  })

  it('are edited by the newer node as well', () => {
    expect(run(`${start}- kind: EditTableV2\n  id: e\n  itemsVariable: Topic.T\n  changeType:\n    kind: TakeFirstItemOperation\n    resultVariable: Topic.R\n- kind: EditTableV2\n  id: f\n  itemsVariable: Topic.T\n  changeType:\n    kind: AddItemOperation\n    value: z\n- kind: EditTableV2\n  id: g\n  itemsVariable: Topic.New\n  changeType:\n    kind: AddItemOperation\n    value: z\n${show}`).texts).toEqual(['b,c,z a'])
  })

  it('are looped through, with break and continue', () => {
    const loop = `${set('Topic.T', '=Sequence(6)')}- kind: Foreach
  id: f
  items: =Topic.T
  value: Topic.I
  index: Topic.At
  actions:
    - kind: ConditionGroup
      id: c
      conditions:
        - id: c1
          condition: =Topic.I = 2
          actions:
            - kind: ContinueLoop
              id: x
        - id: c2
          condition: =Topic.I = 5
          actions:
            - kind: BreakLoop
              id: y
    - kind: SendActivity
      id: s
      activity: "{Topic.At}:{Topic.I}"
${say('z', 'done')}`
    expect(run(loop).texts).toEqual(['0:1', '2:3', '3:4', 'done'])
  })

  it('are looped through across questions', () => {
    const { talk, texts } = run(`- kind: Foreach\n  id: f\n  items: '=["red", "blue"]'\n  value: Topic.C\n  actions:\n    - kind: Question\n      id: q\n      alwaysPrompt: true\n      variable: Topic.N\n      prompt: How many {Topic.C}?\n      entity: NumberPrebuiltEntity\n    - kind: SetVariable\n      id: v\n      variable: Topic.Sum\n      value: =Topic.Sum + Topic.N\n${say('s', 'Sum {Topic.Sum}.')}`)
    expect(texts).toEqual(['How many red?'])
    expect(talk.hear('2')).toEqual(['How many blue?'])
    expect(talk.hear('3')).toEqual(['Sum 5.'])
  })
})

describe('going to other topics', () => {
  const add = `kind: AdaptiveDialog
inputs:
  - kind: AutomaticTaskInput
    propertyName: b
    defaultValue: 10
beginDialog:
  kind: OnRedirect
  id: main
  actions:
    - kind: SetVariable
      id: v
      variable: Topic.sum
      value: =Topic.a + Topic.b
inputType: {properties: {a: Number, b: Number}}
outputType: {properties: {sum: Number}}
`
  it('passes inputs and takes outputs', () => {
    expect(run(`- kind: BeginDialog\n  id: b\n  dialog: bot.topic.Add\n  input:\n    binding:\n      a: =1 + 1\n  output:\n    binding:\n      sum: init:Topic.Result\n${say('s', '{Topic.Result}')}`, { Add: add }).texts).toEqual(['12'])
  })

  it('names the topic by a formula too', () => {
    expect(run(`- kind: BeginDialog\n  id: b\n  dialog: ="bot.topic." & "Other"\n`, { Other: triggerOf('OnRedirect', '', say('o', 'Other.')) }).texts).toEqual(['Other.'])
  })

  it('for good does not come back', () => {
    expect(run(`- kind: ReplaceDialog\n  id: b\n  dialog: bot.topic.Other\n${say('s', 'never')}`, { Other: triggerOf('OnRedirect', '', say('o', 'Other.')) }).texts).toEqual(['Other.'])
  })

  it('cancels the caller when the topic says so', () => {
    expect(run(`- kind: BeginDialog\n  id: b\n  dialog: bot.topic.Other\n${say('s', 'never')}`, { Other: triggerOf('OnSystemRedirect', '', say('o', 'Other.'), 'startBehavior: CancelOtherTopics') }).texts).toEqual(['Other.'])
  })

  it('lets the callee read the message when the caller left it', () => {
    const other = triggerOf('OnRedirect', '', `- kind: Question\n  id: q\n  variable: Topic.X\n  prompt: What?\n  entity: StringPrebuiltEntity\n${say('o', 'Heard {Topic.X}.')}`)
    expect(run('- kind: BeginDialog\n  id: b\n  dialog: bot.topic.Other\n  activityProcessed: false\n', { Other: other }).texts).toEqual(['Heard go.'])
    expect(run('- kind: BeginDialog\n  id: b\n  dialog: bot.topic.Other\n', { Other: other }).texts).toEqual(['What?'])
  })

  it('starts over, ends early, jumps', () => {
    const again = `${set('Global.N', '=Global.N + 1')}${say('s', '{Global.N}')}- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: d\n      condition: =Global.N < 3\n      actions:\n        - kind: RepeatDialog\n          id: r\n- kind: EndDialog\n  id: e\n${say('z', 'never')}`
    expect(run(again).texts).toEqual(['1', '2', '3'])
    expect(run(`- kind: GotoAction\n  id: g\n  actionId: t\n${say('s', 'never')}${say('t', 'there')}`).texts).toEqual(['there'])
  })

  it('raises events that other topics hear, and sends those nobody hears', () => {
    const { texts, talk } = run('- kind: EmitEvent\n  id: e\n  eventName: heard\n- kind: EmitEvent\n  id: f\n  eventName: unheard\n  eventValue: =1\n' + say('s', 'end'), { Hear: triggerOf('OnEventActivity', 'eventName: heard', say('h', 'Heard.')) })
    expect(texts).toEqual(['[event]', 'end', 'Heard.'])
    expect(talk.said[0]).toEqual({ type: 'event', name: 'unheard', value: 1 })
  })
})

describe('the end of a conversation', () => {
  it('is final, with the outcome set last', () => {
    const { talk } = run('- kind: SendActivity\n  id: s\n  conversationOutcome: ResolvedConfirmed\n  activity: Bye.\n- kind: EndConversation\n  id: e\n' + say('z', 'never'))
    expect(talk.last).toContainEqual({ type: 'end', outcome: 'ResolvedConfirmed' })
    expect(talk.hear('go')).toEqual([])
  })

  it.each(['ResolvedConfirmed', 'ResolvedImplied', 'Escalated'])('%s may be said by the end itself', (outcome) => {
    const { talk } = run(`- kind: ActionScope\n  id: a\n  conversationOutcome: ResolvedImplied\n  actions:\n    - kind: EndConversation\n      id: e\n      conversationOutcome: ${outcome}\n`)
    expect(talk.last).toContainEqual({ type: 'end', outcome })
  })

  it('has no outcome when nothing said one, and is abandoned when the customer left', () => {
    expect(run('- kind: EndConversation\n  id: e\n').talk.last).toContainEqual({ type: 'end', outcome: 'None' })
    const { talk } = run('- kind: CSATQuestion\n  id: c\n')
    talk.get({ type: 'endOfConversation' })
    expect(talk.last).toContainEqual({ type: 'end', outcome: 'Abandoned' })
  })

  it('comes after a rating from 1 to 5', () => {
    const { talk, texts } = run('- kind: CSATQuestion\n  id: c\n  variable: Topic.Stars\n' + say('s', 'You gave {Topic.Stars}.'))
    expect(texts[0]).toContain('1')
    expect(talk.said[0]?.suggestedActions?.actions).toHaveLength(5)
    expect(talk.hear('great')).toEqual(['Please answer with a number from 1 to 5.'])
    expect(talk.hear('4')).toEqual(['You gave 4.'])
    expect(talk.last).toContainEqual({ type: 'telemetry', name: 'CSATSurveyResponse', properties: { score: 4 } })
  })
})

describe('AdaptiveCardPrompt', () => {
  const card = `- kind: AdaptiveCardPrompt
  id: card
  card: '{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Input.Text","id":"name"}],"actions":[{"type":"Action.Submit","title":"Send","id":"send"},{"type":"Action.Submit","title":"No","id":"no","data":{"why":"x"}}]}'
  output:
    binding: {actionSubmitId: Topic.Button, name: Topic.Name, age: Topic.Age, when: Topic.When}
  outputType:
    properties: {actionSubmitId: String, name: String, age: Number, when: Date}
`
  it('sends the card and takes what was filled in, by its type', () => {
    const { talk } = run(card + say('s', '{Topic.Button} {Topic.Name} {Topic.Age + 1} {Year(Topic.When)}'))
    expect(talk.said[0]?.attachments?.[0]?.content).toMatchObject({ actions: [{ data: { actionSubmitId: 'send' } }, { data: { actionSubmitId: 'no', why: 'x' } }] })
    expect(talk.get({ type: 'message', value: { actionSubmitId: 'send', name: 'Ida', age: '41', when: '2026-02-03' } })).toEqual(['send Ida 42 2026'])
  })

  it('is sent again when something is typed, and gives up after the last repeat', () => {
    const { talk } = run(card, { Escalate: triggerOf('OnEscalate', 'intent: {}', say('e', 'Escalated.')) })
    expect(talk.hear('something')).toHaveLength(2)
    talk.hear('something')
    expect(talk.hear('something')).toEqual(['Escalated.'])
  })

  it('is sent again after an interruption', () => {
    const { talk } = run(card, { Hello: topicOf(['hello'], say('h', 'Hi.')) })
    expect(talk.hear('hello')).toEqual(['Hi.', '[message]'])
    expect(talk.said[1]?.attachments).toHaveLength(1)
  })
})

describe('HttpRequestAction', () => {
  const request = (more = '') => `- kind: HttpRequestAction
  id: r
  method: Post
  url: ="https://example.org/" & 1
  headers: {Accept: application/json}
  body:
    kind: JsonRequestContent
    content: '={a: 1, list: ["x"]}'
  response: Topic.R
  requestTimeoutInMilliseconds: 5000
${more}${say('s', 'Got {Topic.R.n} {Topic.Status}')}`
  const answering = (status: number, body: string) => (call: HostCall): CallResult | undefined => (call.type === 'http' ? { type: 'http', status, headers: { a: 'b' }, body } : undefined)

  it('asks the outside and goes on with the answer', () => {
    let asked: HostCall | undefined
    const { texts } = run(request(), {}, (call) => {
      if (call.type !== 'http') return undefined
      asked = call
      return { type: 'http', status: 200, headers: {}, body: '{"n":3}' }
    })
    expect(asked).toMatchObject({ method: 'POST', url: 'https://example.org/1', headers: { Accept: 'application/json', 'Content-Type': 'application/json' }, body: '{"a":1,"list":["x"]}', timeoutMs: 5000 })
    expect(texts).toEqual(['Got 3 '])
  })

  it('fails through OnError, or goes on when it says so', () => {
    expect(run(request(), {}, answering(503, 'down')).talk.errors[0]).toMatchObject({ code: 'HTTP503', nodeId: 'r' })
    expect(run(request('  errorHandling:\n    kind: ContinueOnErrorBehavior\n    statusCode: Topic.Status\n    errorResponseBody: Topic.R\n'), {}, answering(404, '{"n":"none"}')).texts).toEqual(['Got none 404'])
    const unreachable = (call: HostCall): CallResult | undefined => (call.type === 'http' ? { type: 'failed', code: 'HttpTimeout', message: 'late' } : undefined)
    expect(run(request(), {}, unreachable).talk.errors[0]).toMatchObject({ code: 'HttpTimeout' })
  })

  it('for ever is a loop', () => {
    expect(run(`${request()}- kind: GotoAction\n  id: g\n  actionId: r\n`, {}, answering(200, '{}')).talk.errors[0]).toMatchObject({ code: 'InfiniteLoopInBotContent' })
  })
})

describe('what needs a service that is not there', () => {
  it('finds nothing, says so in the trace, and the topic goes on', () => {
    const { talk, texts } = run('- kind: SearchAndSummarizeContent\n  id: k\n  variable: Topic.A\n  userInput: =System.Activity.Text\n' + say('s', 'Blank: {IsBlank(Topic.A)}'))
    expect(texts).toEqual(['Blank: true'])
    expect(talk.errors).toEqual([])
    expect(talk.traces).toContainEqual(expect.objectContaining({ kind: 'answer', mode: 'none', nodeId: 'k', note: expect.stringContaining('no files and no websites') as string }))
  })
})
