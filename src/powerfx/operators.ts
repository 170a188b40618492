import { scalarOf, toBool, toDec, toFloat, toNumeric, toText, coercer } from './coerce.ts'
import { DAY, EPOCH, inRange, midnight, serialOf, wallOf } from './dates/serial.ts'
import { isInGap, utcToWall, wallToUtc } from './dates/zone.ts'
import { fxError, mergedErrors } from './errors.ts'
import type { Ctx, Eval } from './runtime.ts'
import { T, type FxType } from './types.ts'
import { Dec, ZERO, decAdd, decCmp, decDiv, decEq, decFromInt, decFromNumber, decMul, decNeg, decSub, decToNumber } from './values/decimal.ts'
import { sameNode } from './values/dynamic.ts'
import {
  FxColor, FxDate, FxDynamic, FxEnumValue, FxError, FxGuid, FxOption, FxRecord, FxTable, FxTime, type FxValue,
} from './values/value.ts'

export type ArithmeticOp = '+' | '-' | '*' | '/' | '^'

const either = (a: FxValue, b: FxValue): FxError => mergedErrors([a, b]) ?? fxError('Internal')

/** A operand as Decimal, Blank counting as zero. */
export const decOperand = (run: Eval, type: FxType): Eval =>
  type.kind === 'Decimal'
    ? (ctx) => run(ctx) ?? ZERO
    : (ctx) => {
        const value = run(ctx)
        return isNothing(value) ? ZERO : toDec(value)
      }
export const floatOperand = (run: Eval): Eval => (ctx) => {
  const value = run(ctx)
  return isNothing(value) ? 0 : toFloat(value)
}
/** What is taken away from a float: an untyped number has to fit a Decimal first, as it is negated before it is added. */
export const narrowFloatOperand = (run: Eval): Eval => (ctx) => {
  const value = run(ctx)
  if (isNothing(value)) return 0
  if (!(value instanceof FxDynamic)) return toFloat(value)
  const dec = toDec(value)
  return dec instanceof FxError ? dec : decToNumber(dec)
}
const isNothing = (value: FxValue): boolean => value === null || value === '' || isNullNode(value)
const isNullNode = (value: FxValue): boolean => value instanceof FxDynamic && value.node === null

const DEC_OPS = { '+': decAdd, '-': decSub, '*': decMul, '/': decDiv }

function decApply(op: keyof typeof DEC_OPS, a: FxValue, b: FxValue): FxValue {
  if (!(a instanceof Dec && b instanceof Dec)) return either(a, b)
  if (op === '/' && b.m === 0) return fxError('Div0')
  return DEC_OPS[op](a, b) ?? fxError('Numeric')
}

export const decArithmetic =
  (op: keyof typeof DEC_OPS, left: Eval, right: Eval): Eval =>
  (ctx) =>
    decApply(op, left(ctx), right(ctx))

export function floatResult(n: number): number | FxError {
  return Number.isFinite(n) ? n : fxError('Numeric')
}

function floatApply(op: ArithmeticOp, a: number, b: number): number | FxError {
  switch (op) {
    case '+':
      return floatResult(a + b)
    case '-':
      return floatResult(a - b)
    case '*':
      return floatResult(a * b)
    case '/':
      return b === 0 ? fxError('Div0') : floatResult(a / b)
    case '^':
      return power(a, b)
  }
}

export function power(a: number, b: number): number | FxError {
  if (a === 0 && b < 0) return fxError('Div0')
  return floatResult(a ** b)
}

export function floatArithmetic(op: ArithmeticOp, left: Eval, right: Eval): Eval {
  return (ctx) => {
    const a = left(ctx)
    const b = right(ctx)
    return typeof a === 'number' && typeof b === 'number' ? floatApply(op, a, b) : either(a, b)
  }
}

