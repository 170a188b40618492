import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ownPage, testServer } from '../../test/support/http.ts'
import { manualClock, type LogFields } from '../platform/index.ts'

const logged: { message: string; error: string; fields: LogFields | undefined }[] = []
const log = {
  info() {},
  warn() {},
  error: (message: string, error: unknown, fields?: LogFields) => void logged.push({ message, error: String(error), fields }),
}

let server: Awaited<ReturnType<typeof testServer>>
beforeAll(async () => {
  server = await testServer({
    log,
    studio(app) {
      app.get('/api/studio/breaks', () => Promise.reject(new Error('a bug')))
      app.get('/api/studio/refuses', () => z.object({ name: z.string() }).parse({ name: 5 }))
    },
  })
})
afterAll(() => server.close())

const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ method: 'GET', url, headers })
const post = (url: string, payload: string | object = {}, headers: Record<string, string> = {}) => server.app.inject({ method: 'POST', url, payload, headers: { ...ownPage, ...headers } })

describe('the server', () => {
  it('says that it lives and that its database answers', async () => {
    expect((await get('/healthz')).statusCode).toBe(200)
    expect((await get('/readyz')).json()).toEqual({ status: 'ready' })
  })

  it('answers unknown routes in JSON to programs and with a page to people', async () => {
    expect((await get('/api/nothing?secret=1')).json()).toEqual({ error: { code: 'NOT_FOUND', message: 'There is no route GET /api/nothing.' } })
    const page = await get('/nothing')
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  })

  it('answers a bug with an id and logs it once', async () => {
    const answer = await get('/api/studio/breaks')
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('a bug')
    expect(logged).toHaveLength(1)
    expect(answer.json().error.message).toContain(logged[0]?.fields?.['id'])
  })

  it('names the field that is wrong', async () => {
    expect((await get('/api/studio/refuses')).json().error).toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('name: ') })
  })

  it('sends a policy with its pages that lets nothing foreign run', async () => {
    const { headers } = await get('/demo', { host: 'chat.example:8080' })
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['content-security-policy']).toContain("connect-src 'self' ws://chat.example:8080 wss://chat.example:8080;")
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
    expect((await get('/demo', { host: "x'; script-src *" })).headers['content-security-policy']).not.toContain('script-src')
  })
})

describe('a request that changes something', () => {
  it.each([
    ['from another site', { origin: 'https://evil.example' }, 'CROSS_SITE'],
    ['from another site, says the browser', { 'sec-fetch-site': 'cross-site' }, 'CROSS_SITE'],
    ['from a sibling site', { origin: 'http://localhost:80', 'sec-fetch-site': 'same-site' }, 'CROSS_SITE'],
    ['from another port of this host', { origin: 'http://localhost:9999' }, 'CROSS_SITE'],
    ['from a page without an origin', { origin: 'null' }, 'CROSS_SITE'],
    ['as a form', { ...ownPage, 'content-type': 'application/x-www-form-urlencoded' }, 'BAD_REQUEST'],
    ['as plain text', { ...ownPage, 'content-type': 'text/plain' }, 'BAD_REQUEST'],
  ])('is refused when it comes %s', async (_, headers, code) => {
    const cookie = await server.cookie('ana')
    const answer = await server.app.inject({ method: 'POST', url: '/api/desk/presence', headers: { host: 'localhost:80', 'content-type': 'application/json', cookie, ...headers }, payload: '{"presence":"away"}' })
    expect(answer.json().error.code).toBe(code)
  })

  it('is refused when it names no origin at all', async () => {
    expect((await server.app.inject({ method: 'POST', url: '/api/auth/sign-out' })).json().error.code).toBe('CROSS_SITE')
  })

  it('passes from a page of ours, by either header', async () => {
    const cookie = await server.cookie('ana')
    const payload = { presence: 'away' }
    expect((await post('/api/desk/presence', payload, { cookie })).statusCode).toBe(200)
    expect((await server.app.inject({ method: 'POST', url: '/api/desk/presence', headers: { cookie, 'sec-fetch-site': 'same-origin' }, payload })).statusCode).toBe(200)
  })
})

