import { readNumber } from '../text/read-number.ts'
import { serialOf } from '../dates/serial.ts'
import { Dec, decFromNumber, decToNumber, ONE, parseDec, ZERO } from '../values/decimal.ts'
import { JsonNumber } from '../values/json-node.ts'
import { FxDate, FxDynamic, FxEnumValue, FxError, FxTime, type FxValue } from '../values/value.ts'
import { invalid } from './to-text.ts'

const dynamicNumber = (node: JsonNumber): Dec | FxError => {
  const n = parseDec(node.text)
  return n instanceof Dec ? n : invalid()
}

export function toDec(value: FxValue): Dec | FxError {
  if (value instanceof Dec) return value
  switch (typeof value) {
    case 'number':
      return decFromNumber(value) ?? invalid()
    case 'boolean':
      return value ? ONE : ZERO
    case 'string':
      return readNumber(value, 'en-US', 'Decimal')
  }
  if (value instanceof FxDate || value instanceof FxTime) return decFromNumber(serialOf(value)) ?? invalid()
  if (value instanceof FxEnumValue) return toDec(value.value)
  if (value instanceof FxDynamic) return toDec(scalarOf(value))
  if (value instanceof FxError) return value
  return invalid()
}

export function toFloat(value: FxValue): number | FxError {
  if (typeof value === 'number') return value
  if (value instanceof Dec) return decToNumber(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string') return readNumber(value, 'en-US', 'Number')
  if (value instanceof FxDate || value instanceof FxTime) return serialOf(value)
  if (value instanceof FxEnumValue) return toFloat(value.value)
  if (value instanceof FxDynamic) {
    return value.node instanceof JsonNumber ? Number(value.node.text) : toFloat(scalarOf(value))
  }
  if (value instanceof FxError) return value
  return invalid()
}

/** A float stays a float; everything else becomes a Decimal. */
export const toNumeric = (value: FxValue): Dec | number | FxError => (typeof value === 'number' ? value : toDec(value))

/** The plain value inside an untyped scalar; an object or array is an error. */
export function scalarOf(value: FxDynamic): FxValue {
  const { node } = value
  if (node === null || typeof node === 'string' || typeof node === 'boolean') return node
  if (node instanceof JsonNumber) return dynamicNumber(node)
  return invalid()
}

export function toBool(value: FxValue): boolean | FxError {
  if (typeof value === 'boolean') return value
  if (value instanceof Dec) return value.m !== 0
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'string') {
    const lower = value.trim().toLowerCase()
    return lower === 'true' ? true : lower === 'false' ? false : invalid()
  }
  if (value === null) return false
  if (value instanceof FxEnumValue) return toBool(value.value)
  if (value instanceof FxDynamic) {
    return value.node instanceof JsonNumber ? Number(value.node.text) !== 0 : toBool(scalarOf(value))
  }
  if (value instanceof FxError) return value
  return invalid()
}
