import { afterEach, describe, expect, it } from 'vitest'
import { testHub } from '../../test/support/hub.ts'

type TestHub = Awaited<ReturnType<typeof testHub>>
let world: TestHub
afterEach(() => world?.close())

async function escalated(options?: Parameters<typeof testHub>[0]) {
  world = await testHub(options)
  const customer = await world.customer()
  await customer.say('talk to a person')
  return customer
}
const offers = async (agentId: string) => (await world.hub.agent.inbox(agentId)).offers
const waitingAgent = async (...ids: string[]) => {
  for (const id of ids) if ((await offers(id)).length) return id
  return undefined
}

describe('a customer who asks for a person', () => {
  it('is offered to exactly one agent, with the copilot silent from then on', async () => {
    const customer = await escalated()
    const [ana, bo] = [await offers('ana'), await offers('bo')]
    expect(ana.length + bo.length).toBe(1)
    const before = (await customer.texts()).length
    await customer.say('are you there?')
    expect((await customer.texts()).length).toBe(before + 1)
  })

  it('is told who joined, and both write in the same thread', async () => {
    const customer = await escalated({ agents: [{ id: 'ana', name: 'Ana Costa' }] })
    const [offer] = await offers('ana')
    await world.hub.agent.accept('ana', customer.id, offer!.offerId)
    await world.hub.agent.say('ana', customer.id, { text: 'Hello, I am Ana.', clientId: 'client-0001' })
    await customer.say('Hi Ana')
    const texts = await customer.texts()
    expect(texts.slice(-3)).toEqual(['system: Ana Costa has joined the conversation.', 'agent: Hello, I am Ana.', 'customer: Hi Ana'])
  })

  it('brings the transcript, every variable and the private message along', async () => {
    const customer = await escalated({ agents: [{ id: 'ana' }] })
    const detail = await world.hub.agent.detail('ana', customer.id)
    const handoff = detail.entries.find((line) => line.activity.name === 'handoff.initiate')
    expect(handoff?.audience).toBe('staff')
    expect(handoff?.activity.attachments?.[0]).toMatchObject({ contentType: 'application/json', name: 'Transcript' })
    expect(detail.variables.map(({ name }) => name)).toEqual(expect.arrayContaining(['va_LastTopic', 'va_Topics', 'va_LastPhrases', 'va_LastPhrase', 'va_ConversationId', 'va_BotName', 'va_Scope']))
    expect(detail.messageToAgent).toBeTruthy()
    expect(JSON.stringify(await customer.lines())).not.toContain('handoff.initiate')
  })

  it('stays the customer of the same agent when a message is sent twice with one client id', async () => {
    const customer = await escalated({ agents: [{ id: 'ana' }] })
    const first = await customer.say('one', 'same-client-id')
    const second = await customer.say('one', 'same-client-id')
    expect(second).toEqual(first)
    expect((await customer.texts()).filter((text) => text === 'customer: one')).toHaveLength(1)
  })
})

