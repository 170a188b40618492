import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testHub } from '../../../test/support/hub.ts'
import { definitionOf, say, topicOf, triggerOf } from '../../dialog/testing.ts'
import { sealer, toolMappingStore } from '../../storage/index.ts'
import { replaceSecret, saveMapping, toolCalls, type WantedMapping } from '../index.ts'
import { outgoingHttp } from '../outgoing-http.ts'

type Seen = { method: string; url: string; headers: http.IncomingHttpHeaders; body: string }
let seen: Seen[]
let reply: (request: Seen, response: http.ServerResponse) => void
const server = http.createServer(async (request, response) => {
  let body = ''
  for await (const part of request) body += String(part)
  const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
  seen.push(one)
  reply(one, response)
})
let url: string
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const json = (response: http.ServerResponse, value: unknown, status = 200, headers: Record<string, string> = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(value))
}

const flow = `
- kind: InvokeFlowAction
  id: flow1
  flowId: F-0001
  input:
    binding:
      text: Oslo
  output:
    binding:
      weather: Topic.Weather
${say('a', 'It is {Topic.Weather}.')}`
const tool = `
- kind: InvokeMcpToolAction
  id: mcp1
  serverSchemaName: bot.action.Orders
  toolName: find_order
  input:
    binding:
      id: =4711
  output:
    binding:
      state: Topic.State
${say('b', 'It is {Topic.State}.')}`
const copilot = definitionOf({
  topics: {
    Weather: topicOf(['what is the weather'], flow),
    Slow: topicOf(['slowly please'], flow.replace('  input:', '  latencyMessageSettings:\n    allowLatencyMessage: true\n    latencyMessage: One moment, {System.Bot.Name} is looking.\n    latencyMessageDelayInMilliseconds: 50\n  input:')),
    Order: topicOf(['where is my order'], tool),
    OnError: triggerOf('OnError', '', say('e', '{System.Error.Code}: {System.Error.Message}')),
  },
})

let world: Awaited<ReturnType<typeof testHub>>
let mappings: ReturnType<typeof toolMappingStore>
let patience: number
const adam = { environmentId: 'contoso', userId: 'adam', isAdministrator: true }
const mia = { ...adam, userId: 'mia', isAdministrator: false }
const theFlow = { kind: 'flow', target: 'f-0001' } as const
const wanted = (more: Partial<WantedMapping> = {}): WantedMapping => ({ name: 'Weather', url: `${url}/flow?sig=1`, privateHost: true, enabled: true, ...more })
const save = (more: Partial<WantedMapping> = {}, who = adam, what: { kind: 'flow' | 'mcp'; target: string } = theFlow) => saveMapping({ mappings, clock: world.clock }, who, what, wanted(more))

beforeEach(async () => {
  seen = []
  patience = 5_000
  reply = (_request, response) => json(response, { weather: 'raining' })
  world = await testHub({
    copilot,
    callOutside: (call, signal) =>
      call.type === 'tool' ? toolCalls({ mappings, http: outgoingHttp, allowedHosts: [], clock: world.clock })({ ...call, timeoutMs: Math.min(call.timeoutMs, patience) }, signal) : Promise.reject(new Error('only tools are called')),
  })
  mappings = toolMappingStore(world.database.db, sealer(new Uint8Array(32).fill(1)))
})
afterEach(() => world.close())

const ask = async (text = 'what is the weather') => {
  const customer = await world.customer()
  await customer.say(text)
  return { customer, said: (await customer.texts()).at(-1) }
}

