import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { trainRecognizer } from '../recognition/index.ts'
import { advance, compileCopilot, recordTurn, replay, runTurn, traceInWords } from './index.ts'
import type { ConversationRecord, DialogEvent, DialogState, RecordedEvent, Step, TurnHost } from './index.ts'
import { context, definitionOf, say, topicOf, triggerOf } from './testing.ts'

const question = (id: string, variable: string, entity: string) => `- kind: Question\n  id: ${id}\n  variable: ${variable}\n  prompt: Ask ${id}\n  alwaysPrompt: true\n  entity: ${entity}\n  defaultValue: none\n`
const copilot = compileCopilot(
  definitionOf({
    topics: {
      Start: triggerOf('OnConversationStart', '', say('w', 'Welcome.')),
      Color: topicOf(['color'], question('q1', 'Global.Color', 'StringPrebuiltEntity') + question('q2', 'Topic.Count', 'NumberPrebuiltEntity') + say('s', 'Done {Global.Color} {Topic.Count} {Text(Now(), "HH:mm:ss")} {Rand()}')),
      Joke: topicOf(['joke'], '- kind: SendActivity\n  id: j\n  activity:\n    text: [One, Two, Three]\n'),
      Fetch: topicOf(['fetch'], '- kind: HttpRequestAction\n  id: h\n  url: https://example.org\n  response: Topic.R\n' + say('s', 'Got {Topic.R}')),
      Bad: topicOf(['bad'], '- kind: BeamMeUp\n  id: x\n'),
      Passing: topicOf(['passing'], '- kind: BeginDialog\n  id: b\n  dialog: bot.topic.Callee\n  input:\n    binding: {In: =7}\n  output:\n    binding: {Out: Global.Back}\n'),
      Callee: triggerOf('OnRedirect', '', '- kind: SetVariable\n  id: v\n  variable: Topic.Out\n  value: =Topic.In + 1\n', 'inputType: {properties: {In: Number}}\noutputType: {properties: {Out: Number}}'),
      Fallback: triggerOf('OnUnknownIntent', '', say('f', 'Miss {System.FallbackCount}')),
      Reminder: triggerOf('OnInactivity', 'durationInSeconds: 60', say('r', 'Still there?')),
    },
  }),
)
const recognizer = trainRecognizer(copilot)
const host: TurnHost = async (call) => (call.type === 'recognize' ? { type: 'recognized', intents: recognizer.recognize(call.text, call.locale) } : { type: 'http', status: 200, headers: {}, body: '"ok"' })
const message = (text: string): DialogEvent => ({ type: 'activity', activity: { type: 'message', text } })
const stored = (record: ConversationRecord) => JSON.parse(JSON.stringify(record)) as RecordedEvent[]

const START = Date.parse('2026-01-05T09:00:00.000Z')
const event: fc.Arbitrary<DialogEvent> = fc.oneof(
  fc.constantFrom<DialogEvent>({ type: 'start' }, { type: 'inactivity' }, { type: 'activity', activity: { type: 'event', name: 'x' } }),
  { weight: 6, arbitrary: fc.constantFrom('color', 'joke', 'fetch', 'bad', 'passing', '5', 'blue', 'qqq').map(message) },
)

describe('replay', () => {
  it('gives the effects and states of the live run, from a log that was stored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(event, fc.integer({ min: 0, max: 90 })), { maxLength: 10 }), async (events) => {
        const record: RecordedEvent[] = []
        const live: { state: DialogState; effects: unknown[] }[] = []
        let state: DialogState | undefined
        let seconds = 0
        for (const [happened, later] of events) {
          const at = context({ now: new Date(START + (seconds += later) * 1000) })
          const turn = await runTurn(copilot, state, happened, at, host)
          state = JSON.parse(JSON.stringify(turn.state)) as DialogState
          record.push(...recordTurn(happened, at, turn))
          live.push({ state, effects: turn.effects })
        }
        const steps = replay(copilot, stored(record))
        expect(steps.length).toBe(record.length)
        expect(steps.flatMap((step) => step.effects)).toEqual(live.flatMap((turn) => turn.effects))
        if (state) expect(JSON.parse(JSON.stringify(steps.at(-1)?.state))).toEqual(state)
      }),
      { numRuns: 60 },
    )
  })

  it('gives them too when the customer writes on while the outside is asked', () => {
    const steps: Step[] = []
    const record: RecordedEvent[] = []
    let state: DialogState | undefined
    const take = (happened: DialogEvent) => {
      record.push({ event: happened, context: context() })
      steps.push(advance(copilot, state, happened, context()))
      state = steps.at(-1)?.state
    }
    take(message('fetch'))
    take(message('joke'))
    for (let call = steps[0]?.call; call; call = steps.at(-1)?.call) take({ type: 'answer', callId: call.callId, result: call.type === 'recognize' ? { type: 'recognized', intents: recognizer.recognize(call.text, call.locale) } : { type: 'http', status: 200, headers: {}, body: '1' } })
    expect(record.length).toBe(5)
    expect(replay(copilot, stored(record)).map(({ effects, state: after, call }) => ({ effects, state: after, call }))).toEqual(steps.map(({ effects, state: after, call }) => ({ effects, state: after, call })))
  })

  it('tells why each topic started and what each variable held before and after', async () => {
    const record: RecordedEvent[] = []
    let state: DialogState | undefined
    for (const happened of [message('color'), message('blue'), message('5'), message('passing'), message('gibberish')]) {
      const turn = await runTurn(copilot, state, happened, context(), host)
      state = turn.state
      record.push(...recordTurn(happened, context(), turn))
    }
    const steps = replay(copilot, record)
    expect(steps.flatMap((step) => step.triggers.map((trigger) => [trigger.topic, trigger.reason]))).toEqual([
      ['bot.topic.Color', 'what was said is like "color"'],
      ['bot.topic.Passing', 'what was said is like "passing"'],
      ['bot.topic.Callee', 'redirected by b'],
      ['bot.topic.Fallback', 'no topic fits what was said'],
    ])
    expect(steps.flatMap((step) => step.changes)).toEqual([
      { name: 'Global.Color', before: null, after: 'blue' },
      { name: 'Topic.Count', topic: 'bot.topic.Color', before: null, after: 5 },
      { name: 'Topic.In', topic: 'bot.topic.Callee', before: null, after: 7 },
      { name: 'Topic.Out', topic: 'bot.topic.Callee', before: null, after: 8 },
      { name: 'Global.Back', before: null, after: 8 },
    ])
  })
})

describe('a trace in words', () => {
  it('is one line', () => {
    expect(traceInWords({ kind: 'trigger', topic: 'bot.topic.Color', trigger: 'OnRecognizedIntent', reason: 'it fits what was said', score: 0.9 }, () => 'Color')).toBe('topic "Color" starts (OnRecognizedIntent): it fits what was said, score 0.90')
    expect(traceInWords({ kind: 'node', topic: 't', nodeId: 'q1', nodeKind: 'Question' })).toBe('  Question q1')
    expect(traceInWords({ kind: 'variable', name: 'Topic.X', value: { a: 'x'.repeat(500) } })).toHaveLength(214)
    expect(traceInWords({ kind: 'error', nodeId: 'h', code: 'HTTP404', message: 'Not there.' })).toBe('  error HTTP404 at h: Not there.')
  })
})
