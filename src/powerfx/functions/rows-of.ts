import { fxError } from '../errors.ts'
import { FxDynamic, FxError, FxRecord, FxTable, type FxValue } from '../values/value.ts'

export const valueRow = (value: FxValue): FxRecord => new FxRecord(new Map([['Value', value]]))

/** The only cell of a one-column row. */
export function cellOf(row: FxValue): FxValue {
  if (!(row instanceof FxRecord)) return row
  for (const value of row.fields.values()) return value
  return null
}

/** The rows of a table argument of unknown shape: an untyped array, one record, or rows already. */
export function rowsOf(value: FxValue): readonly FxValue[] | FxError | null {
  if (value instanceof FxTable) return value.rows
  if (value === null || value instanceof FxError) return value
  if (value instanceof FxDynamic && Array.isArray(value.node)) return value.node.map((node) => (node === null ? null : new FxDynamic(node)))
  if (value instanceof FxRecord) return [value]
  return fxError('InvalidArgument')
}
