import { enumByName } from '../enums.ts'
import type { Ctx } from '../runtime.ts'
import { type FxType, isAggregate } from '../types.ts'
import { Dec } from '../values/decimal.ts'
import { FxColor, FxDynamic, FxEnumValue, FxError, FxGuid, FxRecord, FxTable, type FxValue } from '../values/value.ts'
import { toDate, toDateTime, toTime } from './to-moment.ts'
import { scalarOf, toBool, toDec, toFloat } from './to-number.ts'
import { invalid, toText } from './to-text.ts'

const GUID = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i

export function toGuid(value: FxValue): FxGuid | FxError {
  if (value instanceof FxGuid) return value
  if (value instanceof FxDynamic) return toGuid(scalarOf(value))
  const match = typeof value === 'string' ? GUID.exec(value.trim()) : null
  return match ? new FxGuid(match.slice(1).join('-').toLowerCase()) : invalid()
}

const toColor = (value: FxValue): FxValue =>
  value instanceof FxEnumValue ? value.value : value instanceof FxColor || value instanceof FxError ? value : invalid()

function toEnum(value: FxValue, name: string): FxValue {
  if (value instanceof FxEnumValue || value instanceof FxError) return value
  const members = enumByName(name)?.members
  if (typeof value !== 'string' && !(value instanceof Dec)) return invalid()
  for (const member of members?.values() ?? []) if (member.value === value) return member
  return new FxEnumValue(name, 'CalculatedOptionSetValue', value)
}

/** Empty text turned into one of these is no value rather than a bad one. */
const EMPTY_IS_BLANK: readonly string[] = ['Decimal', 'Number', 'Boolean', 'Date', 'DateTime', 'Time']

/** A conversion to a type, for values that may be of any type at run time. Blank and errors stay what they are. */
export function coercer(to: FxType): (value: FxValue, ctx: Ctx) => FxValue {
  const convert = converterTo(to)
  const emptyIsBlank = EMPTY_IS_BLANK.includes(to.kind)
  return (value, ctx) => {
    if (value === null || value instanceof FxError) return value
    if (value instanceof FxDynamic && value.node === null) return null
    if (value === '' && emptyIsBlank) return null
    return convert(value, ctx)
  }
}

function converterTo(to: FxType): (value: FxValue, ctx: Ctx) => FxValue {
  switch (to.kind) {
    case 'Decimal':
      return toDec
    case 'Number':
      return toFloat
    case 'Text':
      return toText
    case 'Boolean':
      return toBool
    case 'Date':
      return toDate
    case 'DateTime':
      return toDateTime
    case 'Time':
      return toTime
    case 'Guid':
      return toGuid
    case 'Color':
      return toColor
    case 'Enum':
      return (value) => toEnum(value, to.name)
    case 'Record':
    case 'Table':
      return aggregateCoercer(to)
    default:
      return (value) => value
  }
}

/** Converts columns one by one and adds the ones that are missing as Blank. */
function aggregateCoercer(to: FxType): (value: FxValue, ctx: Ctx) => FxValue {
  if (!isAggregate(to)) return (value) => value
  const columns = [...to.fields].map(([name, type]) => [name, coercer(type)] as const)
  const row = (value: FxValue, ctx: Ctx): FxValue => {
    if (!(value instanceof FxRecord)) return value
    const fields = new Map<string, FxValue>()
    for (const [name, convert] of columns) fields.set(name, convert(value.get(name), ctx))
    return new FxRecord(fields)
  }
  if (to.kind === 'Record') return row
  return (value, ctx) => (value instanceof FxTable ? new FxTable(value.rows.map((r) => row(r, ctx))) : value)
}
