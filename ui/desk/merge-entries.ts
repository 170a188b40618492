import type { ConversationSummary, Entry } from '../../src/contracts/conversation.ts'

/** Both together, by number, each once. Gives `known` itself back when nothing is new. */
export function mergeEntries(known: readonly Entry[], incoming: readonly Entry[]): readonly Entry[] {
  const seen = new Set(known.map((entry) => entry.seq))
  const fresh = incoming.filter((entry) => !seen.has(entry.seq) && seen.add(entry.seq))
  if (fresh.length === 0) return known
  return [...known, ...fresh].toSorted((a, b) => a.seq - b.seq)
}

/** Everything up to this number is there; numbers start at 1 and have no holes. */
export function completeUpTo(entries: readonly Entry[]): number {
  let seq = 0
  for (const entry of entries) {
    if (entry.seq !== seq + 1) return seq
    seq = entry.seq
  }
  return seq
}

/** Of two copies the one with the higher version is newer. */
export function newer(a: ConversationSummary | undefined, b: ConversationSummary | undefined): ConversationSummary | undefined {
  if (!a || !b) return a ?? b
  return b.version >= a.version ? b : a
}
