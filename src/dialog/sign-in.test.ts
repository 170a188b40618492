import { describe, expect, it } from 'vitest'
import type { CallResult, SignInCall } from './index.ts'
import { Talk, copilotOf, say, topicOf, triggerOf } from './testing.ts'

const topics = {
  SignIn: triggerOf('OnSignIn', '', '- kind: OAuthInput\n  id: ask\n  title: Log in\n'),
  Mail: topicOf(['my mail'], say('mail', 'Mail of {System.User.Email}.')),
  Careful: topicOf(['careful'], say('careful', '{If(System.User.IsLoggedIn, System.User.Email, "nobody")}')),
  Either: topicOf(['either'], `- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: c1\n      condition: =!IsBlank(System.User.AccessToken)\n      actions:\n        - kind: SendActivity\n          id: in\n          activity: In.\n  elseActions:\n    - kind: SendActivity\n      id: out\n      activity: Out.\n`),
  Hours: topicOf(['opening hours'], say('hours', 'Nine to five.')),
  Failed: triggerOf('OnError', '', say('err', 'Error {System.Error.Code}')),
}
const kim: CallResult = { type: 'sign-in', outcome: 'signed-in', user: { id: 'k', displayName: 'Kim Berg', email: 'kim@contoso.example' } }
const out: CallResult = { type: 'sign-in', outcome: 'signed-out' }
const link: CallResult = { type: 'sign-in', outcome: 'link', connectionName: 'Contoso', url: 'https://baton.example/api/sign-in/start/x' }

function talkWith(answer: (call: SignInCall) => CallResult, required = false) {
  let token: string | undefined
  const steps: string[] = []
  const host = (call: { type: string }) => {
    if (call.type !== 'sign-in') return undefined
    const result = answer(call as SignInCall)
    steps.push((call as SignInCall).step)
    if (result.type === 'sign-in') token = result.outcome === 'signed-in' ? 'the-token' : undefined
    return result
  }
  const talk = new Talk(copilotOf({ topics }), { signIn: { required, accessToken: () => token } }, host)
  return { talk, steps, expire: () => (token = undefined) }
}
const byCode = ({ step }: SignInCall) => (step === 'code' ? kim : step === 'begin' ? link : out)

describe('a node that needs the customer signed in', () => {
  it('asks the host first, then the customer, and runs when they are', () => {
    const { talk, steps } = talkWith(byCode)
    talk.hear('my mail')
    expect(talk.said[0]?.attachments?.[0]).toMatchObject({ contentType: 'application/vnd.microsoft.card.oauth', content: { text: 'Please sign in to continue.', buttons: [{ title: 'Log in' }] } })
    expect(talk.hear('123456')).toEqual(['Mail of kim@contoso.example.'])
    expect(steps).toEqual(['check', 'begin', 'code'])
    expect(JSON.stringify(talk.state)).not.toContain('the-token')
  })

  it('asks nobody who is signed in already, and again when the token has run out', () => {
    const { talk, steps, expire } = talkWith(() => kim)
    expect(talk.hear('my mail')).toEqual(['Mail of kim@contoso.example.'])
    talk.hear('my mail')
    expect(steps).toEqual(['check'])
    expire()
    expect(talk.hear('careful')).toEqual(['nobody'])
    expect(talk.hear('my mail')).toEqual(['Mail of kim@contoso.example.'])
    expect(steps).toEqual(['check', 'check'])
  })

  it('is any node, conditions too, but none that asks whether they are', () => {
    const { talk, steps } = talkWith(byCode)
    expect(talk.hear('careful')).toEqual(['nobody'])
    expect(steps).toEqual([])
    talk.hear('either')
    expect(talk.hear('654 321')).toEqual(['In.'])
  })

  it('goes on without when they refuse', () => {
    const { talk } = talkWith(byCode)
    talk.hear('either')
    expect(talk.hear('cancel')).toEqual(['Out.'])
  })

  it('fails where the host has nothing to sign in with', () => {
    const { talk } = talkWith(() => ({ type: 'failed', code: 'AuthenticationNotConfigured', message: 'no sign-in provider' }))
    expect(talk.hear('my mail')).toEqual(['Error AuthenticationNotConfigured'])
  })
})

describe('a copilot whose customers have to sign in', () => {
  it('lets no topic interrupt, and answers afterwards what was asked first', () => {
    const { talk } = talkWith(byCode, true)
    talk.hear('opening hours')
    expect(talk.hear('my mail').at(-1)).toMatch(/^Please sign in with the button/)
    expect(talk.hear('123456')).toEqual(['Nine to five.'])
    expect(talk.hear('my mail')).toEqual(['Mail of kim@contoso.example.'])
  })

  it('says so to its makers when no topic asks', () => {
    const talk = new Talk(copilotOf({ topics: { Failed: topics.Failed, Hours: topics.Hours } }), { signIn: { required: true, accessToken: () => undefined } }, (call) => (call.type === 'sign-in' ? out : undefined))
    expect(talk.hear('opening hours')).toEqual(['Error AuthenticationNotConfigured'])
  })

  it('answers nothing to who does not', () => {
    const { talk } = talkWith(byCode, true)
    talk.hear('opening hours')
    expect(talk.hear('cancel')).toEqual([])
    talk.hear('opening hours')
    expect(talk.said[0]?.attachments).toHaveLength(1)
  })
})
