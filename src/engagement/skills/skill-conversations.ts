import { createHmac, timingSafeEqual } from 'node:crypto'

/** A conversation with a skill: the customer's conversation, and which of its calls of skills it is. */
export type SkillConversation = { conversationId: string; key: string }

/**
 * The id a skill knows its conversation by. It says what it stands for and carries a code that only this installation
 * can make: whoever knows the id may speak in the conversation, and nobody can guess one. Every node can read it.
 */
export function skillConversations(secret: Uint8Array) {
  const codeOf = (text: string) => createHmac('sha256', secret).update(`skill-conversation:${text}`).digest('base64url').slice(0, 27)
  return {
    idOf: ({ conversationId, key }: SkillConversation) => `${conversationId}~${key}~${codeOf(`${conversationId}~${key}`)}`,
    /** Undefined when it was not made here. */
    read(id: string): SkillConversation | undefined {
      const [, conversationId, key, code] = /^(.{1,200})~([\w-]{1,60})~([\w-]{27})$/.exec(id) ?? []
      if (!conversationId || !key || !code) return undefined
      return timingSafeEqual(Buffer.from(code), Buffer.from(codeOf(`${conversationId}~${key}`))) ? { conversationId, key } : undefined
    },
  }
}

export type SkillConversations = ReturnType<typeof skillConversations>
