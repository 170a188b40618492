import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../contracts/index.ts'
import { BatonError } from '../platform/index.ts'
import { openSocket, ownPage, testServer } from '../../test/support/http.ts'
import { connectionRoutes } from './studio/connections.ts'
import { authenticationRoutes } from './studio/authentication.ts'
import { knowledgeRoutes } from './studio/knowledge-routes.ts'
import { studioRoutes } from './studio/routes.ts'
import { turnRoutes } from './studio/turn-routes.ts'
import { environmentVariableRoutes } from './environment-variables.ts'

/** Who may use a route: people with one of these roles, everybody, or the holder of a Direct Line token or secret. To who does not hold a file's link there is none. */
type Access = Role[] | 'anybody' | 'holder of a token' | 'holder of a link'

/** A new route has to be entered here, or this test fails. */
const expected: Record<string, Access> = {
  'GET /healthz': 'anybody',
  'GET /readyz': 'anybody',
  'GET /api/auth/me': 'anybody',
  'POST /api/auth/sign-out': 'anybody',
  'GET /api/auth/ways': 'anybody',
  'POST /api/auth/sign-in': 'anybody',
  'POST /api/auth/links/look': 'anybody',
  'POST /api/auth/links/use': 'anybody',
  'GET /api/auth/open-id/start': 'anybody',
  'GET /api/auth/open-id/callback': 'anybody',
  'GET /api/auth/account': ['agent', 'supervisor', 'maker', 'administrator'],
  'PUT /api/auth/account/password': ['agent', 'supervisor', 'maker', 'administrator'],
  'POST /api/auth/account/sign-out': ['agent', 'supervisor', 'maker', 'administrator'],
  'GET /api/auth/development-users': 'anybody',
  'POST /api/auth/development-sign-in': 'anybody',

  'GET /api/desk/inbox': ['agent'],
  'POST /api/desk/presence': ['agent'],
  'GET /api/desk/conversations/:id': ['agent'],
  'GET /api/desk/conversations/:id/entries': ['agent'],
  'POST /api/desk/conversations/:id/accept': ['agent'],
  'POST /api/desk/conversations/:id/decline': ['agent'],
  'POST /api/desk/conversations/:id/messages': ['agent'],
  'POST /api/desk/conversations/:id/typing': ['agent'],
  'POST /api/desk/conversations/:id/end': ['agent'],
  'POST /api/desk/conversations/:id/close': ['agent'],
  'SOCKET /api/desk/stream': ['agent'],

  'GET /api/conversations/:id/files/:fileId': ['agent', 'supervisor'],

  'GET /api/supervisor/ongoing': ['supervisor'],
  'GET /api/supervisor/conversations/:id': ['supervisor'],
  'GET /api/supervisor/conversations/:id/steps': ['supervisor'],
  'POST /api/supervisor/conversations/:id/close': ['supervisor'],
  'SOCKET /api/supervisor/stream': ['supervisor'],

  'GET /api/admin/overview': ['administrator'],
  'POST /api/admin/workstreams': ['administrator'],
  'PUT /api/admin/workstreams/:id': ['administrator'],
  'DELETE /api/admin/workstreams/:id': ['administrator'],
  'POST /api/admin/queues': ['administrator'],
  'PUT /api/admin/queues/:id': ['administrator'],
  'DELETE /api/admin/queues/:id': ['administrator'],
  'POST /api/admin/widgets': ['administrator'],
  'PUT /api/admin/widgets/:id': ['administrator'],
  'DELETE /api/admin/widgets/:id': ['administrator'],
  'PUT /api/admin/agents/:id': ['administrator'],
  'GET /api/admin/people': ['administrator'],
  'POST /api/admin/people': ['administrator'],
  'PUT /api/admin/people/:id': ['administrator'],
  'POST /api/admin/people/:id/disable': ['administrator'],
  'POST /api/admin/people/:id/enable': ['administrator'],
  'POST /api/admin/people/:id/link': ['administrator'],
  'DELETE /api/admin/people/:id/link': ['administrator'],
  'GET /api/admin/environment-variables': ['administrator'],
  'PUT /api/admin/environment-variables/*': ['administrator'],
  'DELETE /api/admin/environment-variables/*': ['administrator'],

  'GET /api/studio/copilots': ['maker', 'administrator'],
  'POST /api/studio/copilots': ['maker', 'administrator'],
  'GET /api/studio/copilots/:id': ['maker', 'administrator'],
  'PATCH /api/studio/copilots/:id': ['maker', 'administrator'],
  'DELETE /api/studio/copilots/:id': ['maker', 'administrator'],
  'GET /api/studio/copilots/:id/components/*': ['maker', 'administrator'],
  'PUT /api/studio/copilots/:id/components/*': ['maker', 'administrator'],
  'DELETE /api/studio/copilots/:id/components/*': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/components/*': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/components': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/publish': ['maker', 'administrator'],
  'GET /api/studio/copilots/:id/diagnostics': ['maker', 'administrator'],
  'POST /api/studio/import': ['maker', 'administrator'],
  'GET /api/studio/copilots/:id/agent-transfers': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/agent-transfers/connect': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/agent-transfers/disconnect': ['maker', 'administrator'],
  'GET /api/studio/copilots/:id/knowledge': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/knowledge/files': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/knowledge/sites': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/knowledge/fetch': ['maker', 'administrator'],
  'DELETE /api/studio/copilots/:id/knowledge/sources/*': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/knowledge/try': ['maker', 'administrator'],
  'PUT /api/studio/copilots/:id/knowledge/prompts/:modelId': ['maker', 'administrator'],
  'DELETE /api/studio/copilots/:id/knowledge/prompts/:modelId': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/test-conversation': ['maker', 'administrator'],
  'GET /api/studio/copilots/:id/test-conversations/:conversationId/steps': ['maker', 'administrator'],
  'GET /api/studio/copilots/:id/logged-events': ['maker', 'administrator'],
  'GET /api/studio/copilots/:id/channels': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/channels/secret': ['maker', 'administrator'],
  'GET /api/studio/copilots/:id/recognition': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/recognition/explain': ['maker', 'administrator'],
  'GET /api/studio/copilots/:id/misses': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/misses/add': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/misses/forget': ['maker', 'administrator'],

  'GET /api/studio/copilots/:id/connections': ['maker', 'administrator'],
  'PUT /api/studio/copilots/:id/connections/*': ['maker', 'administrator'],
  'POST /api/studio/copilots/:id/connections/*': ['maker', 'administrator'],
  'DELETE /api/studio/copilots/:id/connections/*': ['maker', 'administrator'],
  'GET /api/admin/connections': ['administrator'],

  'GET /api/studio/copilots/:id/authentication': ['maker', 'administrator'],
  'PUT /api/studio/copilots/:id/authentication/sign-in': ['maker', 'administrator'],
  'DELETE /api/studio/copilots/:id/authentication/sign-in': ['maker', 'administrator'],
  'PUT /api/studio/copilots/:id/authentication/skills/*': ['maker', 'administrator'],

  'GET /api/sign-in/start/:state': 'anybody',
  'GET /api/sign-in/callback': 'anybody',
  'OPTIONS /api/sign-in/token/:state': 'anybody',
  'POST /api/sign-in/token/:state': 'anybody',

  'POST /api/skills/v3/conversations/:id/activities': 'holder of a token',
  'POST /api/skills/v3/conversations/:id/activities/:activityId': 'holder of a token',
  'PUT /api/skills/v3/conversations/:id/activities/:activityId': 'holder of a token',
  'DELETE /api/skills/v3/conversations/:id/activities/:activityId': 'holder of a token',
  'GET /api/skills/v3/conversations/:id/members': 'holder of a token',
  'GET /api/skills/v3/conversations/:id/members/:memberId': 'holder of a token',
  'GET /api/skills/v3/conversations/:id/pagedmembers': 'holder of a token',
  'GET /api/skills/.well-known/openid-configuration': 'anybody',
  'GET /api/skills/.well-known/openidconfiguration': 'anybody',
  'GET /api/skills/keys': 'anybody',

  'OPTIONS /api/livechat/:id/*': 'anybody',
  'GET /api/livechat/:id/config': 'anybody',
  'POST /api/livechat/:id/token': 'anybody',
  'POST /api/livechat/:id/end': 'holder of a token',
  'OPTIONS /api/embed/:id/*': 'anybody',
  'GET /api/embed/:id/config': 'anybody',
  'POST /api/embed/:id/token': 'anybody',
  'POST /api/embed/:id/end': 'holder of a token',
  'GET /demo': 'anybody',
  'GET /favicon.ico': 'anybody',

  'POST /v3/directline/tokens/generate': 'holder of a token',
  'POST /v3/directline/tokens/refresh': 'holder of a token',
  'POST /v3/directline/conversations': 'holder of a token',
  'GET /v3/directline/conversations/:id': 'holder of a token',
  'POST /v3/directline/conversations/:id/activities': 'holder of a token',
  'GET /v3/directline/conversations/:id/activities': 'holder of a token',
  'POST /v3/directline/conversations/:id/upload': 'holder of a token',
  'GET /v3/directline/conversations/:id/files/:fileId': 'holder of a link',
  'SOCKET /v3/directline/conversations/:id/stream': 'holder of a token',
  'GET /v3/directline/session/getsessionid': 'anybody',
  'OPTIONS /v3/directline/*': 'anybody',

  'GET /': 'anybody',
  'GET /desk': 'anybody',
  'GET /desk/*': 'anybody',
  'GET /supervisor': 'anybody',
  'GET /supervisor/*': 'anybody',
  'GET /studio': 'anybody',
  'GET /studio/*': 'anybody',
  'GET /admin': 'anybody',
  'GET /admin/*': 'anybody',
  'GET /assets/*': 'anybody',
  'GET /widget/*': 'anybody',
}

const people: Record<Role, string> = { agent: 'ana', supervisor: 'sam', maker: 'mia', administrator: 'adam' }
const roles = Object.keys(people) as Role[]
const routes = Object.entries(expected).map(([route, access]) => {
  const [method = '', path = ''] = route.split(' ')
  return { route, method, path, access }
})

let server: Awaited<ReturnType<typeof testServer>>
let port: number
let conversationId: string
let customerToken: string
beforeAll(async () => {
  // Whatever the studio would do, it gets as far as asking for a thing that is not there.
  const nothing = (): never => {
    throw new BatonError('NOT_FOUND', 'copilot', 'bot')
  }
  const missing = new Proxy({}, { get: () => nothing }) as never
  server = await testServer({
    studio: (app) => {
      studioRoutes(app, { catalogue: missing, recognition: missing, connections: missing, secrets: missing, hub: missing, mintToken: nothing, bus: missing, clock: missing, config: { environment: 'development', uiFolder: '' } })
      knowledgeRoutes(app, { catalogue: missing, library: missing, visits: missing, store: missing, answer: missing, model: undefined })
      authenticationRoutes(app, { catalogue: missing, signIn: missing, forgetProvider: nothing, skills: missing, values: nothing, personName: nothing, clock: missing, config: { environment: 'development', uiFolder: '' } })
      turnRoutes(app, { catalogue: missing, hub: missing, telemetry: missing })
      environmentVariableRoutes(app, { values: missing, definitions: nothing, bus: missing, clock: missing })
      connectionRoutes(app, { catalogue: missing, mappings: missing, flowNames: nothing, personName: nothing, callTool: nothing, clock: missing })
    },
  })
  port = await server.listen()
  const { id } = await server.hub.startConversation({ environmentId: 'contoso', channel: 'livechat', widgetId: 'widget', customer: { id: 'kim' } })
  await server.hub.receiveActivity(id, 'kim', { type: 'message', text: 'human' })
  await server.hub.agent.accept('ana', id, undefined)
  conversationId = id
  customerToken = await server.tokens.mintToken({ conversationId: 'another', userId: 'kim', environmentId: 'contoso', channel: 'livechat', widgetId: 'widget' })
})
afterAll(() => server.close())

/** The status that a caller gets; sockets answer 101 when they open. */
async function knock({ method, path }: { method: string; path: string }, headers: Record<string, string>, id = idFor(path)) {
  const url = path.replace(':id', id).replace(':fileId', '4-1').replace('*', 'some.thing')
  if (method === 'SOCKET') {
    const { refused, socket } = openSocket(`ws://127.0.0.1:${port}${url}`, { origin: `http://127.0.0.1:${port}`, ...headers })
    const status = (await refused) ?? 101
    socket.close()
    return { status, body: '' }
  }
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { payload: {} } : {}
  const answer = await server.app.inject({ method: method as 'GET', url, headers: { ...ownPage, ...headers }, ...body })
  return { status: answer.statusCode, body: answer.body }
}
const idFor = (path: string) =>
  path.includes('conversations') ? conversationId : path.includes('livechat') ? 'shop' : path.includes('agents') ? 'ana' : path.includes('people') ? 'gone' : path.includes('queues') ? 'general' : path.includes('workstreams') ? 'chat' : path.includes('widgets') ? 'widget' : 'bot'
const isRefused = ({ status }: { status: number }) => status === 401 || status === 403

describe('every route', () => {
  it('says who may use it', () => {
    expect(server.app.routeList().toSorted()).toEqual(Object.keys(expected).toSorted())
  })
})

describe.each(routes)('$route', (route) => {
  const { access } = route
  it('without a session', async () => {
    const answer = await knock(route, {})
    if (access === 'anybody') expect(isRefused(answer)).toBe(false)
    else if (access === 'holder of a token') expect(isRefused(answer)).toBe(true)
    else if (access === 'holder of a link') expect(answer.status).toBe(404)
    else expect(answer.status).toBe(401)
  })

  it('with a customer’s token', async () => {
    const answer = await knock(route, { authorization: `Bearer ${customerToken}`, cookie: `baton_session=${customerToken}` })
    if (Array.isArray(access)) expect(answer.status).toBe(401)
    else if (access === 'holder of a link') expect(answer.status).toBe(404)
    // The token is for another conversation: all it may do here is refresh itself and start that one.
    else if (access === 'holder of a token' && route.path.includes(':id') && route.path.includes('conversations')) expect(answer.status).toBe(403)
  })

  if (!Array.isArray(access)) return
  it.each(roles)('as %s', async (role) => {
    const answer = await knock(route, { cookie: await server.cookie(people[role]) })
    if (access.includes(role)) expect(isRefused(answer)).toBe(false)
    else expect(answer.status).toBe(403)
  })

  it('from another environment', async () => {
    const answer = await knock(route, { cookie: await server.cookie('fay') })
    if (route.path.includes(':id')) expect(answer.status).toBeGreaterThanOrEqual(400)
    for (const secret of [conversationId, 'ana@contoso', 'Contoso Support']) expect(answer.body.includes(secret) && answer.status < 400).toBe(false)
  })
})
