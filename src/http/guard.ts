import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BatonError, createLimiter, networkOf, type Clock } from '../platform/index.ts'
import type { HttpConfig } from './config.ts'
import { crossSite } from './origin.ts'

/** Doors that strangers' pages use: no cookie counts there, so nobody can be tricked into using one. */
const openDoors = ['/api/livechat/', '/api/embed/', '/api/sign-in/', '/v3/']
/** Servers call here, and show an id that only we can make. */
const serverDoors = ['/api/skills/']
const publicRoutes = [...openDoors, '/api/auth/', '/demo']
const startsSomething = /^(\/api\/(livechat|embed)\/[^/]+\/token|\/v3\/directline\/(conversations|tokens\/generate)|\/api\/auth\/(development-sign-in|sign-in|links\/use))\/?$/
const bodyTypes = ['application/json', 'application/zip', 'application/x-zip-compressed', 'application/octet-stream']
const unchanging = ['GET', 'HEAD', 'OPTIONS']
const defaultLimit = { perSecond: 100, burst: 1000 }
const uploads = /^\/v3\/directline\/conversations\/[^/]+\/upload\/?$/
const downloads = /^\/v3\/directline\/conversations\/[^/]+\/files\//
const costly = 10

/** Refuses what other sites' pages send in a signed-in person's name. */
export function refuseCrossSite(app: FastifyInstance, config: HttpConfig) {
  app.addHook('onRequest', async (request) => {
    const { method, headers } = request
    const url = routeOf(request)
    if (unchanging.includes(method) || !url.startsWith('/api/') || [...openDoors, ...serverDoors].some((door) => url.startsWith(door))) return
    const why = crossSite(headers, request.host, config)
    if (why) throw new BatonError('CROSS_SITE', why)
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
    const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
    if (hasBody && !bodyTypes.includes(type ?? '')) throw new BatonError('BAD_REQUEST', 'its content type must be application/json or application/zip')
  })
}

export function limitRequests(app: FastifyInstance, config: HttpConfig, clock: Clock) {
  if (config.rateLimit === false) return
  const limiter = createLimiter(config.rateLimit ?? defaultLimit, clock)
  // Before the body is read, but after cross-origin headers are set, so that a page can read the refusal.
  app.addHook('preParsing', async (request, reply) => {
    const path = routeOf(request)
    if (!publicRoutes.some((door) => path.startsWith(door))) return
    const isCostly = request.method === 'POST' ? startsSomething.test(path) || uploads.test(path) : downloads.test(path)
    const cost = isCostly ? costly : 1
    const seconds = limiter.take(networkOf(request.ip), cost)
    if (seconds === 0) return
    reply.header('retry-after', seconds)
    throw new BatonError('TOO_MANY_REQUESTS', seconds)
  })
}

export function securityHeaders(app: FastifyInstance, config: HttpConfig) {
  const isHttps = config.publicUrl?.startsWith('https:') === true
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    const route = routeOf(request)
    if (route.startsWith('/v3/')) return
    reply.header('content-security-policy', contentPolicy(request.host))
    reply.header('referrer-policy', 'same-origin')
    reply.header('x-frame-options', 'SAMEORIGIN')
    reply.header('cross-origin-opener-policy', 'same-origin')
    if (isHttps) reply.header('strict-transport-security', 'max-age=31536000')
    if (route.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
}

/** The route that will answer, not the address as it was written: %61pi is api to the router and must be to us. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? request.url.split('?')[0] ?? ''
}

function contentPolicy(host: string): string {
  // Not every browser counts ws: as 'self'. The header comes from the caller, so only a plain host is repeated.
  const sockets = /^[\w.-]+(:\d+)?$|^\[[0-9a-f:]+\](:\d+)?$/i.test(host) ? ` ws://${host} wss://${host}` : ''
  return [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `connect-src 'self'${sockets}`,
    "img-src 'self' data: blob: https:",
    "media-src 'self' data: blob: https:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; ')
}
