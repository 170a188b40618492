import type { Hub } from '../../engagement/hub.ts'
import type { Clock } from '../../platform/index.ts'

/** Whether a customer's page is there: it holds a socket, or polled a moment ago. */
export type CustomerPresence = {
  opened(conversationId: string): void
  closed(conversationId: string): void
  polled(conversationId: string): void
  /** Sockets the customer holds. */
  count(conversationId: string): number
  stop(): void
}

const pollCountsForMs = 15_000

export function createCustomerPresence(hub: Pick<Hub, 'customerOnline'>, clock: Clock): CustomerPresence {
  const sockets = new Map<string, number>()
  const polls = new Map<string, number>()

  const isThere = (id: string) => sockets.has(id) || polls.has(id)
  const change = (id: string, apply: () => void) => {
    const before = isThere(id)
    apply()
    if (isThere(id) !== before) hub.customerOnline(id, !before)
  }
  const sweep = setInterval(() => {
    const oldest = clock.now().getTime() - pollCountsForMs
    for (const [id, at] of polls) if (at < oldest) change(id, () => polls.delete(id))
  }, 5000)
  sweep.unref()

  return {
    opened: (id) => change(id, () => sockets.set(id, (sockets.get(id) ?? 0) + 1)),
    closed: (id) =>
      change(id, () => {
        const left = (sockets.get(id) ?? 1) - 1
        if (left > 0) sockets.set(id, left)
        else sockets.delete(id)
      }),
    count: (id) => sockets.get(id) ?? 0,
    polled: (id) => change(id, () => polls.set(id, clock.now().getTime())),
    stop: () => clearInterval(sweep),
  }
}
