import { wallToUtc } from '../dates/zone.ts'
import type { FxDate } from '../values/value.ts'

/** A date as `2024-01-31`, a moment in UTC as `2024-01-31T09:30:00.000Z`. */
export function isoText(value: FxDate, zone: string): string {
  if (value.dateOnly) return isoFields(new Date(value.ms)).slice(0, 10)
  return `${isoFields(new Date(wallToUtc(value.ms, zone)))}Z`
}

const pad = (n: number, width = 2): string => String(n).padStart(width, '0')
export const isoFields = (d: Date): string =>
  `${pad(d.getUTCFullYear(), 4)}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}T${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())}.${pad(d.getUTCMilliseconds(), 3)}`
