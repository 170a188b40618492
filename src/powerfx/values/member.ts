import { fxError } from '../errors.ts'
import { FxDynamic, FxError, FxRecord, FxTable, type FxValue } from './value.ts'

/** `value.name` for any value: a record's field, a JSON object's member, or a table's column when nothing better is known. */
export function memberOfValue(value: FxValue, name: string): FxValue {
  if (value instanceof FxRecord) return value.fields.get(name) ?? null
  if (value === null || value instanceof FxError) return value
  if (value instanceof FxDynamic) return dynamicMember(value, name)
  if (value instanceof FxTable) {
    return new FxTable(value.rows.map((row) => (row instanceof FxRecord ? new FxRecord(new Map([['Value', row.get(name)]])) : row)))
  }
  return name === 'Value' ? value : fxError('InvalidArgument')
}

export function dynamicMember(value: FxDynamic, name: string): FxValue {
  if (!(value.node instanceof Map)) return value.node === null ? null : fxError('InvalidArgument')
  return dynamic(value.node.get(name) ?? null)
}

export const dynamic = (node: FxDynamic['node']): FxValue => (node === null ? null : new FxDynamic(node))
