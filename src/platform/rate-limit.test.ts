import { describe, expect, it } from 'vitest'
import { createLimiter, manualClock } from './index.ts'

describe('a measure for each caller', () => {
  it('lets as many through as it holds, says how long to wait, and fills up again', () => {
    const clock = manualClock('2026-03-02T10:00:00Z')
    const limiter = createLimiter({ perSecond: 2, burst: 4 }, clock)
    expect([1, 1, 1, 1].map((cost) => limiter.take('kim', cost))).toEqual([0, 0, 0, 0])
    expect([limiter.take('kim', 1), limiter.take('kim', 4), limiter.take('bo', 4)]).toEqual([1, 2, 0])
    clock.advance(1_000)
    expect([limiter.take('kim', 2), limiter.take('kim', 1)]).toEqual([0, 1])
    clock.advance(3_600_000)
    expect([limiter.take('kim', 4), limiter.take('kim', 1)]).toEqual([0, 1])
  })

  it('remembers so many callers and no more, and who keeps coming is not forgotten', () => {
    const limiter = createLimiter({ perSecond: 1, burst: 1 }, manualClock('2026-03-02T10:00:00Z'), 3)
    for (const caller of ['busy', 'a', 'b', 'busy', 'c', 'd']) limiter.take(caller, 1)
    expect(limiter.take('busy', 1)).toBe(1)
    expect(limiter.take('a', 1)).toBe(0)
  })
})
