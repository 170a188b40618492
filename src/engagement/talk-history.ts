import type { ModelMessage } from '../dialog/index.ts'
import type { Store } from './ports.ts'

/** Lines looked back at; a message has a handful of answers at most. */
const LINES = 120
const LONGEST = 2_000

/** What was said last in a conversation, for a model: from the customer's `messages`-th message but last on. */
export function talkHistory(store: Pick<Store, 'load' | 'entriesAfter'>) {
  return async (conversationId: string, messages: number): Promise<ModelMessage[]> => {
    const conversation = await store.load(conversationId)
    if (!conversation || messages <= 0) return []
    const entries = await store.entriesAfter(conversationId, Math.max(0, conversation.lastSeq - LINES), 'everyone', LINES)
    const talk = entries.flatMap(({ author, activity }): ModelMessage[] => {
      const content = activity.type === 'message' ? (activity.text ?? '').trim().slice(0, LONGEST) : ''
      return content ? [{ role: author.kind === 'customer' ? 'user' : 'assistant', content }] : []
    })
    // The last of them is the one that is being answered.
    let left = messages + 1
    const from = talk.findLastIndex(({ role }) => role === 'user' && --left === 0)
    return from < 0 ? talk : talk.slice(from)
  }
}
