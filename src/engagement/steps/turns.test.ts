import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { definitionOf, say, topicOf, triggerOf } from '../../dialog/testing.ts'
import { copilotLibrary } from '../copilot-library.ts'
import { replayConversation } from './replay-conversation.ts'
import { withoutTokens, type TurnRecord } from './turn-record.ts'
import { conversationStore, environmentValueStore, hubConfiguration, sealer, telemetryStore } from '../../storage/index.ts'
import { testHub } from '../../../test/support/hub.ts'

let world: Awaited<ReturnType<typeof testHub>>
afterEach(() => world?.close())

const question = (id: string, variable: string, entity: string) => `- kind: Question\n  id: ${id}\n  variable: ${variable}\n  prompt: Ask ${id}\n  alwaysPrompt: true\n  entity: ${entity}\n  defaultValue: none\n`
const topics = {
  Start: triggerOf('OnConversationStart', '', say('w', 'Welcome.')),
  Color: topicOf(['color'], question('q1', 'Global.Color', 'StringPrebuiltEntity') + question('q2', 'Topic.Count', 'NumberPrebuiltEntity') + say('s', 'Done {Global.Color} {Topic.Count} {Rand()}')),
  Joke: topicOf(['joke'], '- kind: SendActivity\n  id: j\n  activity:\n    text: [One, Two, Three]\n'),
  Fetch: topicOf(['fetch'], '- kind: HttpRequestAction\n  id: h\n  url: https://example.org/token\n  response: Topic.R\n' + say('s', 'Got {Topic.R.city}') + '- kind: LogCustomTelemetryEvent\n  id: l\n  eventName: Fetched\n  properties: "={ City: Topic.R.city }"\n'),
  Name: topicOf(['i am ann'], '- kind: SetVariable\n  id: n\n  variable: Global.Name\n  value: Ann\n' + say('n2', 'Hello {Global.Name}.')),
  Who: topicOf(['who am i'], say('n3', 'You are {Global.Name}.')),
  Bye: topicOf(['goodbye now'], say('b', 'Bye.') + '- kind: EndConversation\n  id: e\n'),
  Keep: topicOf(['keep the key'], '- kind: SetVariable\n  id: v\n  variable: Global.Kept\n  value: ="Bearer " & Env.new_Key\n' + say('kept', 'Kept.')),
  Send: topicOf(['send the key'], '- kind: HttpRequestAction\n  id: h\n  url: https://example.org\n  headers:\n    Authorization: =Global.Kept\n' + say('sent', 'Sent {Global.Kept}.')),
  Key: topicOf(['use the key'], say('k', 'Region {Env.new_Region}, key {Env.new_Key}.')),
  Where: topicOf(['where am i'], say('wh', '{System.Conversation.LocalTimeZone} {Text(DateTime(2026, 7, 1, 12, 0, 0), "hh:mm")} {System.User.Language}')),
  Reset: topicOf(['reset'], say('r', 'Reset.') + '- kind: CancelAllDialogs\n  id: c\n', 'startBehavior: UseLatestPublishedContentAndCancelOtherTopics'),
  Fallback: triggerOf('OnUnknownIntent', '', say('f', 'Miss {System.FallbackCount}')),
  Reminder: triggerOf('OnInactivity', 'durationInSeconds: 60', say('i', 'Still there?')),
}
const copilot = definitionOf({
  topics,
  variables: { Name: 'kind: Variable\nname: Name\nscope: User\n' },
  environment: [
    { schemaName: 'new_Region', displayName: 'Region', type: 'String', value: 'eu', secret: false },
    { schemaName: 'new_Key', displayName: 'Key', type: 'Secret', secret: true },
  ],
})
const answering = (body: object) => async () => ({ type: 'http', status: 200, headers: { 'set-cookie': 'sid=99' }, body: JSON.stringify(body) }) as const
const start = async (more: Parameters<typeof testHub>[0] = {}) => (world = await testHub({ copilot, callOutside: answering({ city: 'Graz' }), ...more }))
const records = async (id: string) => (await conversationStore(world.database).turnsOf(id, 1000)) as { turn: number; at: string; record: TurnRecord }[]

