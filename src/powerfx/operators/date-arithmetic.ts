import { toDec } from '../coerce/to-number.ts'
import { DAY, EPOCH, inRange, midnight, wallOf } from '../dates/serial.ts'
import { isInGap, utcToWall, wallToUtc } from '../dates/zone.ts'
import { fxError } from '../errors.ts'
import type { Ctx, Eval } from '../runtime.ts'
import { decFromNumber, decToNumber } from '../values/decimal.ts'
import { FxDate, FxError, FxTime, type FxValue } from '../values/value.ts'
import { either, isNullNode } from './operands.ts'

/** Date and time plus or minus a number of days or a time. `result` says what comes out. */
function shiftDate(sign: 1 | -1, left: Eval, right: Eval, result: 'Date' | 'DateTime' | 'Time'): Eval {
  return (ctx) => {
    const a = left(ctx)
    const b = right(ctx)
    if (a instanceof FxError || b instanceof FxError) return either(a, b)
    const base = a ?? (result === 'Time' ? new FxTime(0) : new FxDate(EPOCH, result === 'Date'))
    const shift = b === null || isNullNode(b) ? 0 : b instanceof FxTime ? b.ms : b instanceof FxDate ? b.ms - EPOCH : dayShift(b)
    if (shift instanceof FxError) return shift
    if (!(base instanceof FxDate || base instanceof FxTime)) return fxError('InvalidArgument')
    if (result === 'Time') return new FxTime((base instanceof FxTime ? base.ms : base.ms - midnight(base.ms)) + sign * Math.round(shift))
    return shifted(ctx, wallOf(base), sign * shift, b instanceof FxTime || a instanceof FxTime, result === 'Date')
  }
}

/** A time moves the clock by that long; a number of days moves the calendar, past hours the clock skips. */
function shifted(ctx: Ctx, wall: number, shift: number, byTime: boolean, dateOnly: boolean): FxValue {
  const { timeZone } = ctx.env
  const ms = Math.floor(wall + shift)
  if (!inRange(ms)) return fxError('InvalidArgument')
  if (byTime) return new FxDate(utcToWall(wallToUtc(wall, timeZone) + shift, timeZone), false)
  const kept = dateOnly ? ms : Math.round(wall + shift)
  return new FxDate(isInGap(kept, timeZone) ? utcToWall(wallToUtc(kept, timeZone), timeZone) : kept, dateOnly)
}

function dayShift(value: FxValue): number | FxError {
  const dec = typeof value === 'number' ? value : toDec(value)
  if (dec instanceof FxError) return dec
  const days = typeof dec === 'number' ? dec : decToNumber(dec)
  return days * DAY
}

/** The difference of two dates or times, in days. */
function dateDifference(left: Eval, right: Eval): Eval {
  return (ctx) => {
    const a = left(ctx)
    const b = right(ctx)
    if (a instanceof FxError || b instanceof FxError) return either(a, b)
    const [x, y] = [momentMs(a), momentMs(b)]
    if (x === undefined || y === undefined) return fxError('InvalidArgument')
    return decFromNumber((x - y) / DAY) ?? fxError('Numeric')
  }
}

const momentMs = (value: FxValue): number | undefined =>
  value === null ? EPOCH : value instanceof FxDate || value instanceof FxTime ? wallOf(value) : undefined

type DateKind = 'Date' | 'DateTime' | 'Time' | 'Number'

type DatePlan = { result: 'Date' | 'DateTime' | 'Time' | 'Decimal'; swap: boolean; unsupported: boolean }

/** What adding or subtracting these kinds gives. `Number` stands for anything that is not a date or time. */
export function dateArithmetic(op: '+' | '-', a: DateKind, b: DateKind): DatePlan | 'bad' {
  const plan = (result: DatePlan['result'], swap = false, unsupported = false): DatePlan => ({ result, swap, unsupported })
  if (op === '-') {
    if (a === 'Number') return plan('Decimal', false, true)
    if (b === 'Number') return plan(a)
    if (b === 'Time') return a === 'Time' ? plan('Decimal') : plan('DateTime')
    return a === 'Time' ? 'bad' : plan('Decimal')
  }
  if (a === 'Number') return plan(b as 'Date', true)
  if (b === 'Number') return plan(a)
  if (a === 'Time') return b === 'Time' ? plan('Time') : plan('DateTime', true)
  return b === 'Time' ? plan('DateTime') : 'bad'
}

export function planEval(plan: DatePlan, op: '+' | '-', left: Eval, right: Eval): Eval {
  if (plan.unsupported) {
    return (ctx) => {
      const b = right(ctx)
      left(ctx)
      return b instanceof FxError ? b : fxError('NotSupported')
    }
  }
  if (plan.result === 'Decimal') return dateDifference(left, right)
  const [base, shift] = plan.swap ? [right, left] : [left, right]
  return shiftDate(op === '+' ? 1 : -1, base, shift, plan.result)
}
