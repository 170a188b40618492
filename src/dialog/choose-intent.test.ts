import { describe, expect, it } from 'vitest'
import { chooseIntent, runTurn } from './index.ts'
import { context, copilotOf, say, topicOf } from './testing.ts'

const ranked = (...scores: number[]) => scores.map((score, i) => ({ topic: `t${i}`, score }))
const all = () => true

describe('choosing among ranked intents', () => {
  it.each([
    ['nothing', [], 'none'],
    ['something too unlike', [0.2], 'none'],
    ['something half like', [0.35], 'none'],
    ['one that is like enough', [0.5], 'one'],
    ['one well ahead of the next', [0.8, 0.5], 'one'],
    ['two close to each other', [0.6, 0.55], 'several'],
    ['the same words as one phrase, and something similar', [1, 0.98], 'one'],
    ['the same words as two phrases', [1, 1], 'several'],
    ['two half like', [0.36, 0.35], 'several'],
  ] as const)('%s', (_what, scores, kind) => {
    expect(chooseIntent(ranked(...scores), all).kind).toBe(kind)
  })

  it('offers three at most, the best first', () => {
    expect(chooseIntent(ranked(0.6, 0.59, 0.58, 0.57), all)).toMatchObject({ kind: 'several', intents: [{ topic: 't0' }, { topic: 't1' }, { topic: 't2' }] })
  })

  it('asks only among topics that may be offered, else takes the best', () => {
    expect(chooseIntent(ranked(0.6, 0.55), (topic) => topic !== 't1')).toMatchObject({ kind: 'one', intent: { topic: 't0' } })
  })
})

describe('running a whole turn', () => {
  const copilot = copilotOf({ topics: { Hello: topicOf(['hello'], say('h', 'Hi.')), Fetch: topicOf(['fetch'], '- kind: HttpRequestAction\n  id: r\n  url: https://example.org\n') } })
  it('asks the host and tells what it asked', async () => {
    const turn = await runTurn(copilot, undefined, { type: 'activity', activity: { type: 'message', text: 'hello' } }, context(), async () => ({ type: 'recognized', intents: [{ topic: 'bot.topic.Hello', score: 1 }] }))
    expect(turn.calls).toMatchObject([{ call: { type: 'recognize', text: 'hello', locale: 'en-US' } }])
    expect(turn.effects).toContainEqual({ type: 'send', activity: { type: 'message', text: 'Hi.' } })
    expect(turn.state.status).toBe('idle')
  })

  it('takes a host that throws for a call that failed', async () => {
    const turn = await runTurn(copilot, undefined, { type: 'activity', activity: { type: 'message', text: 'fetch' } }, context(), async (call) => {
      if (call.type === 'recognize') return { type: 'recognized', intents: [{ topic: 'bot.topic.Fetch', score: 1 }] }
      throw new Error('the network is down')
    })
    expect(turn.calls[1]?.result).toEqual({ type: 'failed', code: 'SystemError', message: 'the network is down' })
    expect(turn.state.status).toBe('idle')
  })
})
