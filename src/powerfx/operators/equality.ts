import { scalarOf } from '../coerce/to-number.ts'
import type { Eval } from '../runtime.ts'
import { Dec, decEq, decToNumber } from '../values/decimal.ts'
import { sameNode } from '../values/dynamic.ts'
import { FxColor, FxDate, FxDynamic, FxEnumValue, FxError, FxGuid, FxOption, FxRecord, FxTable, FxTime, type FxValue } from '../values/value.ts'
import { either } from './operands.ts'
import { orderMoments } from './order.ts'

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
