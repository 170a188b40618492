import { describe, expect, it } from 'vitest'
import { openSocket, testServer } from '../../test/support/http.ts'
import { manualClock } from '../platform/index.ts'
import { clientAddress } from './limit-sockets.ts'

const from = (remoteAddress: string, forwarded?: string) => ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as never

describe('who opens a socket', () => {
  const nearby = 'loopback, linklocal, uniquelocal'
  it.each([
    ['without a proxy', false, from('203.0.113.7', '1.1.1.1'), '203.0.113.7'],
    ['behind a proxy nearby', nearby, from('10.0.0.2', '203.0.113.7'), '203.0.113.7'],
    ['behind two', nearby, from('::ffff:127.0.0.1', '203.0.113.7, 192.168.1.4'), '203.0.113.7'],
    ['who pretends to be another', nearby, from('10.0.0.2', '1.1.1.1, 203.0.113.7'), '203.0.113.7'],
    ['at a proxy that is not believed', nearby, from('198.51.100.1', '203.0.113.7'), '198.51.100.1'],
    ['behind a proxy that is named', '198.51.100.0/24', from('198.51.100.1', '203.0.113.7'), '203.0.113.7'],
    ['from within', nearby, from('fd00::1', '10.1.1.1'), '10.1.1.1'],
    ['where everybody is believed', true, from('198.51.100.1', '203.0.113.7, 5.5.5.5'), '203.0.113.7'],
  ])('%s', (_, proxies, request, address) => {
    expect(clientAddress(proxies)(request)).toBe(address)
  })
})

describe('a stranger who opens sockets without end', () => {
  it('waits, people of the house do not', async () => {
    const clock = manualClock('2026-03-02T08:00:00Z')
    const server = await testServer({ clock, config: { rateLimit: { perSecond: 1, burst: 10 } } })
    try {
      const port = await server.listen()
      const knock = (path: string, headers = {}) => {
        const { socket, refused } = openSocket(`ws://127.0.0.1:${port}${path}`, headers)
        return refused.then((status) => (socket.close(), status))
      }
      const guessing = Array.from({ length: 7 }, (_, n) => () => knock(`/v3/directline/conversations/c/stream?t=guess-${n}`))
      const statuses = []
      for (const guess of guessing) statuses.push(await guess())
      expect(statuses).toEqual([403, 403, 403, 403, 403, 429, 429])
      expect(await knock('/api/desk/stream', { origin: `http://127.0.0.1:${port}`, cookie: await server.cookie('ana') })).toBeUndefined()
      clock.advance(2_000)
      expect(await guessing[0]!()).toBe(403)
    } finally {
      await server.close()
    }
  })

  it('holds a few dozen of one conversation, and the others stay open', async () => {
    const server = await testServer()
    try {
      const port = await server.listen()
      const { id } = await server.hub.startConversation({ environmentId: 'contoso', channel: 'directline', copilotId: 'bot', customer: { id: 'kim' } })
      const token = await server.tokens.mintToken({ conversationId: id, userId: 'kim', environmentId: 'contoso', copilotId: 'bot', channel: 'directline' })
      const open = () => openSocket(`ws://127.0.0.1:${port}/v3/directline/conversations/${id}/stream?t=${token}`)
      const sockets = []
      for (let n = 0; n < 31; n++) {
        const one = open()
        sockets.push(one)
        expect([n, await one.refused]).toEqual([n, n < 30 ? undefined : 429])
      }
      sockets[0]!.socket.close()
      await sockets[0]!.closed()
      await expect.poll(async () => open().refused).toBeUndefined()
      for (const { socket } of sockets) socket.close()
    } finally {
      await server.close()
    }
  })
})
