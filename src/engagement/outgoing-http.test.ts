import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isInside, outgoingHttp } from './outgoing-http.ts'

const server = http.createServer((request, response) => {
  if (request.url === '/large') return void response.end('x'.repeat(1_500_000))
  if (request.url === '/slow') return
  if (request.url === '/half') {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half of it')
    return void setTimeout(() => response.destroy(), 20)
  }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ method: request.method, key: request.headers['x-key'] ?? null }))
})
let host: string
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
const call = (url: string, timeoutMs = 2000) => ({ type: 'http' as const, callId: 'c', method: 'POST', url, headers: { 'x-key': 'k' }, body: '{}', timeoutMs })

describe("a topic's HTTP call", () => {
  it('reaches an allowed host with its method, headers and body', async () => {
    const answer = await outgoingHttp([host])(call(`http://${host}/`))
    expect(answer).toMatchObject({ type: 'http', status: 200, body: JSON.stringify({ method: 'POST', key: 'k' }) })
  })

  it.each(['http://127.0.0.1:1/', 'http://localhost:1/', 'http://[::1]:1/', 'http://169.254.169.254/latest', 'http://10.0.0.1/', 'http://[::ffff:127.0.0.1]/', 'http://0x7f.1/', 'http://2130706433/'])(
    'does not reach %s',
    async (url) => {
      expect(await outgoingHttp([])(call(url))).toMatchObject({ type: 'failed', code: 'HttpRequestBlocked' })
    },
  )

  it.each(['file:///etc/passwd', 'gopher://x', 'nonsense', ''])('refuses %j as an address', async (url) => {
    expect(await outgoingHttp([])(call(url))).toMatchObject({ type: 'failed', code: 'InvalidUrl' })
  })

  it('gives up on a slow answer and on one that is too large', async () => {
    expect(await outgoingHttp([host])(call(`http://${host}/slow`, 100))).toMatchObject({ type: 'failed', code: 'ExecutionTimeout' })
    expect(await outgoingHttp([host])(call(`http://${host}/large`))).toMatchObject({ type: 'failed', code: 'TooMuchDataToHandle' })
  })

  it('hears of an answer that breaks off, and of a request that cannot be sent', async () => {
    expect(await outgoingHttp([host])(call(`http://${host}/half`))).toMatchObject({ type: 'failed', code: 'HttpRequestFailed' })
    expect(await outgoingHttp([host])({ ...call(`http://${host}/`), headers: { 'x-key': 'two\nlines' } })).toMatchObject({ type: 'failed', code: 'HttpRequestFailed' })
    expect(await outgoingHttp([host])({ ...call(`http://${host}/`), method: 'NOT A METHOD' })).toMatchObject({ type: 'failed', code: 'HttpRequestFailed' })
  })

  it('ends when the service stops', async () => {
    const stopping = new AbortController()
    const answer = outgoingHttp([host])(call(`http://${host}/slow`, 60_000), stopping.signal)
    stopping.abort()
    expect(await answer).toMatchObject({ type: 'failed' })
  })

  it('knows private addresses from public ones', () => {
    expect(['10.1.2.3', '172.20.0.1', '192.168.1.1', '100.64.1.1', 'fd00::1', 'fe80::1', '::', '::ffff:7f00:1', '0.0.0.0'].every(isInside)).toBe(true)
    expect(['8.8.8.8', '172.32.0.1', '2606:4700::1111'].some(isInside)).toBe(false)
  })
})
