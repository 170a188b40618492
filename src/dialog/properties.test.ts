import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance } from './index.ts'
import type { DialogEvent, DialogState } from './index.ts'
import { Talk, context, copilotOf, say, topicOf, triggerOf } from './testing.ts'

const question = (id: string, variable: string, entity: string) => `- kind: Question\n  id: ${id}\n  variable: ${variable}\n  prompt: Ask ${id}\n  alwaysPrompt: true\n  entity: ${entity}\n  repeatCount: 2\n  defaultValue: none\n`
const copilot = copilotOf({
  topics: {
    Start: triggerOf('OnConversationStart', '', say('w', 'Welcome.')),
    Color: topicOf(['color'], question('q1', 'Global.Color', 'StringPrebuiltEntity') + question('q2', 'Topic.Count', 'NumberPrebuiltEntity') + say('s', 'Done {Global.Color} {Topic.Count}')),
    Size: topicOf(['size'], question('q1', 'Global.Size', 'BooleanPrebuiltEntity') + say('s', 'Size {Global.Size}')),
    Joke: topicOf(['joke'], '- kind: SendActivity\n  id: j\n  activity:\n    text: [One, Two, Three]\n'),
    Fetch: topicOf(['fetch'], '- kind: HttpRequestAction\n  id: h\n  url: https://example.org\n  response: Global.R\n' + say('s', 'Got {Global.R}')),
    Bad: topicOf(['bad'], '- kind: BeamMeUp\n  id: x\n'),
    Fallback: triggerOf('OnUnknownIntent', '', say('f', 'Miss {System.FallbackCount}')),
    Reminder: triggerOf('OnInactivity', 'durationInSeconds: 60', say('r', 'Still there?')),
    Error: triggerOf('OnError', '', say('e', 'Error {System.Error.Code}') + '- kind: CancelAllDialogs\n  id: c\n'),
  },
})

const sayings = ['color', 'size', 'joke', 'fetch', 'bad', 'yes', 'no', '5', 'blue', 'qqq', '']
const event: fc.Arbitrary<DialogEvent> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<DialogEvent>({ type: 'start' }) },
  { weight: 8, arbitrary: fc.oneof(fc.constantFrom(...sayings), fc.string()).map((text): DialogEvent => ({ type: 'activity', activity: { type: 'message', text } })) },
  { weight: 1, arbitrary: fc.constant<DialogEvent>({ type: 'inactivity' }) },
  { weight: 1, arbitrary: fc.constantFrom<DialogEvent>({ type: 'activity', activity: { type: 'event', name: 'x' } }, { type: 'activity', activity: { type: 'typing' } }, { type: 'activity', activity: { type: 'message', value: { a: 1 } } }) },
)
const http = (call: { type: string }) => (call.type === 'http' ? ({ type: 'http', status: 200, headers: {}, body: '"ok"' } as const) : undefined)
const play = (events: DialogEvent[]) => {
  const talk = new Talk(copilot, {}, http)
  return { talk, turns: events.map((happened) => ({ texts: talk.take(happened), effects: talk.last, state: talk.state })) }
}

