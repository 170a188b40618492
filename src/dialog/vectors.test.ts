import { describe, expect, it } from 'vitest'
import type { DialogState } from './index.ts'
import { Talk, copilotOf, say, topicOf, triggerOf } from './testing.ts'

/**
 * The acceptance vectors of the reference, appendix A, by their numbers. A.3 (the Agent transfers page) is
 * src/engagement/connect-copilot.ts and the studio's page; A.6 (layers) belongs to solutions.
 */

const question = (id: string, entity: string, more = '') => `- kind: Question\n  id: ${id}\n  variable: Topic.N\n  prompt: How many?\n  entity: ${entity}\n  unrecognizedPrompt: Again?\n${more}`
const people = { Escalate: triggerOf('OnEscalate', '', say('e1', 'A person will come.')) }

describe('A.1 the session timeout pair', () => {
  const condition = 'condition: =System.Activity.Channel = ChannelId.Omnichannel'
  const topics = {
    SessionTimeoutReminder: triggerOf('OnInactivity', `${condition}\ndurationInSeconds: 120`, say('sendActivity_r1', 'Are you still there?')),
    SessionTimeout: triggerOf('OnInactivity', `${condition}\ndurationInSeconds: =Env.new_CloseAfterSeconds`, `${say('sendActivity_t1', 'Closing.')}- kind: EndConversation\n  id: end_t1\n`, 'startBehavior: CancelOtherTopics'),
    Ask: topicOf(['ask'], question('q', 'NumberPrebuiltEntity') + say('d', 'Done.')),
    Fallback: triggerOf('OnUnknownIntent', '', say('f', 'What?')),
  }
  const environment = [{ schemaName: 'new_CloseAfterSeconds', displayName: '', type: 'Number', value: '300', secret: false }]
  const talkOn = (channelId: string) => new Talk(copilotOf({ topics, environment }), { channelId })

  it('A.1a: a message at 0 s, the reminder at 120 s, the end at 300 s', () => {
    const talk = talkOn('omnichannel')
    talk.hear('hm')
    expect([talk.wait(119), talk.wait(1), talk.wait(179), talk.wait(1)]).toEqual([[], ['Are you still there?'], [], ['Closing.']])
    expect(talk.state?.status).toBe('ended')
  })

  it('A.1b: a message at 130 s starts both again: 250 s and 430 s', () => {
    const talk = talkOn('omnichannel')
    talk.hear('hm')
    expect(talk.wait(130)).toEqual(['Are you still there?'])
    talk.hear('yes')
    expect([talk.wait(119), talk.wait(1), talk.wait(179), talk.wait(1)]).toEqual([[], ['Are you still there?'], [], ['Closing.']])
  })

  it('A.1c: on another channel nothing fires', () => {
    const talk = talkOn('directline')
    talk.hear('hm')
    expect([talk.wait(10_000), talk.dueAt]).toEqual([[], undefined])
  })

  it('A.1d: what the copilot says does not move the timers', () => {
    const talk = talkOn('omnichannel')
    talk.hear('hm')
    const due = talk.dueAt
    talk.wait(60)
    talk.get({ type: 'event', name: 'somethingOfThePage' })
    expect(talk.dueAt).toBe(due)
    expect([talk.wait(59), talk.wait(1)]).toEqual([[], ['Are you still there?']])
  })

  it('A.1e: the reminder runs on top of a question that waits, and the question is still there', () => {
    const talk = talkOn('omnichannel')
    expect(talk.hear('ask')).toEqual(['How many?'])
    expect(talk.wait(120)).toEqual(['Are you still there?'])
    expect(talk.hear('7')).toEqual(['Done.'])
  })
})

describe('A.2 Escalate with a transfer', () => {
  const topics = {
    Order: topicOf(['order status'], '- kind: SetVariable\n  id: v\n  variable: Topic.OrderId\n  value: "4711"\n- kind: SetVariable\n  id: g\n  variable: Global.Customer\n  value: Ann\n' + say('o', 'On its way.')),
    Escalate: triggerOf(
      'OnEscalate',
      'intent:\n  displayName: Escalate\n  includeInOnSelectIntent: false\n  triggerQueries: [Talk to a person, I need a human]',
      say('sendActivity_e1', 'One moment, I am connecting you.') +
        '- kind: TransferConversationV2\n  id: transfer_e1\n  transferType:\n    kind: TransferToAgent\n    messageToAgent: Order {Topic.OrderId} needs attention\n    context:\n      kind: AutomaticTransferContext\n',
      'startBehavior: CancelOtherTopics',
    ),
    Fallback: triggerOf('OnUnknownIntent', '', '- kind: BeginDialog\n  id: b\n  dialog: bot.topic.Escalate\n'),
  }
  const talk = () => new Talk(copilotOf({ topics }))

  it('A.2a: asked for in words: the message, then the transfer, with Escalate as the last topic', () => {
    const asked = talk()
    asked.hear('order status')
    expect(asked.hear('I need a human')).toEqual(['One moment, I am connecting you.'])
    expect(asked.transfer?.variables).toMatchObject({ va_LastTopic: 'Escalate', va_Topics: ['Order', 'Escalate'], va_LastPhrase: 'I need a human', OrderId: '4711', Customer: 'Ann' })
    expect(asked.state?.status).toBe('transferred')
  })

  it('A.2b: redirected by Fallback: the earlier topic is the last one, redirects are in no list', () => {
    const redirected = talk()
    redirected.hear('order status')
    expect(redirected.hear('xyzzy plugh')).toEqual(['One moment, I am connecting you.'])
    expect(redirected.transfer?.variables).toMatchObject({ va_LastTopic: 'Order', va_Topics: ['Order'], OrderId: '4711' })
  })
})