describe('a body', () => {
  it.each([
    ['malformed', '{"userId":', 400],
    ['empty', '', 400],
    ['of the wrong type', '{"userId":{"$ne":1}}', 400],
    ['poisoned', '{"__proto__":{"userId":"ana"}}', 400],
    ['oversized', JSON.stringify({ userId: 'x'.repeat(1_100_000) }), 413],
    ['deeply nested', '['.repeat(100_000), 400],
  ])('that is %s gets a clear answer', async (_, payload, status) => {
    const answer = await post('/api/auth/development-sign-in', payload, { 'content-type': 'application/json' })
    expect([answer.statusCode, typeof answer.json().error.code]).toEqual([status, 'string'])
  })

  it('of an unknown id is a 404', async () => {
    expect((await post('/api/auth/development-sign-in', { userId: 'nobody' })).statusCode).toBe(404)
  })
})

describe('signing in', () => {
  const whoIs = async (cookie: string) => {
    const answer = await get('/api/auth/me', { cookie })
    return [answer.statusCode, answer.json()]
  }

  it('sets a cookie that scripts and other sites do not get', async () => {
    const answer = await post('/api/auth/development-sign-in', { userId: 'ana' })
    expect(answer.headers['set-cookie']).toMatch(/^baton_session=[\w.-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)
    const me = await get('/api/auth/me', { cookie: String(answer.headers['set-cookie']).split(';')[0]! })
    expect(me.json()).toEqual({ user: { id: 'ana', name: 'Ana', email: 'ana@contoso', roles: ['agent'], environment: { id: 'contoso', name: 'Contoso', hubInstalled: true }, developmentSignIn: true } })
  })

  it('offers people, not application users nor those who left, and refuses the same', async () => {
    const names = (await get('/api/auth/development-users')).json().map((one: { id: string }) => one.id)
    expect(names).toEqual(['adam', 'ana', 'bo', 'mia', 'sam', 'fay'])
    for (const userId of ['bot-user', 'gone']) expect((await post('/api/auth/development-sign-in', { userId })).statusCode).toBe(404)
  })

  it('ends with signing out', async () => {
    const answer = await post('/api/auth/sign-out', {}, { cookie: await server.cookie('ana') })
    expect(answer.headers['set-cookie']).toMatch(/^baton_session=; Max-Age=0;.*Expires=Thu, 01 Jan 1970/)
  })

  it('with a made-up or foreign cookie is none', async () => {
    const cookie = await server.cookie('ana')
    for (const forged of ['baton_session=abc', `${cookie}x`, 'baton_session=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEiLCJhdWQiOiJzZXNzaW9uIn0.']) {
      expect(await whoIs(forged)).toEqual([200, { user: null }])
      expect((await get('/api/desk/inbox', { cookie: forged })).statusCode).toBe(401)
    }
    const token = await server.tokens.mintToken({ userId: 'ana', environmentId: 'contoso', channel: 'directline' })
    expect(await whoIs(`baton_session=${token}`)).toEqual([200, { user: null }])
    expect((await get('/api/desk/inbox', { cookie: `baton_session=${token}` })).statusCode).toBe(401)
  })

  it('is not needed to ask who one is: a visitor is nobody, and no error', async () => {
    expect(await whoIs('')).toEqual([200, { user: null }])
  })

  it('stops at once for somebody who was disabled', async () => {
    const cookie = await server.cookie('bo')
    expect((await get('/api/desk/inbox', { cookie })).statusCode).toBe(200)
    await server.database.pool.query(`update app_user set disabled = true where id = 'bo'`)
    server.bus.publish({ type: 'agent', environmentId: 'contoso', agentId: 'bo' })
    expect((await get('/api/desk/inbox', { cookie })).statusCode).toBe(401)
    await server.database.pool.query(`update app_user set disabled = false where id = 'bo'`)
  })
})

describe('in production', () => {
  it('the development sign-in does not exist, and cookies are for https', async () => {
    const production = await testServer({ config: { environment: 'production', publicUrl: 'https://chat.example' } })
    try {
      expect((await production.app.inject('/api/auth/development-users')).statusCode).toBe(404)
      const tried = await production.app.inject({ method: 'POST', url: '/api/auth/development-sign-in', headers: { origin: 'https://chat.example' }, payload: { userId: 'ana' } })
      expect(tried.statusCode).toBe(404)
      expect(tried.headers['set-cookie']).toBeUndefined()
      expect((await production.app.inject('/demo')).headers['strict-transport-security']).toBeDefined()
    } finally {
      await production.close()
    }
  })
})

describe('time and numbers', () => {
  it('a session in use goes on, one that is not ends after twelve hours', async () => {
    const clock = manualClock('2026-03-02T08:00:00Z')
    const timed = await testServer({ clock })
    try {
      const first = await timed.cookie('ana')
      const me = (cookie: string) => timed.app.inject({ url: '/api/desk/inbox', headers: { cookie } })
      clock.advance(6 * 3600_000)
      const renewed = String((await me(first)).headers['set-cookie']).split(';')[0]!
      clock.advance(7 * 3600_000)
      expect((await me(first)).statusCode).toBe(401)
      expect((await me(renewed)).statusCode).toBe(200)
    } finally {
      await timed.close()
    }
  })

  it('counts who has a network of IPv6 addresses once, not once an address', async () => {
    const limited = await testServer({ clock: manualClock('2026-03-02T08:00:00Z'), config: { rateLimit: { perSecond: 1, burst: 3 } } })
    const ask = async (remoteAddress: string) => (await limited.app.inject({ url: '/api/auth/ways', remoteAddress })).statusCode
    const statuses = []
    for (const address of ['2001:db8::1', '2001:db8::2', '2001:db8:0:0:ffff::3', '2001:db8::4', '2001:db8:0:1::4', '203.0.113.4']) statuses.push(await ask(address))
    expect(statuses).toEqual([200, 200, 200, 429, 200, 200])
    await limited.close()
  })

  it('a stranger who asks too often waits; people of the house do not', async () => {
    const clock = manualClock('2026-03-02T08:00:00Z')
    const limited = await testServer({ clock, config: { rateLimit: { perSecond: 1, burst: 25 } } })
    try {
      const cookie = await limited.cookie('ana')
      const start = () => limited.app.inject({ method: 'POST', url: '/api/livechat/widget/token', headers: { origin: 'https://shop.example' }, payload: {} })
      expect((await start()).statusCode).toBe(200)
      const refused = await start()
      expect([refused.statusCode, refused.json().error.code, refused.headers['retry-after']]).toEqual([429, 'TOO_MANY_REQUESTS', '5'])
      const directLine = await limited.app.inject({ method: 'POST', url: '/v3/directline/conversations', headers: { origin: 'https://shop.example' } })
      expect([directLine.statusCode, directLine.json().error.code, directLine.headers['access-control-allow-origin']]).toEqual([429, 'TooManyRequests', 'https://shop.example'])
      for (let times = 0; times < 50; times++) expect((await limited.app.inject({ url: '/api/desk/inbox', headers: { cookie } })).statusCode).toBe(200)
      clock.advance(6000)
      expect((await start()).statusCode).toBe(200)
    } finally {
      await limited.close()
    }
  })

  it.each([
    ['behind a proxy each visitor has their own measure', 'https://chat.example', 200],
    ['without one nobody can pretend to be many', undefined, 429],
  ])('%s', async (_, publicUrl, expected) => {
    const limited = await testServer({ clock: manualClock('2026-03-02T08:00:00Z'), config: { publicUrl, rateLimit: { perSecond: 1, burst: 15 } } })
    try {
      const start = (visitor: string) => limited.app.inject({ method: 'POST', url: '/api/livechat/widget/token', headers: { 'x-forwarded-for': visitor }, payload: {} })
      expect((await start('198.51.100.1')).statusCode).toBe(200)
      expect((await start('198.51.100.2')).statusCode).toBe(expected)
    } finally {
      await limited.close()
    }
  })
})
