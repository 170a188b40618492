import { ApiError, messageOf } from '../kit/api.ts'
import { reconnectDelay } from '../kit/live-socket.ts'

/** A message that is not in the log yet. `waiting`: the server was away, it is tried again; `sent`: acknowledged, its line is on the way. */
export type Pending = { clientId: string; conversationId: string; text: string; at: string; state: 'sending' | 'waiting' | 'sent' | 'failed'; error?: string }

export type OutboxDeps = {
  send(conversationId: string, message: { text: string; clientId: string }): Promise<unknown>
  storage: Pick<Storage, 'getItem' | 'setItem'>
  newClientId(): string
  now(): string
  onSent(conversationId: string): void
  delay?(attempt: number): number
}

const storageKey = 'baton.desk.outbox'

/**
 * Sends an agent's messages one by one, in the order they were written, until the server has them. What is not
 * acknowledged survives a reload of the tab, and the same `clientId` twice is one message, so nothing is lost or doubled.
 */
export function createOutbox(deps: OutboxDeps) {
  let pending: readonly Pending[] = restore(deps.storage)
  const listeners = new Set<() => void>()
  const running = new Set<string>()
  const attempts = new Map<string, number>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  const change = (next: readonly Pending[]) => {
    pending = next
    deps.storage.setItem(storageKey, JSON.stringify(pending.filter(({ state }) => state !== 'sent')))
    for (const listener of listeners) listener()
  }
  const update = (clientId: string, part: Partial<Pending>) => change(pending.map((one) => (one.clientId === clientId ? { ...one, ...part } : one)))

  const run = async (conversationId: string) => {
    clearTimeout(timers.get(conversationId))
    if (running.has(conversationId)) return
    running.add(conversationId)
    try {
      for (let next = head(conversationId); next; next = head(conversationId)) {
        if (!(await attempt(next))) break
      }
    } finally {
      running.delete(conversationId)
    }
  }
  const head = (conversationId: string) => pending.find((one) => one.conversationId === conversationId && (one.state === 'sending' || one.state === 'waiting'))

  /** False: stop for now and try again later. */
  const attempt = async (message: Pending): Promise<boolean> => {
    const { clientId, conversationId, text } = message
    try {
      await deps.send(conversationId, { text, clientId })
      attempts.delete(conversationId)
      update(clientId, { state: 'sent' })
      deps.onSent(conversationId)
      return true
    } catch (error) {
      if (!isTemporary(error)) {
        update(clientId, { state: 'failed', error: messageOf(error) })
        return true
      }
      const count = attempts.get(conversationId) ?? 0
      attempts.set(conversationId, count + 1)
      update(clientId, { state: 'waiting' })
      timers.set(conversationId, setTimeout(() => void run(conversationId), (deps.delay ?? reconnectDelay)(count)))
      return false
    }
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    snapshot: () => pending,
    add(conversationId: string, text: string) {
      change([...pending, { clientId: deps.newClientId(), conversationId, text, at: deps.now(), state: 'sending' }])
      void run(conversationId)
    },
    retry(clientId: string) {
      const message = pending.find((one) => one.clientId === clientId)
      if (!message) return
      const { error: _, ...rest } = message
      change(pending.map((one) => (one === message ? { ...rest, state: 'sending' } : one)))
      void run(message.conversationId)
    },
    discard: (clientId: string) => change(pending.filter((one) => one.clientId !== clientId)),
    /** The connection is back: do not wait for the timers. */
    resume() {
      for (const conversationId of new Set(pending.map((one) => one.conversationId))) void run(conversationId)
    },
    /** These have arrived in the log. */
    settle(clientIds: ReadonlySet<string>) {
      if (pending.some((one) => clientIds.has(one.clientId))) change(pending.filter((one) => !clientIds.has(one.clientId)))
    },
  }
}

export type Outbox = ReturnType<typeof createOutbox>

function isTemporary(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true
  return error.status === 0 || error.status >= 500 || error.status === 401 || error.status === 408 || error.status === 429
}

function restore(storage: OutboxDeps['storage']): Pending[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(storageKey) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isPending).map((one) => (one.state === 'failed' ? one : { ...one, state: 'waiting' as const })) : []
  } catch {
    return []
  }
}

function isPending(value: unknown): value is Pending {
  return typeof value === 'object' && value !== null && 'clientId' in value && 'conversationId' in value && 'text' in value && 'at' in value && 'state' in value
}
