import { afterEach, describe, expect, it } from 'vitest'
import { testHub } from '../../test/support/hub.ts'
import { accountStore, linkByEmail, peopleStore } from './index.ts'

const ways = { development: true, issuer: undefined }
let world: Awaited<ReturnType<typeof testHub>>
afterEach(() => world.close())

/** Ana serves one conversation, and another one rings at her. Bo is there and has room. */
async function busyAna() {
  world = await testHub({ agents: [{ id: 'ana' }, { id: 'bo', presence: 'away' }] })
  await world.database.pool.query(`update workstream set capacity_units = 1`)
  const served = await world.customer()
  await served.say('talk to a person')
  await world.hub.settled()
  const [offer] = (await world.hub.agent.inbox('ana')).offers
  await world.hub.agent.accept('ana', served.id, offer!.offerId)
  const rings = await world.customer()
  await rings.say('talk to a person')
  await world.hub.settled()
  return { served: served.id, rings: rings.id, people: peopleStore(world.database, ways, world.clock) }
}

describe('an agent who is disabled', () => {
  it('gives conversations and offers back to their queues at once, and they ring elsewhere', async () => {
    const { served, rings, people } = await busyAna()
    await world.hub.agent.setPresence('bo', 'available')
    await people.disable('contoso', 'ana')
    await world.hub.drainDeadlines()
    await world.hub.settled()
    const bo = await world.hub.agent.inbox('bo')
    expect([...bo.offers.map(({ conversation }) => conversation.id), ...bo.open.map(({ id }) => id)].toSorted()).toEqual([served, rings].toSorted())
    const { rows } = await world.database.pool.query(`select presence, load from app_user where id = 'ana'`)
    expect(rows).toEqual([{ presence: 'offline', load: 0 }])
    await expect(world.hub.agent.inbox('ana')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('has given them back also when the server stopped in between', async () => {
    const { served, people } = await busyAna()
    await people.disable('contoso', 'ana')
    await world.restart().drainDeadlines()
    await world.hub.settled()
    const { rows } = await world.database.pool.query('select owner_kind from conversation where id = $1', [served])
    expect(rows).toEqual([{ owner_kind: 'queue' }])
  })
})

describe('an agent who is none any more', () => {
  it('gives conversations back as well, though their page is open', async () => {
    const { served, people } = await busyAna()
    await world.hub.agent.connected('ana')
    const ana = (await people.list('contoso')).find(({ id }) => id === 'ana')!
    await people.change('contoso', 'ana', { ...ana, roles: ['supervisor'] })
    await world.hub.drainDeadlines()
    await world.hub.settled()
    const { rows } = await world.database.pool.query('select owner_kind from conversation where id = $1', [served])
    expect(rows).toEqual([{ owner_kind: 'queue' }])
  })
})

it('the only administrator, who signs in at a provider that knows them by their address, keeps it', async () => {
  world = await testHub()
  const issuer = 'https://login.example'
  await world.database.pool.query(`update app_user set roles = '{administrator}' where id = 'ana'`)
  await accountStore(world.database).bindIdentity('ana', { issuer, subject: 'a-1' })
  const people = peopleStore(world.database, { development: false, issuer }, world.clock)
  const ana = (await people.list('contoso')).find(({ id }) => id === 'ana')!
  expect(ana).toMatchObject({ status: 'active', hasPassword: false })
  await expect(people.change('contoso', 'ana', { ...ana, email: 'other@contoso' })).rejects.toMatchObject({ code: 'LAST_ADMINISTRATOR' })
  expect(await people.change('contoso', 'ana', { ...ana, email: 'ANA@Contoso', name: 'Ana C.' })).toMatchObject({ name: 'Ana C.', status: 'active' })
  expect((await peopleStore(world.database, { development: false, issuer: 'https://another.example' }, world.clock).list('contoso')).find(({ id }) => id === 'ana')?.status).toBe('invited')
})

it('a link for an address, from the command line, is a link of that person', async () => {
  world = await testHub()
  expect(await linkByEmail(world.database, ' ANA@contoso ', world.clock)).toMatchObject({ purpose: 'invitation', name: expect.any(String) })
  expect(await linkByEmail(world.database, 'nobody@contoso', world.clock)).toBeUndefined()
})
