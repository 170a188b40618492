import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { acceptOffer, agentMessage, declineOffer, setPresence } from '../contracts/index.ts'
import type { Hub } from '../engagement/hub.ts'
import { requireRole } from './session.ts'

const conversation = z.object({ id: z.string().max(300) })
const after = z.object({ after: z.coerce.number().int().min(0).default(0) })
const path = '/api/desk/conversations/:id'

/** What an agent does. Who may touch which conversation is the hub's decision. */
export function deskRoutes(app: FastifyInstance, { hub: { agent } }: { hub: Hub }) {
  app.get('/api/desk/inbox', async (request) => agent.inbox(requireRole(request, 'agent').userId))

  app.post('/api/desk/presence', async (request) => {
    const { userId } = requireRole(request, 'agent')
    await agent.setPresence(userId, setPresence.parse(request.body).presence)
    return (await agent.inbox(userId)).agent
  })

  app.get(path, async (request) => {
    const { userId } = requireRole(request, 'agent')
    return agent.detail(userId, conversation.parse(request.params).id)
  })

  app.get(`${path}/entries`, async (request) => {
    const { userId } = requireRole(request, 'agent')
    return { entries: await agent.entries(userId, conversation.parse(request.params).id, after.parse(request.query).after) }
  })

  app.post(`${path}/accept`, async (request) => {
    const { userId } = requireRole(request, 'agent')
    const { offerId } = acceptOffer.parse(request.body ?? {})
    return agent.accept(userId, conversation.parse(request.params).id, offerId)
  })

  app.post(`${path}/decline`, async (request) => {
    const { userId } = requireRole(request, 'agent')
    const { offerId } = declineOffer.parse(request.body)
    await agent.decline(userId, conversation.parse(request.params).id, offerId)
    return {}
  })

  app.post(`${path}/messages`, { bodyLimit: 64_000 }, async (request) => {
    const { userId } = requireRole(request, 'agent')
    return agent.say(userId, conversation.parse(request.params).id, agentMessage.parse(request.body))
  })

  app.post(`${path}/typing`, async (request) => {
    const { userId } = requireRole(request, 'agent')
    await agent.typing(userId, conversation.parse(request.params).id)
    return {}
  })

  app.post(`${path}/end`, async (request) => {
    const { userId } = requireRole(request, 'agent')
    return agent.end(userId, conversation.parse(request.params).id)
  })

  app.post(`${path}/close`, async (request) => {
    const { userId } = requireRole(request, 'agent')
    return agent.close(userId, conversation.parse(request.params).id)
  })
}
