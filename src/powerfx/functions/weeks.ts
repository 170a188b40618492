import { DAY, midnight } from '../dates/serial.ts'
import { utcFromCivil } from '../dates/zone.ts'
import type { Ctx } from '../runtime.ts'
import { Dec, decToNumber } from '../values/decimal.ts'
import { FxDate, FxEnumValue, type FxValue } from '../values/value.ts'
import { bad, int } from './results.ts'

const STARTS: Readonly<Record<number, number>> = { 1: 0, 2: 1, 3: 1, 11: 1, 12: 2, 13: 3, 14: 4, 15: 5, 16: 6, 17: 0 }

function startOf(value: FxValue | undefined): { first: number; zero: boolean } | undefined {
  if (value === null) return undefined
  const raw = value instanceof FxEnumValue ? value.value : (value ?? int(1))
  const n = raw instanceof Dec ? decToNumber(raw) : typeof raw === 'number' ? raw : 1
  const first = STARTS[Math.trunc(n)]
  return first === undefined ? undefined : { first, zero: Math.trunc(n) === 3 }
}

export function weekday(_: Ctx, value: FxDate, start?: FxValue): FxValue {
  const week = startOf(start)
  if (!week) return bad()
  return int(((new Date(value.ms).getUTCDay() - week.first + 7) % 7) + (week.zero ? 0 : 1))
}

export function weekNum(_: Ctx, value: FxDate, start?: FxValue): FxValue {
  const week = startOf(start)
  if (!week) return bad()
  const d = new Date(value.ms)
  const newYear = utcFromCivil(d.getUTCFullYear(), 0, 1)
  const lead = (new Date(newYear).getUTCDay() - week.first + 7) % 7
  return int(Math.floor((midnight(value.ms) - newYear + lead * DAY) / (7 * DAY)) + 1)
}

export function isoWeek(ms: number): number {
  const d = new Date(midnight(ms))
  const thursday = d.getTime() + (3 - ((d.getUTCDay() + 6) % 7)) * DAY
  const year = new Date(thursday).getUTCFullYear()
  return Math.floor((thursday - utcFromCivil(year, 0, 1)) / (7 * DAY)) + 1
}
