import { z } from 'zod'
import { conversationSummary, entry } from './conversation.ts'

export const presence = z.enum(['available', 'busy', 'do-not-disturb', 'away', 'offline', 'inactive'])
export type Presence = z.infer<typeof presence>

/** A conversation offered to one agent, to be answered before `expiresAt`. */
const offer = z.object({
  offerId: z.string(),
  conversation: conversationSummary,
  offeredAt: z.string(),
  expiresAt: z.string(),
  /** The copilot's private message and the most telling variables, so that the agent knows before answering. */
  messageToAgent: z.string().nullable(),
  highlights: z.array(z.object({ name: z.string(), value: z.unknown() })),
})
export type Offer = z.infer<typeof offer>

/** The signed-in agent's own state. */
export const deskAgent = z.object({
  id: z.string(),
  name: z.string(),
  presence,
  capacity: z.object({ total: z.number(), used: z.number() }),
  queues: z.array(z.object({ id: z.string(), name: z.string() })),
})

/**
 * GET /api/desk/inbox, and the first frame of the desk's socket. `mine`: owned by me and not closed. `open`: waiting in
 * my queues (pick with /accept without an offer). `closedToday`: mine, closed in the last 24 hours.
 */
export const inbox = z.object({
  agent: deskAgent,
  offers: z.array(offer),
  mine: z.array(conversationSummary),
  open: z.array(conversationSummary),
  closedToday: z.array(conversationSummary),
})
export type Inbox = z.infer<typeof inbox>

/**
 * Frames from the server on `GET /api/desk/stream` (WebSocket, session cookie). The first is `inbox`; afterwards `inbox`
 * comes again whenever lists or offers changed. `entries` are new lines of conversations I own; a hole in `seq` is
 * filled by GET /api/desk/conversations/:id/entries?after=seq. The socket is a hint; HTTP is the truth.
 */
export const deskFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('inbox'), inbox }),
  /** A conversation begins to ring; the inbox that follows holds it too. */
  z.object({ type: z.literal('offer'), offer }),
  z.object({ type: z.literal('entries'), conversationId: z.string(), entries: z.array(entry) }),
  z.object({ type: z.literal('typing'), conversationId: z.string(), from: z.string() }),
])
export type DeskFrame = z.infer<typeof deskFrame>

/** POST /api/desk/presence -> 200 deskAgent. */
export const setPresence = z.object({ presence: presence.exclude(['inactive']) })
/** POST /api/desk/conversations/:id/accept. Without an offer id the agent picks a waiting conversation of their queues. */
export const acceptOffer = z.object({ offerId: z.string().max(100).optional() })
/** POST /api/desk/conversations/:id/decline. */
export const declineOffer = z.object({ offerId: z.string().max(100) })
/** POST /api/desk/conversations/:id/messages -> {seq}. The same `clientId` twice is one message. */
export const agentMessage = z.object({ text: z.string().trim().min(1).max(10_000), clientId: z.string().min(8).max(100) })
// Without a body: POST /api/desk/conversations/:id/typing, /end (active -> wrap-up), /close (wrap-up -> closed).
// GET /api/desk/conversations/:id -> conversationDetail (mine, offered to me, or waiting in my queues).
// GET /api/desk/conversations/:id/entries?after=seq -> {entries}
