import { DAY, inRange } from '../dates/serial.ts'
import { isInGap, utcFromCivil, utcToWall, wallToUtc } from '../dates/zone.ts'
import { fxError } from '../errors.ts'
import type { Ctx } from '../runtime.ts'
import { FxDate, FxError, FxTime, type FxValue } from '../values/value.ts'
import { bad } from './results.ts'

/** A moment in range; one that the clock skipped over moves forward with it. */
export function moment(ms: number, dateOnly: boolean, ctx: Ctx): FxValue {
  if (!inRange(ms)) return bad()
  if (!dateOnly && isInGap(ms, ctx.env.timeZone)) return new FxDate(utcToWall(wallToUtc(ms, ctx.env.timeZone), ctx.env.timeZone), false)
  return new FxDate(ms, dateOnly)
}

function dateFrom(year: number, month: number, day: number): number | FxError {
  const y = Math.trunc(year)
  if (y < 0 || y > 9999) return fxError('InvalidArgument')
  const [m, d] = [Math.trunc(month), Math.trunc(day)]
  const ms = utcFromCivil(y, m - 1, 1) + (d - 1) * DAY
  return Number.isFinite(ms) && inRange(ms) ? ms : fxError('InvalidArgument')
}

const timeFrom = (h: number, m: number, s: number, ms: number): number =>
  Math.trunc(h) * 3_600_000 + Math.trunc(m) * 60_000 + Math.trunc(s) * 1000 + Math.trunc(ms)

export function date(_: Ctx, year: number, month: number, day: number): FxValue {
  const ms = dateFrom(year, month, day)
  return ms instanceof FxError ? ms : new FxDate(ms, true)
}

export function dateTime(ctx: Ctx, y: number, mo: number, d: number, h: number, mi: number, s: number, ms = 0): FxValue {
  const start = dateFrom(y, mo, d)
  return start instanceof FxError ? start : moment(start + timeFrom(h, mi, s, ms), false, ctx)
}

export function time(_: Ctx, h: number, m: number, s: number, ms = 0): FxValue {
  const total = timeFrom(h, m, s, ms)
  return Math.abs(total) > 1e14 ? bad() : new FxTime(total)
}
