import { afterEach, describe, expect, it } from 'vitest'
import { testHub } from '../../test/support/hub.ts'
import { beginChange, customerSays, withState, type Change, type Conversation } from '../conversations/index.ts'
import { inProcessBus } from './bus.ts'
import { conversationLanes } from './lanes.ts'

let world: Awaited<ReturnType<typeof testHub>> | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

describe('a customer who never stops writing', () => {
  it('is told when the conversation holds all it can, and may still end it', async () => {
    world = await testHub()
    const kim = await world.customer()
    await kim.say('talk to a person')
    await kim.say('x'.repeat(90_000))
    const { rows } = await world.database.pool.query<{ written: number }>(`select (data ->> 'written')::int as written from conversation`)
    expect(rows[0]?.written).toBeGreaterThan(90_000)
    await world.database.pool.query(`update conversation set data = jsonb_set(data, '{written}', '9950000')`)
    world.restart()
    const before = (await kim.lines()).length
    await expect(kim.say('x'.repeat(90_000))).rejects.toMatchObject({ code: 'TOO_LARGE', message: expect.stringContaining('10 MB that one conversation can hold. Start a new one') })
    expect((await kim.lines()).length).toBe(before)
    await kim.say('short')
    await world.hub.endByCustomer(kim.id)
    expect(await world.hub.findConversation(kim.id)).toMatchObject({ closed: true })
  })
})

describe('copies of conversations in memory', () => {
  const now = new Date('2026-03-02T10:00:00Z')
  const conversationOf = (id: string): Conversation => ({
    id, environmentId: 'contoso', version: 1, lastSeq: 0, status: 'active', owner: { kind: 'copilot', id: 'bot', name: 'Bot' }, channel: 'livechat',
    workstreamId: 'chat', widgetId: 'widget', copilotId: 'bot', copilotVersion: 1, queueId: undefined, capacityUnits: 1, offer: undefined,
    data: { customer: { id: 'kim', name: 'Kim' }, locale: 'en-US', context: {}, variables: {}, subject: '', declined: {}, due: {} },
    dialog: undefined, createdAt: now.toISOString(), queuedAt: undefined, wrapUpAt: undefined, closedAt: undefined, changedAt: now.toISOString(),
  })
  const open = (mostCharacters: number) => {
    const stored = new Map<string, Conversation>()
    const loads: string[] = []
    const store = {
      load: async (id: string) => (loads.push(id), stored.get(id)),
      commit: async ({ after }: Change) => (stored.set(after.id, after), 'committed' as const),
    }
    const lanes = conversationLanes({ store: store as never, bus: inProcessBus() }, () => true, () => {}, mostCharacters)
    const say = async (id: string, dialog: unknown) => {
      if (!stored.has(id)) stored.set(id, conversationOf(id))
      await lanes.run(id, (conversation) => ({ change: withState(customerSays(beginChange(conversation), now, { type: 'message', text: 'hi' }, undefined), now, { dialog }), result: undefined }))
    }
    return { say, loads }
  }

  it('are forgotten, the oldest first, when what topics keep in variables grows large', async () => {
    const { say, loads } = open(1_000_000)
    const large = { variable: 'x'.repeat(300_000) }
    for (const id of ['a', 'b', 'c', 'd', 'e']) await say(id, large)
    expect(loads).toEqual(['a', 'b', 'c', 'd', 'e'])
    await say('e', large)
    await say('c', large)
    expect(loads).toHaveLength(5)
    await say('a', large)
    expect(loads).toEqual(['a', 'b', 'c', 'd', 'e', 'a'])
  })

  it('weigh what they hold now, not what they held', async () => {
    const { say, loads } = open(1_000_000)
    await say('a', { variable: 'x'.repeat(900_000) })
    await say('a', {})
    await say('b', { variable: 'x'.repeat(900_000) })
    await say('a', {})
    expect(loads).toEqual(['a', 'b'])
  })

  it('keep one that is too large by itself only while it is worked on', async () => {
    const { say, loads } = open(1_000)
    await say('a', { variable: 'x'.repeat(5_000) })
    await say('a', {})
    await say('a', {})
    expect(loads).toEqual(['a', 'a'])
  })
})
