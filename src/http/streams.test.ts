import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskFrame, supervisorFrame } from '../contracts/index.ts'
import { openSocket, testServer, waitFor } from '../../test/support/http.ts'

let server: Awaited<ReturnType<typeof testServer>>
let port: number
beforeAll(async () => {
  server = await testServer()
  port = await server.listen()
})
afterAll(() => server.close())

const open = async (area: 'desk' | 'supervisor', user: string) =>
  openSocket(`ws://127.0.0.1:${port}/api/${area}/stream`, { cookie: await server.cookie(user), origin: `http://127.0.0.1:${port}` })
const waiting = async (environmentId = 'contoso') => {
  const { id } = await server.hub.startConversation({ environmentId, channel: 'livechat', widgetId: 'widget', customer: { id: 'kim' } })
  await server.hub.receiveActivity(id, 'kim', { type: 'message', text: 'human' })
  return id
}
const inboxes = (frames: any[]) => frames.filter((frame) => frame.type === 'inbox').map((frame) => frame.inbox)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('the desk’s socket', () => {
  it('begins with the inbox, and every frame is as agreed', async () => {
    const desk = await open('desk', 'ana')
    await desk.frame((frame) => frame.type === 'inbox')
    const id = await waiting()
    await desk.frame((frame) => frame.inbox?.open.some((one: any) => one.id === id))
    await server.hub.agent.accept('ana', id, undefined)
    await desk.frame((frame) => frame.type === 'entries' && frame.entries[0].activity.text === 'ana joined.')
    await desk.frame((frame) => frame.inbox?.mine.some((one: any) => one.id === id))
    await server.hub.receiveActivity(id, 'kim', { type: 'typing' })
    await desk.frame((frame) => frame.type === 'typing' && frame.conversationId === id)
    await server.hub.receiveActivity(id, 'kim', { type: 'message', text: 'thanks' })
    await desk.frame((frame) => frame.type === 'entries' && frame.entries[0].activity.text === 'thanks')
    await server.hub.agent.close('ana', id)
    await waitFor(() => inboxes(desk.frames).at(-1).mine.every((one: any) => one.id !== id))
    for (const frame of desk.frames) expect(deskFrame.safeParse(frame).error).toBeUndefined()
    desk.socket.close()
  })

  it('shows nothing of conversations of others, nor of other environments', async () => {
    const [mine, theirs] = [await waiting(), await waiting('fabrikam')]
    await server.hub.agent.accept('bo', mine, undefined)
    const desk = await open('desk', 'ana')
    await desk.frame((frame) => frame.type === 'inbox')
    const before = desk.frames.length
    await server.hub.agent.say('bo', mine, { text: 'secret', clientId: 'bo-says-1' })
    await server.hub.agent.typing('bo', mine)
    await server.hub.receiveActivity(theirs, 'kim', { type: 'message', text: 'secret' })
    await pause(150)
    expect(desk.frames.slice(before)).toEqual([])
    desk.socket.close()
  })

  it('makes one inbox out of many changes', async () => {
    const desk = await open('desk', 'ana')
    await desk.frame((frame) => frame.type === 'inbox')
    for (let n = 0; n < 30; n++) await waiting()
    await pause(300)
    expect(inboxes(desk.frames).length).toBeLessThan(12)
    expect(inboxes(desk.frames).at(-1).open.length).toBeGreaterThanOrEqual(30)
    desk.socket.close()
  })

  it('lets previews follow a little later than the words', async () => {
    const id = await waiting()
    await server.hub.agent.accept('ana', id, undefined)
    const desk = await open('desk', 'ana')
    await desk.frame((frame) => frame.type === 'inbox')
    await pause(100)
    const before = inboxes(desk.frames).length
    for (let n = 0; n < 20; n++) {
      await server.hub.receiveActivity(id, 'kim', { type: 'message', text: `m${n}` })
      await pause(10)
    }
    expect(desk.frames.filter((frame) => frame.type === 'entries')).toHaveLength(20)
    expect(inboxes(desk.frames).length - before).toBeLessThanOrEqual(2)
    const last = server.stored.get(id)!.key.lastSeq
    await waitFor(() => inboxes(desk.frames).at(-1).mine.find((one: any) => one.id === id)?.lastSeq === last)
    desk.socket.close()
  })

  it('tells the hub of the first page and of the last one', async () => {
    const calls = () => server.calls.filter((one) => one.endsWith('connected bo'))
    const [first, second] = [await open('desk', 'bo'), await open('desk', 'bo')]
    await first.frame(() => true)
    await second.frame(() => true)
    first.socket.close()
    await first.closed()
    await pause(30)
    expect(calls()).toEqual(['connected bo'])
    second.socket.close()
    await waitFor(() => calls().length === 2)
    expect(calls()).toEqual(['connected bo', 'disconnected bo'])
  })

  it('goes when its agent was disabled', async () => {
    const desk = await open('desk', 'bo')
    await desk.frame(() => true)
    await server.database.pool.query(`update app_user set disabled = true where id = 'bo'`)
    server.bus.publish({ type: 'agent', environmentId: 'contoso', agentId: 'bo' })
    expect(await desk.closed()).toBe(1008)
    await server.database.pool.query(`update app_user set disabled = false where id = 'bo'`)
    server.bus.publish({ type: 'agent', environmentId: 'contoso', agentId: 'bo' })
  })
})

