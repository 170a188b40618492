import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { livechatConfig, livechatToken } from '../../contracts/index.ts'
import { manualClock } from '../../platform/index.ts'
import { testServer } from '../../../test/support/http.ts'

let server: Awaited<ReturnType<typeof testServer>>
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.close())

const sql = (text: string) => server.database.pool.query(text)
const get = (url: string, origin?: string) => server.app.inject({ url, headers: origin ? { origin } : {} })
const post = (url: string, payload: object = {}, headers: Record<string, string> = {}) => server.app.inject({ method: 'POST', url, payload, headers: { origin: 'https://shop.example', ...headers } })
const start = async (payload: object = {}, door = '/api/livechat/widget') => (await post(`${door}/token`, payload)).json()

describe('a widget of the hub', () => {
  it('has its looks, and people behind it', async () => {
    const config = (await get('/api/livechat/shop/config', 'https://shop.example')).json()
    expect(livechatConfig.strict().parse(config)).toEqual({ title: 'Shop help', subtitle: '', color: '#0f6cbd', position: 'right', online: true, notice: null, people: true })
  })

  it('starts a conversation whose token works in Direct Line', async () => {
    const answer = livechatToken.parse(await start({ customer: { name: 'Kim' }, context: { page: '/cart', items: 3 } }))
    expect(answer).toMatchObject({ resumed: false, directLineUrl: 'http://localhost:80/v3/directline' })
    expect(server.stored.get(answer.conversationId)?.key).toMatchObject({ channel: 'livechat', widgetId: 'widget', environmentId: 'contoso', customerId: answer.userId })
    const activities = await server.app.inject({ url: `/v3/directline/conversations/${answer.conversationId}/activities`, headers: { authorization: `Bearer ${answer.token}` } })
    expect(activities.json().activities[0].text).toBe('Hello!')
    const opened = await server.app.inject({ method: 'POST', url: '/v3/directline/conversations', headers: { authorization: `Bearer ${answer.token}` } })
    expect([opened.statusCode, opened.json().conversationId]).toEqual([200, answer.conversationId])
  })

  it('resumes an open conversation, and after its end starts another one as the same customer', async () => {
    const first = await start()
    const second = await start({ resume: first.token })
    expect(second).toMatchObject({ resumed: true, conversationId: first.conversationId, userId: first.userId })
    const ended = await post('/api/livechat/widget/end', {}, { authorization: `Bearer ${second.token}` })
    expect([ended.statusCode, server.stored.get(first.conversationId)?.key.closed]).toEqual([200, true])
    const third = await start({ resume: second.token })
    expect(third).toMatchObject({ resumed: false, userId: first.userId })
    expect(third.conversationId).not.toBe(first.conversationId)
  })

  it('does not resume with the token of another widget, a forged one, or rubbish', async () => {
    const { token, conversationId } = await start({}, '/api/livechat/shop')
    for (const resume of [token, `${token}x`, 'rubbish', '..']) {
      const answer = await start({ resume })
      expect([answer.resumed, answer.conversationId === conversationId]).toEqual([false, false])
    }
    expect((await post('/api/livechat/widget/end', {}, { authorization: `Bearer ${token}` })).statusCode).toBe(403)
    expect((await post('/api/livechat/widget/end')).statusCode).toBe(403)
  })

  it('is open to its own origins only', async () => {
    const allowed = await get('/api/livechat/shop/config', 'https://shop.example')
    expect(allowed.headers['access-control-allow-origin']).toBe('https://shop.example')
    const refused = await get('/api/livechat/shop/config', 'https://evil.example')
    expect([refused.statusCode, refused.json().error.code, refused.headers['access-control-allow-origin']]).toEqual([403, 'ORIGIN_NOT_ALLOWED', undefined])
    expect((await post('/api/livechat/shop/token', {}, { origin: 'https://evil.example' })).statusCode).toBe(403)
    expect((await get('/api/livechat/shop/config', 'http://localhost:80')).statusCode).toBe(200)
    expect((await get('/api/livechat/widget/config', 'https://anywhere.example')).headers['access-control-allow-origin']).toBe('https://anywhere.example')
    const preflight = await server.app.inject({ method: 'OPTIONS', url: '/api/livechat/shop/token', headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' } })
    expect([preflight.statusCode, preflight.headers['access-control-allow-headers']]).toEqual([204, 'authorization, content-type'])
  })

  it('is open while a copilot is connected or a queue has members, and closed when nobody could ever answer', async () => {
    const online = async () => (await get('/api/livechat/widget/config')).json().online
    await sql(`update hub_connection set enabled = false where copilot_id = 'bot'`)
    expect(await online()).toBe(true)
    await sql(`delete from queue_member`)
    expect(await online()).toBe(false)
    const refused = await post('/api/livechat/widget/token')
    expect([refused.statusCode, refused.json().error.message]).toEqual([503, expect.stringContaining('closed at the moment')])
    await sql(`insert into queue_member values ('billing', 'bo')`)
    expect(await online()).toBe(true)
    await sql(`delete from queue_member; insert into queue_member values ('general', 'ana'); update hub_connection set enabled = true where copilot_id = 'bot'`)
  })

  it.each([
    ['101 names of context', { context: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`n${n}`, n])) }],
    ['a value of 5,000 characters', { context: { a: 'x'.repeat(5000) } }],
    ['an object in the context', { context: { a: { b: 1 } } }],
    ['a number as name', { customer: { name: 5 } }],
  ])('refuses %s', async (_, payload) => {
    const answer = await post('/api/livechat/widget/token', payload)
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'BAD_REQUEST'])
  })

  it('that does not exist is a 404', async () => {
    expect((await get('/api/livechat/nothing/config')).json().error.code).toBe('NOT_FOUND')
    expect((await post('/api/livechat/nothing/token')).statusCode).toBe(404)
  })
})

