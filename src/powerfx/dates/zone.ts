/**
 * Wall clock and UTC, by way of Intl. A wall-clock moment is milliseconds since 1970 as if the wall showed UTC.
 */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    // Zones are named by clients too: `europe/BERLIN` is one of them.
    if (formats.size < 1_000) formats.set(zone, format)
  }
  return format
}

const isUtc = (zone: string): boolean => zone === 'UTC' || zone === 'Etc/UTC' || zone === 'GMT'

/** Milliseconds to add to UTC to get the wall clock at this instant. */
export function offsetAt(utcMs: number, zone: string): number {
  if (isUtc(zone)) return 0
  const parts: Record<string, number> = {}
  let era = 'AD'
  for (const part of formatFor(zone).formatToParts(utcMs)) {
    if (part.type === 'era') era = part.value
    else parts[part.type] = Number(part.value)
  }
  const year = era.startsWith('B') ? 1 - (parts.year ?? 1) : (parts.year ?? 1970)
  const wall = utcFromCivil(year, (parts.month ?? 1) - 1, parts.day ?? 1, parts.hour, parts.minute, parts.second)
  return wall - Math.floor(utcMs / 1000) * 1000
}

export const utcToWall = (utcMs: number, zone: string): number => utcMs + offsetAt(utcMs, zone)

/** A wall time that happens twice means the later (standard) one; one that never happens moves forward by the gap. */
export function wallToUtc(wall: number, zone: string): number {
  if (isUtc(zone)) return wall
  const before = offsetAt(wall - 86_400_000, zone)
  const after = offsetAt(wall + 86_400_000, zone)
  if (before === after) {
    const guess = wall - before
    const actual = offsetAt(guess, zone)
    return actual === before ? guess : wall - actual
  }
  const late = wall - after
  if (offsetAt(late, zone) === after) return late
  const early = wall - before
  if (offsetAt(early, zone) === before) return early
  return wall - before
}

/** Whether this wall time is skipped by a clock change. */
export function isInGap(wall: number, zone: string): boolean {
  if (isUtc(zone)) return false
  const before = offsetAt(wall - 86_400_000, zone)
  const after = offsetAt(wall + 86_400_000, zone)
  if (after <= before) return false
  return offsetAt(wall - before, zone) !== before && offsetAt(wall - after, zone) !== after
}

/** Date.UTC without its rule that years 0..99 mean 1900..1999. */
export function utcFromCivil(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, ms = 0): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month, day)
  date.setUTCHours(hour, minute, second, ms)
  return date.getTime()
}
