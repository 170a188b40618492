import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { adminApi } from '../contracts/index.ts'
import type { Bus } from '../engagement/bus.ts'
import type { Hub } from '../engagement/hub.ts'
import type { Log } from '../platform/index.ts'
import type { Administration } from '../storage/index.ts'
import type { HttpConfig } from './config.ts'
import { serverOrigin } from './origin.ts'
import { requireRole } from './session.ts'

type Deps = { administration: Administration; hub: Hub; bus: Bus; log: Log; config: HttpConfig }

const params = z.object({ id: z.string().max(300) })
const workstreamBody = adminApi.workstream.omit({ id: true })
const queueBody = adminApi.queue.omit({ id: true })
const widgetBody = adminApi.widget.omit({ id: true }).extend({
  allowedOrigins: z.array(z.string().max(300).transform(toOrigin)).max(50).default([]),
})
const agentBody = z.object({ capacity: adminApi.agentProfile.shape.capacity, queueIds: z.array(z.string()).max(1000) })

/** The administrator's own environment, and no other. */
export function adminRoutes(app: FastifyInstance, deps: Deps) {
  const { administration } = deps
  const environmentOf = (request: FastifyRequest) => requireRole(request, 'administrator').environmentId
  const idOf = (request: FastifyRequest) => params.parse(request.params).id
  const changed = (environmentId: string) => announce(deps, environmentId)

  app.get('/api/admin/overview', async (request): Promise<adminApi.AdminOverview> => {
    const overview = await administration.overview(environmentOf(request))
    const origin = serverOrigin(request, deps.config)
    return { ...overview, widgets: overview.widgets.map((widget) => ({ ...widget, ...widgetCode(origin, widget.id) })) }
  })

  const resource = <Body, Stored>(
    name: string,
    body: z.ZodType<Body>,
    save: (environmentId: string, id: string | undefined, wanted: Body) => Promise<Stored>,
    remove: (environmentId: string, id: string) => Promise<void>,
  ) => {
    app.post(`/api/admin/${name}`, async (request, reply) => {
      const environmentId = environmentOf(request)
      const stored = await save(environmentId, undefined, body.parse(request.body))
      await changed(environmentId)
      return reply.status(201).send(stored)
    })
    app.put(`/api/admin/${name}/:id`, async (request) => {
      const environmentId = environmentOf(request)
      const stored = await save(environmentId, idOf(request), body.parse(request.body))
      await changed(environmentId)
      return stored
    })
    app.delete(`/api/admin/${name}/:id`, async (request) => {
      const environmentId = environmentOf(request)
      await remove(environmentId, idOf(request))
      await changed(environmentId)
      return {}
    })
  }
  resource('workstreams', workstreamBody, administration.saveWorkstream, administration.deleteWorkstream)
  resource('queues', queueBody, administration.saveQueue, administration.deleteQueue)
  resource('widgets', widgetBody, administration.saveWidget, administration.deleteWidget)

  app.put('/api/admin/agents/:id', async (request) => {
    const environmentId = environmentOf(request)
    const agentId = idOf(request)
    const profile = await administration.saveAgent(environmentId, agentId, agentBody.parse(request.body))
    deps.bus.publish({ type: 'agent', environmentId, agentId })
    await changed(environmentId)
    return profile
  })
}

/** What the site's owner pastes into their pages. */
function widgetCode(origin: string, id: string) {
  const widget = encodeURIComponent(id)
  return {
    embedCode: `<script src="${origin}/widget/baton-chat.js" data-widget="${widget}"></script>`,
    demoUrl: `${origin}/demo?widget=${widget}`,
  }
}

/** The change is stored by now, so a failure to hand out waiting work is logged and tried again with the next event. */
export async function announce({ hub, bus, log }: Pick<Deps, 'hub' | 'bus' | 'log'>, environmentId: string) {
  bus.publish({ type: 'configuration', environmentId })
  await hub.assignWaiting(environmentId).catch((error: unknown) => log.error('waiting conversations could not be assigned', error, { environmentId }))
}

function toOrigin(text: string, context: z.RefinementCtx): string {
  const origin = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  const bare = origin && (origin.pathname === '/' || origin.pathname === '') && !origin.search && !origin.hash && !origin.username
  if (origin && bare && ['http:', 'https:'].includes(origin.protocol)) return origin.origin
  context.addIssue({ code: 'custom', message: `"${text}" is not an origin. Write it like https://shop.example.org, without a path.` })
  return z.NEVER
}
