import type { ConversationSummary, Entry, Offer } from '../contracts/index.ts'

/**
 * Hints that something changed. The database is the truth: whoever misses a hint loads again by sequence number and
 * loses a moment, never a message. In one process hints are function calls; several nodes relay them (see realtime).
 */
export type Hint =
  /** A conversation was committed: its new summary and the lines this commit added, in order. */
  | { type: 'conversation'; environmentId: string; conversation: ConversationSummary; entries: Entry[]; /** What rings since this commit, at `offeredTo`. */ offer?: Offer | undefined; offeredTo?: string | undefined; wasOfferedTo?: string | undefined; wasOwnedBy?: string | undefined }
  /** Somebody types; not stored. `from` is a display name, `side` who it is. */
  | { type: 'typing'; environmentId: string; conversationId: string; side: 'customer' | 'copilot' | 'agent'; from: string }
  /** An agent's presence, capacity or queues changed. */
  | { type: 'agent'; environmentId: string; agentId: string }
  /** Workstreams, queues, widgets, connections, copilots: caches of configuration are stale. */
  | { type: 'configuration'; environmentId: string }
  /** A customer's page connected or went away. */
  | { type: 'customer-online'; environmentId: string; conversationId: string; online: boolean }

export type Bus = {
  publish(hint: Hint): void
  /** Returns the function that unsubscribes. A listener must not throw and must not block. */
  subscribe(listener: (hint: Hint) => void): () => void
}

export function inProcessBus(): Bus {
  const listeners = new Set<(hint: Hint) => void>()
  return {
    publish(hint) {
      for (const listener of listeners) listener(hint)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
