import { describe, expect, it } from 'vitest'
import { Talk, copilotOf, say, triggerOf } from './testing.ts'

const lines = (text: string) => text.trimEnd().split('\n').map((line) => `      ${line}`).join('\n')
const phrases = (id: string, phrase: string, actions: string) => `  - kind: OnRecognizedIntent\n    id: ${id}\n    intent: {displayName: ${id}, triggerQueries: [${phrase}]}\n    actions:\n${lines(actions)}`
const several = `kind: AdaptiveDialog
triggers:
${phrases('main', 'open an account', say('s1', 'Opening.'))}
${phrases('closing', 'close everything', '- kind: Question\n  id: q\n  variable: Topic.Sure\n  prompt: Sure?\n  alwaysPrompt: true\n  entity:\n    kind: EmbeddedEntity\n    definition:\n      kind: ClosedListEntity\n      items: [{id: y}, {id: n}]\n' + say('s2', `{If(Topic.Sure = 'bot.topic.Several.closing.q'.y, "Closed.", "Kept.")}`))}
  - kind: OnEventActivity
    id: event
    eventName: ping
    actions:
${lines(say('s3', 'Pong.'))}`
const copilot = copilotOf({ topics: { Several: several, Go: triggerOf('OnEventActivity', 'eventName: go', '- kind: BeginDialog\n  id: b\n  dialog: bot.topic.Several\n'), Off: triggerOf('OnEventActivity', 'eventName: off', '- kind: DisableTrigger\n  id: d\n  dialog: bot.topic.Several\n') } })

describe('a topic with several triggers', () => {
  it('runs each of them', () => {
    const talk = new Talk(copilot)
    expect(talk.hear('open an account')).toEqual(['Opening.'])
    expect(talk.get({ type: 'event', name: 'ping' })).toEqual(['Pong.'])
    expect(talk.hear('close everything')).toEqual(['Sure?'])
    expect(talk.hear('y')).toEqual(['Closed.'])
    expect(talk.errors).toEqual([])
  })

  it('is reached by redirects at its first trigger, and switched off as a whole', () => {
    const talk = new Talk(copilot)
    expect(talk.get({ type: 'event', name: 'go' })).toEqual(['Opening.'])
    talk.get({ type: 'event', name: 'off' })
    expect(talk.get({ type: 'event', name: 'ping' })).toEqual([])
    expect(talk.hear('close everything')).toEqual([])
  })
})

describe('phrases for some channels only', () => {
  it('count there', () => {
    const topic = triggerOf('OnRecognizedIntent', 'intent:\n  displayName: Hours\n  triggerQueries: [store hours]\n  availableInChannels: [Omnichannel, msteams]', say('s', 'Nine to five.'))
    const talk = (channelId: string) => new Talk(copilotOf({ topics: { Hours: topic } }), { channelId }).hear('store hours')
    expect([talk('omnichannel'), talk('msteams'), talk('directline')]).toEqual([['Nine to five.'], ['Nine to five.'], []])
  })
})
