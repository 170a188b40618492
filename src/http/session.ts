import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { jwtVerify, SignJWT } from 'jose'
import type { Role } from '../contracts/index.ts'
import type { Bus } from '../engagement/bus.ts'
import { BatonError, type Clock } from '../platform/index.ts'
import type { Directory, Person } from '../storage/index.ts'
import type { HttpConfig } from './config.ts'
import { routeOf } from './guard.ts'
import { serverOrigin } from './origin.ts'

/** Who is asking. Checked against the directory at most two seconds ago. */
export type Session = { userId: string; name: string; environmentId: string; roles: Role[] }

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | undefined
  }
}

/** The signed-in caller, who must have one of `roles` (none named: just be signed in). */
export function requireRole(request: FastifyRequest, ...roles: Role[]): Session {
  return checkRole(request.session, ...roles)
}

export function checkRole(session: Session | undefined, ...roles: Role[]): Session {
  if (!session) throw new BatonError('UNAUTHENTICATED')
  if (roles.length > 0 && !roles.some((role) => session.roles.includes(role))) {
    throw new BatonError('FORBIDDEN', `the role ${roles.join(' or ')}`)
  }
  return session
}

export type Sessions = {
  /** The person of a `cookie` header, if it holds a session that still counts. */
  fromCookies(header: string | undefined): Promise<{ session: Session; person: Person; issuedAt: number } | undefined>
  /** Looks the person up again: undefined once they were disabled. */
  current(userId: string): Promise<Session | undefined>
  signIn(request: FastifyRequest, reply: FastifyReply, userId: string): Promise<void>
  signOut(reply: FastifyReply): void
  /** Puts `request.session` on every request of `app` and keeps a session in use alive. */
  register(app: FastifyInstance): void
}

export const sessionCookie = 'baton_session'
const audience = 'session'
const lifetime = 12 * 3600
const renewAfter = 30 * 60
const believedForMs = 2000

type Deps = { secret: Uint8Array; clock: Clock; bus: Bus; directory: Pick<Directory, 'findPerson'>; config: HttpConfig }

export function createSessions(deps: Deps): Sessions {
  const { clock, secret } = deps
  const findPerson = rememberBriefly(deps)
  const seconds = () => Math.floor(clock.now().getTime() / 1000)

  const sign = (userId: string) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(userId)
      .setAudience(audience)
      .setIssuedAt(seconds())
      .setExpirationTime(seconds() + lifetime)
      .sign(secret)

  const verify = async (token: string) => {
    try {
      const { payload } = await jwtVerify(token, secret, { audience, algorithms: ['HS256'], currentDate: clock.now() })
      return payload.sub ? { userId: payload.sub, issuedAt: payload.iat ?? 0 } : undefined
    } catch {
      return undefined
    }
  }

  const sessions: Sessions = {
    async fromCookies(header) {
      const token = header && fastifyCookie.parse(header)[sessionCookie]
      const claims = token ? await verify(token) : undefined
      const person = claims && (await findPerson(claims.userId))
      return claims && person ? { session: sessionOf(person), person, issuedAt: claims.issuedAt } : undefined
    },
    async current(userId) {
      const person = await findPerson(userId)
      return person && sessionOf(person)
    },
    async signIn(request, reply, userId) {
      const secure = serverOrigin(request, deps.config).startsWith('https:')
      reply.setCookie(sessionCookie, await sign(userId), { httpOnly: true, sameSite: 'lax', path: '/', maxAge: lifetime, secure })
    },
    signOut(reply) {
      reply.clearCookie(sessionCookie, { path: '/' })
    },
    register(app) {
      app.decorateRequest('session', undefined)
      app.addHook('onRequest', async (request, reply) => {
        if (!routeOf(request).startsWith('/api/')) return
        const found = await sessions.fromCookies(request.headers.cookie)
        request.session = found?.session
        if (found && seconds() - found.issuedAt > renewAfter) await sessions.signIn(request, reply, found.session.userId)
      })
    },
  }
  return sessions
}

function sessionOf(person: Person): Session {
  return { userId: person.id, name: person.name, environmentId: person.environmentId, roles: person.roles }
}

/** People change rarely and are asked for on every request: believed for two seconds, or until a hint names them. */
function rememberBriefly({ bus, clock, directory }: Deps) {
  const known = new Map<string, { person: Promise<Person | undefined>; until: number }>()
  bus.subscribe((hint) => {
    if (hint.type === 'agent') known.delete(hint.agentId)
    if (hint.type === 'configuration') known.clear()
  })
  return (userId: string): Promise<Person | undefined> => {
    const now = clock.now().getTime()
    const cached = known.get(userId)
    if (cached && cached.until > now) return cached.person
    if (known.size > 10_000) known.clear()
    const person = directory.findPerson(userId)
    known.set(userId, { person, until: now + believedForMs })
    person.catch(() => known.delete(userId))
    return person
  }
}
