import { describe, expect, it } from 'vitest'
import { advance } from './index.ts'
import { Talk, context, copilotOf, say, topicOf, triggerOf } from './testing.ts'

const ask = (id = 'q1', entity = 'NumberPrebuiltEntity', more = '') => `- kind: Question\n  id: ${id}\n  variable: Topic.N\n  prompt: How many?\n  entity: ${entity}\n${more}`
const hello = topicOf(['hello'], say('h1', 'Hi.'))
const asking = topicOf(['ask me'], ask() + say('s1', 'N is {Topic.N}.'))
const onError = triggerOf('OnError', '', say('x1', 'Error {System.Error.Code}: {System.Error.Message}') + '- kind: CancelAllDialogs\n  id: x2\n')
const talkTo = (topics: Record<string, string>, ...more: [object?]) => new Talk(copilotOf({ topics }), ...more)

describe('a conversation begins', () => {
  it('with the topics for it, once', () => {
    const talk = talkTo({ Start: triggerOf('OnConversationStart', '', say('w1', 'I am {System.Bot.Name}.')) })
    expect(talk.start()).toEqual(['I am Bot.'])
    expect(talk.start()).toEqual([])
    expect(talk.get({ type: 'event', name: 'startConversation' })).toEqual([])
  })

  it('also when the client says so by an event', () => {
    expect(talkTo({ Start: triggerOf('OnConversationStart', '', say('w1', 'Hi.')) }).get({ type: 'event', name: 'startConversation' })).toEqual(['Hi.'])
  })

  it('with values from outside for the variables that allow it', () => {
    const variable = (name: string, outside: boolean) => `kind: Variable\nname: ${name}\nscope: Conversation\nisExternalInitializationAllowed: ${outside}\n`
    const copilot = copilotOf({ topics: { Start: triggerOf('OnConversationStart', '', say('w1', '{Global.UserName}/{Global.Secret}')) }, variables: { UserName: variable('UserName', true), Secret: variable('Secret', false) } })
    expect(new Talk(copilot).start({ username: 'Renata', Secret: 'no' })).toEqual(['Renata/'])
    const later = new Talk(copilot)
    later.get({ type: 'event', name: 'pvaSetContext', value: { UserName: 'Ida' } })
    expect(later.start()).toEqual(['Ida/'])
  })
})

