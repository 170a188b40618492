import { z } from 'zod'
import { conversationSummary } from './conversation.ts'
import { presence } from './desk.ts'

const agentState = z.object({
  id: z.string(),
  name: z.string(),
  presence,
  capacity: z.object({ total: z.number(), used: z.number() }),
  queues: z.array(z.string()),
  conversations: z.number(),
})

/**
 * GET /api/supervisor/ongoing, and every frame {type:'ongoing', …} of the socket GET /api/supervisor/stream: the true
 * list of conversations that are not closed (those with copilots included), agents, and waiting per queue.
 * GET /api/supervisor/conversations/:id -> conversationDetail. POST /api/supervisor/conversations/:id/close force-closes.
 */
export const ongoing = z.object({
  at: z.string(),
  conversations: z.array(conversationSummary),
  agents: z.array(agentState),
  queues: z.array(z.object({ id: z.string(), name: z.string(), waiting: z.number(), longestWaitSince: z.string().nullable(), agentsAvailable: z.number() })),
  totals: z.object({ withCopilot: z.number(), waiting: z.number(), withAgent: z.number(), wrapUp: z.number(), closedToday: z.number() }),
})
export type Ongoing = z.infer<typeof ongoing>
export const supervisorFrame = z.object({ type: z.literal('ongoing'), ongoing })
