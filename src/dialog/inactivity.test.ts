import { describe, expect, it } from 'vitest'
import { Talk, copilotOf, say, topicOf, triggerOf } from './testing.ts'

const onHub = 'condition: =System.Activity.Channel = ChannelId.Omnichannel'
const reminder = triggerOf('OnInactivity', `${onHub}\ndurationInSeconds: 120`, say('r1', 'Are you still there?'))
const timeout = triggerOf('OnInactivity', `${onHub}\ndurationInSeconds: =Env.new_CloseAfterSeconds`, `${say('t1', 'Closing.')}- kind: EndConversation\n  id: end1\n`, 'startBehavior: CancelOtherTopics')
const environment = [{ schemaName: 'new_CloseAfterSeconds', displayName: 'Close', type: 'Number', defaultValue: '300', secret: false }]
const hello = topicOf(['hello'], say('h1', 'Hi.'))
const ask = topicOf(['ask me'], '- kind: Question\n  id: q1\n  variable: Topic.N\n  prompt: How many?\n  entity: NumberPrebuiltEntity\n' + say('s1', 'N is {Topic.N}.'))
const topics = { Hello: hello, Ask: ask, SessionTimeout: timeout, SessionTimeoutReminder: reminder }
const talkOn = (channelId: string, more: Record<string, string> = {}) => new Talk(copilotOf({ topics: { ...topics, ...more }, environment }), { channelId })

describe('the session timeout pair (A.1)', () => {
  it('reminds at 120 s and closes at 300 s', () => {
    const talk = talkOn('omnichannel')
    talk.hear('hello')
    expect(talk.wait(119)).toEqual([])
    expect(talk.wait(1)).toEqual(['Are you still there?'])
    expect(talk.wait(179)).toEqual([])
    expect(talk.wait(1)).toEqual(['Closing.'])
    expect(talk.state?.status).toBe('ended')
    expect(talk.last).toContainEqual({ type: 'end', outcome: 'None' })
  })

  it('starts again when the customer writes, for both', () => {
    const talk = talkOn('omnichannel')
    talk.hear('hello')
    talk.wait(130)
    talk.hear('hello')
    expect(talk.wait(119)).toEqual([])
    expect(talk.wait(1)).toEqual(['Are you still there?'])
    expect(talk.wait(179)).toEqual([])
    expect(talk.wait(1)).toEqual(['Closing.'])
  })

  it('takes the duration from the environment of the moment', () => {
    const talk = new Talk(copilotOf({ topics, environment }), { environment: { new_CloseAfterSeconds: '200' } })
    talk.hear('hello')
    talk.wait(120)
    expect(talk.wait(80)).toEqual(['Closing.'])
  })

  it('does nothing on another channel', () => {
    const talk = talkOn('directline')
    talk.hear('hello')
    expect(talk.last.filter((effect) => effect.type === 'inactivity')).toEqual([])
    expect(talk.wait(10_000)).toEqual([])
  })

  it('is not armed before the customer has said anything', () => {
    const talk = talkOn('omnichannel', { Start: triggerOf('OnConversationStart', '', say('w1', 'Welcome.')) })
    expect(talk.start()).toEqual(['Welcome.'])
    expect(talk.dueAt).toBeUndefined()
  })

  it('is not moved by an event of the client', () => {
    const talk = talkOn('omnichannel')
    talk.hear('hello')
    const due = talk.dueAt
    talk.now += 50_000
    talk.get({ type: 'event', name: 'ping' })
    expect(talk.dueAt).toBe(due)
  })

  it('leaves the waiting question as it was', () => {
    const talk = talkOn('omnichannel')
    expect(talk.hear('ask me')).toEqual(['How many?'])
    expect(talk.wait(120)).toEqual(['Are you still there?'])
    expect(talk.state?.status).toBe('waiting')
    expect(talk.hear('4')).toEqual(['N is 4.'])
  })

  it('is cancelled when the conversation goes to a person', () => {
    const talk = talkOn('omnichannel', { Escalate: triggerOf('OnEscalate', 'intent:\n  triggerQueries: [a person please]', '- kind: TransferConversationV2\n  id: t\n') })
    talk.hear('hello')
    talk.hear('a person please')
    expect(talk.state?.status).toBe('transferred')
    expect(talk.last).toContainEqual({ type: 'inactivity', dueAt: undefined })
  })
})

describe('several inactivity topics', () => {
  const at = (seconds: number, priority: number, text: string) => triggerOf('OnInactivity', `priority: ${priority}\ndurationInSeconds: ${seconds}`, say('x1', text))

  it('of the same duration: the lower priority number wins, then the older', () => {
    const talk = new Talk(copilotOf({ topics: { Hello: hello, A: at(60, 1, 'a'), B: at(60, 0, 'b'), C: at(60, 0, 'c') } }))
    talk.hear('hello')
    expect(talk.wait(10_000)).toEqual(['b'])
  })

  it('stop when one of them sets Continue to false', () => {
    const stop = triggerOf('OnInactivity', 'durationInSeconds: 60', `${say('x1', 'Call {System.InactivityTimer.Count}.')}- kind: SetVariable\n  id: v\n  variable: System.InactivityTimer.Continue\n  value: =false\n`)
    const talk = new Talk(copilotOf({ topics: { Hello: hello, A: stop, B: at(90, 0, 'never') } }))
    talk.hear('hello')
    expect(talk.wait(10_000)).toEqual(['Call 1.'])
  })

  it('check their condition again when they fire', () => {
    const once = triggerOf('OnInactivity', 'durationInSeconds: 60\ncondition: =Global.Quiet <> true', say('x1', 'Hello?'))
    const talk = new Talk(copilotOf({ topics: { Hello: hello, A: once, Quiet: triggerOf('OnEventActivity', 'eventName: quiet', '- kind: SetVariable\n  id: v\n  variable: Global.Quiet\n  value: =true\n') } }))
    talk.hear('hello')
    talk.get({ type: 'event', name: 'quiet' })
    expect(talk.wait(100)).toEqual([])
  })

  it('arm again when the timer is read too early', () => {
    const talk = new Talk(copilotOf({ topics: { Hello: hello, A: at(60, 0, 'a') } }))
    talk.hear('hello')
    talk.now += 10_000
    expect(talk.take({ type: 'inactivity' })).toEqual([])
    expect(talk.wait(50)).toEqual(['a'])
  })
})
