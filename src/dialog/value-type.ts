import { isRecord } from '../platform/index.ts'
import { FxDate, FxRecord, FxTable, fromJson, isBlank } from '../powerfx/index.ts'
import type { FxValue } from '../powerfx/index.ts'
import { ContentFailure } from './failure.ts'
import { numberIn, plainValue } from './plain-value.ts'
import type { Json } from './state.ts'

type TypeObject = { kind?: unknown; type?: unknown; properties?: Record<string, unknown> }

/**
 * Brings plain JSON into the shape a node declares: `String`, `{kind: Table, properties: {name: String}}`. Members that
 * are not declared are dropped, missing ones are blank. Throws when a value cannot be what it should.
 */
export function shapeValue(value: Json, type: unknown): FxValue {
  const { kind, properties } = readType(type)
  if (value === null || value === undefined) return null
  switch (kind) {
    case 'Record':
      return shapeRecord(value, properties)
    case 'Table':
      return shapeTable(value, properties)
    case 'String':
    case 'Guid':
    case 'Hyperlink':
      return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)
    case 'Number':
    case 'Float':
      return shapeNumber(value)
    case 'Boolean':
      return shapeBoolean(value)
    case 'Date':
    case 'DateTime':
    case 'DateTimeNoTimeZone':
      return shapeDate(value, kind === 'Date')
    default:
      return fromJson(value)
  }
}

/** `String`, `{kind: Record, properties}`, and the property form `{displayName, type: String}`. */
function readType(type: unknown): { kind: string; properties: Record<string, unknown> | undefined } {
  if (typeof type === 'string') return { kind: type, properties: undefined }
  const object = (type ?? {}) as TypeObject
  if (object.kind === undefined && object.type !== undefined) return readType(object.type)
  return { kind: typeof object.kind === 'string' ? object.kind : object.properties ? 'Record' : 'Any', properties: object.properties }
}

function shapeRecord(value: Json, properties: Record<string, unknown> | undefined): FxValue {
  if (typeof value !== 'object' || Array.isArray(value)) throw mismatch('a record', value)
  if (!properties) return fromJson(value)
  const source = value as Record<string, Json>
  return new FxRecord(new Map(Object.entries(properties).map(([name, type]) => [name, shapeValue(source[name] ?? null, type)])))
}

function shapeTable(value: Json, properties: Record<string, unknown> | undefined): FxValue {
  if (!Array.isArray(value)) throw mismatch('a table', value)
  if (!properties) return fromJson(value)
  return new FxTable(value.map((row: Json) => (isRecord(row) ? shapeRecord(row, properties) : scalarRow(row, properties))))
}

function scalarRow(row: Json, properties: Record<string, unknown>): FxRecord {
  const [name = 'Value'] = Object.keys(properties)
  return new FxRecord(new Map([[name, shapeValue(row, properties[name])]]))
}

function shapeNumber(value: Json): FxValue {
  if (value === '') return null
  const number = numberIn(value)
  if (number === undefined) throw mismatch('a number', value)
  return fromJson(number)
}

function shapeBoolean(value: Json): FxValue {
  if (typeof value === 'boolean') return value
  const text = String(value).toLowerCase()
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === '') return null
  throw mismatch('true or false', value)
}

function shapeDate(value: Json, dateOnly: boolean): FxValue {
  if (value === '') return null
  const ms = typeof value === 'string' ? Date.parse(/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(value) ? `${value}Z` : value) : Number.NaN
  if (Number.isNaN(ms)) throw mismatch('a date', value)
  return new FxDate(dateOnly ? Math.floor(ms / 86_400_000) * 86_400_000 : ms, dateOnly)
}

const mismatch = (wanted: string, value: Json) => new ContentFailure('ContentError', `${JSON.stringify(value)?.slice(0, 80)} is not ${wanted}.`)

/** What ParseValue starts from: JSON text, untyped JSON, or a value that only needs its type. */
export function plainSource(value: FxValue): Json {
  if (isBlank(value)) return null
  const source = plainValue(value)
  if (typeof source !== 'string' || !/^\s*[[{"\dtfn-]/.test(source)) return source
  try {
    return JSON.parse(source) as Json
  } catch {
    return source
  }
}
