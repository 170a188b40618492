import { Dec, FxColor, FxDate, FxDynamic, FxEnumValue, FxError, FxGuid, FxOption, FxRecord, FxTable, FxTime, fromJson } from '../powerfx/index.ts'
import type { FxValue } from '../powerfx/index.ts'
import type { Json } from './state.ts'

/** A stored value as a client or an agent reads it: no tags, choices by name, dates as ISO text. */
export function plainJson(value: Json): Json {
  return typeof value === 'object' && value !== null ? plainValue(fromJson(value)) : value
}

export function plainValue(value: FxValue): Json {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof FxRecord) return Object.fromEntries([...value.fields].map(([name, field]) => [name, plainValue(field)]))
  if (value instanceof FxTable) return value.rows.map(plainRow)
  if (value instanceof FxOption) return value.name
  if (value instanceof FxEnumValue) return plainValue(value.value)
  if (value instanceof FxDate) return new Date(value.ms).toISOString().slice(0, value.dateOnly ? 10 : 19)
  if (value instanceof FxTime) return new Date(value.ms).toISOString().slice(11, 19)
  if (value instanceof FxGuid) return value.text
  if (value instanceof FxColor) return `rgba(${value.r},${value.g},${value.b},${value.a})`
  if (value instanceof FxError) return null
  if (value instanceof FxDynamic) return plainNode(value.node)
  if (value instanceof Dec) return Number(value.m) / 10 ** value.s
  return null
}

/** `["a", "b"]` is a table with the single column `Value`; in JSON it is a list again. */
function plainRow(row: FxValue): Json {
  if (row instanceof FxRecord && row.fields.size === 1 && row.fields.has('Value')) return plainValue(row.get('Value'))
  return plainValue(row)
}

function plainNode(node: FxDynamic['node']): Json {
  if (node === null || typeof node !== 'object') return node
  if (Array.isArray(node)) return node.map(plainNode)
  if (node instanceof Map) return Object.fromEntries([...node].map(([name, member]) => [name, plainNode(member)]))
  return Number(node.text)
}

/** A finite number, or the one that a text is. */
export function numberIn(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
