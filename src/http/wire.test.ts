import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { conversationDetail, deskFrame, supervisorFrame } from '../contracts/index.ts'
import { silentLog, systemClock } from '../platform/index.ts'
import { openSocket, testAccounts } from '../../test/support/http.ts'
import { testHub } from '../../test/support/hub.ts'
import { buildServer } from './server.ts'

/** The real hub behind the real server: what customer, agent and supervisor see of one handoff on the wire. */
let world: Awaited<ReturnType<typeof testHub>>
let app: FastifyInstance
let base: string

beforeAll(async () => {
  world = await testHub({ agents: [{ id: 'ana' }, { id: 'bo', queues: [] }] })
  await world.database.pool.query(`insert into app_user (id, environment_id, kind, name, email, roles) values ('sam', 'contoso', 'person', 'Sam', 'sam@contoso', '{supervisor}')`)
  await world.database.pool.query(`insert into environment (id, name) values ('fabrikam', 'Fabrikam')`)
  await world.database.pool.query(`insert into app_user (id, environment_id, kind, name, email, roles) values ('fay', 'fabrikam', 'person', 'Fay', 'fay@fabrikam', '{agent,supervisor}')`)
  app = await buildServer({
    accounts: testAccounts(world.database, systemClock),
    hub: world.hub,
    bus: world.bus,
    database: world.database,
    // The hub's clock stands still in these tests; tokens and sessions live by the real one.
    clock: systemClock,
    log: silentLog,
    keys: { secret: new Uint8Array(32).fill(7) },
    config: { environment: 'development', uiFolder: 'dist/ui', rateLimit: false },
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await app.close()
  await world.close()
})

async function signIn(userId: string) {
  const answer = await fetch(`${base}/api/auth/development-sign-in`, { method: 'POST', headers: { origin: base, 'content-type': 'application/json' }, body: JSON.stringify({ userId }) })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${base}${path}`, { method, headers: { cookie, origin: base, ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}) })
    return { status: response.status, body: (await response.json()) as any }
  }
  return { call, stream: (area: string) => openSocket(`${base.replace('http', 'ws')}/api/${area}/stream`, { cookie, origin: base }) }
}

describe('a handoff over the wire', () => {
  it('reaches the agent with everything the copilot knows, and nobody else', async () => {
    const [ana, bo, sam, fay] = await Promise.all(['ana', 'bo', 'sam', 'fay'].map(signIn)) as [any, any, any, any]
    const [desk, board] = [ana.stream('desk'), sam.stream('supervisor')]
    await desk.frame((frame: any) => frame.type === 'inbox')
    await board.frame((frame: any) => frame.type === 'ongoing')

    const started = (await (await fetch(`${base}/api/livechat/widget/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"customer":{"name":"Kim"}}' })).json()) as any
    const path = `/v3/directline/conversations/${started.conversationId}`
    const page = openSocket(`${base.replace('http', 'ws')}${path}/stream?t=${started.token}`)
    const say = (text: string) =>
      fetch(`${base}${path}/activities`, { method: 'POST', headers: { authorization: `Bearer ${started.token}`, 'content-type': 'application/json' }, body: JSON.stringify({ type: 'message', text, channelData: { clientActivityID: text } }) })
    const heard = (text: RegExp) => page.frame((frame: any) => frame.activities.some((one: any) => text.test(one.text ?? '')))
    await heard(/Contoso/)
    await say('I want to talk to a person')

    const id = started.conversationId as string
    const offered = await desk.frame((frame: any) => frame.inbox?.offers.some((offer: any) => offer.conversation.id === id))
    const { offerId } = offered.inbox.offers[0]
    expect((await bo.call('POST', `/api/desk/conversations/${id}/accept`, { offerId })).status).toBeGreaterThanOrEqual(400)
    expect((await fay.call('GET', `/api/desk/conversations/${id}`)).status).toBeGreaterThanOrEqual(400)
    expect((await fay.call('GET', `/api/supervisor/conversations/${id}`)).status).toBe(404)
    expect((await fay.call('POST', `/api/supervisor/conversations/${id}/close`)).status).toBe(404)

    expect((await ana.call('POST', `/api/desk/conversations/${id}/accept`, { offerId })).status).toBe(200)
    const detail = conversationDetail.parse((await ana.call('GET', `/api/desk/conversations/${id}`)).body)
    expect(detail.conversation.owner).toEqual({ kind: 'agent', id: 'ana', name: 'Ana' })
    expect(detail.entries.map((entry) => entry.seq)).toEqual(detail.entries.map((_, index) => index + 1))

    await ana.call('POST', `/api/desk/conversations/${id}/messages`, { text: 'Ana here, hello Kim', clientId: 'ana-says-1' })
    await heard(/Ana here/)
    await say('thank you Ana')
    await desk.frame((frame: any) => frame.type === 'entries' && frame.entries.some((entry: any) => entry.activity.text === 'thank you Ana'))
    await ana.call('POST', `/api/desk/conversations/${id}/end`)
    expect(await page.closed()).toBe(1000)
    expect(page.frames.at(-1)?.activities.at(-1)).toMatchObject({ type: 'endOfConversation' })
    expect((await ana.call('POST', `/api/desk/conversations/${id}/close`)).body.status).toBe('closed')
    expect((await say('still there?')).status).toBe(404)

    await board.frame((frame: any) => frame.ongoing.totals.closedToday >= 1)
    for (const frame of desk.frames) expect(deskFrame.safeParse(frame).error).toBeUndefined()
    for (const frame of board.frames) expect(supervisorFrame.safeParse(frame).error).toBeUndefined()
    const seen = page.frames.flatMap((frame: any) => frame.activities)
    expect(seen.some((one: any) => one.type === 'event')).toBe(false)
    expect(new Set(seen.map((one: any) => one.id)).size).toBe(seen.length)
    desk.socket.close()
    board.socket.close()
  })
})
