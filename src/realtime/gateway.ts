import type { Bus, Hint } from '../engagement/bus.ts'
import type { Log } from '../platform/index.ts'

type HintListener = (hint: Hint) => void

/** Hints by audience: one subscription to the bus, however many sockets listen. */
export type Gateway = {
  /** Lines and typing of one conversation. Returns the function that unsubscribes. */
  onConversation(conversationId: string, listener: HintListener): () => void
  /** Everything in one environment. */
  onEnvironment(environmentId: string, listener: HintListener): () => void
  close(): void
}

export function createGateway(bus: Bus, log: Log): Gateway {
  const conversations = new Map<string, Set<HintListener>>()
  const environments = new Map<string, Set<HintListener>>()

  const tell = (listeners: Set<HintListener> | undefined, hint: Hint) => {
    if (!listeners) return
    for (const listener of listeners) {
      try {
        listener(hint)
      } catch (error) {
        // One broken listener must not keep the hint from the others, nor fail the commit that published it.
        log.error('a listener of the gateway failed', error, { hint: hint.type })
      }
    }
  }

  const unsubscribe = bus.subscribe((hint) => {
    const conversationId = conversationOf(hint)
    if (conversationId) tell(conversations.get(conversationId), hint)
    tell(environments.get(hint.environmentId), hint)
  })

  return {
    onConversation: (id, listener) => listen(conversations, id, listener),
    onEnvironment: (id, listener) => listen(environments, id, listener),
    close: unsubscribe,
  }
}

function conversationOf(hint: Hint): string | undefined {
  if (hint.type === 'conversation') return hint.conversation.id
  if (hint.type === 'typing' || hint.type === 'customer-online') return hint.conversationId
  return undefined
}

function listen(audiences: Map<string, Set<HintListener>>, id: string, listener: HintListener): () => void {
  const listeners = audiences.get(id) ?? new Set()
  listeners.add(listener)
  audiences.set(id, listeners)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && audiences.get(id) === listeners) audiences.delete(id)
  }
}
