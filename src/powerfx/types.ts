import { enumByName } from './enums.ts'

/**
 * Static types. `Any` is a name whose type nobody knows (a variable of the lenient host): everything is allowed
 * on it and decided by the value. `Dynamic` is ParseJSON's untyped object, which has rules of its own.
 * `fields` of a record or table is closed: a name that is not there is an error.
 */
export type FxType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'Record' | 'Table'; readonly fields: ReadonlyMap<string, FxType>; readonly system?: boolean }
  | { readonly kind: 'Enum' | 'EnumSpace' | 'OptionSet' | 'OptionSetSpace'; readonly name: string }

type SimpleKind =
  | 'Decimal'
  | 'Number'
  | 'Text'
  | 'Boolean'
  | 'Date'
  | 'DateTime'
  | 'Time'
  | 'Guid'
  | 'Color'
  | 'Blank'
  | 'Error'
  | 'Dynamic'
  | 'Void'
  | 'Any'

export type AggregateType = Extract<FxType, { kind: 'Record' | 'Table' }>

const simple = (kind: SimpleKind): FxType => ({ kind })
export const T = {
  Decimal: simple('Decimal'),
  Number: simple('Number'),
  Text: simple('Text'),
  Boolean: simple('Boolean'),
  Date: simple('Date'),
  DateTime: simple('DateTime'),
  Time: simple('Time'),
  Guid: simple('Guid'),
  Color: simple('Color'),
  Blank: simple('Blank'),
  Error: simple('Error'),
  Dynamic: simple('Dynamic'),
  Void: simple('Void'),
  Any: simple('Any'),
}

export const recordType = (fields: Record<string, FxType> | ReadonlyMap<string, FxType>): AggregateType => ({
  kind: 'Record',
  fields: fields instanceof Map ? fields : new Map(Object.entries(fields)),
})
export const tableType = (fields: Record<string, FxType> | ReadonlyMap<string, FxType>): AggregateType => ({
  kind: 'Table',
  fields: fields instanceof Map ? fields : new Map(Object.entries(fields)),
})
export const columnType = (type: FxType): AggregateType => tableType({ Value: type })
export const enumType = (name: string): FxType => ({ kind: 'Enum', name })
export const rowOf = (table: AggregateType): AggregateType => ({ ...table, kind: 'Record' })
export const tableOf = (row: AggregateType): AggregateType => ({ ...row, kind: 'Table' })

export const isAggregate = (type: FxType): type is AggregateType => type.kind === 'Record' || type.kind === 'Table'
export const isNumeric = (type: FxType): boolean => type.kind === 'Decimal' || type.kind === 'Number'
export const isDateLike = (type: FxType): boolean =>
  type.kind === 'Date' || type.kind === 'DateTime' || type.kind === 'Time'
/** Blank, Error and Any say nothing about what a value will be. */
const isOpen = (type: FxType): boolean =>
  type.kind === 'Blank' || type.kind === 'Error' || type.kind === 'Any'

/** The single column of a one-column table. */
export function onlyColumn(type: FxType): [string, FxType] | undefined {
  if (type.kind !== 'Table' || type.fields.size !== 1) return undefined
  for (const entry of type.fields) return entry
  return undefined
}

/** The type's name in messages. */
export function typeName(type: FxType): string {
  switch (type.kind) {
    case 'Guid':
      return 'GUID'
    case 'Enum':
      return `Enum (${type.name})`
    case 'OptionSet':
      return `OptionSetValue (${type.name})`
    case 'EnumSpace':
    case 'OptionSetSpace':
      return type.name
    default:
      return type.kind
  }
}

export function sameType(a: FxType, b: FxType): boolean {
  if (a === b) return true
  if (a.kind !== b.kind) return false
  if (isAggregate(a) && isAggregate(b)) {
    if (a.fields.size !== b.fields.size) return false
    for (const [name, type] of a.fields) {
      const other = b.fields.get(name)
      if (!other || !sameType(type, other)) return false
    }
    return true
  }
  return 'name' in a && 'name' in b ? a.name === b.name : true
}