describe('the supervisor’s socket', () => {
  it('shows everything that goes on in the environment, at most four times a second', async () => {
    const board = await open('supervisor', 'sam')
    await board.frame((frame) => frame.type === 'ongoing')
    const id = await waiting()
    const theirs = await waiting('fabrikam')
    await board.frame((frame) => frame.ongoing.conversations.some((one: any) => one.id === id))
    const started = Date.now()
    const before = board.frames.length
    while (Date.now() - started < 1000) {
      await server.hub.receiveActivity(id, 'kim', { type: 'message', text: 'hello?' })
      await pause(10)
    }
    expect(board.frames.length - before).toBeLessThanOrEqual(5)
    for (const frame of board.frames) {
      expect(supervisorFrame.safeParse(frame).error).toBeUndefined()
      expect(frame.ongoing.conversations.some((one: any) => one.id === theirs)).toBe(false)
    }
    board.socket.close()
  })

  it('loads the list once for several viewers', async () => {
    const boards = await Promise.all([open('supervisor', 'sam'), open('supervisor', 'sam'), open('supervisor', 'sam')])
    for (const board of boards) await board.frame(() => true)
    await pause(600)
    const before = server.calls.filter((one) => one === 'ongoing').length
    const id = await waiting()
    for (const board of boards) await board.frame((frame) => frame.ongoing.conversations.some((one: any) => one.id === id))
    expect(server.calls.filter((one) => one === 'ongoing').length - before).toBeLessThanOrEqual(2)
    for (const board of boards) board.socket.close()
  })
})

describe('a socket', () => {
  const url = (path: string) => `ws://127.0.0.1:${port}${path}`
  const own = () => ({ origin: `http://127.0.0.1:${port}` })

  it('is refused without a session, with the wrong role, from another site, and at unknown addresses', async () => {
    const [agent, supervisor] = [await server.cookie('ana'), await server.cookie('sam')]
    expect(await openSocket(url('/api/desk/stream'), own()).refused).toBe(401)
    expect(await openSocket(url('/api/desk/stream'), { ...own(), cookie: supervisor }).refused).toBe(403)
    expect(await openSocket(url('/api/supervisor/stream'), { ...own(), cookie: agent }).refused).toBe(403)
    expect(await openSocket(url('/api/desk/stream'), { cookie: agent, origin: 'https://evil.example' }).refused).toBe(403)
    expect(await openSocket(url('/api/desk/stream'), { cookie: agent }).refused).toBe(403)
    expect(await openSocket(url('/nothing'), own()).refused).toBe(404)
    expect(await openSocket(url('/v3/directline/conversations/%E0%A4%A/stream'), own()).refused).toBe(404)
  })

  it('that sends too much is closed, and the server goes on', async () => {
    const desk = await open('desk', 'ana')
    await desk.frame(() => true)
    desk.socket.send('x'.repeat(100_000))
    expect(await desk.closed()).toBe(1009)
    expect((await server.app.inject('/healthz')).statusCode).toBe(200)
  })

  it('is told to come back when the server goes', async () => {
    const desk = await open('desk', 'ana')
    await desk.frame(() => true)
    await server.restart(port)
    expect(await desk.closed()).toBe(1012)
    const again = await open('desk', 'ana')
    await again.frame((frame) => frame.type === 'inbox')
    again.socket.close()
  })
})