describe('what the customer says', () => {
  it('starts the topic whose phrase it is', () => {
    expect(talkTo({ Hello: hello }).hear('Hello!')).toEqual(['Hi.'])
  })

  it('does not start a topic that is off or whose condition does not hold', () => {
    const talk = talkTo({ '!Hello': hello, Other: triggerOf('OnRecognizedIntent', 'condition: =Global.Open = true\nintent:\n  triggerQueries: [hello]', say('o1', 'Open.')), Fallback: triggerOf('OnUnknownIntent', '', say('f1', 'What?')) })
    expect(talk.hear('hello')).toEqual(['What?'])
  })

  it('starts a topic that runs once only once', () => {
    const talk = talkTo({ Once: triggerOf('OnRecognizedIntent', 'runOnce: true\nintent:\n  triggerQueries: [hello]', say('o1', 'Once.')), Fallback: triggerOf('OnUnknownIntent', '', say('f1', 'What?')) })
    expect(talk.hear('hello')).toEqual(['Once.'])
    expect(talk.hear('hello')).toEqual(['What?'])
  })

  it('counts the misses until something fits', () => {
    const talk = talkTo({ Hello: hello, Fallback: triggerOf('OnUnknownIntent', '', say('f1', 'Miss {System.FallbackCount}.')) })
    expect(talk.hear('qqq')).toEqual(['Miss 1.'])
    expect(talk.hear('www')).toEqual(['Miss 2.'])
    talk.hear('hello')
    expect(talk.hear('zzz')).toEqual(['Miss 1.'])
  })

  it('is shown to Search before Fallback, and Search may keep Fallback away (A.5)', () => {
    const search = triggerOf('OnUnknownIntent', 'priority: -1', '- kind: SetVariable\n  id: v\n  variable: Topic.Answer\n  value: =Global.Found\n- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: d\n      condition: =!IsBlank(Topic.Answer)\n      actions:\n        - kind: SendActivity\n          id: a\n          activity: Found {Topic.Answer}.\n        - kind: EndDialog\n          id: e\n          clearTopicQueue: true\n')
    const talk = talkTo({ Fallback: triggerOf('OnUnknownIntent', '', say('f1', 'Miss {System.FallbackCount}.')), Search: search, Know: triggerOf('OnEventActivity', 'eventName: know', '- kind: SetVariable\n  id: v\n  variable: Global.Found\n  value: it\n') })
    expect(talk.hear('qqq')).toEqual(['Miss 1.'])
    talk.get({ type: 'event', name: 'know' })
    expect(talk.hear('qqq')).toEqual(['Found it.'])
  })

  it('reaches topics for any activity, then for messages, then the phrases, in that order', () => {
    const talk = talkTo({
      Hello: hello,
      Message: triggerOf('OnActivity', 'type: Message', say('m1', 'Message.')),
      Late: triggerOf('OnActivity', 'type: Message\npriority: 5', say('l1', 'Late.')),
      Any: triggerOf('OnActivity', 'priority: 9', say('a1', 'Any.')),
    })
    expect(talk.hear('hello')).toEqual(['Any.', 'Message.', 'Late.', 'Hi.'])
  })

  it('goes no further when such a topic cancels everything', () => {
    const talk = talkTo({ Hello: hello, Block: triggerOf('OnActivity', 'type: Message', say('b1', 'Closed.') + '- kind: CancelAllDialogs\n  id: b2\n') })
    expect(talk.hear('hello')).toEqual(['Closed.'])
  })

  it('is taken up again when such a topic first has to ask something', () => {
    const first = triggerOf('OnActivity', 'type: Message\ncondition: =IsBlank(Global.Known)', `- kind: Question\n  id: q\n  variable: Global.Known\n  prompt: Who are you?\n  entity: StringPrebuiltEntity\n`)
    const talk = talkTo({ Hello: hello, First: first })
    expect(talk.hear('hello')).toEqual(['Who are you?'])
    expect(talk.hear('Ida')).toEqual(['Hi.'])
  })

  it('is said in one of the wordings, the same one for the same turn', () => {
    const words = topicOf(['hello'], '- kind: SendActivity\n  id: h1\n  activity:\n    text: [One, Two, Three, Four]\n')
    const saidIn = (conversationId: string) => new Talk(copilotOf({ topics: { Words: words } }), { conversationId }).hear('hello')[0]
    const all = new Set(Array.from({ length: 40 }, (_, i) => saidIn(`conversation-${i}`)))
    expect(all.size).toBe(4)
    expect(saidIn('conversation-7')).toBe(saidIn('conversation-7'))
  })

  it('comes with the message before it', () => {
    const talk = talkTo({ Hello: topicOf(['hello'], say('h1', '{System.LastMessage.Text} then {System.Activity.Text}')) })
    talk.hear('hello')
    expect(talk.hear('Hello!')).toEqual(['hello then Hello!'])
  })
})

describe('an interruption', () => {
  it('comes back to the question', () => {
    const talk = talkTo({ Hello: hello, Ask: asking })
    talk.hear('ask me')
    expect(talk.hear('hello')).toEqual(['Hi.', 'How many?'])
    expect(talk.hear('3')).toEqual(['N is 3.'])
  })

  it('does not happen when the question forbids it', () => {
    const talk = talkTo({ Hello: hello, Ask: topicOf(['ask me'], ask('q1', 'StringPrebuiltEntity', '  interruptionPolicy:\n    allowInterruption: false\n') + say('s1', 'N is {Topic.N}.')) })
    talk.hear('ask me')
    expect(talk.hear('hello')).toEqual(['N is hello.'])
  })

  it('happens for the topics a question lets in only', () => {
    const policy = '  interruptionPolicy:\n    interruptionTopicListFilter:\n      kind: IncludeSelectedTopics\n      allowedInterruptTopics: [bot.topic.Other]\n'
    const talk = talkTo({ Hello: hello, Other: topicOf(['something else'], say('o1', 'Other.')), Ask: topicOf(['ask me'], ask('q1', 'StringPrebuiltEntity', policy) + say('s1', 'N is {Topic.N}.')) })
    talk.hear('ask me')
    expect(talk.hear('something else')).toEqual(['Other.', 'How many?'])
    expect(talk.hear('hello')).toEqual(['N is hello.'])
  })

  it('throws the question away when the topic cancels the others', () => {
    const bye = topicOf(['bye'], say('b1', 'Bye.'), 'startBehavior: CancelOtherTopics')
    const talk = talkTo({ Bye: bye, Ask: asking })
    talk.hear('ask me')
    expect(talk.hear('bye')).toEqual(['Bye.'])
    expect(talk.state?.status).toBe('idle')
  })

  it('may be interrupted itself, and all questions come back in turn', () => {
    const color = topicOf(['color'], `- kind: Question\n  id: q2\n  variable: Topic.C\n  prompt: Which color?\n  entity: StringPrebuiltEntity\n${say('c1', 'It is {Topic.C}.')}`)
    const talk = talkTo({ Hello: hello, Color: color, Ask: asking })
    talk.hear('ask me')
    expect(talk.hear('color')).toEqual(['Which color?'])
    expect(talk.hear('hello')).toEqual(['Hi.', 'Which color?'])
    expect(talk.hear('red')).toEqual(['It is red.', 'How many?'])
    expect(talk.hear('5')).toEqual(['N is 5.'])
  })

  it('leaves a question alone that was answered outright', () => {
    const yes = topicOf(['yes'], say('y1', 'Wrong.'))
    const talk = talkTo({ Yes: yes, Ask: topicOf(['ask me'], ask('q1', 'BooleanPrebuiltEntity') + say('s1', 'N is {Topic.N}.')) })
    talk.hear('ask me')
    expect(talk.hear('yes')).toEqual(['N is true.'])
  })
})

