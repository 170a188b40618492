import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Accounts, SignedIn } from '../accounts/index.ts'
import { developmentSignIn, linkToken, linkUse, passwordSignIn, type developmentUsers, type Identity, type LinkAbout, type WaysToSignIn } from '../contracts/index.ts'
import type { Bus } from '../engagement/bus.ts'
import { BatonError } from '../platform/index.ts'
import type { Directory } from '../storage/index.ts'
import type { HttpConfig } from './config.ts'
import type { Sessions } from './session.ts'

export type AuthRouteDeps = { accounts: Accounts; /** Of the OpenID provider, for its button. */ openIdName: string | undefined; directory: Directory; sessions: Sessions; bus: Bus; config: HttpConfig }

/** Who is asking, and how people come in: by password, by a link, and in development by one click. */
export function authRoutes(app: FastifyInstance, deps: AuthRouteDeps) {
  const { accounts, directory, sessions } = deps
  const inDevelopment = deps.config.environment !== 'production'

  app.get('/api/auth/me', async (request): Promise<Identity> => {
    const found = await sessions.fromCookies(request.headers.cookie)
    if (!found) return { user: null }
    const { id, name, email, roles, environment } = found.person
    return { user: { id, name, email, roles, environment, developmentSignIn: inDevelopment } }
  })

  app.get('/api/auth/ways', async (): Promise<WaysToSignIn> => ({ development: inDevelopment, openId: deps.openIdName ?? null, needsFirstAdministrator: await accounts.needsFirstAdministrator() }))

  app.post('/api/auth/sign-in', async (request, reply) => {
    const { email, password } = passwordSignIn.parse(request.body)
    const signedIn = await retryLater(reply, () => accounts.signIn({ email, password, address: request.ip }))
    return enter(deps, request, reply, signedIn)
  })

  app.post('/api/auth/sign-out', async (_request, reply) => {
    sessions.signOut(reply)
    return {}
  })

  app.post('/api/auth/links/look', async (request): Promise<LinkAbout> => {
    const { purpose, account, expiresAt } = await accounts.lookAtLink(linkToken.parse(request.body).token)
    return { purpose, name: account?.name ?? '', email: account?.email ?? '', expiresAt: expiresAt.toISOString() }
  })

  app.post('/api/auth/links/use', async (request, reply) => {
    const given = linkUse.parse(request.body)
    return enter(deps, request, reply, await retryLater(reply, () => accounts.useLink(given)))
  })

  if (!inDevelopment) return

  app.get('/api/auth/development-users', async (): Promise<z.infer<typeof developmentUsers>> => {
    const people = await directory.listPeople()
    return people.map(({ id, name, email, roles, environment }) => ({ id, name, email, roles, environment: environment.name }))
  })

  app.post('/api/auth/development-sign-in', async (request, reply) => {
    const { userId } = developmentSignIn.parse(request.body)
    const person = await directory.findPerson(userId)
    if (!person) throw new BatonError('NOT_FOUND', 'user', userId)
    await sessions.signIn(request, reply, person, 'development')
    return {}
  })
}

/** Sets the cookie, and lets everybody look up anew who this is: an earlier generation may be remembered. */
export async function enter({ sessions, bus }: Pick<AuthRouteDeps, 'sessions' | 'bus'>, request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn) {
  bus.publish({ type: 'agent', environmentId: signedIn.environmentId, agentId: signedIn.id })
  await sessions.signIn(request, reply, signedIn)
  return {}
}

/** The seconds in the refusal are in its header, too. */
export async function retryLater<T>(reply: FastifyReply, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BatonError && error.code === 'TOO_MANY_REQUESTS') reply.header('retry-after', /\d+/.exec(error.message)?.[0] ?? '10')
    throw error
  }
}
