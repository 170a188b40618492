import { parseMoment } from '../dates/parse.ts'
import { DAY, EPOCH, inRange, midnight, wallFromSerial, wallOf } from '../dates/serial.ts'
import type { Ctx } from '../runtime.ts'
import { FxDate, FxDynamic, FxError, FxTime, type FxValue } from '../values/value.ts'
import { toFloat } from './to-number.ts'
import { invalid } from './to-text.ts'

/** The wall-clock moment a value stands for. */
export function toWall(value: FxValue, ctx: Ctx): number | FxError {
  if (value instanceof FxDate || value instanceof FxTime) return wallOf(value)
  if (typeof value === 'string') {
    const parsed = parseMoment(value, ctx.env.timeZone, ctx.env.locale, () => ctx.now())
    return parsed ? parsed.ms : invalid()
  }
  if (value instanceof FxDynamic) return jsonWall(value, ctx)
  const serial = toFloat(value)
  if (serial instanceof FxError) return serial
  const ms = wallFromSerial(serial)
  return inRange(ms) ? ms : invalid()
}

const JSON_DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?(?:Z|[+-]\d{2}:\d{2})?)?$/

const JSON_TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?$/

/** JSON has no dates; only text in the ISO form stands for one. */
function jsonWall({ node }: FxDynamic, ctx: Ctx): number | FxError {
  if (typeof node !== 'string' || !JSON_DATE.test(node)) return invalid()
  return parseMoment(node, ctx.env.timeZone, 'en-US', () => ctx.now())?.ms ?? invalid()
}

/** Milliseconds into the day of `08:30:00.000`. */
export function jsonTime(text: string): number | undefined {
  const match = JSON_TIME.exec(text)
  if (!match || Number(match[1]) > 23 || Number(match[2]) > 59 || Number(match[3]) > 59) return undefined
  const ms = match[4] ? Number(`${match[4]}e-${match[4].length - 3}`) : 0
  return ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3])) * 1000 + ms
}

export function toDateTime(value: FxValue, ctx: Ctx): FxDate | FxError {
  if (value instanceof FxDate && !value.dateOnly) return value
  const ms = toWall(value, ctx)
  return ms instanceof FxError ? ms : new FxDate(ms, false)
}

export function toDate(value: FxValue, ctx: Ctx): FxDate | FxError {
  if (value instanceof FxDate && value.dateOnly) return value
  const ms = toWall(value, ctx)
  return ms instanceof FxError ? ms : new FxDate(midnight(ms), true)
}

export function toTime(value: FxValue, ctx: Ctx): FxTime | FxError {
  if (value instanceof FxTime) return value
  if (value instanceof FxDate) return new FxTime(value.ms - EPOCH)
  if (typeof value === 'string') {
    const ms = toWall(value, ctx)
    return ms instanceof FxError ? ms : new FxTime(ms - midnight(ms))
  }
  if (value instanceof FxDynamic) {
    if (typeof value.node !== 'string') return invalid()
    const time = jsonTime(value.node)
    if (time !== undefined) return new FxTime(time)
    const ms = jsonWall(value, ctx)
    return ms instanceof FxError ? ms : new FxTime(ms - midnight(ms))
  }
  const serial = toFloat(value)
  return serial instanceof FxError ? serial : new FxTime(Math.round(serial * DAY))
}
