import { describe, expect, it } from 'vitest'
import type { Activity } from '../contracts/activity.ts'
import { MAX_VALUE_LENGTH, handoffInitiate, readHandoff } from './handoff.ts'
import { Talk, copilotOf, say, topicOf, triggerOf } from './testing.ts'

const node = (context: string) => `- kind: TransferConversationV2
  id: transfer_e1
  transferType:
    kind: TransferToAgent
    messageToAgent: Order {Global.OrderId} needs attention
    context: ${context}
`
const escalateWith = (context: string) =>
  triggerOf('OnEscalate', 'intent:\n  displayName: Escalate\n  includeInOnSelectIntent: false\n  triggerQueries: [Talk to a person, I need a human]', say('e1', 'One moment, I am connecting you.') + node(context), 'startBehavior: CancelOtherTopics')

const order = topicOf(['my order'], `- kind: SetVariable
  id: v1
  variable: Topic.Color
  value: red
- kind: SetVariable
  id: v2
  variable: Global.OrderId
  value: 4711
- kind: SetVariable
  id: v3
  variable: Topic.Items
  value: '=[{Name: "Lamp", Price: 12.5}]'
- kind: Question
  id: q1
  variable: Topic.Comment
  prompt: What about it?
  entity: StringPrebuiltEntity
`)
const fallback = triggerOf('OnUnknownIntent', '', `- kind: ConditionGroup
  id: c1
  conditions:
    - id: c2
      condition: =System.FallbackCount < 3
      actions:
        - kind: SendActivity
          id: f1
          activity: Miss {System.FallbackCount}.
  elseActions:
    - kind: BeginDialog
      id: b1
      dialog: bot.topic.Escalate
`)
const talkWith = (context = '{kind: AutomaticTransferContext}') => new Talk(copilotOf({ topics: { Order: order, Escalate: escalateWith(context), Fallback: fallback } }))

describe('the Escalate topic with a transfer (A.2)', () => {
  it('says its message and hands over, and nothing is said after that', () => {
    const talk = talkWith()
    talk.hear('my order')
    expect(talk.hear('talk to a person')).toEqual(['One moment, I am connecting you.'])
    expect(talk.last.map((effect) => effect.type).filter((type) => type !== 'trace')).toEqual(['send', 'transfer'])
    expect(talk.state?.status).toBe('transferred')
    expect(talk.hear('hello?')).toEqual([])
    expect(talk.last).toEqual([])
  })

  it('tells the agent the private message and every variable of every topic', () => {
    const talk = talkWith()
    talk.hear('my order')
    talk.hear('I need a human')
    expect(talk.transfer?.messageToAgent).toBe('Order 4711 needs attention')
    expect(talk.transfer?.variables).toMatchObject({
      Color: 'red',
      OrderId: 4711,
      Items: [{ Name: 'Lamp', Price: 12.5 }],
      va_Scope: 'bot',
      va_LastTopic: 'Escalate',
      va_Topics: ['Order', 'Escalate'],
      va_LastPhrase: 'I need a human',
      va_LastPhrases: 'I need a human',
      va_Phrases: ['my order', 'I need a human'],
      va_ConversationId: 'conv-1',
      va_AgentMessage: 'Order 4711 needs attention',
      va_BotId: 'bot-1',
      va_BotName: 'Bot',
      va_Language: 'en-US',
    })
  })

  it('keeps the earlier topic as the last one when Fallback redirected', () => {
    const talk = talkWith()
    talk.hear('my order')
    talk.hear('it is late')
    expect(talk.hear('qqq')).toEqual(['Miss 1.'])
    expect(talk.hear('www')).toEqual(['Miss 2.'])
    expect(talk.hear('zzz')).toEqual(['One moment, I am connecting you.'])
    expect(talk.transfer?.variables).toMatchObject({ va_LastTopic: 'Order', va_Topics: ['Order'], Comment: 'it is late' })
  })

  it.each([
    ['{kind: AutomaticTransferContext, variables: Global}', { OrderId: 4711 }, ['Color']],
    ['{kind: AutomaticTransferContext, variables: Topic}', { Color: 'red' }, ['OrderId']],
    ['{kind: ExpressionTransferContext, value: \'={ Priority: "High", Number: 3 }\'}', { Priority: 'High', Number: 3 }, ['Color', 'OrderId']],
  ])('passes on what %s says', (context, present, absent) => {
    const talk = talkWith(context)
    talk.hear('my order')
    talk.hear('talk to a person')
    expect(talk.transfer?.variables).toMatchObject(present)
    for (const name of absent) expect(talk.transfer?.variables).not.toHaveProperty(name)
  })

  it('sets the outcome to escalated', () => {
    const talk = talkWith()
    talk.hear('talk to a person')
    expect(talk.state?.['outcome']).toBe('Escalated')
  })
})