describe('an offer', () => {
  it('goes to the next agent when it is declined', async () => {
    const customer = await escalated()
    const first = (await waitingAgent('ana', 'bo'))!
    await world.hub.agent.decline(first, customer.id, (await offers(first))[0]!.offerId)
    await world.hub.settled()
    expect(await waitingAgent('ana', 'bo')).not.toBe(first)
    expect(await waitingAgent('ana', 'bo')).toBeDefined()
  })

  it('moves on when nobody answers in time, and whoever missed it is set inactive', async () => {
    await escalated()
    const first = (await waitingAgent('ana', 'bo'))!
    await world.pass(119_000)
    expect(await waitingAgent('ana', 'bo')).toBe(first)
    await world.pass(2_000)
    const second = await waitingAgent('ana', 'bo')
    expect(second).toBeDefined()
    expect(second).not.toBe(first)
    expect((await world.hub.agent.inbox(first)).agent.presence).toBe('inactive')
  })

  it('survives a restart of the hub', async () => {
    await escalated()
    const first = (await waitingAgent('ana', 'bo'))!
    world.restart()
    await world.pass(121_000)
    expect(await waitingAgent('ana', 'bo')).not.toBe(first)
  })

  it('can be answered by one of two pages only', async () => {
    const customer = await escalated({ agents: [{ id: 'ana' }] })
    const [offer] = await offers('ana')
    const both = await Promise.allSettled([world.hub.agent.accept('ana', customer.id, offer!.offerId), world.hub.agent.decline('ana', customer.id, offer!.offerId)])
    expect(both.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('respects capacity: a full agent gets nothing until a conversation is closed', async () => {
    const first = await escalated({ agents: [{ id: 'ana', capacity: 1 }] })
    await world.hub.agent.accept('ana', first.id, (await offers('ana'))[0]!.offerId)
    const second = await world.hub.startConversation({ environmentId: 'contoso', channel: 'livechat', widgetId: 'widget', customer: { id: 'dl_second' } })
    await world.hub.receiveActivity(second.id, 'dl_second', { type: 'message', text: 'talk to a person' })
    await world.hub.settled()
    expect(await offers('ana')).toHaveLength(0)
    await world.hub.agent.end('ana', first.id)
    expect(await offers('ana')).toHaveLength(0)
    await world.hub.agent.close('ana', first.id)
    await world.hub.settled()
    expect(await offers('ana')).toHaveLength(1)
    expect((await world.hub.agent.inbox('ana')).agent.capacity).toEqual({ total: 1, used: 1 })
  })
})

describe('nobody at the desk', () => {
  it('tells the customer, keeps their place, and serves them when somebody comes', async () => {
    const customer = await escalated({ agents: [{ id: 'ana', presence: 'offline' }] })
    expect((await customer.texts()).at(-1)).toContain('You keep your place')
    await world.hub.agent.setPresence('ana', 'available')
    await world.hub.settled()
    expect(await offers('ana')).toHaveLength(1)
  })
})

describe('a routing rule on a variable', () => {
  it('sends billing questions to the Billing queue', async () => {
    world = await testHub({ agents: [{ id: 'ana', queues: ['general'] }, { id: 'bo', queues: ['billing'] }] })
    const customer = await world.customer({ Department: 'Billing' })
    await customer.say('talk to a person')
    expect(await offers('ana')).toHaveLength(0)
    expect((await offers('bo'))[0]?.conversation.queue?.name).toBe('Billing')
  })
})

describe('the inactivity topic', () => {
  it('reminds, then really closes the conversation on the hub (S9.5), also after a restart', async () => {
    world = await testHub()
    const customer = await world.customer()
    await customer.say('hello')
    const before = (await customer.texts()).length
    await world.pass(5 * 60_000)
    expect((await customer.texts()).length).toBeGreaterThan(before)
    world.restart()
    await world.pass(26 * 60_000)
    const [last] = (await customer.lines('staff')).slice(-1)
    expect((await world.hub.supervisor.ongoing('contoso')).conversations).toHaveLength(0)
    expect(last?.activity.type).toBe('endOfConversation')
  })
})

describe('a disconnected copilot', () => {
  it('gets no more traffic: its conversations go to people at once', async () => {
    world = await testHub({ agents: [{ id: 'ana' }] })
    const customer = await world.customer()
    await customer.say('hello')
    await world.database.pool.query('update hub_connection set enabled = false')
    world.bus.publish({ type: 'configuration', environmentId: 'contoso' })
    await world.hub.releaseCopilot('bot')
    expect(await offers('ana')).toHaveLength(1)
    const next = await world.hub.startConversation({ environmentId: 'contoso', channel: 'livechat', widgetId: 'widget', customer: { id: 'dl_2' } })
    const lines = await world.hub.entriesAfter(next.id, 0, 'everyone')
    expect(lines.every((line) => line.author.kind !== 'copilot')).toBe(true)
  })
})
