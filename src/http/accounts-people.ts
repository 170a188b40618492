import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { linkAddress } from '../accounts/index.ts'
import { adminApi } from '../contracts/index.ts'
import type { Bus } from '../engagement/bus.ts'
import type { Hub } from '../engagement/hub.ts'
import type { Log } from '../platform/index.ts'
import type { NewLink, People } from '../storage/index.ts'
import { announce } from './admin.ts'
import type { HttpConfig } from './config.ts'
import { serverOrigin } from './origin.ts'
import { requireRole } from './session.ts'

type Deps = { people: People; hub: Hub; bus: Bus; log: Log; config: HttpConfig }

const params = z.object({ id: z.string().max(300) })
const changeBody = adminApi.personWanted.and(z.object({ revision: z.string().max(100) }))

/** The people of the administrator's own environment: who may come in, and what they may do. */
export function peopleRoutes(app: FastifyInstance, deps: Deps) {
  const { people } = deps
  const administrator = (request: FastifyRequest) => requireRole(request, 'administrator')
  const idOf = (request: FastifyRequest) => params.parse(request.params).id
  // Their sessions are looked at again at once, and waiting conversations by who serves now.
  const changed = async (environmentId: string, person: adminApi.Person) => {
    deps.bus.publish({ type: 'agent', environmentId, agentId: person.id })
    await announce(deps, environmentId)
    return person
  }
  const withLink = (request: FastifyRequest, { person, link }: { person: adminApi.Person; link: NewLink }): adminApi.PersonWithLink => ({
    person,
    link: { url: linkAddress(serverOrigin(request, deps.config), link.purpose, link.token), purpose: link.purpose, expiresAt: link.expiresAt.toISOString() },
  })

  app.get('/api/admin/people', async (request): Promise<z.infer<typeof adminApi.people>> => ({ people: await people.list(administrator(request).environmentId) }))

  app.post('/api/admin/people', async (request, reply) => {
    const { environmentId, userId } = administrator(request)
    const added = await people.add(environmentId, adminApi.personWanted.parse(request.body), userId)
    await changed(environmentId, added.person)
    return reply.status(201).send(withLink(request, added))
  })

  app.put('/api/admin/people/:id', async (request) => {
    const { environmentId } = administrator(request)
    return changed(environmentId, await people.change(environmentId, idOf(request), changeBody.parse(request.body)))
  })

  app.post('/api/admin/people/:id/disable', async (request) => {
    const { environmentId } = administrator(request)
    return changed(environmentId, await people.disable(environmentId, idOf(request)))
  })

  app.post('/api/admin/people/:id/enable', async (request) => {
    const { environmentId } = administrator(request)
    return changed(environmentId, await people.enable(environmentId, idOf(request)))
  })

  app.post('/api/admin/people/:id/link', async (request) => {
    const { environmentId, userId } = administrator(request)
    return withLink(request, await people.link(environmentId, idOf(request), userId))
  })

  app.delete('/api/admin/people/:id/link', async (request) => people.withdrawLink(administrator(request).environmentId, idOf(request)))
}
