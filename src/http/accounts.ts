import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { Accounts } from '../accounts/index.ts'
import { passwordChange, type ownAccount } from '../contracts/index.ts'
import type { Bus } from '../engagement/bus.ts'
import { enter, retryLater } from './auth.ts'
import { requireRole, type Sessions } from './session.ts'

type Deps = { accounts: Accounts; sessions: Sessions; bus: Bus }

/** What people do with their own account. */
export function ownAccountRoutes(app: FastifyInstance, deps: Deps) {
  const { accounts, sessions, bus } = deps

  app.get('/api/auth/account', async (request): Promise<z.infer<typeof ownAccount>> => {
    const { name, email, passwordHash } = await accounts.find(requireRole(request).userId)
    return { name, email, hasPassword: passwordHash !== undefined }
  })

  app.put('/api/auth/account/password', async (request, reply) => {
    const { userId } = requireRole(request)
    const { current, wanted } = passwordChange.parse(request.body)
    const signedIn = await retryLater(reply, () => accounts.changePassword(userId, { current, wanted, address: request.ip }))
    return enter(deps, request, reply, signedIn)
  })

  app.post('/api/auth/account/sign-out', async (request, reply) => {
    const { userId, environmentId } = requireRole(request)
    await accounts.endSessions(userId)
    bus.publish({ type: 'agent', environmentId, agentId: userId })
    sessions.signOut(reply)
    return {}
  })
}
