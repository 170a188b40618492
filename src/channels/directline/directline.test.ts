import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directLineSecret, openSocket, otherSecret, testServer, waitFor } from '../../../test/support/http.ts'
import { manualClock } from '../../platform/index.ts'
import { createTokens } from './tokens.ts'

const base = '/v3/directline'
let server: Awaited<ReturnType<typeof testServer>>
let port: number

beforeAll(async () => {
  server = await testServer()
  port = await server.listen()
})
afterAll(() => server.close())

type Call = { method?: 'GET' | 'POST' | 'OPTIONS'; token?: string; body?: unknown; headers?: Record<string, string> }
async function call(path: string, { method = 'POST', token, body, headers = {} }: Call = {}) {
  const answer = await server.app.inject({
    method,
    url: `${base}${path}`,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return { status: answer.statusCode, headers: answer.headers, body: answer.body ? answer.json() : undefined }
}
async function conversation(user?: string) {
  const generated = await call('/tokens/generate', { token: directLineSecret, body: user ? { user: { id: user } } : undefined })
  const started = await call('/conversations', { token: generated.body.token })
  return { id: started.body.conversationId as string, token: started.body.token as string, generated, started }
}
const message = (text: string, clientActivityID?: string) => ({ type: 'message', from: { id: 'u1', name: 'Kim' }, text, channelData: { clientActivityID, mine: 1 } })
const said = (token: string, id: string, text: string, clientId?: string) => call(`/conversations/${id}/activities`, { token, body: message(text, clientId) })
const read = (token: string, id: string, watermark = '') => call(`/conversations/${id}/activities?watermark=${watermark}`, { method: 'GET', token })

describe('a web server with the secret', () => {
  it('gets a token for a conversation that is not started yet, and its customer starts exactly that one', async () => {
    const { generated, started, id } = await conversation('dl_kim')
    expect(generated.body).toMatchObject({ conversationId: id, expires_in: 1800 })
    expect(started.status).toBe(201)
    expect(started.body.streamUrl).toMatch(new RegExp(`^ws://[^/]+/v3/directline/conversations/${id}/stream\\?t=`))
    const again = await call('/conversations', { token: generated.body.token })
    expect([again.status, again.body.conversationId]).toEqual([200, id])
  })

  it('may use the secret itself, but only for conversations of its copilot', async () => {
    const { id } = await conversation()
    expect((await said(directLineSecret, id, 'hi')).status).toBe(200)
    expect((await said(otherSecret, id, 'hi')).body.error.code).toBe('BadArgument')
    expect((await read(otherSecret, id)).status).toBe(403)
  })

  it('is refused with a wrong secret, a token where a secret is needed, and nothing at all', async () => {
    const { token } = await conversation()
    expect((await call('/tokens/generate', { token: 'wrong' })).status).toBe(403)
    expect((await call('/tokens/generate', { token })).status).toBe(403)
    expect((await call('/tokens/generate')).status).toBe(401)
  })
})

describe('a customer', () => {
  it('hears the greeting, their own words with id and channelData, and the answer', async () => {
    const { id, token } = await conversation('dl_kim')
    const sent = await said(token, id, 'hi', 'client-1')
    expect(sent.body.id).toBe(`${id}|0000003`)
    const { body } = await read(token, id)
    expect(body.activities.map((one: any) => one.text)).toEqual(['Hello!', 'hi', 'Echo: hi'])
    expect(body.watermark).toBe('4')
    expect(body.activities[1]).toMatchObject({ id: sent.body.id, channelId: 'directline', conversation: { id }, from: { id: 'dl_kim', role: 'user' }, channelData: { clientActivityID: 'client-1', mine: 1 } })
    expect(body.activities[2].replyToId).toBe(sent.body.id)
    expect((await read(token, id, '4')).body).toEqual({ activities: [], watermark: '4' })
  })

  it('hears of a changed message under the id of that message, and cannot pretend to change one', async () => {
    const { id, token } = await conversation('dl_kim')
    await server.hub.receiveFromSkill({ conversationId: id, key: 'k' }, { type: 'messageUpdate', text: 'Hello there!', changes: `${id}|0000002` })
    await call(`/conversations/${id}/activities`, { token, body: { type: 'messageUpdate', text: 'mine', changes: `${id}|0000002` } })
    const { body } = await read(token, id, '2')
    expect(body.activities.slice(0, 2).map((one: any) => [one.type, one.id, one.changes])).toEqual([['messageUpdate', `${id}|0000002`, undefined], ['messageUpdate', `${id}|0000004`, undefined]])
  })

  it('who sends the same client id twice has said it once', async () => {
    const { id, token } = await conversation()
    const [one, two] = [await said(token, id, 'hi', 'same'), await said(token, id, 'hi', 'same')]
    expect(two.body).toEqual(one.body)
  })

  it('cannot pass for somebody else, and keeps their own id when they never gave one', async () => {
    const named = await conversation('dl_kim')
    await said(named.token, named.id, 'hi')
    expect((await read(named.token, named.id, '2')).body.activities[0].from.id).toBe('dl_kim')
    const unnamed = await conversation()
    await said(unnamed.token, unnamed.id, 'hi')
    const [echo] = (await read(unnamed.token, unnamed.id, '2')).body.activities
    expect(echo.from).toEqual({ id: 'u1', name: 'customer', role: 'user' })
    const generated = await call('/tokens/generate', { token: directLineSecret })
    expect((await call('/conversations', { token: generated.body.token, body: { user: { id: 'dl_forged' } } })).status).toBe(400)
  })

  it('never reads or writes another conversation', async () => {
    const [mine, theirs] = [await conversation(), await conversation()]
    for (const answer of [
      await read(mine.token, theirs.id),
      await said(mine.token, theirs.id, 'hi'),
      await call(`/conversations/${theirs.id}`, { method: 'GET', token: mine.token }),
      await call(`/conversations/${theirs.id}/upload`, { token: mine.token }),
      await read(mine.token, 'no-such-conversation'),
    ]) {
      expect([answer.status, answer.body.error.code]).toEqual([403, 'BadArgument'])
    }
    expect(await openSocket(`ws://127.0.0.1:${port}${base}/conversations/${theirs.id}/stream?t=${mine.token}`).refused).toBe(403)
  })

  it('does not see what is for staff, nor reserved event names get in', async () => {
    const { id, token } = await conversation()
    await said(token, id, 'human')
    const seen = (await read(token, id)).body.activities
    expect(seen.some((one: any) => one.type === 'event')).toBe(false)
    expect((await call(`/conversations/${id}/activities`, { token, body: { type: 'event', name: 'hub.closed' } })).status).toBe(400)
  })

  it('reads what is left after the end, and then that it has ended', async () => {
    const { id, token } = await conversation()
    await server.hub.endByCustomer(id)
    const last = await read(token, id, '2')
    expect(last.body.activities).toHaveLength(1)
    expect((await read(token, id, last.body.watermark)).body.error.code).toBe('ConversationEnded')
    expect((await said(token, id, 'hello?')).status).toBe(404)
    expect((await call('/tokens/refresh', { token })).status).toBe(404)
    expect((await call(`/conversations/${id}?watermark=${last.body.watermark}`, { method: 'GET', token })).status).toBe(404)
  })

  it('polls for nothing new without a query each time', async () => {
    const { id, token } = await conversation()
    await read(token, id)
    const before = server.calls.length
    for (let times = 0; times < 20; times++) await read(token, id, '2')
    await said(token, id, 'hi')
    expect((await read(token, id, '2')).body.activities).toHaveLength(2)
    expect(server.calls.slice(before).filter((one) => one.includes(id))).toEqual([])
  })
})

describe('a token', () => {
  it('expires, and is refreshed before', async () => {
    const clock = manualClock('2026-03-02T10:00:00Z')
    const timed = await testServer({ clock })
    try {
      const token = await timed.tokens.mintToken({ conversationId: 'c1', userId: 'u', environmentId: 'contoso', channel: 'directline' })
      const refresh = (given: string) =>
        timed.app.inject({ method: 'POST', url: `${base}/tokens/refresh`, headers: { authorization: `Bearer ${given}`, 'content-type': 'application/x-www-form-urlencoded' } })
      clock.advance(1700_000)
      const fresh = await refresh(token)
      expect(fresh.statusCode).toBe(200)
      clock.advance(200_000)
      expect((await refresh(token)).json()).toMatchObject({ error: { code: 'TokenExpired' } })
      expect((await refresh(fresh.json().token)).statusCode).toBe(200)
    } finally {
      await timed.close()
    }
  })

  it('of another key is refused', async () => {
    const foreign = createTokens({ secret: new Uint8Array(32).fill(9), clock: { now: () => new Date() } })
    const { id } = await conversation()
    const token = await foreign.mintToken({ conversationId: id, userId: 'u', environmentId: 'contoso', channel: 'directline' })
    expect((await read(token, id)).status).toBe(403)
  })
})

describe('the stream', () => {
  const stream = (id: string, token: string, watermark = '') => openSocket(`ws://127.0.0.1:${port}${base}/conversations/${id}/stream?watermark=${watermark}&t=${token}`)
  const texts = (frames: any[]) => frames.flatMap((frame) => frame.activities).map((one: any) => one.text)

  it('replays from the watermark and goes on live, each line once', async () => {
    const { id, token } = await conversation()
    await said(token, id, 'before')
    const page = stream(id, token, '2')
    await page.frame((frame) => frame.watermark === '4')
    await said(token, id, 'after')
    await page.frame((frame) => frame.watermark === '6')
    expect(texts(page.frames)).toEqual(['before', 'Echo: before', 'after', 'Echo: after'])
    page.socket.send('')
    page.socket.close()
  })

  it('loses nothing of what is said while it opens', async () => {
    const { id, token } = await conversation()
    const page = stream(id, token)
    for (let n = 0; n < 50; n++) await said(token, id, `m${n}`)
    await page.frame((frame) => frame.watermark === '102')
    expect(texts(page.frames)).toHaveLength(101)
    expect(new Set(texts(page.frames)).size).toBe(101)
    page.socket.close()
  })

  it('reads the log again when a hint was lost', async () => {
    const { id, token } = await conversation()
    const page = stream(id, token)
    await page.frame((frame) => frame.watermark === '2')
    const lost = server.stored.get(id)!
    lost.entries.push({ ...lost.entries[1]!, seq: 3 })
    lost.key.lastSeq = 3
    await said(token, id, 'hi')
    await page.frame((frame) => frame.watermark === '5')
    expect(texts(page.frames)).toEqual(['Hello!', 'Hello!', 'hi', 'Echo: hi'])
    page.socket.close()
  })

  it('and polls hand out a long log in pages, nothing lost', async () => {
    const { id, token } = await conversation()
    for (let n = 0; n < 120; n++) await said(token, id, `m${n}`)
    const page = stream(id, token)
    await page.frame((frame) => frame.watermark === '242')
    expect(texts(page.frames)).toHaveLength(241)
    page.socket.close()
    let watermark = ''
    let count = 0
    for (let times = 0; times < 3; times++) {
      const { body } = await read(token, id, watermark)
      count += body.activities.length
      watermark = body.watermark
    }
    expect([count, watermark]).toEqual([241, '242'])
  })

  it('cuts off a page that does not read, which then catches up', { timeout: 30_000 }, async () => {
    const { id, token } = await conversation()
    const page = stream(id, token)
    await page.frame((frame) => frame.watermark === '2')
    const { _socket: connection } = page.socket as unknown as { _socket: { pause(): void; resume(): void } }
    connection.pause()
    const text = 'x'.repeat(90_000)
    // What the system buffers for a reader comes on top of what we let wait.
    for (let n = 0; n < 150 && server.stored.get(id)?.online; n++) await said(token, id, text)
    await waitFor(() => server.stored.get(id)?.online === false)
    connection.resume()
    await page.closed()
    const last = Number(page.frames.at(-1).watermark)
    const again = stream(id, token, String(last))
    await again.frame((frame) => Number(frame.watermark) === server.stored.get(id)?.key.lastSeq)
    const numbers = [...page.frames, ...again.frames].flatMap((frame) => frame.activities).map((one: any) => one.id)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers).toHaveLength(server.stored.get(id)!.key.lastSeq - 1)
    again.socket.close()
  })

  it('shows typing of the other side, tells when the page is there, and closes after the end', async () => {
    const { id, token } = await conversation()
    await said(token, id, 'human')
    await server.hub.agent.accept('ana', id, undefined)
    const page = stream(id, token)
    await waitFor(() => server.stored.get(id)?.online)
    await server.hub.agent.typing('ana', id)
    await page.frame((frame) => frame.activities[0].type === 'typing')
    await call(`/conversations/${id}/activities`, { token, body: { type: 'typing' } })
    await server.hub.endByCustomer(id)
    expect(await page.closed()).toBe(1000)
    expect(page.frames.filter((frame) => frame.activities[0].type === 'typing')).toHaveLength(1)
    await waitFor(() => server.stored.get(id)?.online === false)
  })
})

describe('bad input', () => {
  it.each([
    ['no JSON', '{"type":', 400],
    ['a list', '[]', 400],
    ['no type', '{"text":"hi"}', 400],
    ['a number as text', '{"type":"message","text":5}', 400],
    ['a poisoned prototype', '{"type":"message","__proto__":{"admin":true}}', 400],
    ['300 KB of text', JSON.stringify({ type: 'message', text: 'x'.repeat(300_000) }), 413],
  ])('is answered clearly: %s', async (_, payload, status) => {
    const { id, token } = await conversation()
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await server.app.inject({ method: 'POST', url: `${base}/conversations/${id}/activities`, headers, payload })
    expect(answer.statusCode).toBe(status)
    expect(answer.json().error).toMatchObject({ code: expect.any(String), message: expect.any(String) })
  })

  it('of any watermark is read as the beginning', async () => {
    const { id, token } = await conversation()
    for (const watermark of ['undefined', 'null', '-1', '1e9', '99999999999999', '%00']) {
      expect((await read(token, id, watermark)).body.activities).toHaveLength(1)
    }
  })

  it('under an unknown address is a 404 in Direct Line’s shape', async () => {
    expect((await call('/nothing', { method: 'GET' })).body).toMatchObject({ error: { code: 'NotFound' } })
  })
})

describe('an upload', () => {
  const upload = async (id: string, token: string, files: { name: string; type: string; bytes: number }[]) => {
    const form = new FormData()
    form.append('activity', new Blob([JSON.stringify({ type: 'message', text: 'see file', channelData: { clientActivityID: 'up' } })], { type: 'application/vnd.microsoft.activity' }))
    for (const file of files) form.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name)
    return fetch(`http://127.0.0.1:${port}${base}/conversations/${id}/upload?userId=u1`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form })
  }

  it('becomes one message with the files in it', async () => {
    const { id, token } = await conversation()
    const answer = await upload(id, token, [{ name: 'a.txt', type: 'text/plain', bytes: 3 }, { name: 'b.png', type: 'image/png', bytes: 5 }])
    expect(answer.status).toBe(200)
    const [echo] = (await read(token, id, '2')).body.activities
    expect(echo).toMatchObject({ text: 'see file', channelData: { clientActivityID: 'up' } })
    expect(echo.attachments).toMatchObject([
      { contentType: 'text/plain', name: 'a.txt' },
      { contentType: 'image/png', name: 'b.png' },
    ])
    const [text, picture] = await Promise.all(echo.attachments.map(({ contentUrl }: { contentUrl: string }) => fetch(new URL(new URL(contentUrl).pathname + new URL(contentUrl).search, `http://127.0.0.1:${port}`))))
    expect([text.headers.get('content-disposition'), picture.headers.get('content-disposition')]).toEqual([`attachment; filename="a.txt"; filename*=UTF-8''a.txt`, `inline; filename="b.png"; filename*=UTF-8''b.png`])
    for (const one of [text, picture]) expect([one.status, one.headers.get('x-content-type-options'), one.headers.get('content-security-policy'), one.headers.get('access-control-allow-origin')]).toEqual([200, 'nosniff', "default-src 'none'; sandbox", '*'])
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect([(await text.arrayBuffer()).byteLength, (await picture.arrayBuffer()).byteLength]).toEqual([3, 5])
  })

  it('is opened by its link for a day, by the conversation’s token, and is not there for anybody else', async () => {
    const clock = manualClock('2026-03-02T10:30:00Z')
    const timed = await testServer({ clock })
    try {
      const { id } = await timed.hub.startConversation({ environmentId: 'contoso', channel: 'directline', copilotId: 'bot', customer: { id: 'kim' } })
      await timed.hub.receiveActivity(id, 'kim', { type: 'message', attachments: [{ contentType: 'text/html', name: '../ä"b.html', contentUrl: 'data:text/html,<b>hi</b>%21' }] })
      const claims = { userId: 'kim', environmentId: 'contoso', copilotId: 'bot', channel: 'directline' as const }
      const [mine, other] = await Promise.all([timed.tokens.mintToken({ ...claims, conversationId: id }), timed.tokens.mintToken({ ...claims, conversationId: 'other' })])
      const get = (url: string, token?: string) => timed.app.inject({ method: 'GET', url, headers: token ? { authorization: `Bearer ${token}` } : {} })
      const { activities } = (await get(`${base}/conversations/${id}/activities`, mine)).json()
      const link = activities.at(-2).attachments[0].contentUrl as string
      expect(link).toMatch(/^http:\/\/localhost:80\/v3\/directline\/conversations\/[\w-]+\/files\/\d+-1\?t=/)
      const [address = ''] = link.split('?')

      const opened = await get(link)
      expect([opened.statusCode, opened.body, opened.headers['content-disposition']]).toEqual([200, '<b>hi</b>!', `attachment; filename="__b.html"; filename*=UTF-8''%C3%A4%22b.html`])
      expect((await get(address, mine)).statusCode).toBe(200)
      for (const url of [address, `${address}?t=`, `${link}x`, link.replace('-1?', '-2?'), link.replace(id, 'other'), link.replace('.', 'x.')]) expect([url, (await get(url)).statusCode]).toEqual([url, 404])
      expect((await get(address, other)).statusCode).toBe(404)
      expect((await get(address, directLineSecret)).statusCode).toBe(200)
      expect((await get(address, otherSecret)).statusCode).toBe(404)
      clock.advance(24 * 3600_000)
      expect((await get(link)).statusCode).toBe(200)
      clock.advance(3600_000)
      expect((await get(link)).statusCode).toBe(404)
    } finally {
      await timed.close()
    }
  })

  it('is no script and no style for a page, whatever its sender calls it', async () => {
    const { id, token } = await conversation()
    const types = ['text/javascript', 'application/x-ECMAscript', 'text/css', 'text/csv', 'application/json']
    const attachments = types.map((contentType) => ({ contentType, name: 'a', contentUrl: 'data:,x' }))
    expect((await call(`/conversations/${id}/activities`, { token, body: { type: 'message', from: { id: 'kim' }, attachments } })).status).toBe(200)
    const line = (await read(token, id)).body.activities.find(({ attachments }: { attachments?: unknown[] }) => attachments?.length === types.length)
    const answers = await Promise.all(line.attachments.map(({ contentUrl }: { contentUrl: string }) => fetch(new URL(new URL(contentUrl).pathname + new URL(contentUrl).search, `http://127.0.0.1:${port}`))))
    expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual(['application/octet-stream', 'application/octet-stream', 'application/octet-stream', 'text/csv; charset=utf-8', 'application/json'])
  })

  it('is refused when it is too large or of a type that could run', async () => {
    const { id, token } = await conversation()
    expect((await upload(id, token, [{ name: 'a.bin', type: 'image/png', bytes: 3_100_000 }])).status).toBe(413)
    expect((await upload(id, token, [{ name: 'a.html', type: 'text/html', bytes: 3 }])).status).toBe(415)
    expect((await upload(id, token, [])).status).toBe(400)
  })
})

describe('a page of another site', () => {
  it('may call with a token: the answer allows its origin, and the headers it asks for', async () => {
    const asked = await call('/conversations', { method: 'OPTIONS', headers: { origin: 'https://shop.example', 'access-control-request-headers': 'authorization,x-ms-bot-agent' } })
    expect(asked.status).toBe(204)
    expect(asked.headers).toMatchObject({ 'access-control-allow-origin': 'https://shop.example', 'access-control-allow-headers': 'authorization,x-ms-bot-agent' })
    expect((await call('/conversations', { headers: { origin: 'https://shop.example' } })).headers['access-control-allow-origin']).toBe('https://shop.example')
  })
})
