import type { FastifyInstance } from 'fastify'
import { developmentSignIn, type Identity } from '../contracts/index.ts'
import { BatonError } from '../platform/index.ts'
import type { Directory } from '../storage/index.ts'
import type { HttpConfig } from './config.ts'
import type { Sessions } from './session.ts'

type Deps = { directory: Directory; sessions: Sessions; config: HttpConfig }

export function authRoutes(app: FastifyInstance, deps: Deps) {
  const inDevelopment = deps.config.environment !== 'production'

  app.get('/api/auth/me', async (request): Promise<Identity> => {
    const found = await deps.sessions.fromCookies(request.headers.cookie)
    if (!found) return { user: null }
    const { id, name, email, roles, environment } = found.person
    return { user: { id, name, email, roles, environment, developmentSignIn: inDevelopment } }
  })

  app.post('/api/auth/sign-out', async (_request, reply) => {
    deps.sessions.signOut(reply)
    return {}
  })

  if (!inDevelopment) return

  app.get('/api/auth/development-users', async () => {
    const people = await deps.directory.listPeople()
    return people.map(({ id, name, email, roles, environment }) => ({ id, name, email, roles, environment: environment.name }))
  })

  app.post('/api/auth/development-sign-in', async (request, reply) => {
    const { userId } = developmentSignIn.parse(request.body)
    const person = await deps.directory.findPerson(userId)
    if (!person) throw new BatonError('NOT_FOUND', 'user', userId)
    await deps.sessions.signIn(request, reply, person.id)
    return {}
  })
}