describe('A.4 question retries', () => {
  it('A.4a: repeatCount 2 and three misses: three prompts, three attempts, then a person', () => {
    const talk = new Talk(copilotOf({ topics: { Ask: topicOf(['ask'], question('q', 'NumberPrebuiltEntity', '  repeatCount: 2\n')), ...people } }))
    expect([talk.hear('ask'), talk.hear('abc'), talk.hear('x'), talk.hear('y')]).toEqual([['How many?'], ['Again?'], ['Again?'], ['A person will come.']])
  })

  it('A.4b: with a default value it takes that instead', () => {
    const talk = new Talk(copilotOf({ topics: { Ask: topicOf(['ask'], question('q', 'NumberPrebuiltEntity', '  repeatCount: 2\n  defaultValue: =9\n') + say('d', 'Got {Topic.N}.')), ...people } }))
    talk.hear('ask')
    talk.hear('abc')
    talk.hear('x')
    expect(talk.hear('y')).toEqual(['Got 9.'])
  })

  it('A.4c: repeatCount 0: one prompt, one attempt', () => {
    const talk = new Talk(copilotOf({ topics: { Ask: topicOf(['ask'], question('q', 'NumberPrebuiltEntity', '  repeatCount: 0\n')), ...people } }))
    expect([talk.hear('ask'), talk.hear('abc')]).toEqual([['How many?'], ['A person will come.']])
  })

  it('A.4d: a refused value counts as one retry, in the same counter as a miss', () => {
    const talk = new Talk(copilotOf({ topics: { Ask: topicOf(['ask'], question('q', 'NumberPrebuiltEntity', '  repeatCount: 2\n  validation: =Topic.N < 10\n  invalidPrompt: Below ten, please.\n')), ...people } }))
    talk.hear('ask')
    expect([talk.hear('20'), talk.hear('abc'), talk.hear('30')]).toEqual([['Below ten, please.'], ['Again?'], ['A person will come.']])
  })

  it('A.4e: a filled variable skips the question the first time, and the second pass asks', () => {
    const talk = new Talk(
      copilotOf({ topics: { Ask: topicOf(['ask'], '- kind: SetVariable\n  id: v\n  variable: Topic.N\n  value: =5\n' + question('q', 'NumberPrebuiltEntity', '  alwaysPrompt: false\n  skipQuestionMode: SkipOnFirstExecutionIfVariableHasValue\n') + say('s', 'N is {Topic.N}.') + '- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: c1\n      condition: =Topic.N = 5\n      actions:\n        - kind: GotoAction\n          id: g\n          actionId: q\n') } }),
    )
    expect(talk.hear('ask')).toEqual(['N is 5.', 'How many?'])
    expect(talk.hear('6')).toEqual(['N is 6.'])
  })
})

describe('A.5 fallback', () => {
  const fallback = triggerOf(
    'OnUnknownIntent',
    '',
    '- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: c1\n      condition: =System.FallbackCount < 3\n      actions:\n        - kind: SendActivity\n          id: s\n          activity: "Miss {System.FallbackCount}. Please rephrase."\n  elseActions:\n    - kind: BeginDialog\n      id: b\n      dialog: bot.topic.Escalate\n',
  )

  it('A.5a: two misses are asked to rephrase, the third gets a person', () => {
    const talk = new Talk(copilotOf({ topics: { Hello: topicOf(['hello'], say('h', 'Hello.')), Fallback: fallback, ...people } }))
    expect(['qwe rty', 'asd fgh', 'zxc vbn'].map((text) => talk.hear(text))).toEqual([['Miss 1. Please rephrase.'], ['Miss 2. Please rephrase.'], ['A person will come.']])
  })

  it('A.5b: an answer of Search keeps Fallback away, and nothing shows the count', () => {
    const search = triggerOf('OnUnknownIntent', 'priority: -1', say('a', 'Found it.') + '- kind: EndDialog\n  id: e\n  clearTopicQueue: true\n')
    const talk = new Talk(copilotOf({ topics: { Hello: topicOf(['hello'], say('h', 'Hello.')), Fallback: fallback, Search: search, ...people } }))
    expect(talk.hear('qwe rty')).toEqual(['Found it.'])
  })
})

