import type { Clock } from './clock.ts'

export type RateLimit = { perSecond: number; burst: number }

type Limiter = {
  /** Takes `cost` from the caller's bucket. Zero: go on; otherwise the seconds to wait. */
  take(caller: string, cost: number): number
}

const largestTable = 50_000

/** A token bucket per caller: it holds `burst` and fills at `perSecond`. Full buckets are forgotten. */
export function createLimiter(limit: RateLimit, clock: Clock): Limiter {
  const buckets = new Map<string, { left: number; at: number }>()

  const forgetFull = (now: number) => {
    for (const [caller, bucket] of buckets) {
      if (bucket.left + ((now - bucket.at) / 1000) * limit.perSecond >= limit.burst) buckets.delete(caller)
    }
  }
  return {
    take(caller, cost) {
      const now = clock.now().getTime()
      const bucket = buckets.get(caller) ?? { left: limit.burst, at: now }
      const left = Math.min(limit.burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * limit.perSecond)
      if (!buckets.has(caller) && buckets.size >= largestTable) forgetFull(now)
      if (left < cost) {
        buckets.set(caller, { left, at: now })
        return Math.max(1, Math.ceil((cost - left) / limit.perSecond))
      }
      buckets.set(caller, { left: left - cost, at: now })
      return 0
    },
  }
}
