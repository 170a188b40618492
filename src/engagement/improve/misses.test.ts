import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testHub } from '../../../test/support/hub.ts'
import { missStore } from '../../storage/index.ts'
import { worthKeeping, type MissStore } from './misses.ts'

let desk: Awaited<ReturnType<typeof testHub>>
let misses: MissStore
beforeAll(async () => {
  desk = await testHub()
  misses = missStore(desk.database.db)
})
beforeEach(() => misses.forget('contoso', 'bot', 'all'))
afterAll(() => desk.close())
const said = async (environmentId = 'contoso') => (await misses.list(environmentId, 'bot', 100)).map((miss) => miss.said)

describe('what customers say in vain', () => {
  it('is kept for the makers, the same words once', async () => {
    const kim = await desk.customer()
    await kim.say('xylophone zebra quantum')
    await kim.say('Xylophone, zebra quantum!')
    expect(await misses.list('contoso', 'bot', 100)).toMatchObject([{ said: 'xylophone zebra quantum', times: 2 }])
  })

  it('is not kept when a topic was for it', async () => {
    const kim = await desk.customer()
    await kim.say('human')
    expect(await said()).toEqual([])
  })

  it('is not kept from the studio’s test chat', async () => {
    const { id } = await desk.hub.startConversation({ environmentId: 'contoso', channel: 'test', copilotId: 'bot', customer: { id: 'mia' } })
    await desk.hub.receiveActivity(id, 'mia', { type: 'message', text: 'xylophone zebra quantum' })
    await desk.hub.settled()
    expect(await said()).toEqual([])
  })

  it('is nobody else’s to read or to delete', async () => {
    await misses.note('bot', { said: 'where is the cake', key: 'where is the cake', at: new Date() })
    expect(await said('fabrikam')).toEqual([])
    await misses.forget('fabrikam', 'bot', 'all')
    expect(await said()).toEqual(['where is the cake'])
  })

  it('is deleted one by one or altogether, and with the copilot', async () => {
    for (const text of ['one cake', 'two cakes', 'three cakes']) await misses.note('bot', { said: text, key: text, at: new Date() })
    const [first] = await misses.list('contoso', 'bot', 1)
    await misses.forget('contoso', 'bot', [first!.id])
    expect(await said()).toHaveLength(2)
    await misses.forget('contoso', 'bot', [])
    expect(await said()).toHaveLength(2)
    await misses.forget('contoso', 'bot', 'all')
    expect(await said()).toEqual([])
    await misses.note('gone', { said: 'one cake', key: 'one cake', at: new Date() })
  })

  it('is forgotten after ninety days', async () => {
    await misses.note('bot', { said: 'an old cake', key: 'an old cake', at: new Date('2026-01-01') })
    await misses.note('bot', { said: 'a new cake', key: 'a new cake', at: new Date('2026-04-15') })
    expect(await said()).toEqual(['a new cake'])
  })

  it('is a thousand texts at most, the oldest forgotten', async () => {
    await desk.database.pool.query(`insert into recognition_miss (id, copilot_id, said, said_key, first_at, last_at)
      select 'm' || n, 'bot', 'cake ' || n, 'cake ' || n, now() - n * interval '1 minute', now() - n * interval '1 minute' from generate_series(1, 1000) n`)
    await misses.note('bot', { said: 'the last cake', key: 'the last cake', at: new Date() })
    const all = await misses.list('contoso', 'bot', 2_000)
    expect([all.length, all[0]?.said, all.at(-1)?.said]).toEqual([1_000, 'the last cake', 'cake 999'])
  })

  it.each([
    ['my card is 4111 1111 1111 1111 ok', 'my card is … ok'],
    ['mail kim.lee@example.com please', 'mail …@… please'],
    ['room 12 at 5pm', 'room 12 at 5pm'],
    ['call +49 (30) 123-456-78', 'call +…'],
    ['  two\n lines ', 'two lines'],
  ])('keeps "%s" as "%s"', (text, kept) => expect(worthKeeping(text)?.said).toBe(kept))

  it.each(['', '???', '12345678', '4', '\0'])('keeps nothing of "%s"', (text) => expect(worthKeeping(text)).toBeUndefined())
  it('keeps no more than 200 characters', () => expect(worthKeeping('word '.repeat(500))?.said.length).toBeLessThanOrEqual(200))
})
