import type { Memory } from './memory.ts'

export type Exclusive = <T>(name: string, work: () => Promise<T>) => Promise<T>

const leaseMs = 10_000

/**
 * One at a time over all tabs of this site. Browsers have locks on secure pages; elsewhere a note in shared storage does
 * nearly as well, and what slips through is caught by the server (it drops a message id it has seen).
 */
export function createExclusive(scope: string, memory: Memory, locks: Pick<LockManager, 'request'> | undefined): Exclusive {
  const queues = new Map<string, Promise<unknown>>()
  const me = Math.random().toString(36).slice(2)

  const leased = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const note = `lock:${name}`
    for (;;) {
      const held = memory.get<{ by: string; until: number }>(note)
      if (!held || held.until < Date.now()) {
        memory.set(note, { by: me, until: Date.now() + leaseMs })
        await pause(40)
        if (memory.get<{ by: string }>(note)?.by === me) break
      }
      await pause(60)
    }
    try {
      return await work()
    } finally {
      memory.remove(note)
    }
  }

  return (name, work) => {
    const before = queues.get(name) ?? Promise.resolve()
    const turn = before.then(() => (locks ? locks.request(`${scope}:${name}`, work) : leased(name, work)))
    queues.set(name, turn.catch(() => {}))
    return turn as ReturnType<typeof work>
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
