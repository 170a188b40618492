import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../platform/index.ts'

/**
 * Keys at the end of a file's address. Pictures are fetched without headers, so the address itself says that its holder
 * may open this one file of this one conversation; nobody can guess one, and it ends after a day.
 */
export type FileKeys = {
  keyOf(conversationId: string, fileId: string): string
  opens(key: string, conversationId: string, fileId: string): boolean
}

const hourSeconds = 3600
/** As long as a customer can come back to a conversation, and a little. The hour is whole: an address stays the same within it, so browsers keep what it gave. */
const hours = 25

export function createFileKeys({ secret, clock }: { secret: Uint8Array; clock: Clock }): FileKeys {
  const seconds = () => clock.now().getTime() / 1000
  const codeOf = (conversationId: string, fileId: string, until: number) => createHmac('sha256', secret).update(`conversation-file:${conversationId}:${fileId}:${until}`).digest('base64url').slice(0, 27)
  return {
    keyOf(conversationId, fileId) {
      const until = (Math.floor(seconds() / hourSeconds) + hours) * hourSeconds
      return `${until}.${codeOf(conversationId, fileId, until)}`
    },
    opens(key, conversationId, fileId) {
      const [, until, code] = /^(\d{1,12})\.([\w-]{27})$/.exec(key) ?? []
      if (!until || !code || Number(until) <= seconds()) return false
      return timingSafeEqual(Buffer.from(code), Buffer.from(codeOf(conversationId, fileId, Number(until))))
    },
  }
}
