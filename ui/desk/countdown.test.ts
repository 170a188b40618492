import { describe, expect, it } from 'vitest'
import { countdown } from './countdown.ts'

const offer = { offeredAt: '2026-01-01T10:00:00Z', expiresAt: '2026-01-01T10:02:00Z' }
const at = (iso: string) => countdown(offer, Date.parse(iso))

describe('the countdown of an offer', () => {
  it('shows the seconds that are left and their share', () => {
    expect(at('2026-01-01T10:00:30Z')).toEqual({ seconds: 90, share: 0.75, over: false })
  })

  it('counts up to the last moment, then is over', () => {
    expect(at('2026-01-01T10:01:59.500Z').seconds).toBe(1)
    expect(at('2026-01-01T10:02:00Z')).toEqual({ seconds: 0, share: 0, over: true })
    expect(at('2026-01-01T11:00:00Z').over).toBe(true)
  })

  it('never promises more than the whole time', () => {
    expect(at('2026-01-01T09:00:00Z')).toEqual({ seconds: 120, share: 1, over: false })
  })
})
