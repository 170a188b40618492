import { afterEach, describe, expect, it } from 'vitest'
import { testHub } from '../../test/support/hub.ts'

let world: Awaited<ReturnType<typeof testHub>>
afterEach(() => world?.close())

describe('two nodes on one database', () => {
  it('number the lines of one conversation without a hole, a repeat or a loss', async () => {
    world = await testHub({ agents: [{ id: 'ana' }] })
    const customer = await world.customer()
    const [one, two] = [world.hub, world.restart()]
    const said = Array.from({ length: 24 }, (_, n) => (n % 2 ? one : two).receiveActivity(customer.id, 'dl_customer', { type: 'message', text: `words ${n}`, channelData: { clientActivityID: `client-${n}` } }))
    await Promise.all(said)
    await one.settled()
    const lines = await customer.lines('staff')
    expect(lines.map((line) => line.seq)).toEqual(lines.map((_, index) => index + 1))
    const texts = lines.filter((line) => line.author.kind === 'customer').map((line) => line.activity.text)
    expect(texts.toSorted()).toEqual(Array.from({ length: 24 }, (_, n) => `words ${n}`).toSorted())
    await one.stop()
  })

  it('let one of two agents have the conversation', async () => {
    world = await testHub({ agents: [{ id: 'ana', presence: 'away' }, { id: 'bo', presence: 'away' }] })
    const customer = await world.customer()
    await customer.say('talk to a person')
    const [one, two] = [world.hub, world.restart()]
    const both = await Promise.allSettled([one.agent.accept('ana', customer.id, undefined), two.agent.accept('bo', customer.id, undefined)])
    expect(both.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject({ code: 'ALREADY_TAKEN' })
    await one.stop()
  })

  it('never offer an agent more than their capacity', async () => {
    world = await testHub({ agents: [{ id: 'ana', capacity: 2 }] })
    const [one, two] = [world.hub, world.restart()]
    await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const hub = n % 2 ? one : two
        const { id } = await hub.startConversation({ environmentId: 'contoso', channel: 'livechat', widgetId: 'widget', customer: { id: `dl_${n}` } })
        await hub.receiveActivity(id, `dl_${n}`, { type: 'message', text: 'talk to a person' })
      }),
    )
    await one.settled()
    await two.settled()
    const inbox = await two.agent.inbox('ana')
    expect(inbox.offers).toHaveLength(2)
    expect(inbox.agent.capacity).toEqual({ total: 2, used: 2 })
    expect(inbox.open).toHaveLength(6)
    await one.stop()
  })

  it('know of each other when a conversation has ended, and how far its log goes', async () => {
    world = await testHub()
    const kim = await world.customer()
    const [one, two] = [world.hub, world.restart()]
    expect(await one.findConversation(kim.id)).toMatchObject({ closed: false })
    await two.endByCustomer(kim.id)
    const lines = await kim.lines('staff')
    expect(await one.findConversation(kim.id)).toMatchObject({ closed: true, lastSeq: lines.at(-1)?.seq })
    await one.stop()
  })

  it('handle a deadline once', async () => {
    world = await testHub()
    const customer = await world.customer()
    await customer.say('hello')
    const [one, two] = [world.hub, world.restart()]
    world.clock.advance(31 * 60_000)
    await Promise.all([one.drainDeadlines(), two.drainDeadlines()])
    const closed = (await customer.events()).filter((name) => name === 'hub.closed')
    expect(closed.length).toBeLessThanOrEqual(1)
    expect((await two.supervisor.ongoing('contoso')).conversations).toHaveLength(closed.length ? 0 : 1)
    await one.stop()
  })
})
