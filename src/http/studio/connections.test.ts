import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { testDatabase } from '../../../test/support/database.ts'
import type { Connections, savedConnection, testedConnection } from '../../contracts/connections.ts'
import { definitionOf, topicOf } from '../../dialog/testing.ts'
import { toolCalls } from '../../engagement/index.ts'
import { outgoingHttp } from '../../engagement/outgoing-http.ts'
import { silentLog, systemClock } from '../../platform/index.ts'
import { copilotCatalogue } from '../../solutions/index.ts'
import { copilotStore, flowNames, missingConnections, personNames, sealer, toolMappingStore } from '../../storage/index.ts'
import { toFailure } from '../errors.ts'
import type { Session } from '../session.ts'
import { connectionRoutes } from './connections.ts'

type Saved = z.infer<typeof savedConnection>
type Tested = z.infer<typeof testedConnection>

const flowId = '4527D3DE-ecfe-4498-9036-980d4c95e5e2'
const nodes = (id: string) => `
- kind: InvokeFlowAction
  id: ${id}
  flowId: ${flowId}
  input:
    binding:
      text: =1
  output:
    binding:
      result: Topic.Result
- kind: InvokeConnectorAction
  id: mail
  connectionReference: bot.shared_office365.abc
  operationId: SendEmailV2`
const server = 'kind: TaskDialog\nmodelDisplayName: Orders\naction:\n  kind: InvokeExternalAgentTaskAction\n  connectionReference: bot.mcp\n  operationDetails:\n    kind: ModelContextProtocolMetadata\n    operationId: InvokeServer\n'
const contentsOf = (topic: string) => {
  const copilot = definitionOf({ topics: { Go: topicOf(['go'], topic) } })
  copilot.components.push({ schemaName: 'bot.action.Orders', kind: 'action', name: 'Orders', description: '', path: 'actions/Orders.mcs.yml', text: server, state: 'on', parts: {} })
  const bytes = new TextEncoder().encode('{}')
  return { copilots: [copilot], collections: [], diagnostics: [], preserved: [{ path: `Workflows/CheckDevice-${flowId}.json`, reason: 'a flow', bytes }] }
}

const flow = http.createServer((request, response) => {
  response.writeHead(request.url === '/broken' ? 500 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ result: 'fine' }))
})
let url: string
let database: Awaited<ReturnType<typeof testDatabase>>
let app: FastifyInstance
let catalogue: ReturnType<typeof copilotCatalogue>
let session: Session
let id: string
const mia: Session = { userId: 'mia', name: 'Mia', environmentId: 'contoso', roles: ['maker'] }
const adam: Session = { userId: 'adam', name: 'Adam', environmentId: 'contoso', roles: ['administrator'] }
const fay: Session = { userId: 'fay', name: 'Fay', environmentId: 'fabrikam', roles: ['administrator'] }

beforeAll(async () => {
  flow.listen(0, '127.0.0.1')
  await once(flow, 'listening')
  url = `http://127.0.0.1:${(flow.address() as AddressInfo).port}`
  database = await testDatabase()
  await database.pool.query(`
    insert into environment (id, name) values ('contoso', 'Contoso'), ('fabrikam', 'Fabrikam');
    insert into app_user (id, environment_id, kind, name, email) values ('mia', 'contoso', 'person', 'Mia', 'mia@contoso'), ('adam', 'contoso', 'person', 'Adam', 'adam@contoso');`)
  const { db } = database
  catalogue = copilotCatalogue({ store: copilotStore(db), blank: async () => definitionOf({ topics: {} }), changed: () => {}, missing: (environmentId, components) => missingConnections(db, environmentId, components) })
  const mappings = toolMappingStore(db, sealer(new Uint8Array(32)))
  app = Fastify()
  app.decorateRequest('session', undefined)
  app.addHook('onRequest', async (request) => {
    request.session = session
  })
  app.setErrorHandler((error, _request, reply) => {
    const { status, code, message } = toFailure(error, silentLog, '')
    return reply.status(status).send({ error: { code, message } })
  })
  connectionRoutes(app, {
    catalogue,
    mappings,
    flowNames: (environmentId) => flowNames(db, environmentId),
    personName: personNames(database),
    callTool: toolCalls({ mappings, http: outgoingHttp, allowedHosts: [], clock: systemClock }),
    clock: systemClock,
  })
  id = (await catalogue.importPackage('contoso', contentsOf(nodes('f1')))).copilots[0]!.id
})
afterAll(async () => {
  await app.close()
  await database.close()
  flow.close()
})

