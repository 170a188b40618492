import { describe, expect, it } from 'vitest'
import { compileCopilot } from './index.ts'
import type { CallResult, SkillCall } from './index.ts'
import { Talk, definitionOf, say, topicOf, triggerOf } from './testing.ts'

const definition = `kind: SkillDefinition
appId: { schemaName: AppId }
appEndpoint: { schemaName: Endpoint }
actions:
  - activityType: message
    actionId: chat
    outputType:
      properties:
        Count: Number
  - activityType: event
    actionId: book
`
const use = (action: string, more = '') => `- kind: InvokeSkillAction\n  id: use\n  skillId: bot.skill.Helper\n  actionId: ${action}\n${more}`
const topics = {
  Chat: topicOf(['chat'], `${use('chat', '  output:\n    binding:\n      Count: init:Topic.Count\n')}${say('done', 'Done {Topic.Count}.')}`),
  Book: topicOf(['book a table'], `${use('book', '  input:\n    binding:\n      Seats: =2 + 2\n')}${say('booked', 'Booked.')}`),
  Survey: topicOf(['survey'], `- kind: Question\n  id: q\n  variable: Topic.A\n  prompt: How many?\n  entity: NumberPrebuiltEntity\n${say('thanks', 'Thanks.')}`),
  Over: topicOf(['stop everything'], '- kind: CancelAllDialogs\n  id: c\n', 'startBehavior: CancelOtherTopics'),
  Listens: triggerOf('OnEventActivity', 'eventName: progress', say('heard', 'Progress {Text(System.Activity.Name)}.')),
  Failed: triggerOf('OnError', '', say('err', 'Error {System.Error.Code}')),
}

function talkWith(answer: (call: SkillCall) => CallResult | undefined) {
  const parts = definitionOf({ topics, environment: [{ schemaName: 'AppId', displayName: '', type: 'String', value: '11111111-1111-1111-1111-111111111111', secret: false }, { schemaName: 'Endpoint', displayName: '', type: 'String', value: 'https://skill.example/api/messages', secret: false }] })
  parts.components.push({ schemaName: 'bot.skill.Helper', kind: 'skill', name: 'Helper', description: '', path: 'skills/Helper.mcs.yml', text: definition, state: 'on', parts: {} })
  const calls: SkillCall[] = []
  const talk = new Talk(compileCopilot(parts), {}, (call) => {
    if (call.type !== 'skill') return undefined
    calls.push(call)
    return answer(call)
  })
  const from = (activity: Parameters<Talk['get']>[0]) => talk.take({ type: 'skill', key: calls[0]!.key, activity })
  return { talk, calls, from }
}
const silent = (): CallResult => ({ type: 'skill', activities: [] })
const over = (value: unknown = {}) => ({ type: 'endOfConversation', code: 'completedSuccessfully', value })

describe('a topic that waits for a skill', () => {
  it('calls an event with its inputs, once, and goes on when the skill is done', () => {
    const { talk, calls, from } = talkWith(silent)
    talk.hear('book a table')
    expect(calls[0]).toMatchObject({ activity: { type: 'event', name: 'book', value: { Seats: 4 } }, skill: { endpoint: 'https://skill.example/api/messages' } })
    expect(talk.state?.status).toBe('waiting')
    expect(from(over())).toEqual(['Booked.'])
    expect(from(over())).toEqual([])
    expect(talk.state?.status).toBe('idle')
  })

  it('is interrupted: what the skill says is heard at once, and its end waits for its turn', () => {
    const { talk, from } = talkWith(silent)
    talk.hear('chat')
    expect(talk.hear('survey')).toEqual(['How many?'])
    expect(from({ type: 'message', text: 'Meanwhile.', id: 'theirs', from: { id: 'skill' }, conversation: { id: 'theirs' } })).toEqual(['Meanwhile.'])
    expect(talk.said[0]).not.toHaveProperty('id')
    expect(from(over({ Count: '7' }))).toEqual([])
    expect(talk.hear('3')).toEqual(['Thanks.', 'Done 7.'])
  })

  it('hears the skill’s events on top of it; the client hears those nobody listens to', () => {
    const { talk, from } = talkWith(silent)
    talk.hear('chat')
    expect(from({ type: 'event', name: 'progress' })).toEqual(['Progress .'])
    from({ type: 'event', name: 'other', value: 1 })
    expect(talk.said).toEqual([{ type: 'event', name: 'other', value: 1 }])
    expect(from(over({ Count: 1 }))).toEqual(['Done 1.'])
  })

  it('lets words through while the skill is called, and takes its end afterwards', () => {
    let answered = false
    const { talk, calls, from } = talkWith(() => (answered ? silent() : undefined))
    talk.hear('chat')
    expect(talk.state?.status).toBe('calling')
    expect(from({ type: 'message', text: 'One moment.' })).toEqual(['One moment.'])
    expect(from(over({ Count: 2 }))).toEqual([])
    answered = true
    expect(talk.take({ type: 'answer', callId: calls[0]!.callId, result: silent() })).toEqual(['Done 2.'])
  })

  it('tells the skill when it is given up', () => {
    const { talk, calls } = talkWith(silent)
    talk.hear('chat')
    talk.hear('stop everything')
    expect(talk.last).toContainEqual({ type: 'notify', call: expect.objectContaining({ type: 'skill', key: calls[0]!.key, activity: { type: 'endOfConversation', code: 'userCancelled' } }) })
  })

  it.each([
    ['an output of the wrong type', over({ Count: 'many' }), 'Error ContentError'],
    ['an error code', { type: 'endOfConversation', code: 'SkillError' }, 'Error SkillFailed'],
  ])('fails with %s', (_, activity, said) => {
    const { talk, from } = talkWith(silent)
    talk.hear('chat')
    expect(from(activity)).toEqual([said])
    expect(talk.state?.status).toBe('idle')
  })

  it('hears of a skill that cannot be reached', () => {
    const { talk } = talkWith(() => ({ type: 'failed', code: 'SkillNotReachable', message: 'nobody there' }))
    expect(talk.hear('chat')).toEqual(['Error SkillNotReachable'])
  })
})