const DATE_KINDS: readonly string[] = ['Date', 'DateTime', 'Time']
const NUMERIC_KINDS: readonly string[] = ['Decimal', 'Number']

/** Which simple kinds turn into which without being asked. */
const COERCES: Readonly<Record<string, readonly string[]>> = {
  Boolean: [...NUMERIC_KINDS, 'Text'],
  Decimal: ['Number', 'Boolean', 'Text', ...DATE_KINDS],
  Number: ['Decimal', 'Boolean', 'Text', ...DATE_KINDS],
  Text: [...NUMERIC_KINDS, 'Boolean', ...DATE_KINDS],
  Date: [...NUMERIC_KINDS, 'Text', ...DATE_KINDS],
  DateTime: [...NUMERIC_KINDS, 'Text', ...DATE_KINDS],
  Time: [...NUMERIC_KINDS, 'Text', ...DATE_KINDS],
  Guid: ['Text'],
  Dynamic: [...NUMERIC_KINDS, 'Boolean', 'Text', ...DATE_KINDS, 'Guid', 'Color'],
}

/** Whether a value of type `from` may stand where `to` is wanted, converted if need be. */
export function coerces(from: FxType, to: FxType): boolean {
  if (isOpen(from) || to.kind === 'Any' || from.kind === to.kind) return isAggregate(from) && isAggregate(to)
    ? aggregateCoerces(from, to)
    : !('name' in from && 'name' in to) || from.name === to.name
  if (from.kind === 'Enum') return enumCoerces(from.name, to)
  if (from.kind === 'OptionSet') return to.kind === 'Text'
  if (to.kind === 'Enum') return backingCoerces(from, to.name)
  return COERCES[from.kind]?.includes(to.kind) ?? false
}

function enumCoerces(name: string, to: FxType): boolean {
  if (to.kind === 'Text') return true
  const info = enumByName(name)
  if (!info?.toBacking) return false
  return info.backing === 'Number' ? NUMERIC_KINDS.includes(to.kind) : info.backing === to.kind
}

function backingCoerces(from: FxType, name: string): boolean {
  const info = enumByName(name)
  if (!info?.fromBacking) return false
  return info.backing === 'Number' ? isNumeric(from) : info.backing === from.kind
}

function aggregateCoerces(from: AggregateType, to: AggregateType): boolean {
  if (from.kind !== to.kind) return false
  for (const [name, type] of from.fields) {
    const wanted = to.fields.get(name)
    if (wanted && !coerces(type, wanted)) return false
  }
  return true
}

/**
 * The type of "one of these": the first type wins and the others convert to it; records and tables take the union of
 * their columns. Undefined when the second cannot become the first.
 */
export function unify(a: FxType, b: FxType): FxType | undefined {
  if (a === b) return a
  if (a.kind === 'Any' || b.kind === 'Any') return T.Any
  if (a.kind === 'Blank' || a.kind === 'Error') return b.kind === 'Blank' ? a : b
  if (b.kind === 'Blank' || b.kind === 'Error') return a
  if (a.kind === 'Void' || b.kind === 'Void') return a.kind === b.kind ? a : undefined
  if (isAggregate(a) && isAggregate(b)) return unifyAggregates(a, b)
  if (a.kind === 'Dynamic' && !isAggregate(b)) return b
  return coerces(b, a) ? a : undefined
}

function unifyAggregates(a: AggregateType, b: AggregateType): FxType | undefined {
  if (a.kind !== b.kind || Boolean(a.system) !== Boolean(b.system)) return undefined
  let fields: Map<string, FxType> | undefined
  for (const [name, type] of b.fields) {
    const mine = a.fields.get(name)
    const both = mine ? unify(mine, type) : type
    if (!both) return undefined
    if (both !== mine) (fields ??= new Map(a.fields)).set(name, both)
  }
  return fields ? { ...a, fields } : a
}
