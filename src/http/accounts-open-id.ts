import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { openIdSeconds, type OpenId } from '../accounts/index.ts'
import type { Bus } from '../engagement/bus.ts'
import { BatonError } from '../platform/index.ts'
import { enter } from './auth.ts'
import type { HttpConfig } from './config.ts'
import { serverOrigin } from './origin.ts'
import type { Sessions } from './session.ts'

type Deps = { openId: OpenId | undefined; sessions: Sessions; bus: Bus; config: HttpConfig }

const path = '/api/auth/open-id'
const cookieName = 'baton_open_id'
const startQuery = z.looseObject({ next: z.string().max(2000).catch('/') })
const answerQuery = z.looseObject({ state: z.string().max(200).optional().catch(undefined), code: z.string().max(10_000).optional().catch(undefined), error: z.string().max(1000).optional().catch(undefined) })

/** The way to the OpenID provider and back. What goes wrong is told on the start page. */
export function openIdRoutes(app: FastifyInstance, deps: Deps) {
  const { openId, config } = deps
  const redirectUri = (request: FastifyRequest) => `${serverOrigin(request, config)}${path}/callback`

  app.get(`${path}/start`, async (request, reply) => {
    if (!openId) throw new BatonError('NOT_FOUND', 'OpenID provider', 'here')
    const start = await openId.start(redirectUri(request), onThisSite(startQuery.parse(request.query).next))
    if (!start) return reply.redirect('/#refused=failed')
    reply.setCookie(cookieName, start.cookie, { path, httpOnly: true, sameSite: 'lax', secure: serverOrigin(request, config).startsWith('https:'), maxAge: openIdSeconds })
    return reply.redirect(start.url)
  })

  app.get(`${path}/callback`, async (request, reply) => {
    if (!openId) throw new BatonError('NOT_FOUND', 'OpenID provider', 'here')
    const end = await openId.finish({ ...answerQuery.parse(request.query), cookie: request.cookies[cookieName] }, redirectUri(request))
    reply.clearCookie(cookieName, { path })
    if ('refused' in end) return reply.redirect(`/#refused=${end.refused}`)
    await enter(deps, request, reply, end.signedIn)
    return reply.redirect(end.next)
  })
}

/** A path of this server, and no other site: `/.//elsewhere` becomes the address of one only when its dots are gone. */
function onThisSite(next: string): string {
  const here = 'https://here.invalid'
  if (!/^\/[^/\\]/.test(next) || !URL.canParse(next, here)) return '/'
  const url = new URL(next, here)
  return url.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search : '/'
}
