import { describe, expect, it } from 'vitest'
import { reconnectDelay } from './live-socket.ts'
import { createServerClock } from './server-clock.ts'
import { formatDuration } from './time.ts'

describe('the server clock', () => {
  it('follows a server whose clock differs by minutes', () => {
    const clock = createServerClock(() => 1_000_000)
    clock.observe(1_300_000, 1_000_000, 1_000_000)
    expect(clock.now()).toBe(1_300_000)
  })

  it('trusts this computer when the difference is within the header’s precision', () => {
    const clock = createServerClock(() => 1_000_000)
    clock.observe(1_001_400, 1_000_000, 1_000_000)
    expect(clock.now()).toBe(1_000_000)
  })

  it('does not let a slow answer spoil a good estimate', () => {
    const clock = createServerClock(() => 0)
    clock.observe(60_000, 0, 20)
    clock.observe(90_000, 0, 8000)
    expect(clock.now()).toBe(59_990)
  })
})

describe('coming back', () => {
  it('waits longer each time, up to 15 seconds, and never at the same moment for all', () => {
    expect(reconnectDelay(0, 0)).toBe(250)
    expect(reconnectDelay(0, 1)).toBe(500)
    expect(reconnectDelay(3, 1)).toBe(4000)
    expect(reconnectDelay(40, 1)).toBe(15_000)
  })
})

describe('a duration', () => {
  it('is short for minutes and full for hours', () => {
    expect(formatDuration(7_000)).toBe('0:07')
    expect(formatDuration(760_000)).toBe('12:40')
    expect(formatDuration(3_723_000)).toBe('1:02:03')
    expect(formatDuration(-5)).toBe('0:00')
  })
})