describe('a flow that is mapped to an address', () => {
  it('gets a signed request with inputs and conversation, and its outputs reach the topic', async () => {
    const { secret } = await save({ header: { name: 'x-functions-key', value: 'the key' } })
    const { customer, said } = await ask()
    expect(said).toBe('copilot: It is raining.')
    expect(seen).toHaveLength(1)
    const { method, url: path, headers, body } = seen[0]!
    expect([method, path, headers['x-functions-key'], headers['content-type']]).toEqual(['POST', '/flow?sig=1', 'the key', 'application/json'])
    expect(JSON.parse(body)).toEqual({
      flowId: 'F-0001',
      name: 'Weather',
      inputs: { text: 'Oslo' },
      conversation: {
        id: customer.id,
        channel: 'omnichannel',
        locale: 'en-US',
        test: false,
        copilot: { id: 'bot', schemaName: 'bot', name: 'Contoso Support' },
        customer: { id: 'dl_customer', name: 'Kim' },
        topic: 'bot.topic.Weather',
        node: 'flow1',
      },
    })
    const key = Buffer.from(secret!.slice('whsec_'.length), 'base64')
    const expected = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${expected}`)
    expect(headers['idempotency-key']).toBe(headers['webhook-id'])
    expect(headers['webhook-timestamp']).toBe(String(Math.floor(world.clock.now().getTime() / 1000)))
  })

  it('fails the topic with the published code when it refuses, breaks or is too slow', async () => {
    await save()
    reply = (_request, response) => json(response, { message: 'unknown city' }, 400)
    expect((await ask()).said).toMatch(/^copilot: FlowActionBadRequest: The flow F-0001 .*status 400: unknown city/)
    reply = (_request, response) => json(response, {}, 500)
    expect((await ask()).said).toMatch(/^copilot: FlowActionException: .*status 500/)
    reply = () => {}
    patience = 150
    expect((await ask()).said).toMatch(/^copilot: FlowActionTimedOut: The flow F-0001 of the node flow1 did not answer in time/)
    reply = (_request, response) => response.destroy()
    expect((await ask()).said).toMatch(/^copilot: FlowActionException: .*could not be reached/)
  })

  it('lets the customer write on while it works', async () => {
    await save()
    let answer = () => {}
    reply = (_request, response) => (answer = () => json(response, { weather: 'sunny' }))
    const customer = await world.customer()
    const asked = customer.say('what is the weather')
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await world.hub.receiveActivity(customer.id, 'dl_customer', { type: 'message', text: 'are you there?' })
    expect((await customer.texts()).at(-1)).toBe('customer: are you there?')
    answer()
    await asked
    expect(await customer.texts()).toContain('copilot: It is sunny.')
  })

  it('says what its maker wants said meanwhile, once, and only when it is slow', async () => {
    await save()
    const answerAfter = (milliseconds: number) => (reply = (_request, response) => void setTimeout(() => json(response, { weather: 'foggy' }), milliseconds))
    answerAfter(400)
    const slow = await ask('slowly please')
    expect((await slow.customer.texts()).slice(-3)).toEqual(['customer: slowly please', 'copilot: One moment, Contoso Support is looking.', 'copilot: It is foggy.'])
    answerAfter(0)
    expect((await (await ask('slowly please')).customer.texts()).slice(-2)).toEqual(['customer: slowly please', 'copilot: It is foggy.'])
  })

  it('whose call is lost in a crash fails the topic, and is not called a second time', async () => {
    await save()
    reply = () => {}
    const customer = await world.customer()
    const asked = customer.say('what is the weather')
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await world.hub.stop()
    await asked
    world.restart()
    await world.pass(100_000)
    expect((await customer.texts()).at(-1)).toBe('customer: what is the weather')
    await world.pass(11_000)
    expect((await customer.texts()).at(-1)).toMatch(/^copilot: FlowActionTimedOut: .*The call was lost: the service restarted/)
    expect(seen).toHaveLength(1)
  })

  it('is found however its id is written, and runs no more once it is off or unmapped', async () => {
    await save()
    await save({ enabled: false })
    expect((await ask()).said).toMatch(/^copilot: FlowActionException: .*switched off.*Connections page/)
    await mappings.remove('contoso', 'flow', 'f-0001')
    expect((await ask()).said).toMatch(/^copilot: FlowActionException: .*Nobody has entered the address of this flow yet.*Connections page/)
    expect(seen).toEqual([])
  })

  it('may be on a private network only where an administrator said so', async () => {
    await expect(save({ privateHost: false })).rejects.toThrow(/private network.*An administrator can allow it/)
    await expect(save({}, mia)).rejects.toThrow(/an administrator/)
    await save()
    await expect(save({ privateHost: false, url: 'https://flows.example' }, mia)).rejects.toThrow(/an administrator/)
    // A name that looks public and is not: found out when it is called.
    await world.database.pool.query('update tool_mapping set private_host = false, url = $1', [`${url.replace('127.0.0.1', 'localhost')}/`])
    expect((await ask()).said).toMatch(/^copilot: FlowActionException: .*localhost is an address of this machine or a private network\. An administrator can allow it for this connection/)
    expect(seen).toEqual([])
  })

  it.each(['ftp://x.example', 'nonsense', 'https://user:pw@x.example/', 'http://169.254.169.254/latest', 'http://[::1]/', 'http://localhost:9/'])('cannot be at %s', async (address) => {
    await expect(save({ url: address, privateHost: false })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('the secrets of a mapping', () => {
  it('lie encrypted in the database, and another key does not open them', async () => {
    const { secret } = await save({ header: { name: 'authorization', value: 'Bearer very-secret' } })
    expect(secret).toMatch(/^whsec_/)
    const { rows } = await world.database.pool.query('select * from tool_mapping')
    expect(JSON.stringify(rows)).not.toContain('very-secret')
    expect(JSON.stringify(rows)).not.toContain(secret!.slice(6, 20))
    const other = toolMappingStore(world.database.db, sealer(new Uint8Array(32).fill(1), Buffer.from('the operator’s key')))
    expect(await other.find('contoso', 'flow', 'f-0001')).toMatchObject({ secret: undefined, header: undefined })
    await world.database.pool.query(`update tool_mapping set target = 'moved'`)
    expect((await mappings.find('contoso', 'flow', 'moved'))?.secret).toBeUndefined()
  })

  it('are told once, and replaced on demand', async () => {
    const { secret } = await save()
    expect((await save({ name: 'New name' })).secret).toBeUndefined()
    const replaced = await replaceSecret({ mappings, clock: world.clock }, adam, theFlow)
    expect(replaced.secret).not.toBe(secret)
    expect((await mappings.find('contoso', 'flow', 'f-0001'))?.secret).toBe(replaced.secret)
  })

  it('never go to another server than the one they were entered for', async () => {
    await save({ header: { name: 'x-key', value: 'k' } })
    await save({ url: `${url}/another-path`, header: { name: 'x-key' } })
    expect((await mappings.find('contoso', 'flow', 'f-0001'))?.header).toEqual({ name: 'x-key', value: 'k' })
    await expect(save({ url: 'https://elsewhere.example/', header: { name: 'x-key' } })).rejects.toThrow(/enter the value of the header x-key/)
    await save({ url: 'https://elsewhere.example/' })
    expect((await mappings.find('contoso', 'flow', 'f-0001'))?.header).toBeUndefined()
  })
})

describe('an MCP server that is mapped to an address', () => {
  const server = { kind: 'mcp', target: 'bot.action.orders' } as const
  type Message = { id?: number; method: string; params?: { name?: string; arguments?: unknown } }
  const serve = (result: unknown, how: 'json' | 'stream') => {
    reply = (request, response) => {
      if (request.method === 'DELETE') return void response.writeHead(204).end()
      const { id, method } = JSON.parse(request.body) as Message
      if (method === 'notifications/initialized') return void response.writeHead(202).end()
      const answer = { jsonrpc: '2.0', id, ...(method === 'initialize' ? { result: { protocolVersion: '2025-03-26', capabilities: { tools: {} }, serverInfo: { name: 's', version: '1' } } } : (result as object)) }
      if (how === 'json') return json(response, answer, 200, { 'mcp-session-id': 'session-1' })
      response.writeHead(200, { 'content-type': 'text/event-stream', 'mcp-session-id': 'session-1' })
      response.write(`event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress' })}\n\n`)
      // The stream stays open: the answer is enough.
      response.write(`event: message\nid: 1\ndata: ${JSON.stringify(answer)}\n\n`)
    }
  }
  const messages = () => seen.filter((request) => request.method === 'POST').map((request) => JSON.parse(request.body) as Message)

  it.each(['json', 'stream'] as const)('runs a tool over a session of its own (%s)', async (how) => {
    await save({ url: `${url}/mcp`, header: { name: 'authorization', value: 'Bearer t' } }, adam, server)
    serve({ result: { content: [{ type: 'text', text: 'shipped' }], structuredContent: { state: 'shipped' } } }, how)
    expect((await ask('where is my order')).said).toBe('copilot: It is shipped.')
    expect(messages().map((message) => message.method)).toEqual(['initialize', 'notifications/initialized', 'tools/call'])
    expect(messages()[2]?.params).toEqual({ name: 'find_order', arguments: { id: 4711 } })
    expect(seen[2]?.headers).toMatchObject({ 'mcp-session-id': 'session-1', 'mcp-protocol-version': '2025-03-26', authorization: 'Bearer t', accept: 'application/json, text/event-stream' })
  })

  it('reads JSON out of the text of a server without structured answers', async () => {
    await save({}, adam, server)
    serve({ result: { content: [{ type: 'text', text: '{"state":"packed"}' }] } }, 'json')
    expect((await ask('where is my order')).said).toBe('copilot: It is packed.')
  })

  it('tells the topic what went wrong', async () => {
    await save({}, adam, server)
    serve({ error: { code: -32602, message: 'Unknown tool: find_order' } }, 'json')
    expect((await ask('where is my order')).said).toMatch(/^copilot: McpToolNotFound: .*Unknown tool/)
    serve({ result: { isError: true, content: [{ type: 'text', text: 'no such order' }] } }, 'json')
    expect((await ask('where is my order')).said).toMatch(/^copilot: McpToolFailed: .*no such order/)
    reply = (_request, response) => json(response, { hello: 'I am no MCP server' })
    expect((await ask('where is my order')).said).toMatch(/^copilot: ConnectionFailed: .*did not answer initialize as an MCP server does/)
    reply = (_request, response) => json(response, {}, 401)
    expect((await ask('where is my order')).said).toMatch(/^copilot: HTTP401: /)
  })
})
