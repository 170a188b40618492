import { EPOCH, inRange, midnight, serialOf, wallFromSerial, wallOf, DAY } from './dates/serial.ts'
import { parseMoment } from './dates/parse.ts'
import { fxError } from './errors.ts'
import { enumByName } from './enums.ts'
import type { Ctx } from './runtime.ts'
import { defaultDateText, numberText } from './text/plain.ts'
import { isAggregate, type FxType } from './types.ts'
import { Dec, ONE, ZERO, decFromNumber, decToNumber, decToString, parseDec } from './values/decimal.ts'
import { JsonNumber } from './values/json-node.ts'
import {
  FxColor, FxDate, FxDynamic, FxEnumValue, FxError, FxGuid, FxOption, FxRecord, FxTable, FxTime, type FxValue,
} from './values/value.ts'

/** Conversions never see Blank: the caller decides what Blank means. They pass errors through. */

const invalid = (message?: string): FxError => fxError('InvalidArgument', message)

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

const dynamicNumber = (node: JsonNumber): Dec | FxError => {
  const n = parseDec(node.text)
  return n instanceof Dec ? n : invalid()
}

const NUMBER_TEXT = /^\(?[-+]?\$?\d[\d,]*(?:\.\d*)?(?:[eE][+-]?\d+)?%?\)?$|^\(?[-+]?\$?\.\d+(?:[eE][+-]?\d+)?%?\)?$/

/** Number text as people write it in en-US: thousands commas and a percent sign are fine. */
export function cleanNumberText(source: string): { text: string; percent: boolean } | undefined {
  let text = source.trim()
  const percent = text.endsWith('%')
  if (percent) text = text.slice(0, -1).trimEnd()
  if (/[-+]\s+/.test(text)) text = text.replace(/^([-+])\s+/, '$1')
  if (!NUMBER_TEXT.test(text)) return undefined
  return { text: text.replace(/[$,]/g, ''), percent }
}

export function toDec(value: FxValue): Dec | FxError {
  if (value instanceof Dec) return value
  switch (typeof value) {
    case 'number':
      return decFromNumber(value) ?? invalid()
    case 'boolean':
      return value ? ONE : ZERO
    case 'string': {
      const clean = cleanNumberText(value)
      const n = clean && parseDec(clean.text)
      if (!(n instanceof Dec)) return invalid()
      return clean?.percent ? new Dec(n.m, n.s + 2).s > 28 ? n : (parseDec(`${decToString(n)}e-2`) as Dec) : n
    }
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
  if (typeof value === 'string') {
    const clean = cleanNumberText(value)
    const n = clean ? Number(clean.text) : NaN
    return Number.isFinite(n) ? (clean?.percent ? n / 100 : n) : invalid()
  }
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

/** The wall-clock moment a value stands for. */
export function toWall(value: FxValue, ctx: Ctx): number | FxError {
  if (value instanceof FxDate || value instanceof FxTime) return wallOf(value)
  if (typeof value === 'string') {
    const parsed = parseMoment(value, ctx.env.timeZone, ctx.env.locale, () => ctx.now())
    return parsed ? parsed.ms : invalid()
  }
  if (value instanceof FxDynamic) return jsonWall(value, ctx)
  const serial = toFloat(value)
  if (serial instanceof FxError) return serial
  const ms = wallFromSerial(serial)
  return inRange(ms) ? ms : invalid()
}

const JSON_DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?(?:Z|[+-]\d{2}:\d{2})?)?$/
const JSON_TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?$/

/** JSON has no dates; only text in the ISO form stands for one. */
function jsonWall({ node }: FxDynamic, ctx: Ctx): number | FxError {
  if (typeof node !== 'string' || !JSON_DATE.test(node)) return invalid()
  return parseMoment(node, ctx.env.timeZone, 'en-US', () => ctx.now())?.ms ?? invalid()
}

/** Milliseconds into the day of `08:30:00.000`. */
export function jsonTime(text: string): number | undefined {
  const match = JSON_TIME.exec(text)
  if (!match || Number(match[1]) > 23 || Number(match[2]) > 59 || Number(match[3]) > 59) return undefined
  const ms = match[4] ? Number(`${match[4]}e-${match[4].length - 3}`) : 0
  return ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3])) * 1000 + ms
}

export function toDateTime(value: FxValue, ctx: Ctx): FxDate | FxError {
  if (value instanceof FxDate && !value.dateOnly) return value
  const ms = toWall(value, ctx)
  return ms instanceof FxError ? ms : new FxDate(ms, false)
}

export function toDate(value: FxValue, ctx: Ctx): FxDate | FxError {
  if (value instanceof FxDate && value.dateOnly) return value
  const ms = toWall(value, ctx)
  return ms instanceof FxError ? ms : new FxDate(midnight(ms), true)
}

export function toTime(value: FxValue, ctx: Ctx): FxTime | FxError {
  if (value instanceof FxTime) return value
  if (value instanceof FxDate) return new FxTime(value.ms - EPOCH)
  if (typeof value === 'string') {
    const ms = toWall(value, ctx)
    return ms instanceof FxError ? ms : new FxTime(ms - midnight(ms))
  }
  if (value instanceof FxDynamic) {
    if (typeof value.node !== 'string') return invalid()
    const time = jsonTime(value.node)
    if (time !== undefined) return new FxTime(time)
    const ms = jsonWall(value, ctx)
    return ms instanceof FxError ? ms : new FxTime(ms - midnight(ms))
  }
  const serial = toFloat(value)
  return serial instanceof FxError ? serial : new FxTime(Math.round(serial * DAY))
}

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

export const EPOCH_DATE = new FxDate(EPOCH, false)