describe('several topics that fit', () => {
  const select = triggerOf('OnSelectIntent', 'triggerBehavior: Always', `- kind: SetVariable
  id: v1
  variable: init:Topic.IntentOptions
  value: =System.Recognizer.IntentOptions
- kind: EditTable
  id: e1
  changeType: Add
  itemsVariable: Topic.IntentOptions
  value: '={ DisplayName: "None of these", TopicId: "NoTopic", TriggerId: "NoTrigger", Score: 1.0 }'
- kind: Question
  id: q1
  interruptionPolicy:
    allowInterruption: false
  alwaysPrompt: true
  variable: System.Recognizer.SelectedIntent
  prompt: "Which one ({System.Recognizer.MultipleTopicsMatchedReason})?"
  entity:
    kind: DynamicClosedListEntity
    items: =Topic.IntentOptions
- kind: ConditionGroup
  id: c1
  conditions:
    - id: c2
      condition: =System.Recognizer.SelectedIntent.TopicId = "NoTopic"
      actions:
        - kind: ReplaceDialog
          id: r1
          dialog: bot.topic.Fallback
`)
  const both = { Buy: topicOf(['order status', 'buy'], say('b1', 'Buy {System.Activity.Text}.')), Sell: topicOf(['order status', 'sell'], say('s1', 'Sell.')), Select: select, Fallback: triggerOf('OnUnknownIntent', '', say('f1', 'Sorry.')), Ask: asking }

  it('are offered, and the chosen one starts with what was said first', () => {
    const talk = talkTo(both)
    expect(talk.hear('order status')).toEqual(['Which one (Recognition)?'])
    expect(talk.said[0]?.suggestedActions?.actions.map((action) => action.title)).toEqual(['order status', 'order status', 'None of these'])
    expect(talk.hear('order status')).toEqual(['Buy order status.'])
  })

  it('give way to Fallback when none is meant', () => {
    const talk = talkTo(both)
    talk.hear('order status')
    expect(talk.hear('none of these')).toEqual(['Sorry.'])
  })

  it('interrupt a question and come back to it', () => {
    const talk = talkTo(both)
    talk.hear('ask me')
    expect(talk.hear('order status')).toEqual(['Which one (Interruption)?'])
    expect(talk.hear('order status')).toEqual(['Buy order status.', 'How many?'])
  })

  it('are decided by the score when nobody asks', () => {
    expect(talkTo({ Buy: both.Buy, Sell: both.Sell }).hear('order status')).toEqual(['Buy order status.'])
  })
})