describe('an order of events the reference documents', () => {
  it('2.3: any activity, then typed ones by priority and age, then phrases', () => {
    const topics = {
      D: topicOf(['hello'], say('p', 'phrase')),
      C: triggerOf('OnActivity', 'type: Message\npriority: 5', say('c', 'typed, later')),
      B: triggerOf('OnActivity', 'type: Message', say('b', 'typed, first')),
      A: triggerOf('OnActivity', '', say('a', 'any')),
      Aa: triggerOf('OnActivity', 'priority: -1', say('aa', 'any, earlier')),
    }
    expect(new Talk(copilotOf({ topics })).hear('hello')).toEqual(['any, earlier', 'any', 'typed, first', 'typed, later', 'phrase'])
  })

  it('2.3: a custom event counts as typed, with or without a name', () => {
    const topics = { A: triggerOf('OnEventActivity', '', say('a', 'any event')), B: triggerOf('OnEventActivity', 'eventName: x', say('b', 'event x')), Z: triggerOf('OnActivity', '', say('z', 'any activity')) }
    expect(new Talk(copilotOf({ topics })).get({ type: 'event', name: 'x' })).toEqual(['any activity', 'any event', 'event x'])
  })

  it('2.4: a member who is added begins the conversation, once', () => {
    const talk = new Talk(copilotOf({ topics: { Start: triggerOf('OnConversationStart', '', say('s', 'Welcome.')), Update: triggerOf('OnActivity', 'type: ConversationUpdate', say('u', 'Somebody came.')) } }))
    const update = { type: 'conversationUpdate', membersAdded: [{ id: 'c' }] }
    expect(talk.get(update)).toEqual(['Somebody came.', 'Welcome.'])
    expect(talk.get(update)).toEqual(['Somebody came.'])
  })

  it('2.2: OnOutgoingMessage does not fire', () => {
    const talk = new Talk(copilotOf({ topics: { Hello: topicOf(['hello'], say('h', 'Hello.')), Out: triggerOf('OnOutgoingMessage', '', say('o', 'Out.')) } }))
    expect(talk.hear('hello')).toEqual(['Hello.'])
  })

  it('2.6: the customer chooses among the options by name, and the last one leads to Fallback', () => {
    const select = triggerOf(
      'OnSelectIntent',
      'triggerBehavior: Always',
      `- kind: SetVariable
  id: v
  variable: init:Topic.IntentOptions
  value: =System.Recognizer.IntentOptions
- kind: EditTable
  id: t
  changeType: Add
  itemsVariable: Topic.IntentOptions
  value: '={ DisplayName: "None of these", TopicId: "NoTopic", TriggerId: "NoTrigger", Score: 1.0 }'
- kind: Question
  id: q
  interruptionPolicy:
    allowInterruption: false
  alwaysPrompt: true
  variable: System.Recognizer.SelectedIntent
  prompt: Which one?
  entity:
    kind: DynamicClosedListEntity
    items: =Topic.IntentOptions
- kind: ConditionGroup
  id: c
  conditions:
    - id: c1
      condition: =System.Recognizer.SelectedIntent.TopicId = "NoTopic"
      actions:
        - kind: ReplaceDialog
          id: r
          dialog: bot.topic.Fallback
`,
    )
    const topics = { Card: topicOf(['lost card'], say('a', 'Card: {System.Activity.Text}')), Bag: topicOf(['lost bag'], say('b', 'Bag.')), Fallback: triggerOf('OnUnknownIntent', '', say('f', 'Please rephrase.')), Select: select }
    const two = (call: { type: string }) => (call.type === 'recognize' ? ({ type: 'recognized', intents: [{ topic: 'bot.topic.Card', score: 0.6 }, { topic: 'bot.topic.Bag', score: 0.58 }] } as const) : undefined)
    const talk = new Talk(copilotOf({ topics }), {}, two as never)
    expect(talk.hear('I lost it')).toEqual(['Which one?'])
    expect(talk.said[0]?.suggestedActions?.actions.map((action) => action.title)).toEqual(['lost card', 'lost bag', 'None of these'])
    expect(talk.hear('lost card')).toEqual(['Card: I lost it'])
    talk.hear('I lost it')
    expect(talk.hear('None of these')).toEqual(['Please rephrase.'])
  })

  it('2.8: a topic that wants the newest content says so and cancels the others', () => {
    const talk = new Talk(copilotOf({ topics: { Ask: topicOf(['ask'], question('q', 'NumberPrebuiltEntity')), Reset: topicOf(['reset'], say('r', 'Reset.'), 'startBehavior: UseLatestPublishedContentAndCancelOtherTopics') } }))
    talk.hear('ask')
    expect(talk.hear('reset')).toEqual(['Reset.'])
    expect([(talk.state as DialogState)['wantsLatestContent'], talk.state?.status]).toEqual([true, 'idle'])
  })
})
