import { afterEach, describe, expect, it } from 'vitest'
import { testHub } from '../../test/support/hub.ts'
import { readPackage } from '../solutions/index.ts'
import type { CopilotDefinition } from '../topics/types.ts'

let world: Awaited<ReturnType<typeof testHub>>
afterEach(() => world?.close())
const offers = async (agentId: string) => (await world.hub.agent.inbox(agentId)).offers

/** The seed copilot with a topic that asks the outside. */
async function callingCopilot(): Promise<CopilotDefinition> {
  const copilot = (await readPackage('src/seed/contoso-support')).copilots[0]!
  const text = [
    'kind: AdaptiveDialog',
    'beginDialog:',
    '  kind: OnRecognizedIntent',
    '  id: main',
    '  intent:',
    '    triggerQueries: [weather report please]',
    '  actions:',
    '    - kind: HttpRequestAction',
    '      id: http1',
    '      url: https://example.com/weather',
    '      response: Topic.Weather',
    '      errorHandling:',
    '        kind: ContinueOnErrorBehavior',
    '    - kind: SendActivity',
    '      id: say1',
    '      activity: The weather is over.',
  ].join('\n')
  const schemaName = 'contoso_support.topic.Weather'
  return { ...copilot, components: [...copilot.components, { schemaName, kind: 'topic', name: 'Weather', description: '', path: 'topics/Weather.mcs.yml', text, state: 'on', parts: {} }] }
}

describe('a topic that waits for the outside', () => {
  it('goes on after a crash, also when the customer wrote meanwhile', async () => {
    world = await testHub({ copilot: await callingCopilot(), callOutside: (call) => (call.type === 'http' ? new Promise(() => {}) : Promise.resolve({ type: 'failed', code: 'SystemError', message: 'nothing else is asked' })) })
    const customer = await world.customer()
    void customer.say('weather report please')
    await expect.poll(async () => (await customer.texts()).at(-1)).toBe('customer: weather report please')
    await world.hub.receiveActivity(customer.id, 'dl_customer', { type: 'message', text: 'are you there?' })
    world.restart()
    await world.pass(60_000)
    const texts = await customer.texts()
    expect(texts).toContain('copilot: The weather is over.')
    expect(texts.length).toBeGreaterThan(texts.indexOf('copilot: The weather is over.') + 1)
  })
})

describe('somebody became free, and the process died before it looked for work', () => {
  it('is found by the next one', async () => {
    world = await testHub({ agents: [{ id: 'ana', presence: 'offline' }] })
    const customer = await world.customer()
    await customer.say('talk to a person')
    await world.database.pool.query(`update app_user set presence = 'available' where id = 'ana'`)
    world.restart().start()
    await expect.poll(() => offers('ana').then((list) => list.length), { timeout: 5000 }).toBe(1)
  })
})

describe('an offer that nobody can take any more', () => {
  it('does not keep the hub busy', async () => {
    world = await testHub({ agents: [{ id: 'ana' }] })
    await (await world.customer()).say('talk to a person')
    await world.pass(121_000)
    await world.pass(61_000)
    world.hints.length = 0
    for (let n = 0; n < 5; n++) await world.pass(200)
    expect(world.hints.filter((hint) => hint.type === 'conversation')).toHaveLength(0)
  })

  it('is withdrawn when the agent it rings at goes away', async () => {
    world = await testHub({ agents: [{ id: 'ana' }, { id: 'bo', presence: 'offline' }] })
    await (await world.customer()).say('talk to a person')
    expect(await offers('ana')).toHaveLength(1)
    await world.hub.agent.setPresence('ana', 'away')
    await world.hub.settled()
    expect(await offers('ana')).toHaveLength(0)
    await world.hub.agent.setPresence('bo', 'available')
    await world.hub.settled()
    expect(await offers('bo')).toHaveLength(1)
  })
})

describe('an agent who leaves', () => {
  it('by hand and then for good gives the conversation back to the queue', async () => {
    world = await testHub({ agents: [{ id: 'ana' }, { id: 'bo' }] })
    const customer = await world.customer()
    world.hub.customerOnline(customer.id, true)
    await customer.say('talk to a person')
    const first = (await offers('ana')).length ? 'ana' : 'bo'
    const second = first === 'ana' ? 'bo' : 'ana'
    await world.hub.agent.connected(first)
    await world.hub.agent.accept(first, customer.id, (await offers(first))[0]!.offerId)
    await world.hub.agent.setPresence(first, 'offline')
    await world.hub.agent.disconnected(first)
    await world.pass(11_000)
    expect(await offers(second)).toHaveLength(0)
    await world.pass(9 * 60_000)
    expect(await offers(second)).toHaveLength(1)
    expect(await customer.texts()).toContain(`system: ${first === 'ana' ? 'Ana' : 'Bo'} has lost the connection.`)
  })

  it('for a moment keeps everything', async () => {
    world = await testHub({ agents: [{ id: 'ana' }] })
    const customer = await world.customer()
    await customer.say('talk to a person')
    await world.hub.agent.connected('ana')
    await world.hub.agent.accept('ana', customer.id, (await offers('ana'))[0]!.offerId)
    await world.hub.agent.disconnected('ana')
    await world.hub.agent.connected('ana')
    world.hub.customerOnline(customer.id, true)
    await world.pass(10 * 60_000)
    const inbox = await world.hub.agent.inbox('ana')
    expect(inbox.agent.presence).toBe('busy')
    expect(inbox.mine).toHaveLength(1)
  })
})

describe('a customer who is gone before the conversation reaches people', () => {
  it('does not wait in the queue for ever', async () => {
    world = await testHub({ agents: [{ id: 'ana', presence: 'offline' }] })
    const customer = await world.customer()
    await customer.say('talk to a person')
    await world.pass(21 * 60_000)
    expect((await world.hub.supervisor.ongoing('contoso')).conversations).toHaveLength(0)
    expect(await customer.events()).toContain('hub.customerLeft')
  })
})

describe('a queue nobody serves', () => {
  it('does not hold up the others', async () => {
    world = await testHub({ agents: [{ id: 'ana', queues: ['general'], presence: 'offline' }] })
    const start = (n: number, context: Record<string, unknown>) =>
      world.hub.startConversation({ environmentId: 'contoso', channel: 'livechat', widgetId: 'widget', customer: { id: `dl_${n}` }, context })
    await world.database.pool.query('update hub_connection set enabled = false')
    world.bus.publish({ type: 'configuration', environmentId: 'contoso' })
    for (let n = 0; n < 110; n++) await start(n, { Department: 'Billing' })
    await start(999, {})
    await world.hub.agent.setPresence('ana', 'available')
    await world.hub.settled()
    expect(await offers('ana')).toHaveLength(1)
  })
})

describe('words that no database can hold', () => {
  it('are stored without what cannot be stored', async () => {
    world = await testHub()
    const customer = await world.customer()
    await world.hub.receiveActivity(customer.id, 'dl_customer', { type: 'message', text: 'nul \u0000 and half \ud800 a pair', channelData: { 'a\u0000b': 'x' } })
    expect((await customer.texts()).some((text) => text.startsWith('customer: nul  and half'))).toBe(true)
  })
})
