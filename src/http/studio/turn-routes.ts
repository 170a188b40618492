import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { LoggedEvents, TurnSteps } from '../../contracts/turns.ts'
import type { Hub } from '../../engagement/hub.ts'
import type { CopilotCatalogue } from '../../solutions/index.ts'
import type { TelemetryStore } from '../../storage/index.ts'
import { requireRole } from '../session.ts'

export type TurnRouteDeps = { catalogue: Pick<CopilotCatalogue, 'need'>; hub: Pick<Hub, 'testSteps'>; telemetry: TelemetryStore }

const ofCopilot = z.object({ id: z.string().max(300) })
const ofConversation = ofCopilot.extend({ conversationId: z.string().max(300) })
const stepsQuery = z.object({ after: z.coerce.number().int().min(0).default(0) })
const eventsQuery = z.object({ before: z.coerce.number().int().min(0).optional(), name: z.string().max(1000).optional() })
const pageLength = 100

/** What makers see of the inside of their copilot: each step of a test chat, and the events its topics logged. */
export function turnRoutes(app: FastifyInstance, { catalogue, hub, telemetry }: TurnRouteDeps) {
  const maker = (request: FastifyRequest) => requireRole(request, 'maker', 'administrator')

  app.get('/api/studio/copilots/:id/test-conversations/:conversationId/steps', async (request): Promise<TurnSteps> => {
    const { environmentId } = maker(request)
    const { id, conversationId } = ofConversation.parse(request.params)
    return hub.testSteps(environmentId, id, conversationId, stepsQuery.parse(request.query).after)
  })

  app.get('/api/studio/copilots/:id/logged-events', async (request): Promise<LoggedEvents> => {
    const { environmentId } = maker(request)
    const { id } = ofCopilot.parse(request.params)
    await catalogue.need(environmentId, id)
    const { before, name } = eventsQuery.parse(request.query)
    const [names, events] = await Promise.all([telemetry.names(id), telemetry.list(id, { before, name, limit: pageLength })])
    return { names, events }
  })
}
