import { isRecord } from '../platform/index.ts'
import { isoFields } from './text/iso.ts'
import { numberText } from './text/plain.ts'
import type { FxType } from './types.ts'
import { coercer } from './coerce/coerce.ts'
import { enumByName } from './enums.ts'
import { utcFromCivil } from './dates/zone.ts'
import { Ctx, NOWHERE } from './runtime.ts'
import { Dec, decFromNumber, decToString, parseDec } from './values/decimal.ts'
import { JsonNumber, type JsonNode } from './values/json-node.ts'
import {
  FxColor, FxDate, FxDynamic, FxEnumValue, FxError, FxGuid, FxOption, FxRecord, FxTable, FxTime, valueColumn, type FxValue,
} from './values/value.ts'

/**
 * Values in conversation state are JSON. What JSON cannot say is tagged with `$fx`:
 *   {"$fx":"date","v":"2026-01-31"}  {"$fx":"datetime","v":"2026-01-31T09:30:00.000"}  {"$fx":"time","v":34200000}
 *   {"$fx":"guid","v":"..."}  {"$fx":"color","v":[r,g,b,a]}  {"$fx":"decimal","v":"0.1000000000000000000001"}
 *   {"$fx":"float","v":0.1}  {"$fx":"option","set":"...","id":"...","name":"..."}  {"$fx":"dynamic","v":<json>}
 * Tables of one `Value` column are stored as `{"$fx":"column","v":[...]}`; other tables as arrays of objects.
 */
type Tagged = { $fx: string; v?: unknown; set?: string; id?: string; name?: string; errors?: unknown }

export function fromJson(value: unknown, type?: FxType): FxValue {
  const plain = untyped(value)
  return type ? coercer(type)(plain, new Ctx(NOWHERE)) : plain
}

function untyped(value: unknown): FxValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return numberFrom(value)
  if (Array.isArray(value)) return tableFrom(value)
  if (!isRecord(value)) return null
  if (typeof value.$fx === 'string') return tagged(value as Tagged)
  return recordFrom(value)
}

function numberFrom(value: number): FxValue {
  const exact = parseDec(String(value))
  return exact instanceof Dec ? exact : (decFromNumber(value) ?? value)
}

const recordFrom = (value: Record<string, unknown>): FxRecord =>
  new FxRecord(new Map(Object.entries(value).map(([name, field]) => [name, untyped(field)])))

function tableFrom(items: readonly unknown[]): FxTable {
  const values = items.map(untyped)
  return values.every((v) => v instanceof FxRecord || v === null || v instanceof FxError) ? new FxTable(values) : valueColumn(values)
}

function tagged(value: Tagged): FxValue {
  const text = String(value.v ?? '')
  switch (value.$fx) {
    case 'date':
      return new FxDate(wallFromIso(text), true)
    case 'datetime':
      return new FxDate(wallFromIso(text), false)
    case 'time':
      return new FxTime(Number(value.v ?? 0))
    case 'guid':
      return new FxGuid(text)
    case 'color': {
      const [r = 0, g = 0, b = 0, a = 1] = Array.isArray(value.v) ? value.v.map(Number) : []
      return new FxColor(r, g, b, a)
    }
    case 'decimal': {
      const n = parseDec(text)
      return n instanceof Dec ? n : null
    }
    case 'float':
      return Number(value.v)
    case 'option':
      return new FxOption(value.set ?? '', value.id ?? '', value.name ?? value.id ?? '')
    case 'enum':
      return enumByName(value.set ?? '')?.members.get(value.name ?? '') ?? null
    case 'column':
      return valueColumn(Array.isArray(value.v) ? value.v.map(untyped) : [])
    case 'dynamic': {
      const node = nodeFrom(value.v)
      return node === null ? null : new FxDynamic(node)
    }
    case 'error':
      return new FxError(Array.isArray(value.errors) ? (value.errors as FxError['errors']) : [])
    default:
      return recordFrom(value)
  }
}

function wallFromIso(text: string): number {
  const [date = '', time = ''] = text.split('T')
  const [y = 1, m = 1, d = 1] = date.split('-').map(Number)
  const [h = 0, mi = 0, s = 0] = time.replace(/Z$/, '').split(':').map(Number)
  return utcFromCivil(y, m - 1, d, h, mi, Math.floor(s), Math.round((s % 1) * 1000))
}

function nodeFrom(value: unknown): JsonNode {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return new JsonNumber(numberText(value).replace('E+', 'e').replace('E', 'e'))
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(nodeFrom)
  if (isRecord(value)) {
    if (value.$fx === 'decimal') return new JsonNumber(String(value.v))
    return new Map(Object.entries(value).map(([name, field]) => [name, nodeFrom(field)]))
  }
  return null
}

/** The inverse of `fromJson`. */
export function toJson(value: FxValue): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Dec) return decJson(value)
  if (typeof value === 'number') return { $fx: 'float', v: value }
  if (value instanceof FxDate) return dateJson(value)
  if (value instanceof FxTime) return { $fx: 'time', v: value.ms }
  if (value instanceof FxGuid) return { $fx: 'guid', v: value.text }
  if (value instanceof FxColor) return { $fx: 'color', v: [value.r, value.g, value.b, value.a] }
  if (value instanceof FxEnumValue) return { $fx: 'enum', set: value.enumName, name: value.name }
  if (value instanceof FxOption) return { $fx: 'option', set: value.set, id: value.id, name: value.name }
  if (value instanceof FxRecord) return Object.fromEntries([...value.fields].map(([name, field]) => [name, toJson(field)]))
  if (value instanceof FxTable) return tableJson(value)
  if (value instanceof FxDynamic) return { $fx: 'dynamic', v: nodeJson(value.node) }
  return { $fx: 'error', errors: value.errors.map(({ kind, message }) => ({ kind, message })) }
}

function decJson(value: Dec): unknown {
  const text = decToString(value)
  const n = Number(text)
  return String(n) === text || (Number.isSafeInteger(n) && value.s === 0) ? n : { $fx: 'decimal', v: text }
}

function dateJson(value: FxDate): unknown {
  const text = isoFields(new Date(value.ms))
  return value.dateOnly ? { $fx: 'date', v: text.slice(0, 10) } : { $fx: 'datetime', v: text }
}

function tableJson(value: FxTable): unknown {
  const column = value.rows.length > 0 && value.rows.every((row) => row instanceof FxRecord && row.fields.size === 1 && row.fields.has('Value'))
  if (column) return { $fx: 'column', v: value.rows.map((row) => toJson(row instanceof FxRecord ? row.get('Value') : row)) }
  return value.rows.map(toJson)
}

function nodeJson(node: JsonNode): unknown {
  if (node instanceof JsonNumber) {
    const n = Number(node.text)
    return String(n) === node.text ? n : { $fx: 'decimal', v: node.text }
  }
  if (Array.isArray(node)) return node.map(nodeJson)
  if (node instanceof Map) return Object.fromEntries([...node].map(([name, value]) => [name, nodeJson(value)]))
  return node
}
