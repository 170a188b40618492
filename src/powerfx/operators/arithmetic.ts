import { toDec, toFloat, toNumeric } from '../coerce/to-number.ts'
import { EPOCH, inRange } from '../dates/serial.ts'
import { fxError } from '../errors.ts'
import type { Eval } from '../runtime.ts'
import { Dec, decAdd, decDiv, decMul, decNeg, decSub, ZERO } from '../values/decimal.ts'
import { FxDate, FxError, FxTime, type FxValue } from '../values/value.ts'
import { dateArithmetic, planEval } from './date-arithmetic.ts'
import { either, isNothing } from './operands.ts'

export type ArithmeticOp = '+' | '-' | '*' | '/' | '^'

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

function floatResult(n: number): number | FxError {
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
