import { z } from 'zod'
import { FxRecord, FxTable } from '../../powerfx/index.ts'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import { toJson } from '../fx.ts'
import type { FxValue } from '../fx.ts'
import type { Turn } from '../turn.ts'

export const editTable = defineNode({
  kind: 'EditTable',
  title: 'Edit a table',
  schema: z.looseObject({ changeType: z.string(), itemsVariable: z.string(), value: z.unknown().optional(), resultVariable: z.string().optional() }),
  run: (node, turn) => edit(turn, node),
})

export const editTableV2 = defineNode({
  kind: 'EditTableV2',
  title: 'Edit a table',
  schema: z.looseObject({
    itemsVariable: z.string(),
    changeType: z.looseObject({ kind: z.string(), value: z.unknown().optional(), resultVariable: z.string().optional() }),
  }),
  run(node, turn) {
    const { kind, value, resultVariable } = node.changeType
    edit(turn, { itemsVariable: node.itemsVariable, changeType: kind.replace(/(Items?)?Operation$/, ''), value, resultVariable })
  },
})

type Edit = { changeType: string; itemsVariable: string; value?: unknown; resultVariable?: string | undefined }

function edit(turn: Turn, { changeType, itemsVariable, value, resultVariable }: Edit) {
  const rows = rowsOf(turn.get(itemsVariable))
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

function rowsOf(table: FxValue): readonly FxValue[] {
  if (table === null) return []
  if (table instanceof FxTable) return table.rows
  throw new ContentFailure('ContentError', 'Only a table can be edited, and the variable holds something else.')
}

const rowsToAdd = (value: FxValue): readonly FxValue[] => (value instanceof FxTable ? value.rows : [value instanceof FxRecord ? value : new FxRecord(new Map([['Value', value]]))])

const unwrap = (row: FxValue): FxValue => (row instanceof FxRecord && row.fields.size === 1 && row.fields.has('Value') ? row.get('Value') : row)

function without(rows: readonly FxValue[], removed: readonly FxValue[]): FxValue[] {
  const gone = new Set(removed.map((row) => JSON.stringify(toJson(row))))
  return rows.filter((row) => !gone.has(JSON.stringify(toJson(row))))
}