/** Date and time plus or minus a number of days or a time. `result` says what comes out. */
export function shiftDate(sign: 1 | -1, left: Eval, right: Eval, result: 'Date' | 'DateTime' | 'Time'): Eval {
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
export function dateDifference(left: Eval, right: Eval): Eval {
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

export const negate = (run: Eval): Eval => (ctx) => {
  const value = run(ctx)
  if (isNothing(value)) return ZERO
  return negated(value)
}

function negated(value: FxValue): FxValue {
  if (value instanceof Dec) return decNeg(value)
  if (typeof value === 'number') return -value
  if (value instanceof FxTime) return new FxTime(-value.ms)
  if (value instanceof FxDate) {
    const ms = EPOCH - (value.ms - EPOCH)
    return inRange(ms) ? new FxDate(ms, value.dateOnly) : fxError('InvalidArgument')
  }
  const n = toNumeric(value)
  return n instanceof FxError ? n : negated(n)
}

/** `+ - * / ^` where the types are only known now. */
export function looseArithmetic(op: ArithmeticOp, left: Eval, right: Eval): Eval {
  return (ctx) => {
    const a = left(ctx)
    const b = right(ctx)
    if (a instanceof FxError || b instanceof FxError) return either(a, b)
    const dates = op === '+' || op === '-' ? looseDates(op, a, b) : undefined
    if (dates) return dates(ctx)
    if (op === '^' || typeof a === 'number' || typeof b === 'number') {
      const [x, y] = [isNothing(a) ? 0 : toFloat(a), isNothing(b) ? 0 : toFloat(b)]
      return typeof x === 'number' && typeof y === 'number' ? floatApply(op, x, y) : either(x, y)
    }
    return decApply(op, isNothing(a) ? ZERO : toDec(a), isNothing(b) ? ZERO : toDec(b))
  }
}

function looseDates(op: '+' | '-', a: FxValue, b: FxValue): Eval | undefined {
  const [x, y] = [runtimeDateKind(a), runtimeDateKind(b)]
  if (!x && !y) return undefined
  const plan = dateArithmetic(op, x ?? 'Number', y ?? 'Number')
  if (plan === 'bad') return () => fxError('InvalidArgument')
  return planEval(plan, op, () => a, () => b)
}

const runtimeDateKind = (v: FxValue): 'Date' | 'DateTime' | 'Time' | undefined =>
  v instanceof FxTime ? 'Time' : v instanceof FxDate ? (v.dateOnly ? 'Date' : 'DateTime') : undefined

type DateKind = 'Date' | 'DateTime' | 'Time' | 'Number'
export type DatePlan = { result: 'Date' | 'DateTime' | 'Time' | 'Decimal'; swap: boolean; unsupported: boolean }

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

/* --- text and logic --- */

export function concatText(parts: Eval[]): Eval {
  return (ctx) => {
    let out = ''
    let errors: FxValue[] | undefined
    for (const part of parts) {
      const value = part(ctx)
      const text = typeof value === 'string' ? value : value === null ? '' : toText(value, ctx)
      if (typeof text === 'string') out += text
      else (errors ??= []).push(text)
    }
    if (errors) return mergedErrors(errors) as FxError
    ctx.text(out.length)
    return out
  }
}

export const boolOperand = (run: Eval, type: FxType): Eval =>
  type.kind === 'Boolean'
    ? run
    : (ctx) => {
        const value = run(ctx)
        return isNothing(value) ? null : toBool(value)
      }

export function lazyLogic(stopOn: boolean, parts: Eval[]): Eval {
  return (ctx) => {
    for (const part of parts) {
      const value = part(ctx)
      if (value instanceof FxError) return value
      if ((value ?? false) === stopOn) return stopOn
    }
    return !stopOn
  }
}

export const not = (run: Eval): Eval => (ctx) => {
  const value = run(ctx)
  return value instanceof FxError ? value : !(value ?? false)
}

/* --- comparison --- */

/** Equality of two values that are not errors. Blank equals only Blank. */
export function equal(a: FxValue, b: FxValue): boolean {
  if (a instanceof FxDynamic || b instanceof FxDynamic) return equalDynamic(a, b)
  if (a === null || b === null) return a === b
  if (a === b) return true
  if (a instanceof Dec) {
    if (b instanceof Dec) return decEq(a, b)
    if (typeof b === 'number') return decToNumber(a) === b
  }
  if (typeof a === 'number' && b instanceof Dec) return a === decToNumber(b)
  if (a instanceof FxEnumValue || b instanceof FxEnumValue) return equalEnum(a, b)
  if (a instanceof FxDate || a instanceof FxTime || b instanceof FxDate || b instanceof FxTime) return equalMoment(a, b)
  if (a instanceof FxGuid) return b instanceof FxGuid && a.text === b.text
  if (a instanceof FxColor) return b instanceof FxColor && a.r === b.r && a.g === b.g && a.b === b.b && a.a === b.a
  if (a instanceof FxOption || b instanceof FxOption) return equalOption(a, b)
  if (a instanceof FxRecord) return b instanceof FxRecord && equalRecord(a, b)
  if (a instanceof FxTable) return b instanceof FxTable && a.rows.length === b.rows.length && a.rows.every((row, i) => equal(row, b.rows[i] ?? null))
  return false
}

const equalRecord = (a: FxRecord, b: FxRecord): boolean =>
  a.fields.size === b.fields.size && [...a.fields].every(([name, value]) => equal(value, b.get(name)))

const unwrap = (v: FxValue): FxValue => (v instanceof FxEnumValue ? v.value : v)
const equalEnum = (a: FxValue, b: FxValue): boolean =>
  a instanceof FxEnumValue && b instanceof FxEnumValue && a.enumName !== b.enumName ? false : equal(unwrap(a), unwrap(b))

function equalOption(a: FxValue, b: FxValue): boolean {
  if (a instanceof FxOption && b instanceof FxOption) return a.set === b.set && a.id === b.id
  const [option, other] = a instanceof FxOption ? [a, b] : [b as FxOption, a]
  return typeof other === 'string' && (other === option.name || other === option.id)
}

const equalMoment = (a: FxValue, b: FxValue): boolean => orderMoments(a, b) === 0

const isMoment = (value: FxValue): value is FxDate | FxTime => value instanceof FxDate || value instanceof FxTime

/** Moments against moments by the millisecond, against Decimals to the last digit, against floats as floats. */
function orderMoments(a: FxValue, b: FxValue): number | undefined {
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

function equalDynamic(a: FxValue, b: FxValue): boolean {
  if (a instanceof FxDynamic && b instanceof FxDynamic) return sameNode(a.node, b.node)
  const [dynamic, other] = a instanceof FxDynamic ? [a, b] : [b as FxDynamic, a]
  const plain = scalarOf(dynamic)
  return !(plain instanceof FxError) && equal(plain, other)
}

export function equality(left: Eval, right: Eval, negated: boolean): Eval {
  return (ctx) => {
    const a = left(ctx)
    const b = right(ctx)
    if (a instanceof FxError || b instanceof FxError) return either(a, b)
    return equal(a, b) !== negated
  }
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

/* --- in, exactin --- */

export function textIn(left: Eval, right: Eval, exact: boolean): Eval {
  return (ctx) => {
    const a = left(ctx)
    const b = right(ctx)
    if (a instanceof FxError || b instanceof FxError) return either(a, b)
    return containsText(a, b, exact, ctx)
  }
}

function containsText(a: FxValue, b: FxValue, exact: boolean, ctx: Ctx): FxValue {
  const needle = a === null ? '' : toText(a, ctx)
  const hay = b === null ? '' : toText(b, ctx)
  if (typeof needle !== 'string' || typeof hay !== 'string') return either(needle, hay)
  return exact ? hay.includes(needle) : hay.toLowerCase().includes(needle.toLowerCase())
}

export function memberOf(left: Eval, right: Eval, exact: boolean, to: FxType): Eval {
  const convert = coercer(to)
  return (ctx) => {
    const a = convert(left(ctx), ctx)
    const table = right(ctx)
    if (a instanceof FxError || table instanceof FxError) return either(a, table)
    if (!(table instanceof FxTable)) return table === null ? false : containsText(a, table, exact, ctx)
    return tableHas(a, table, exact, ctx)
  }
}

function tableHas(a: FxValue, table: FxTable, exact: boolean, ctx: Ctx): FxValue {
  ctx.spend(table.rows.length)
  const folded = !exact && typeof a === 'string' ? a.toLowerCase() : undefined
  for (const row of table.rows) {
    if (row instanceof FxError) return row
    if (row === null) continue
    const cell = row instanceof FxRecord ? ([...row.fields.values()][0] ?? null) : row
    if (cell instanceof FxError) return cell
    if (folded !== undefined && typeof cell === 'string' ? cell.toLowerCase() === folded : equal(a, cell)) return true
  }
  return false
}
