import { quoteName } from './ast.ts'
import { errorKindName } from './errors.ts'
import { DAY } from './dates/serial.ts'
import { numberText } from './text/plain.ts'
import { Dec, decToString, parseDec } from './values/decimal.ts'
import {
  FxColor, FxDate, FxDynamic, FxEnumValue, FxError, FxGuid, FxOption, FxRecord, FxTable, FxTime, type FxValue,
} from './values/value.ts'

/** A value written as an expression that makes it again: what `baton fx` prints and conformance compares. */
export function serialize(value: FxValue, nested = false): string {
  if (value === null) return 'Blank()'
  if (typeof value === 'string') return `"${value.replaceAll('"', '""')}"`
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Dec) return decToString(value)
  if (typeof value === 'number') return floatText(value, nested)
  if (value instanceof FxDate) return dateText(value)
  if (value instanceof FxTime) return timeText(value)
  if (value instanceof FxColor) return `RGBA(${value.r},${value.g},${value.b},${Math.round(value.a * 1000) / 1000})`
  if (value instanceof FxGuid) return `GUID("${value.text}")`
  if (value instanceof FxEnumValue) return `${quoteName(value.enumName)}.${quoteName(value.name)}`
  if (value instanceof FxOption) return `${quoteName(value.set)}.${quoteName(value.id)}`
  if (value instanceof FxRecord) return recordText(value)
  if (value instanceof FxTable) return `Table(${value.rows.map((row) => serialize(row, true)).join(',')})`
  if (value instanceof FxDynamic) return 'Dynamic'
  return errorText(value)
}

/** Inside a table or record a float reads back as a Decimal when it fits one. */
function floatText(n: number, nested: boolean): string {
  const text = numberText(n)
  const dec = nested && text.includes('E') ? parseDec(text) : undefined
  return dec instanceof Dec ? decToString(dec) : text
}

function dateText({ ms, dateOnly }: FxDate): string {
  const d = new Date(ms)
  const date = [d.getUTCFullYear(), d.getUTCMonth() + 1, d.getUTCDate()]
  if (dateOnly) return `Date(${date.join(',')})`
  return `DateTime(${[...date, d.getUTCHours(), d.getUTCMinutes(), d.getUTCSeconds(), d.getUTCMilliseconds()].join(',')})`
}

function timeText({ ms }: FxTime): string {
  const t = Math.round(((ms % DAY) + DAY) % DAY)
  return `Time(${Math.floor(t / 3_600_000)},${Math.floor(t / 60_000) % 60},${Math.floor(t / 1000) % 60},${t % 1000})`
}

function recordText(value: FxRecord): string {
  const fields = [...value.fields].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${fields.map(([name, field]) => `${quoteName(name)}:${serialize(field, true)}`).join(',')}}`
}

function errorText(error: FxError): string {
  const parts = error.errors.map(({ kind }) => {
    const name = errorKindName(kind)
    return `{Kind:${name ? `ErrorKind.${name}` : kind}}`
  })
  return parts.length === 1 ? `Error(${parts[0]})` : `Error(Table(${parts.join(',')}))`
}
