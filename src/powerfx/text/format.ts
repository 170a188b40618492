import type { Ctx } from '../runtime.ts'
import { Dec, decToString } from '../values/decimal.ts'
import { FxDate, FxTime, type FxValue } from '../values/value.ts'
import { defaultDateText, numberText } from './plain.ts'

export function formatValue(value: Dec | number | FxDate | FxTime, format: string, locale: string, ctx: Ctx): FxValue {
  void format
  void ctx
  if (value instanceof FxDate || value instanceof FxTime) return defaultDateText(value, locale)
  return value instanceof Dec ? decToString(value) : numberText(value)
}