describe('other transfers', () => {
  const via = (action: string) => {
    const talk = new Talk(copilotOf({ topics: { Go: topicOf(['go'], action) } }))
    talk.hear('go')
    return talk
  }

  it('the older node means the same', () => {
    expect(via('- kind: TransferConversation\n  id: t\n  messageToAgent: Please help\n').transfer).toMatchObject({ target: { kind: 'agent' }, messageToAgent: 'Please help' })
  })

  it('goes to a telephone number', () => {
    const talk = via('- kind: TransferConversationV2\n  id: t\n  transferType: {kind: TransferToPhoneNumber, phoneNumber: "+1 (425) 555-0100", sipUuiHeader: "a=1"}\n')
    expect(talk.transfer?.target).toEqual({ kind: 'phone', phoneNumber: '+14255550100', sipUuiHeader: 'a=1' })
  })

  it('refuses a number without its country code', () => {
    const talk = via('- kind: TransferConversationV2\n  id: t\n  transferType: {kind: TransferToPhoneNumber, phoneNumber: "555"}\n')
    expect(talk.errors[0]).toMatchObject({ code: 'InvalidContent', nodeId: 't' })
    expect(talk.state?.status).toBe('idle')
  })
})

describe('the handoff.initiate event', () => {
  const said: Activity[] = [
    { type: 'message', id: '1', text: 'hi', from: { id: 'cust-1', role: 'user' } },
    { type: 'typing' },
    { type: 'message', id: '2', text: 'One moment.', from: { id: 'bot-1', role: 'bot' } },
  ]
  const event = (variables: Record<string, unknown> = {}) =>
    handoffInitiate({ transfer: { target: { kind: 'agent' }, messageToAgent: 'Help', variables: { va_Topics: ['A'], va_LastTopic: 'A', va_LastPhrase: 'hi', va_Phrases: ['hi'], va_Language: 'en-US', ...variables } }, transcript: said, conversationId: 'conv-1', bot: { id: 'bot-1', name: 'Bot' }, customer: { id: 'cust-1', name: 'Renata' }, channelId: 'omnichannel', now: new Date(0), replyToId: '1' })

  it('carries the messages so far, the variables and who it is about', () => {
    expect(event({ Color: 'red' })).toMatchObject({
      type: 'event',
      name: 'handoff.initiate',
      replyToId: '1',
      from: { id: 'bot-1', name: 'Bot', role: 'bot' },
      attachments: [{ contentType: 'application/json', name: 'Transcript', content: { activities: [said[0], said[2]] } }],
      value: { va_AgentMessage: 'Help', Color: 'red' },
      relatesTo: { activityId: '1', user: { id: 'cust-1', role: 'user' }, bot: { id: 'bot-1' }, conversation: { id: 'conv-1' } },
    })
  })

  it('is read back', () => {
    expect(readHandoff(event({ Color: 'red' }))).toMatchObject({ messageToAgent: 'Help', lastTopic: 'A', topics: ['A'], lastPhrase: 'hi', phrases: ['hi'], language: 'en-US', variables: { Color: 'red' }, conversationId: 'conv-1', bot: { id: 'bot-1', name: 'Bot' } })
    expect(readHandoff(event())?.transcript).toHaveLength(2)
  })

  it('is read from other copilots too: any capitals, the other spelling, JSON in a string', () => {
    const foreign: Activity = { type: 'event', name: 'Handoff.Initiate', conversation: { id: 'c9' }, from: { id: 'b9', name: 'B9' }, attachments: [{ contentType: 'application/json', name: 'TRANSCRIPT', content: JSON.stringify({ activities: [said[0]] }) }], value: JSON.stringify({ VA_LastPhrases: ['one', 'two'], va_Topics: '["T"]', Color: 'blue' }) }
    expect(readHandoff(foreign)).toMatchObject({ lastPhrase: 'two', topics: ['T'], transcript: [said[0]], variables: { Color: 'blue' }, conversationId: 'c9', bot: { id: 'b9', name: 'B9' }, messageToAgent: '' })
  })

  it('is not seen in anything else', () => {
    expect(readHandoff({ type: 'message', text: 'handoff.initiate' })).toBeUndefined()
    expect(readHandoff({ type: 'event', name: 'other' })).toBeUndefined()
    expect(readHandoff({ type: 'event', name: 'handoff.initiate' })).toMatchObject({ transcript: [], variables: {} })
  })

  it('shortens what a hub would refuse', () => {
    const value = event({ Long: 'x'.repeat(9_000), ['n'.repeat(300)]: 1, Deep: { text: 'y'.repeat(9_000) } }).value as Record<string, string>
    expect(value['Long']).toHaveLength(MAX_VALUE_LENGTH)
    expect(value['Deep']).toHaveLength(MAX_VALUE_LENGTH)
    expect(Object.keys(value).every((name) => name.length <= 200)).toBe(true)
  })
})
