import type { ConversationKey, Hub } from '../../engagement/hub.ts'
import { newId } from '../../platform/index.ts'
import type { TokenClaims } from './tokens.ts'

export type Starts = {
  /** The token's conversation: started now, or the one it started before. */
  start(claims: TokenClaims, words: { name?: string | undefined; locale?: string | undefined }): Promise<{ key: ConversationKey; isNew: boolean }>
}

const remembered = 10_000

/** A client that lost the answer asks again with the same token; it must not get a second conversation. */
export function createStarts(hub: Hub): Starts {
  const started = new Map<string, Promise<ConversationKey>>()

  return {
    async start(claims, { name, locale }) {
      const reserved = claims.conversationId ?? newId('conv')
      const before = started.get(reserved)
      if (before) return { key: (await hub.findConversation((await before).id)) ?? (await before), isNew: false }
      const stored = claims.conversationId ? await hub.findConversation(claims.conversationId) : undefined
      if (stored) return { key: stored, isNew: false }

      const input = {
        id: reserved,
        environmentId: claims.environmentId,
        channel: claims.channel,
        customer: { id: claims.userId, name },
        locale,
        ...(claims.widgetId ? { widgetId: claims.widgetId } : claims.copilotId ? { copilotId: claims.copilotId } : {}),
      }
      const starting = started.get(reserved) ?? hub.startConversation(input)
      if (started.size >= remembered) started.delete(started.keys().next().value ?? '')
      started.set(reserved, starting)
      starting.catch(() => started.delete(reserved))
      return { key: await starting, isNew: true }
    },
  }
}
