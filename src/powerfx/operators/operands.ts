import { toBool, toDec, toFloat } from '../coerce/to-number.ts'
import { fxError, mergedErrors } from '../errors.ts'
import type { Eval } from '../runtime.ts'
import type { FxType } from '../types.ts'
import { decToNumber, ZERO } from '../values/decimal.ts'
import { FxDynamic, FxError, type FxValue } from '../values/value.ts'

export const either = (a: FxValue, b: FxValue): FxError => mergedErrors([a, b]) ?? fxError('Internal')

/** An operand as Decimal, Blank counting as zero. */
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

export const isNothing = (value: FxValue): boolean => value === null || value === '' || isNullNode(value)

export const isNullNode = (value: FxValue): boolean => value instanceof FxDynamic && value.node === null

export const boolOperand = (run: Eval, type: FxType): Eval =>
  type.kind === 'Boolean'
    ? run
    : (ctx) => {
        const value = run(ctx)
        return isNothing(value) ? null : toBool(value)
      }
