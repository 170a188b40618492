export type Coalesced = {
  /** Asks for a run within `within` milliseconds; many requests become one run. */
  request(within?: number): void
  stop(): void
}

/**
 * Runs `work` on request, never twice at once and never more often than every `everyMs`. A request during a run causes
 * one more run, so the last state always gets out.
 */
export function coalesce(work: () => Promise<void>, everyMs: number): Coalesced {
  let timer: NodeJS.Timeout | undefined
  let dueAt = Infinity
  let lastRun = -Infinity
  let running = false
  let stopped = false
  let again: number | undefined

  const run = async () => {
    timer = undefined
    dueAt = Infinity
    running = true
    lastRun = performance.now()
    await work().catch(() => {})
    running = false
    const next = again
    again = undefined
    if (next !== undefined) request(next)
  }
  const request = (within = 0) => {
    if (stopped) return
    if (running) {
      again = Math.min(again ?? Infinity, within)
      return
    }
    const now = performance.now()
    const at = Math.max(now + within, lastRun + everyMs)
    if (at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(() => void run(), Math.max(0, at - now))
  }
  return {
    request,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
