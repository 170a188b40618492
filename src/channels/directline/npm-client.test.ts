import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { directLineSecret, testServer, waitFor } from '../../../test/support/http.ts'
import { FetchXmlHttpRequest } from '../../../test/support/xml-http-request.ts'

// The client looks for a browser when it is loaded.
Object.assign(globalThis, { XMLHttpRequest: FetchXmlHttpRequest, WebSocket })
const { DirectLine } = createRequire(import.meta.url)('botframework-directlinejs') as { DirectLine: new (options: object) => any }
const online = 2
const ended = 5

let server: Awaited<ReturnType<typeof testServer>>
let port: number
beforeAll(async () => {
  server = await testServer()
  port = await server.listen()
})
afterAll(() => server.close())

const domain = () => `http://127.0.0.1:${port}/v3/directline`
const generate = async (user?: string) => {
  const answer = await fetch(`${domain()}/tokens/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${directLineSecret}`, 'content-type': 'application/json' },
    body: JSON.stringify(user ? { user: { id: user } } : {}),
  })
  return (await answer.json()) as { token: string; conversationId: string }
}

/** A client and what it has heard. */
function connect(options: object) {
  // Its retry waits 3 to 15 seconds; with this "random" it is 3.
  const client = new DirectLine({ domain: domain(), pollingInterval: 200, ...options })
  client.services.random = () => 0
  const heard: any[] = []
  const states: number[] = []
  const failures: unknown[] = []
  client.connectionStatus$.subscribe((state: number) => states.push(state))
  const listening = client.activity$.subscribe((activity: any) => heard.push(activity), (error: unknown) => failures.push(error))
  const post = (activity: object) => new Promise<string>((resolve, reject) => client.postActivity(activity).subscribe(resolve, reject))
  return {
    client,
    heard,
    states,
    failures,
    post,
    say: (text: string) => post({ type: 'message', from: { id: 'u1', name: 'Kim' }, text, channelData: { clientActivityID: `id-${text}` } }),
    texts: () => heard.filter((one) => one.type === 'message').map((one) => one.text),
    stop() {
      listening.unsubscribe()
      client.end()
    },
  }
}

describe.each([
  ['websocket', true],
  ['polling', false],
])('botframework-directlinejs over %s', (_, webSocket) => {
  it.each([
    ['a token', async () => ({ token: (await generate('dl_kim')).token })],
    ['the secret', async () => ({ secret: directLineSecret })],
  ])('talks with %s', async (_name, credential) => {
    const page = connect({ ...(await credential()), webSocket })
    const id = await page.say('hi')
    await waitFor(() => page.texts().length === 3)
    expect(page.texts()).toEqual(['Hello!', 'hi', 'Echo: hi'])
    expect(page.heard[1]).toMatchObject({ id, channelData: { clientActivityID: 'id-hi' } })
    page.stop()
  })

  it('hears what an agent says and that they type, after the handoff', async () => {
    const page = connect({ token: (await generate('dl_kim')).token, webSocket })
    await page.say('human')
    await waitFor(() => page.texts().includes('human'))
    const id = page.client.conversationId
    await server.hub.agent.accept('ana', id, undefined)
    await server.hub.agent.typing('ana', id)
    await server.hub.agent.say('ana', id, { text: 'Ana here', clientId: 'agent-1-1' })
    await waitFor(() => page.texts().includes('Ana here'))
    expect(page.texts()).toEqual(['Hello!', 'human', 'ana joined.', 'Ana here'])
    if (webSocket) expect(page.heard.some((one) => one.type === 'typing')).toBe(true)
    page.stop()
  })

  it('loses nothing and hears nothing twice when the server goes away and comes back', { timeout: 30_000 }, async () => {
    // This client never polls again after a poll that failed, so the server is back before the next one.
    const page = connect({ token: (await generate('dl_kim')).token, webSocket, pollingInterval: 3_000 })
    await page.say('one')
    await waitFor(() => page.texts().length === 3, 10_000)
    const id = page.client.conversationId
    const restarted = server.restart(port)
    await server.hub.receiveActivity(id, 'dl_kim', { type: 'message', text: 'from another tab', channelData: { clientActivityID: 'other' } })
    await restarted
    await waitFor(() => page.texts().includes('Echo: from another tab'), 20_000)
    await page.say('two')
    await waitFor(() => page.texts().includes('Echo: two'), 20_000)
    expect(page.texts()).toEqual(['Hello!', 'one', 'Echo: one', 'from another tab', 'Echo: from another tab', 'two', 'Echo: two'])
    page.stop()
  })

  it('ends when the conversation has ended', { timeout: 30_000 }, async () => {
    const page = connect({ token: (await generate('dl_kim')).token, webSocket })
    await page.say('hi')
    await server.hub.endByCustomer(page.client.conversationId)
    await waitFor(() => page.texts().includes('The conversation has ended.'))
    await waitFor(() => page.states.includes(ended) || page.failures.length > 0, 20_000)
    page.stop()
  })
})

describe('botframework-directlinejs', () => {
  it('uploads files', async () => {
    const page = connect({ token: (await generate('dl_kim')).token })
    await page.post({ type: 'message', from: { id: 'u1' }, text: 'file', attachments: [{ contentType: 'text/plain', contentUrl: 'data:text/plain;base64,YWJj', name: 'up.txt' }] })
    await waitFor(() => page.texts().length === 3)
    expect(page.heard[1].attachments).toEqual([{ contentType: 'text/plain', contentUrl: expect.stringMatching(/^http:/), name: 'up.txt' }])
    expect(await (await fetch(page.heard[1].attachments[0].contentUrl)).text()).toBe('abc')
    page.stop()
  })

  it('refreshes its token and goes on with it', async () => {
    const page = connect({ token: (await generate('dl_kim')).token })
    await page.say('hi')
    const before = page.client.token
    await new Promise((resolve) => setTimeout(resolve, 1100))
    page.client.token = await new Promise<string>((resolve, reject) => page.client.refreshToken().subscribe(resolve, reject))
    expect(page.client.token).not.toBe(before)
    await page.say('still here')
    await waitFor(() => page.texts().includes('Echo: still here'))
    page.stop()
  })

  it('resumes in a new page with the conversation, token and watermark it kept', async () => {
    const first = connect({ token: (await generate('dl_kim')).token })
    await first.say('hi')
    await waitFor(() => first.texts().length === 3)
    const { conversationId, token, watermark } = first.client
    first.stop()
    const second = connect({ conversationId, token, watermark })
    await waitFor(() => second.states.includes(online))
    await second.say('again')
    await waitFor(() => second.texts().includes('Echo: again'))
    expect(second.texts()).toEqual(['again', 'Echo: again'])
    second.stop()
  })

  it('gets a session id', async () => {
    const page = connect({ token: (await generate('dl_kim')).token })
    expect(await new Promise((resolve) => page.client.getSessionId().subscribe(resolve))).toMatch(/^[0-9a-z]{24}$/)
    page.stop()
  })
})