describe('the studio’s embed code', () => {
  it('says that no person can be reached, and talks to the published copilot', async () => {
    expect((await get('/api/embed/bot/config')).json()).toMatchObject({ title: 'Contoso Support', online: true, people: false, notice: 'No person can be reached in this chat.' })
    const { conversationId } = await start({}, '/api/embed/bot')
    expect(server.stored.get(conversationId)?.key).toMatchObject({ channel: 'directline', copilotId: 'bot', widgetId: undefined })
  })

  it('is closed until the first publishing', async () => {
    expect((await get('/api/embed/draft/config')).json()).toMatchObject({ online: false, notice: 'This copilot has not been published yet.' })
    expect((await post('/api/embed/draft/token')).statusCode).toBe(503)
  })
})

describe('a visitor who comes back', () => {
  it('the next morning finds the conversation, after two days a new one', async () => {
    const clock = manualClock('2026-03-02T10:00:00Z')
    const timed = await testServer({ clock })
    try {
      const begin = async (payload: object) => (await timed.app.inject({ method: 'POST', url: '/api/livechat/widget/token', payload })).json()
      const first = await begin({})
      clock.advance(20 * 3600_000)
      expect(await begin({ resume: first.token })).toMatchObject({ resumed: true, conversationId: first.conversationId })
      clock.advance(5 * 3600_000)
      expect(await begin({ resume: first.token })).toMatchObject({ resumed: false })
    } finally {
      await timed.close()
    }
  })
})

describe('the demo page', () => {
  it('hosts the first widget, the one asked for, or a copilot, by one script tag', async () => {
    expect((await get('/demo')).body).toContain('<script src="/widget/baton-chat.js" data-widget="shop" data-url-context="*"></script>')
    expect((await get('/demo?widget=widget')).body).toContain('data-widget="widget"')
    expect((await get('/demo?copilot=bot')).body).toContain('<script src="/widget/baton-chat.js" data-copilot="bot" data-url-context="*"></script>')
    expect((await get('/demo?widget="><script>alert(1)</script>')).body).not.toContain('<script>alert')
  })
})
