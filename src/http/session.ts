import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Role } from '../contracts/index.ts'
import type { Bus } from '../engagement/bus.ts'
import { BatonError, type Clock } from '../platform/index.ts'
import type { Directory, Person } from '../storage/index.ts'
import type { HttpConfig } from './config.ts'
import { routeOf } from './guard.ts'
import { serverOrigin } from './origin.ts'

/** Who is asking. Checked against the directory at most two seconds ago. */
export type Session = { userId: string; name: string; environmentId: string; roles: Role[] }
/** With the generation of the person's sessions it belongs to: see `Person`. */
export type PersonSession = Session & { generation: number }

/** A session by the development sign-in is none in production, whatever the database was used for before. */
export type SignInWay = 'development' | 'person'

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | undefined
  }
}

/** The signed-in caller, who must have one of `roles` (none named: just be signed in). */
export function requireRole(request: FastifyRequest, ...roles: Role[]): Session {
  return checkRole(request.session, ...roles)
}

export function checkRole<S extends Session>(session: S | undefined, ...roles: Role[]): S {
  if (!session) throw new BatonError('UNAUTHENTICATED')
  if (roles.length > 0 && !roles.some((role) => session.roles.includes(role))) {
    throw new BatonError('FORBIDDEN', `the role ${roles.join(' or ')}`)
  }
  return session
}

export type Sessions = {
  /** The person of a `cookie` header, if it holds a session that still counts. */
  fromCookies(header: string | undefined): Promise<{ session: PersonSession; person: Person; issuedAt: number; way: SignInWay } | undefined>
  /** Looks the person up again: undefined once they were disabled or their sessions were ended. */
  current(session: Pick<PersonSession, 'userId' | 'generation'>): Promise<Session | undefined>
  signIn(request: FastifyRequest, reply: FastifyReply, person: Pick<Person, 'id' | 'sessionGeneration'>, way?: SignInWay): Promise<void>
  signOut(reply: FastifyReply): void
  /** Puts `request.session` on every request of `app` and keeps a session in use alive. */
  register(app: FastifyInstance): void
}

export const sessionCookie = 'baton_session'
const audience = 'session'
const lifetime = 12 * 3600
const renewAfter = 30 * 60
const believedForMs = 2000
const claims = z.object({ sub: z.string(), iat: z.number(), generation: z.number().int(), way: z.enum(['development', 'person']) })

type Deps = { secret: Uint8Array; clock: Clock; bus: Bus; directory: Pick<Directory, 'findPerson'>; config: HttpConfig }

export function createSessions(deps: Deps): Sessions {
  const { clock, secret } = deps
  const ways: SignInWay[] = deps.config.environment === 'production' ? ['person'] : ['development', 'person']
  const findPerson = rememberBriefly(deps)
  const seconds = () => Math.floor(clock.now().getTime() / 1000)

  const sign = ({ id, sessionGeneration }: Pick<Person, 'id' | 'sessionGeneration'>, way: SignInWay) =>
    new SignJWT({ generation: sessionGeneration, way })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(id)
      .setAudience(audience)
      .setIssuedAt(seconds())
      .setExpirationTime(seconds() + lifetime)
      .sign(secret)

  const verify = async (token: string) => {
    try {
      const { payload } = await jwtVerify(token, secret, { audience, algorithms: ['HS256'], currentDate: clock.now() })
      const read = claims.safeParse(payload)
      return read.success && ways.includes(read.data.way) ? read.data : undefined
    } catch {
      return undefined
    }
  }
  const personOf = async ({ sub, generation }: z.infer<typeof claims>) => {
    const person = await findPerson(sub)
    if (!person || person.sessionGeneration >= generation) return person
    // Signed in a moment ago, on another node: what is remembered here is older than the cookie.
    return findPerson(sub, true)
  }

  const sessions: Sessions = {
    async fromCookies(header) {
      const token = header && fastifyCookie.parse(header)[sessionCookie]
      const said = token ? await verify(token) : undefined
      const person = said && (await personOf(said))
      if (!said || !person || person.sessionGeneration !== said.generation) return undefined
      return { session: sessionOf(person), person, issuedAt: said.iat, way: said.way }
    },
    async current({ userId, generation }) {
      const person = await findPerson(userId)
      return person?.sessionGeneration === generation ? sessionOf(person) : undefined
    },
    async signIn(request, reply, person, way = 'person') {
      const secure = serverOrigin(request, deps.config).startsWith('https:')
      reply.setCookie(sessionCookie, await sign(person, way), { httpOnly: true, sameSite: 'lax', path: '/', maxAge: lifetime, secure })
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
        if (found && seconds() - found.issuedAt > renewAfter) await sessions.signIn(request, reply, found.person, found.way)
      })
    },
  }
  return sessions
}

function sessionOf(person: Person): PersonSession {
  return { userId: person.id, name: person.name, environmentId: person.environmentId, roles: person.roles, generation: person.sessionGeneration }
}

/** People change rarely and are asked for on every request: believed for two seconds, or until a hint names them. */
function rememberBriefly({ bus, clock, directory }: Deps) {
  const known = new Map<string, { person: Promise<Person | undefined>; until: number }>()
  bus.subscribe((hint) => {
    if (hint.type === 'agent') known.delete(hint.agentId)
    if (hint.type === 'configuration') known.clear()
  })
  return (userId: string, anew = false): Promise<Person | undefined> => {
    const now = clock.now().getTime()
    const cached = known.get(userId)
    if (cached && cached.until > now && !anew) return cached.person
    if (known.size > 10_000) known.clear()
    const person = directory.findPerson(userId)
    known.set(userId, { person, until: now + believedForMs })
    person.catch(() => known.delete(userId))
    return person
  }
}
