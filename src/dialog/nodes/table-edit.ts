import { FxRecord, FxTable } from '../../powerfx/index.ts'
import { ContentFailure } from '../failure.ts'
import { toJson } from '../fx.ts'
import type { FxValue } from '../fx.ts'
import { tableRows } from '../table-rows.ts'
import type { Turn } from '../turn.ts'

type Edit = { changeType: string; itemsVariable: string; value?: unknown; resultVariable?: string | undefined }

/** What both nodes that edit tables do. */
export function editTableIn(turn: Turn, { changeType, itemsVariable, value, resultVariable }: Edit) {
  const rows = tableRows(turn.get(itemsVariable), 'edited')
  const keep = (left: readonly FxValue[]) => turn.set(itemsVariable, new FxTable(left))
  const take = (row: FxValue | undefined) => resultVariable && turn.set(resultVariable, unwrap(row ?? null))
  switch (changeType) {
    case 'Add':
      return keep([...rows, ...rowsToAdd(turn.value(value))])
    case 'Remove':
      return keep(without(rows, rowsToAdd(turn.value(value))))
    case 'TakeFirst':
      keep(rows.slice(1))
      return void take(rows[0])
    case 'TakeLast':
      keep(rows.slice(0, -1))
      return void take(rows.at(-1))
    case 'Clear':
      return keep([])
    default:
      throw new ContentFailure('InvalidContent', `A table cannot be changed by "${changeType}".`)
  }
}

const rowsToAdd = (value: FxValue): readonly FxValue[] => (value instanceof FxTable ? value.rows : [value instanceof FxRecord ? value : new FxRecord(new Map([['Value', value]]))])

const unwrap = (row: FxValue): FxValue => (row instanceof FxRecord && row.fields.size === 1 && row.fields.has('Value') ? row.get('Value') : row)

function without(rows: readonly FxValue[], removed: readonly FxValue[]): FxValue[] {
  const gone = new Set(removed.map((row) => JSON.stringify(toJson(row))))
  return rows.filter((row) => !gone.has(JSON.stringify(toJson(row))))
}
