import { fxError } from '../errors.ts'
import type { Ctx } from '../runtime.ts'
import { defaultDateText, numberText } from '../text/plain.ts'
import { Dec, decToString } from '../values/decimal.ts'
import { JsonNumber } from '../values/json-node.ts'
import { FxDate, FxDynamic, FxEnumValue, FxError, FxGuid, FxOption, FxTime, type FxValue } from '../values/value.ts'

/** Conversions never see Blank: the caller decides what Blank means. They pass errors through. */

export const invalid = (message?: string): FxError => fxError('InvalidArgument', message)

export function toText(value: FxValue, ctx: Ctx): string | FxError {
  if (typeof value === 'string') return value
  if (value instanceof Dec) return decToString(value)
  switch (typeof value) {
    case 'number':
      return numberText(value)
    case 'boolean':
      return value ? 'true' : 'false'
  }
  if (value === null) return ''
  if (value instanceof FxDate || value instanceof FxTime) return defaultDateText(value, ctx.env.locale)
  if (value instanceof FxGuid) return value.text
  if (value instanceof FxEnumValue) return typeof value.value === 'string' ? value.value : value.name
  if (value instanceof FxOption) return value.name
  if (value instanceof FxDynamic) return dynamicText(value)
  if (value instanceof FxError) return value
  return invalid()
}

function dynamicText(value: FxDynamic): string | FxError {
  const { node } = value
  if (node === null) return ''
  if (typeof node === 'string') return node
  if (typeof node === 'boolean') return node ? 'true' : 'false'
  return node instanceof JsonNumber ? node.text : invalid()
}
