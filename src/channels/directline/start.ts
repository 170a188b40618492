import type { ConversationKey, Hub } from '../../engagement/hub.ts'
import type { TokenClaims } from './tokens.ts'

/**
 * The token's conversation: started now, or the one it started before. A client that lost the answer asks again with
 * the same token and must not get a second conversation; the token's reserved id sees to that.
 */
export async function startOnce(
  hub: Hub,
  { conversationId, environmentId, channel, widgetId, copilotId, userId }: TokenClaims,
  { name, locale }: { name?: string | undefined; locale?: string | undefined },
): Promise<{ key: ConversationKey; isNew: boolean }> {
  const stored = conversationId ? await hub.findConversation(conversationId) : undefined
  if (stored) return { key: stored, isNew: false }
  const key = await hub.startConversation({
    ...(conversationId ? { id: conversationId } : {}),
    environmentId,
    channel,
    ...(widgetId ? { widgetId } : copilotId ? { copilotId } : {}),
    customer: { id: userId, name },
    locale,
  })
  return { key, isNew: true }
}
