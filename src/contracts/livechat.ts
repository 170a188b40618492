import { z } from 'zod'

/**
 * The widget's door (public, CORS). `script`: <script src="{origin}/widget/baton-chat.js" data-widget="{id}"></script>
 * or data-copilot="{id}" for the studio's own embed code.
 * GET  /api/livechat/:widgetId/config  | GET  /api/embed/:copilotId/config  -> livechatConfig
 * POST /api/livechat/:widgetId/token   | POST /api/embed/:copilotId/token   -> livechatToken, body livechatStart
 * POST /api/livechat/:widgetId/end with the token as bearer: the customer ends the chat.
 * Everything else is Direct Line 3.0 under `directLineUrl` with that token.
 */
export const livechatConfig = z.object({
  title: z.string(),
  subtitle: z.string(),
  color: z.string(),
  position: z.enum(['right', 'left']),
  /** False: the widget says that the chat is closed (disconnected copilot and nobody there, or unpublished). */
  online: z.boolean(),
  /** What to say when offline, or a standing notice ("no person can be reached in this chat"). */
  notice: z.string().nullable(),
  /** True in the hub's widget; false in the studio's embed. */
  people: z.boolean(),
})
export const livechatStart = z.object({
  /** A token from an earlier visit: its conversation is resumed when it is still open. */
  resume: z.string().max(4000).optional(),
  locale: z.string().max(35).optional(),
  customer: z.object({ name: z.string().max(200).optional() }).optional(),
  /** Page context: up to 100 names, each value up to 4,000 characters. */
  context: z.record(z.string().max(100), z.union([z.string().max(4000), z.number(), z.boolean()])).optional(),
})
export const livechatToken = z.object({
  token: z.string(),
  conversationId: z.string(),
  userId: z.string(),
  directLineUrl: z.string(),
  expiresIn: z.number(),
  resumed: z.boolean(),
})
