import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance } from 'fastify'
import type { Accounts, OpenId } from '../accounts/index.ts'
import { createFileKeys, createTokens, directLineRoutes } from '../channels/directline/index.ts'
import { livechatRoutes } from '../channels/livechat/index.ts'
import { skillRoutes, type SkillRoutesDeps } from '../channels/skills/index.ts'
import type { Bus } from '../engagement/bus.ts'
import type { CustomerSignIn } from '../engagement/index.ts'
import type { Hub } from '../engagement/hub.ts'
import { BatonError, type Clock, type Log } from '../platform/index.ts'
import { createGateway, createSocketServer } from '../realtime/index.ts'
import { createAdministration, createDirectory, peopleStore, type Database } from '../storage/index.ts'
import { ownAccountRoutes } from './accounts.ts'
import { openIdRoutes } from './accounts-open-id.ts'
import { peopleRoutes } from './accounts-people.ts'
import { adminRoutes } from './admin.ts'
import { authRoutes } from './auth.ts'
import type { HttpConfig } from './config.ts'
import { conversationFileRoutes } from './conversation-files.ts'
import { deskStream } from './desk-stream.ts'
import { deskRoutes } from './desk.ts'
import { toFailure } from './errors.ts'
import { limitRequests, refuseCrossSite, securityHeaders } from './guard.ts'
import { limitSockets } from './limit-sockets.ts'
import { isOwnOrigin, serverOrigin } from './origin.ts'
import { createSessions } from './session.ts'
import { signInRoutes } from './sign-in.ts'
import { plainPage, staticFiles } from './static.ts'
import { supervisorRoutes, supervisorStream } from './supervisor.ts'

export type ServerDeps = {
  hub: Hub
  bus: Bus
  database: Database
  config: HttpConfig
  keys: { secret: Uint8Array }
  accounts: Accounts
  /** Where people sign in besides. */
  openId?: OpenId | undefined
  clock: Clock
  log: Log
  /** Where skills answer, and where customers sign in. */
  skills?: Pick<SkillRoutesDeps, 'conversations' | 'tokens'> | undefined
  signIn?: Pick<CustomerSignIn, 'start' | 'finish' | 'whose'> | undefined
  /** Adds the studio's routes; `requireRole` works on their requests. */
  studio?: ((app: FastifyInstance) => void | Promise<void>) | undefined
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route, sockets included, as `METHOD path`. */
    routeList(): string[]
  }
}

const largestBody = 1_000_000
const slowestRequestMs = 120_000
const proxiesNearby = 'loopback, linklocal, uniquelocal'
const databasePatienceMs = 2000

/** Everything that listens: pages, their interfaces, sockets, and the doors for customers. Does not listen yet. */
export async function buildServer(deps: ServerDeps): Promise<FastifyInstance> {
  const { accounts, hub, bus, clock, config, log } = deps
  const trustProxy = config.trustProxy ?? (config.publicUrl ? proxiesNearby : false)
  const app = fastify({
    logger: false,
    bodyLimit: largestBody,
    requestTimeout: slowestRequestMs,
    forceCloseConnections: 'idle',
    trustProxy,
  })
  const origin = (request: { protocol: string; host: string }) => serverOrigin(request, config)
  const directory = createDirectory(deps.database)
  const tokens = createTokens({ secret: deps.keys.secret, clock })
  const gateway = createGateway(bus, log)
  const sessions = createSessions({ secret: deps.keys.secret, clock, bus, directory, config })
  const sockets = createSocketServer({ log, isOwnOrigin: (from, { headers }) => isOwnOrigin(from, headers.host, config), wait: limitSockets(config, trustProxy, clock) })

  listRoutes(app, () => sockets.routes.map((route) => `SOCKET ${route.path}`))
  answerErrors(app, log)
  readJson(app)
  securityHeaders(app, config)
  refuseCrossSite(app, config)
  limitRequests(app, config, clock)
  await app.register(cookie)
  sessions.register(app)

  healthRoutes(app, () => directory.ping())
  authRoutes(app, { accounts, openIdName: deps.openId?.name, directory, sessions, bus, config })
  openIdRoutes(app, { openId: deps.openId, sessions, bus, config })
  ownAccountRoutes(app, { accounts, sessions, bus })
  deskRoutes(app, { hub })
  supervisorRoutes(app, { hub })
  conversationFileRoutes(app, { hub })
  adminRoutes(app, { administration: createAdministration(deps.database), hub, bus, log, config })
  peopleRoutes(app, { people: peopleStore(deps.database, accounts.ways, clock), hub, bus, log, config })
  sockets.route(deskStream({ hub, gateway, sessions, log }))
  sockets.route(supervisorStream({ hub, gateway, sessions, log }))
  await app.register(async (scope) => livechatRoutes(scope, { hub, tokens, directory, origin }))
  await app.register(
    async (scope) =>
      directLineRoutes(scope, {
        hub,
        gateway,
        sockets,
        tokens,
        fileKeys: createFileKeys({ secret: deps.keys.secret, clock }),
        clock,
        log,
        origin,
        findSecret: directory.findSecret,
        toFailure: (error, route) => toFailure(error, log, route),
      }),
    { prefix: '/v3/directline' },
  )
  const { studio, skills, signIn } = deps
  if (signIn) signInRoutes(app, { signIn, hub, config })
  if (skills) await app.register(async (scope) => skillRoutes(scope, { ...skills, hub, origin, clock }))
  if (studio) await app.register(async (scope) => studio(scope))
  await staticFiles(app, config)

  sockets.attach(app.server)
  app.addHook('preClose', () => sockets.close())
  app.addHook('onClose', async () => gateway.close())
  return app
}

function healthRoutes(app: FastifyInstance, ping: () => Promise<void>) {
  app.get('/healthz', async () => ({ status: 'live' }))
  app.get('/readyz', async () => {
    const tooLate = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), databasePatienceMs).unref())
    await Promise.race([ping(), tooLate]).catch(() => {
      throw new BatonError('UNAVAILABLE', 'the database does not answer')
    })
    return { status: 'ready' }
  })
}

function answerErrors(app: FastifyInstance, log: Log) {
  app.setErrorHandler((error, request, reply) => {
    const { status, code, message } = toFailure(error, log, request.routeOptions.url ?? '')
    return reply.status(status).send({ error: { code, message } })
  })
  app.setNotFoundHandler((request, reply) => {
    if (!/^\/(api|v3)(\/|$)/.test(request.url)) return plainPage(reply, 404, 'There is nothing here', 'The address may be mistyped, or the page has moved.')
    const { code, message } = new BatonError('NOT_FOUND', 'route', `${request.method} ${request.url.split('?')[0]?.slice(0, 200)}`)
    return reply.status(404).send({ error: { code, message } })
  })
}

/** JSON only, and an empty body is none. Form and text bodies are what other sites can send without asking. */
function readJson(app: FastifyInstance) {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined)
    return parse(request, body as string, done)
  })
}

function listRoutes(app: FastifyInstance, sockets: () => string[]) {
  const routes: string[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push(`${one} ${url}`)
  })
  app.decorate('routeList', () => [...new Set([...routes, ...sockets()])])
}