async function call<T>(as: Session, method: 'GET' | 'PUT' | 'POST' | 'DELETE', path = '', body?: object): Promise<{ status: number; body: T & { error?: { code: string; message: string } } }> {
  session = as
  const answer = await app.inject({ method, url: path.startsWith('/api') ? path : `/api/studio/copilots/${id}/connections${path}`, ...(body ? { payload: body } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}
const list = async (as = mia) => (await call<Connections>(as, 'GET')).body

describe('the connections of a copilot', () => {
  it('are all flows, connections and MCP servers it uses, named as its makers know them, and missing at first', async () => {
    const { connections, mayAllowPrivate } = await list()
    expect(mayAllowPrivate).toBe(false)
    expect(connections.map(({ kind, target, name, state }) => [kind, target, name, state])).toEqual([
      ['flow', flowId, 'CheckDevice', 'missing'],
      ['connector', 'bot.shared_office365.abc', 'office365', 'missing'],
      ['mcp', 'bot.action.Orders', 'Orders', 'missing'],
    ])
    expect(connections[0]?.uses).toEqual([{ copilotId: id, copilotName: 'Bot', component: 'bot.topic.Go', componentName: 'Go', nodeId: 'f1', operation: '', inputs: ['text'], outputs: ['result'] }])
    expect(connections[1]?.uses[0]?.operation).toBe('SendEmailV2')
  })

  it('are connected by their maker, who sees the secret once, and stay so when a newer package is imported', async () => {
    const saved = await call<Saved>(mia, 'PUT', `/flow/${flowId}`, { name: 'Device check', url: 'https://flows.example/device', header: { name: 'x-key', value: 'hush' } })
    expect(saved.body.secret).toMatch(/^whsec_/)
    expect((await call<Saved>(mia, 'PUT', `/flow/${flowId.toLowerCase()}`, { name: 'Device check', url: 'https://flows.example/device/2', header: { name: 'x-key' } })).body.secret).toBeUndefined()
    const report = await catalogue.importPackage('contoso', contentsOf(nodes('f2')))
    expect(report.diagnostics.filter(({ message }) => message.includes('not in the package')).map(({ code, nodeId }) => [code, nodeId])).toEqual([['ConnectionNotSet', 'action'], ['ConnectionNotSet', 'mail']])
    const { connections } = await list()
    expect(connections[0]).toMatchObject({ name: 'Device check', state: 'ready', uses: [{ nodeId: 'f2' }], address: { url: 'https://flows.example/device/2', headerName: 'x-key', enabled: true, readable: true, changedBy: 'Mia' } })
    expect(JSON.stringify(connections)).not.toMatch(/whsec_|hush/)
  })

  it('take an administrator for a private address, and can be tried with sample inputs', async () => {
    const there = { name: 'Device check', url: `${url}/flow`, privateHost: true }
    expect(await call(mia, 'PUT', `/flow/${flowId}`, there)).toMatchObject({ status: 403, body: { error: { code: 'FORBIDDEN' } } })
    expect(await call(adam, 'PUT', `/flow/${flowId}`, { ...there, privateHost: false })).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining('private network') } } })
    expect((await call(adam, 'PUT', `/flow/${flowId}`, there)).status).toBe(200)
    const tried = await call<Tested>(mia, 'POST', `/flow/${flowId}/test`, { inputs: { text: 'L-42' } })
    expect(tried.body).toMatchObject({ status: 200, body: '{"result":"fine"}', failure: null })
    expect(JSON.parse(tried.body.sent)).toMatchObject({ flowId, name: 'Device check', inputs: { text: 'L-42' }, conversation: { test: true, customer: { id: 'mia' } } })
    await call(adam, 'PUT', `/flow/${flowId}`, { ...there, url: `${url}/broken` })
    expect((await call<Tested>(mia, 'POST', `/flow/${flowId}/test`)).body).toMatchObject({ status: 500, failure: { code: 'FlowActionException', message: expect.stringMatching(/^The flow [-\w]+ answered with status 500/) } })
    expect((await call<Tested>(mia, 'POST', '/connector/bot.shared_office365.abc/test', { operation: 'SendEmailV2' })).body).toMatchObject({ status: null, failure: { code: 'ConnectorActionNotSupported', message: expect.stringContaining('Connections page') } })
    expect((await call(mia, 'POST', `/flow/${flowId}/secret`)).status).toBe(403)
    expect((await call(mia, 'DELETE', `/flow/${flowId}`)).status).toBe(403)
    expect((await call<Saved>(adam, 'POST', `/flow/${flowId}/secret`)).body.secret).toMatch(/^whsec_/)
  })

  it('refuse what is no address, no header and no connection', async () => {
    const put = (body: object) => call(adam, 'PUT', '/flow/x', { url: 'https://x.example', ...body })
    expect((await put({ url: 'nonsense' })).status).toBe(400)
    expect((await put({ header: { name: 'webhook-signature', value: 'v1,mine' } })).body.error?.message).toContain('set by Baton itself')
    expect((await put({ header: { name: 'x', value: 'two\nlines' } })).status).toBe(400)
    expect((await put({ header: { name: 'x' } })).body.error?.message).toContain('enter the value of the header x')
    expect((await call(adam, 'PUT', '/carrier-pigeon/x', { url: 'https://x.example' })).status).toBe(400)
    expect((await call(adam, 'POST', '/flow/never-saved/secret')).status).toBe(404)
    expect((await call(adam, 'POST', '/flow/x/explode')).status).toBe(404)
    expect((await call(adam, 'DELETE', '/flow/never-saved')).status).toBe(404)
    expect((await call(adam, 'POST', '/mcp/bot.action.Orders/test')).body.error?.message).toContain('name the tool')
  })

  it('are nobody else’s business', async () => {
    expect((await call(fay, 'GET')).status).toBe(404)
    expect((await call(fay, 'PUT', `/flow/${flowId}`, { url: 'https://x.example' })).status).toBe(404)
    expect((await call(fay, 'POST', `/flow/${flowId}/test`)).status).toBe(404)
    expect((await call<Connections>(fay, 'GET', '/api/admin/connections')).body).toEqual({ connections: [], mayAllowPrivate: true })
  })
})

describe('the connections of an environment', () => {
  it('are those of all its copilots, with what no copilot uses any more, until it is removed', async () => {
    await call(adam, 'PUT', '/flow/of-another-time', { name: 'Old', url: 'https://old.example' })
    const all = async () => (await call<Connections>(adam, 'GET', '/api/admin/connections')).body.connections.map(({ name, uses }) => [name, uses.length])
    expect(await all()).toEqual([['Device check', 1], ['office365', 1], ['Orders', 1], ['Old', 0]])
    expect((await list()).connections).toHaveLength(3)
    expect((await call(adam, 'DELETE', '/flow/of-another-time')).status).toBe(200)
    expect(await all()).toHaveLength(3)
  })
})
