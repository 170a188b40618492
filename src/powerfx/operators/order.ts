import { scalarOf } from '../coerce/to-number.ts'
import { DAY, EPOCH, serialOf, wallOf } from '../dates/serial.ts'
import { fxError } from '../errors.ts'
import type { Eval } from '../runtime.ts'
import { Dec, decCmp, decDiv, decFromInt, decToNumber, ZERO } from '../values/decimal.ts'
import { FxDate, FxDynamic, FxEnumValue, FxError, FxTime, type FxValue } from '../values/value.ts'
import { either } from './operands.ts'

const isMoment = (value: FxValue): value is FxDate | FxTime => value instanceof FxDate || value instanceof FxTime

/** Moments against moments by the millisecond, against Decimals to the last digit, against floats as floats. */
export function orderMoments(a: FxValue, b: FxValue): number | undefined {
  if (isMoment(a) && isMoment(b)) return Math.sign(wallOf(a) - wallOf(b))
  if (isMoment(a) && b instanceof Dec) return decCmp(exactSerial(a), b)
  if (a instanceof Dec && isMoment(b)) return decCmp(a, exactSerial(b))
  const [x, y] = [serialNumber(a), serialNumber(b)]
  return x === undefined || y === undefined ? undefined : Math.sign(x - y)
}

const DAY_DEC = decFromInt(DAY)

const exactSerial = (value: FxDate | FxTime): Dec => decDiv(decFromInt(wallOf(value) - EPOCH), DAY_DEC) ?? ZERO

function serialNumber(value: FxValue): number | undefined {
  if (value instanceof FxDate || value instanceof FxTime) return serialOf(value)
  if (value instanceof Dec) return decToNumber(value)
  return typeof value === 'number' ? value : undefined
}

/** Less, equal or greater; `undefined` when the two have no order. Blank counts as zero. */
export function order(a: FxValue, b: FxValue): number | undefined {
  if (a instanceof Dec && b instanceof Dec) return decCmp(a, b)
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  if (isMoment(a) || isMoment(b)) return orderMoments(a ?? ZERO, b ?? ZERO)
  const [x, y] = [orderNumber(a), orderNumber(b)]
  return x === undefined || y === undefined ? undefined : x < y ? -1 : x > y ? 1 : 0
}

function orderNumber(value: FxValue): number | undefined {
  if (value === null) return 0
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof FxEnumValue) return orderNumber(value.value)
  if (value instanceof FxDynamic) return orderNumber(scalarOf(value))
  return serialNumber(value)
}

const ORDER_TEST = {
  '<': (n: number) => n < 0,
  '<=': (n: number) => n <= 0,
  '>': (n: number) => n > 0,
  '>=': (n: number) => n >= 0,
}

export function ordering(op: '<' | '<=' | '>' | '>=', left: Eval, right: Eval): Eval {
  const test = ORDER_TEST[op]
  return (ctx) => {
    const a = left(ctx)
    const b = right(ctx)
    if (a instanceof FxError || b instanceof FxError) return either(a, b)
    const n = order(a, b)
    return n === undefined ? fxError('InvalidArgument') : test(n)
  }
}
