import type { Clock } from './clock.ts'

export type RateLimit = { perSecond: number; burst: number }

type Limiter = {
  /** Takes `cost` from the caller's bucket. Zero: go on; otherwise the seconds to wait. */
  take(caller: string, cost: number): number
}

const largestTable = 50_000

/** A token bucket per caller: it holds `burst` and fills at `perSecond`. Callers who were not seen for longest are forgotten first. */
export function createLimiter(limit: RateLimit, clock: Clock, most = largestTable): Limiter {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    take(caller, cost) {
      const now = clock.now().getTime()
      const bucket = buckets.get(caller) ?? { left: limit.burst, at: now }
      const left = Math.min(limit.burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * limit.perSecond)
      const isLet = left >= cost
      // The map's order is its age.
      buckets.delete(caller)
      buckets.set(caller, { left: isLet ? left - cost : left, at: now })
      if (buckets.size > most) buckets.delete(buckets.keys().next().value ?? '')
      return isLet ? 0 : Math.max(1, Math.ceil((cost - left) / limit.perSecond))
    },
  }
}