describe('whatever happens', () => {
  it('the same state and event give the same turn, and the state given stays as it was', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), event, (before, next) => {
        const { talk } = play(before)
        const frozen = JSON.stringify(talk.state)
        const once = advance(copilot, talk.state, next, context())
        const twice = advance(copilot, talk.state && (JSON.parse(frozen) as DialogState), next, context())
        expect(twice).toEqual(once)
        expect(JSON.stringify(talk.state)).toBe(frozen)
      }),
      { numRuns: 150 },
    )
  })

  it('the state survives being stored as JSON', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 10 }), (events) => {
        for (const { state } of play(events).turns) expect(JSON.parse(JSON.stringify(state))).toEqual(state)
      }),
      { numRuns: 100 },
    )
  })

  it('a turn never loses a variable', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        let known: string[] = []
        for (const { state } of play(events).turns) {
          const names = Object.keys(state?.['globals'] as object)
          expect(names).toEqual(expect.arrayContaining(known))
          known = names
        }
      }),
      { numRuns: 100 },
    )
  })

  it('the engine never breaks, and never says more than a turn may', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        for (const { effects, texts } of play(events).turns) {
          expect(effects.filter((effect) => effect.type === 'trace' && effect.trace.kind === 'error' && effect.trace.code === 'SystemError')).toEqual([])
          expect(texts.length).toBeLessThan(20)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('an interruption returns to the prompt that waited, however many come', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('joke', 'size'), { minLength: 1, maxLength: 6 }), (interruptions) => {
        const talk = new Talk(copilot)
        talk.hear('color')
        talk.hear('blue')
        expect(talk.said.at(-1)?.text).toBe('Ask q2')
        for (const saying of interruptions) {
          const texts = talk.hear(saying)
          if (saying === 'size') expect(talk.hear('yes').slice(-1)).toEqual(['Ask q2'])
          else expect(texts.slice(-1)).toEqual(['Ask q2'])
        }
        expect(talk.hear('7')).toEqual(['Done blue 7'])
      }),
      { numRuns: 40 },
    )
  })

  it('any interruption of any prompt returns to it, and the topic goes on as if nothing had happened', () => {
    const card = '- kind: AdaptiveCardPrompt\n  id: p\n  card: \'{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Input.Text","id":"x"}],"actions":[{"type":"Action.Submit","title":"Go"}]}\'\n  output:\n    binding:\n      x: Topic.P\n'
    const list = '- kind: Question\n  id: p\n  variable: Topic.P\n  prompt: Ask p\n  alwaysPrompt: true\n  entity:\n    kind: EmbeddedEntity\n    definition:\n      kind: ClosedListEntity\n      items: [{id: red, displayName: Red}, {id: green, displayName: Green}]\n'
    const prompts: Record<string, { node: string; answer: { text?: string; value?: unknown } }> = {
      text: { node: question('p', 'Topic.P', 'EmailPrebuiltEntity'), answer: { text: 'ann@example.org' } },
      number: { node: question('p', 'Topic.P', 'NumberPrebuiltEntity'), answer: { text: '7' } },
      yes: { node: question('p', 'Topic.P', 'BooleanPrebuiltEntity'), answer: { text: 'yes' } },
      list: { node: list, answer: { text: 'green' } },
      card: { node: card, answer: { value: { x: 'filled' } } },
      survey: { node: '- kind: CSATQuestion\n  id: p\n  variable: Topic.P\n', answer: { text: '5' } },
    }
    const inner = { joke: say('j', 'Ha.'), size: question('i', 'Topic.I', 'NumberPrebuiltEntity') + say('i2', 'Size {Topic.I}.'), redirect: '- kind: BeginDialog\n  id: b\n  dialog: bot.topic.joke\n', deep: '- kind: BeginDialog\n  id: b\n  dialog: bot.topic.size\n' + say('d', 'Deep.') }
    const interruption = fc.constantFrom('joke', 'size', 'redirect', 'deep', '(silence)', '(event)')
    fc.assert(
      fc.property(fc.constantFrom(...Object.entries(prompts)), fc.array(interruption, { maxLength: 5 }), ([, prompt], interruptions) => {
        const topics = {
          Main: topicOf(['main'], '- kind: SetVariable\n  id: k\n  variable: Topic.Kept\n  value: kept\n' + prompt.node + say('s', 'Done {Topic.Kept}.')),
          ...Object.fromEntries(Object.entries(inner).map(([name, actions]) => [name, topicOf([name], actions)])),
          Reminder: triggerOf('OnInactivity', 'durationInSeconds: 60', say('r', 'Still there?')),
          Ping: triggerOf('OnEventActivity', 'eventName: ping', say('g', 'Pong.')),
        }
        const talk = new Talk(copilotOf({ topics }))
        talk.hear('main')
        const asked = talk.said.at(-1)
        for (const name of interruptions) {
          if (name === '(silence)') talk.wait(60)
          else if (name === '(event)') talk.get({ type: 'event', name: 'ping' })
          else {
            talk.hear(name)
            if (name === 'size' || name === 'deep') talk.hear('42')
            expect(talk.said.at(-1)).toEqual(asked)
          }
          expect(talk.state?.status).toBe('waiting')
        }
        talk.hear(prompt.answer.text ?? '', prompt.answer)
        expect(talk.said.at(-1)?.text).toBe('Done kept.')
        expect(talk.state?.status).toBe('idle')
      }),
      { numRuns: 120 },
    )
  })
})
