import type { CallNode } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { toWall } from '../coerce/to-moment.ts'
import { DAY, EPOCH, inRange, midnight } from '../dates/serial.ts'
import { isInGap, offsetAt, utcFromCivil, utcToWall, wallToUtc } from '../dates/zone.ts'
import { mergedErrors } from '../errors.ts'
import type { Ctx } from '../runtime.ts'
import { type FxType, T } from '../types.ts'
import { FxDate, FxEnumValue, FxError, FxTime, type FxValue } from '../values/value.ts'
import { bad, int } from './results.ts'

const UNIT_MS: Readonly<Record<string, number>> = { days: DAY, hours: 3_600_000, minutes: 60_000, seconds: 1000, milliseconds: 1 }

const UNIT_MONTHS: Readonly<Record<string, number>> = { months: 1, quarters: 3, years: 12 }

const unitOf = (value: FxValue | undefined): string =>
  String((value instanceof FxEnumValue ? value.value : value) ?? 'days').toLowerCase()

export function addMonths(ms: number, months: number): number {
  const d = new Date(ms)
  const first = utcFromCivil(d.getUTCFullYear(), d.getUTCMonth() + months, 1)
  const target = new Date(first)
  const last = new Date(utcFromCivil(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
  return first + (Math.min(d.getUTCDate(), last) - 1) * DAY + (ms - midnight(ms))
}

function dateAdd(ctx: Ctx, value: FxDate | FxTime, n: number, unit: string): FxValue {
  if (UNIT_MONTHS[unit] !== undefined) {
    if (Math.abs(n) > 200_000) return bad()
    const base = value instanceof FxTime ? EPOCH + value.ms : value.ms
    return settle(ctx, addMonths(base, Math.trunc(n) * (UNIT_MONTHS[unit] as number)), value)
  }
  const step = UNIT_MS[unit]
  if (step === undefined) return bad()
  if (value instanceof FxTime) return new FxTime(Math.round(value.ms + n * step))
  if (unit === 'days') return settle(ctx, Math.round(value.ms + n * step), value)
  const { timeZone } = ctx.env
  const ms = utcToWall(Math.round(wallToUtc(value.ms, timeZone) + n * step), timeZone)
  return inRange(ms) ? new FxDate(ms, value.dateOnly) : bad()
}

function settle(ctx: Ctx, ms: number, like: FxDate | FxTime): FxValue {
  if (like instanceof FxTime) return new FxTime(ms - EPOCH)
  if (!inRange(ms)) return bad()
  // A date keeps the hours added to it; they only show once it becomes a date and time.
  const { timeZone } = ctx.env
  return new FxDate(isInGap(ms, timeZone) ? utcToWall(wallToUtc(ms, timeZone), timeZone) : ms, like.dateOnly)
}

export function bindDateAdd(b: Binder, call: CallNode): Bound {
  const args = call.args.map((arg) => b.bind(arg))
  const [value, amount, unit] = args as [Bound, Bound, Bound | undefined]
  let fine = b.accepts(value, T.DateTime)
  fine = b.accepts(amount, T.Number) && fine
  fine = (!unit || b.accepts(unit, { kind: 'Enum', name: 'TimeUnit' })) && fine
  if (!fine) b.badArguments(call)
  const keeps = value.type.kind === 'Date' || value.type.kind === 'Time' || value.type.kind === 'DateTime'
  const type: FxType = keeps ? value.type : value.type.kind === 'Any' ? T.Any : T.DateTime
  const run = keeps || value.type.kind === 'Any' ? value.run : b.convert(value, T.DateTime)
  const count = b.convert(amount, T.Number)
  return {
    node: call,
    type,
    run: (ctx) => {
      const values = [run(ctx), count(ctx), unit ? unit.run(ctx) : null]
      const errors = mergedErrors(values)
      if (errors) return errors
      const [raw, n, u] = values as [FxValue, FxValue, FxValue]
      const base = raw === null ? new FxDate(EPOCH, type.kind === 'Date') : momentOf(raw, ctx)
      if (base instanceof FxError) return base
      return dateAdd(ctx, base, typeof n === 'number' ? n : 0, unitOf(u ?? undefined))
    },
  }
}

function momentOf(value: FxValue, ctx: Ctx): FxDate | FxTime | FxError {
  if (value instanceof FxDate || value instanceof FxTime) return value
  const ms = toWall(value, ctx)
  return ms instanceof FxError ? ms : new FxDate(ms, false)
}

export function dateDiff(ctx: Ctx, from: FxDate, to: FxDate, unitValue?: FxValue): FxValue {
  const unit = unitOf(unitValue)
  const [a, b] = [new Date(from.ms), new Date(to.ms)]
  const months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth()
  switch (unit) {
    case 'years':
      return int(b.getUTCFullYear() - a.getUTCFullYear())
    case 'quarters':
      return int((b.getUTCFullYear() - a.getUTCFullYear()) * 4 + Math.floor(b.getUTCMonth() / 3) - Math.floor(a.getUTCMonth() / 3))
    case 'months':
      return int(months)
    case 'days':
      return int((midnight(to.ms) - midnight(from.ms)) / DAY)
  }
  const step = UNIT_MS[unit]
  if (step === undefined) return bad()
  const { timeZone } = ctx.env
  // Both seen with the first one's offset, so that zones off the full hour count hours as their clocks do.
  const start = wallToUtc(from.ms, timeZone)
  const offset = offsetAt(start, timeZone)
  const [x, y] = [start + offset, wallToUtc(to.ms, timeZone) + offset]
  return int(Math.floor(y / step) - Math.floor(x / step))
}
