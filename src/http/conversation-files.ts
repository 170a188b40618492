import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { sendFile } from '../channels/directline/index.ts'
import type { Hub } from '../engagement/hub.ts'
import { requireRole } from './session.ts'

const params = z.object({ id: z.string().max(300), fileId: z.string().max(40) })

/** Files that customers and copilots sent, for staff who may read the conversation: the addresses that the log has. */
export function conversationFileRoutes(app: FastifyInstance, { hub }: { hub: Hub }) {
  app.get('/api/conversations/:id/files/:fileId', async (request, reply) => {
    const { userId, environmentId, roles } = requireRole(request, 'agent', 'supervisor')
    const { id, fileId } = params.parse(request.params)
    return sendFile(reply, roles.includes('supervisor') ? await hub.supervisor.file(environmentId, id, fileId) : await hub.agent.file(userId, id, fileId))
  })
}