describe('something that fails', () => {
  it('runs OnError with code and message, and what was under way is over', () => {
    const talk = talkTo({ Bad: topicOf(['bad'], '- kind: SetVariable\n  id: v1\n  variable: Topic.X\n  value: =1/0\n' + say('n', 'never')), OnError: onError, Ask: asking })
    expect(talk.hear('bad')[0]).toMatch(/^Error ContentError: /)
    expect(talk.errors).toMatchObject([{ code: 'ContentError', topic: 'bot.topic.Bad', nodeId: 'v1' }])
    expect(talk.state?.status).toBe('idle')
  })

  it.each([
    ['a topic that does not exist', '- kind: BeginDialog\n  id: n1\n  dialog: bot.topic.Nowhere\n', 'RedirectToNonExistentDialog'],
    ['a topic that is off', '- kind: BeginDialog\n  id: n1\n  dialog: bot.topic.Off\n', 'RedirectToDisabledDialog'],
    ['a kind nobody knows', '- kind: BeamMeUp\n  id: n1\n', 'InvalidContent'],
    ['a node without what it needs', '- kind: SetVariable\n  id: n1\n', 'InvalidContent'],
    ['a flow', '- kind: InvokeFlowAction\n  id: n1\n  flowId: x\n', 'FlowActionException'],
    ['a jump to nowhere', '- kind: GotoAction\n  id: n1\n  actionId: nowhere\n', 'ContentError'],
    ['a topic that goes to itself for ever', '- kind: SetVariable\n  id: n0\n  variable: Topic.X\n  value: =Topic.X + 1\n- kind: GotoAction\n  id: n1\n  actionId: n0\n', 'InfiniteLoopInBotContent'],
    ['a topic that begins itself for ever', '- kind: BeginDialog\n  id: n1\n  dialog: bot.topic.Bad\n', 'InfiniteLoopInBotContent'],
    ['a topic that replaces itself for ever', '- kind: ReplaceDialog\n  id: n1\n  dialog: bot.topic.Bad\n', 'InfiniteLoopInBotContent'],
    ['a topic that talks for ever', '- kind: SendActivity\n  id: n0\n  activity: la\n- kind: GotoAction\n  id: n1\n  actionId: n0\n', 'InfiniteLoopInBotContent'],
  ])('%s gives the code %s', (_what, actions, code) => {
    const talk = talkTo({ Bad: topicOf(['bad'], actions), '!Off': hello, OnError: onError })
    expect(talk.hear('bad').at(-1)).toContain(`Error ${code}:`)
    expect(talk.state?.status).toBe('idle')
  })

  it('in OnError itself gives a plain apology', () => {
    const talk = talkTo({ Bad: topicOf(['bad'], '- kind: BeamMeUp\n  id: n1\n'), OnError: triggerOf('OnError', '', '- kind: BeamMeUp\n  id: n2\n') })
    expect(talk.hear('bad')).toEqual(['Something went wrong on our side. Please try again in a moment.'])
    expect(talk.hear('bad')).toHaveLength(1)
  })

  it('tells the maker in the test chat what it was', () => {
    expect(talkTo({ Bad: topicOf(['bad'], '- kind: BeamMeUp\n  id: n1\n') }, { inTestMode: true }).hear('bad')[0]).toContain('(InvalidContent: The node n1')
  })

  it('without OnError gives a plain apology too', () => {
    expect(talkTo({ Bad: topicOf(['bad'], '- kind: BeamMeUp\n  id: n1\n') }).hear('bad')).toEqual(['Something went wrong on our side. Please try again in a moment.'])
  })
})

describe('while the outside is asked', () => {
  const http = topicOf(['fetch'], '- kind: HttpRequestAction\n  id: r1\n  url: https://example.org/x\n  response: Topic.R\n' + say('s1', 'Got {Topic.R.n}.'))
  const step = (talk: Talk, text: string) => advance(talk.copilot, talk.state, { type: 'activity', activity: { type: 'message', text } }, context())

  it('what the customer writes is kept and answered afterwards', () => {
    const talk = talkTo({ Fetch: http, Hello: hello }, {})
    talk.hear('fetch')
    expect(talk.call).toMatchObject({ type: 'http', method: 'GET', url: 'https://example.org/x' })
    expect(talk.state?.status).toBe('calling')
    talk.state = step(talk, 'hello').state
    talk.state = step(talk, 'hello').state
    const texts = talk.take({ type: 'answer', callId: talk.call?.callId ?? '', result: { type: 'http', status: 200, headers: {}, body: '{"n":4}' } })
    expect(texts).toEqual(['Got 4.', 'Hi.', 'Hi.'])
    expect(talk.state?.status).toBe('idle')
  })

  it('an answer to something else is ignored', () => {
    const talk = talkTo({ Fetch: http })
    talk.hear('fetch')
    const before = talk.state
    expect(talk.take({ type: 'answer', callId: 'other', result: { type: 'failed', code: 'x', message: 'y' } })).toEqual([])
    expect(talk.state).toEqual(before)
  })
})

describe('advance', () => {
  it('leaves the state it was given untouched', () => {
    const talk = talkTo({ Hello: hello, Ask: asking })
    talk.hear('ask me')
    const before = JSON.stringify(talk.state)
    advance(talk.copilot, talk.state, { type: 'activity', activity: { type: 'message', text: '3' } }, context())
    expect(JSON.stringify(talk.state)).toBe(before)
  })
})