describe('the record of a conversation', () => {
  it('is one row a turn, written with it, without what customers said', async () => {
    await start()
    const customer = await world.customer()
    await customer.say('color')
    await customer.say('midnight blue')
    const rows = await records(customer.id)
    expect(rows.map(({ record }) => record.event)).toEqual([{ type: 'start', context: { msdyn_ConversationId: customer.id } }, { type: 'line', seq: expect.any(Number) }, { type: 'line', seq: expect.any(Number) }])
    expect(JSON.stringify(rows)).not.toContain('midnight')
    expect(rows.map(({ turn }) => turn)).toEqual([1, 2, 3])
  })

  it('tells a supervisor which topic won and why, and what variables became', async () => {
    await start()
    const customer = await world.customer()
    await customer.say('color')
    await customer.say('blue')
    await customer.say('gibberish')
    const { steps, caveat } = await world.hub.supervisor.steps('contoso', customer.id)
    expect(caveat).toBeNull()
    expect(steps.map(({ event }) => event.kind)).toEqual(['start', 'said', 'said', 'said'])
    expect(steps.flatMap(({ triggers }) => triggers.map(({ name, reason }) => [name, reason]))).toEqual([['Start', 'the conversation started'], ['Color', 'what was said is like "color"']])
    expect(steps.flatMap(({ recognized }) => recognized.map(({ verdict, intents }) => [verdict, intents[0]?.name]))[0]).toEqual(['one', 'Color'])
    expect(steps.flatMap(({ changes }) => changes)).toEqual([{ variable: 'Global.Color', before: 'null', after: '"blue"' }])
    await expect(world.hub.supervisor.steps('elsewhere', customer.id)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' })
  })

  it('gives the state and the words that were, whatever was said', async () => {
    await start()
    const library = copilotLibrary({ loadCopilot: async () => copilot, clock: world.clock })
    const configuration = hubConfiguration(world.database, world.bus, world.clock)
    const core = { library, configurationOf: async (id: string) => (await configuration(id))! }
    const store = conversationStore(world.database)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('color', 'joke', 'fetch', 'reset', 'blue', '5', 'qqq', 'i am ann', 'who am i', 'use the key', 'goodbye now'), fc.constantFrom(0, 61_000)), { maxLength: 7 }), async (sayings) => {
        const { id } = await world.hub.startConversation({ environmentId: 'contoso', channel: 'directline', copilotId: 'bot', customer: { id: 'dl_customer', name: 'Kim' } })
        for (const [text, pause] of sayings) {
          await world.hub.receiveActivity(id, 'dl_customer', { type: 'message', text })
          await world.hub.settled()
          await world.pass(pause)
        }
        const stored = (await store.load(id))!
        const replayed = await replayConversation(core, stored, await records(id), await store.entriesAfter(id, 0, 'staff'))
        expect(replayed.caveat).toBeNull()
        expect(JSON.parse(JSON.stringify(replayed.state ?? null))).toEqual(stored.dialog ?? null)
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  it('has no tokens of what the outside answered', async () => {
    await start({ callOutside: answering({ city: 'Graz', access_token: 'abcdef123456' }) })
    const customer = await world.customer()
    await customer.say('fetch')
    expect((await customer.texts()).at(-1)).toBe('copilot: Got Graz')
    const text = JSON.stringify(await records(customer.id))
    expect(text).toContain('Graz')
    expect(text).not.toMatch(/abcdef123456|sid=99/)
    expect((await world.hub.supervisor.steps('contoso', customer.id)).caveat).toBeNull()
  })

  it('says so when the content is another by now', async () => {
    await start()
    const customer = await world.customer()
    await customer.say('joke')
    await world.database.pool.query(`update log_entry set activity = jsonb_set(activity::jsonb, '{text}', '"Four"')::json where conversation_id = $1 and author->>'kind' = 'copilot' and activity->>'text' in ('One', 'Two', 'Three')`, [customer.id])
    expect((await world.hub.supervisor.steps('contoso', customer.id)).caveat).toMatch(/says something else than it did then/)
  })

  it('is forgotten after thirty days, with what was logged', async () => {
    await start()
    const customer = await world.customer()
    await customer.say('fetch')
    const store = conversationStore(world.database)
    const later = (days: number) => new Date(world.clock.now().getTime() + days * 86_400_000)
    expect(await store.forgetTurns(later(-30))).toBe(0)
    const before = (await records(customer.id)).length
    expect(await store.forgetTurns(later(1))).toBe(before + 1)
    expect(await world.hub.supervisor.steps('contoso', customer.id)).toMatchObject({ steps: [], caveat: expect.stringContaining('Nothing is recorded') })
  })

  it('and what is remembered of a customer a year later', async () => {
    await start()
    const customer = await world.customer()
    await customer.say('i am ann')
    const store = conversationStore(world.database)
    const later = (days: number) => new Date(world.clock.now().getTime() + days * 86_400_000)
    await store.forgetTurns(later(364))
    expect(await store.remembered('bot', 'dl_customer')).toEqual({ Name: 'Ann' })
    await store.forgetTurns(later(366))
    expect(await store.remembered('bot', 'dl_customer')).toBeUndefined()
  })
})

describe('a conversation and the version it runs on', () => {
  it('keeps the version it began with, until a topic asks for the newest one; both are shown as they were', async () => {
    const saying = (words: string) => definitionOf({ topics: { ...topics, Joke: topicOf(['joke'], say('j', words)) } })
    await start({ versions: { 1: saying('Old joke.'), 2: saying('New joke.') } })
    const customer = await world.customer()
    await customer.say('joke')
    await world.database.pool.query(`update copilot set published_version = 2`)
    world.bus.publish({ type: 'configuration', environmentId: 'contoso' })
    for (const text of ['joke', 'reset', 'joke']) await customer.say(text)
    expect((await customer.texts()).filter((text) => text.startsWith('copilot'))).toEqual(['copilot: Welcome.', 'copilot: Old joke.', 'copilot: Old joke.', 'copilot: Reset.', 'copilot: New joke.'])
    const next = await world.customer()
    await next.say('joke')
    expect((await next.texts()).at(-1)).toBe('copilot: New joke.')
    const { steps, caveat } = await world.hub.supervisor.steps('contoso', customer.id)
    expect([caveat, steps.flatMap(({ said }) => said)]).toEqual([null, ['Welcome.', 'Old joke.', 'Old joke.', 'Reset.', 'New joke.']])
  })
})

describe('what a client says of itself', () => {
  it('is its time zone with any activity, and its language when it starts; nonsense is left alone', async () => {
    await start()
    const { id } = await world.hub.startConversation({ environmentId: 'contoso', channel: 'directline', copilotId: 'bot', customer: { id: 'dl_customer' } })
    const hear = async (activity: object) => {
      await world.hub.receiveActivity(id, 'dl_customer', { type: 'message', text: 'where am i', ...activity })
      return (await world.hub.entriesAfter(id, 0, 'everyone')).at(-1)?.activity.text
    }
    expect(await hear({ localTimezone: 'Nowhere/Atlantis' })).toMatch(/^UTC .* English/)
    expect(await hear({ localTimezone: 'Europe/Vienna' })).toMatch(/^Europe\/Vienna .* English/)
    await hear({ type: 'event', name: 'startConversation', text: undefined, locale: 'de-AT' })
    expect(await hear({})).toMatch(/^Europe\/Vienna .* German/)
    const stored = (await conversationStore(world.database).load(id))!
    const configuration = hubConfiguration(world.database, world.bus, world.clock)
    const replayed = await replayConversation({ library: copilotLibrary({ loadCopilot: async () => copilot, clock: world.clock }), configurationOf: async (of) => (await configuration(of))! }, stored, await records(id), await conversationStore(world.database).entriesAfter(id, 0, 'staff'))
    expect(replayed.caveat).toBeNull()
  })
})

describe('the test chat', () => {
  it('shows its makers each step as it happened, and nobody else', async () => {
    await start()
    const { id } = await world.hub.startConversation({ environmentId: 'contoso', channel: 'test', copilotId: 'bot', customer: { id: 'maker' } })
    await world.hub.receiveActivity(id, 'maker', { type: 'message', text: 'color' })
    await world.hub.settled()
    const { steps } = await world.hub.testSteps('contoso', 'bot', id, 0)
    expect(steps.flatMap(({ nodes }) => nodes.map(({ nodeId }) => nodeId))).toEqual(['w', 'q1'])
    expect(await world.hub.testSteps('contoso', 'bot', id, steps.at(-1)!.turn)).toEqual({ steps: [], caveat: null })
    await expect(world.hub.testSteps('contoso', 'other', id, 0)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' })
    const customer = await world.customer()
    await expect(world.hub.testSteps('contoso', 'bot', customer.id, 0)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' })
  })
})

describe('what a turn leaves beside the conversation', () => {
  it('events that topics log are kept for the makers', async () => {
    await start()
    const customer = await world.customer()
    await customer.say('fetch')
    const telemetry = telemetryStore(world.database.db)
    expect(await telemetry.list('bot', { limit: 10 })).toEqual([{ id: expect.any(Number), at: '2026-03-02T10:00:00.000Z', name: 'Fetched', properties: { City: 'Graz' }, conversationId: customer.id, channel: 'livechat' }])
    expect(await telemetry.names('bot')).toEqual([{ name: 'Fetched', times: 1 }])
  })

  it('variables of scope User come back in the customer’s next conversation, and in nobody else’s', async () => {
    await start()
    const first = await world.customer()
    await first.say('i am ann')
    const second = await world.customer()
    await second.say('who am i')
    expect((await second.texts()).at(-1)).toBe('copilot: You are Ann.')
    const { id } = await world.hub.startConversation({ environmentId: 'contoso', channel: 'livechat', widgetId: 'widget', customer: { id: 'somebody-else' } })
    await world.hub.receiveActivity(id, 'somebody-else', { type: 'message', text: 'who am i' })
    expect((await world.hub.entriesAfter(id, 0, 'everyone')).at(-1)?.activity.text).toBe('You are .')
  })
})

describe('values of environment variables', () => {
  it('secrets are encrypted at rest, read when they are needed, and in no line and no record', async () => {
    let secrets: Record<string, string> = {}
    await start({ secrets: async () => secrets })
    const values = environmentValueStore(world.database.db, sealer(new Uint8Array(32).fill(7)))
    await values.set('contoso', 'new_Key', { value: 'open-sesame', secret: true, by: 'Adam', at: world.clock.now() })
    await values.set('contoso', 'new_Region', { value: 'us', secret: false, by: 'Adam', at: world.clock.now() })
    expect((await world.database.pool.query('select value from environment_value')).rows.map((row: { value: string }) => row.value)).toEqual(expect.not.arrayContaining([expect.stringContaining('sesame')]))
    expect([await values.plain('contoso'), await values.secrets('contoso')]).toEqual([{ new_Region: 'us' }, { new_Key: 'open-sesame' }])
    expect(await values.list('contoso')).toEqual([expect.objectContaining({ schemaName: 'new_Key', value: undefined, secret: true }), expect.objectContaining({ schemaName: 'new_Region', value: 'us' })])
    expect(await environmentValueStore(world.database.db, sealer(new Uint8Array(32).fill(8))).secrets('contoso')).toEqual({})

    const customer = await world.customer()
    await customer.say('use the key')
    expect((await customer.texts()).at(-1)).toBe('copilot: Region eu, key .')
    secrets = await values.secrets('contoso')
    await customer.say('use the key')
    expect((await customer.texts()).at(-1)).toBe('copilot: Region eu, key •••••.')
    const everything = (await world.database.pool.query(`select (select json_agg(t) from turn_record t)::text || (select json_agg(l) from log_entry l)::text || (select json_agg(c) from conversation c)::text as text`)).rows[0] as { text: string }
    expect(everything.text).not.toContain('sesame')
  })
})

describe('a secret that a topic puts into a variable', () => {
  it('is nowhere in the clear, reaches the request, and comes back changed when it was changed', async () => {
    let secret = 'open "sesame"\\'
    const sent: unknown[] = []
    await start({ secrets: async () => ({ new_Key: secret }), callOutside: async (call) => (sent.push('headers' in call && call.headers), { type: 'http', status: 200, headers: {}, body: '{}' }) })
    const { id } = await world.hub.startConversation({ environmentId: 'contoso', channel: 'test', copilotId: 'bot', customer: { id: 'maker' } })
    const hear = async (text: string) => {
      await world.hub.receiveActivity(id, 'maker', { type: 'message', text })
      await world.hub.settled()
      return (await world.hub.entriesAfter(id, 0, 'everyone')).at(-1)?.activity.text
    }
    expect([await hear('keep the key'), await hear('send the key')]).toEqual(['Kept.', 'Sent Bearer •••••.'])
    const everything = (await world.database.pool.query(`select (select json_agg(t) from turn_record t)::text || (select json_agg(l) from log_entry l)::text || (select json_agg(c) from conversation c)::text as text`)).rows[0] as { text: string }
    expect(everything.text).toContain('new_Key')
    expect(everything.text).not.toContain('sesame')
    expect(JSON.stringify(await world.hub.testSteps('contoso', 'bot', id, 0))).not.toContain('sesame')
    secret = 'changed'
    world.restart()
    await hear('send the key')
    expect(sent).toEqual([{ Authorization: 'Bearer open "sesame"\\' }, { Authorization: 'Bearer changed' }])
  })
})

describe('an answer of the outside', () => {
  it('is kept without what opens other doors', () => {
    expect(withoutTokens({ type: 'http', headers: { 'set-cookie': 'a', etag: 'b' }, body: '{"access_token":"x","items":[{"apiKey":"y","n":1}]}' })).toEqual({ type: 'http', headers: { 'set-cookie': '•••••', etag: 'b' }, body: '{"access_token":"•••••","items":[{"apiKey":"•••••","n":1}]}' })
    expect(withoutTokens('{"broken token')).toBe('{"broken token')
  })
})
