import type { CallNode } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { coercer } from '../coerce/coerce.ts'
import { firstError, fxError } from '../errors.ts'
import { concatType } from '../operators/bind-concat.ts'
import { concatText } from '../operators/text-and-logic.ts'
import { coerces, onlyColumn, T, tableType } from '../types.ts'
import { FxEnumValue, FxRecord, FxTable, type FxValue } from '../values/value.ts'
import { valueRow } from './rows-of.ts'

export function bindConcatenate(b: Binder, call: CallNode): Bound {
  const args = call.args.map((arg) => b.bind(arg))
  const tables = args.map((arg) => arg.type.kind === 'Table')
  let fine = true
  for (const [i, arg] of args.entries()) {
    if (tables[i]) {
      const column = onlyColumn(arg.type)
      if (!column) {
        b.error('NeedsColumn', arg.node)
        fine = false
      } else if (!coerces(column[1], T.Text)) {
        b.error('NeedsColumnOf', arg.node, ['Text', column[0]])
        fine = false
      }
    } else if (!b.accepts(arg, T.Text)) fine = false
  }
  if (!fine) b.badArguments(call)
  if (tables.some(Boolean)) return concatTables(call, args, tables)
  const type = concatType(args)
  let fixed: string | undefined = ''
  for (const { constant } of args) {
    const text = constant instanceof FxEnumValue ? constant.value : constant
    fixed = fixed !== undefined && typeof text === 'string' ? fixed + text : undefined
  }
  const text = concatText(args.map((arg) => arg.run))
  const convert = coercer(type)
  const bound: Bound = { node: call, type, run: type.kind === 'Enum' ? (ctx) => convert(text(ctx), ctx) : text }
  return fixed === undefined ? bound : { ...bound, constant: fixed }
}

function concatTables(call: CallNode, args: readonly Bound[], tables: readonly boolean[]): Bound {
  return {
    node: call,
    type: tableType({ Value: T.Text }),
    run: (ctx) => {
      const values = args.map((arg) => arg.run(ctx))
      for (const [i, value] of values.entries()) if (tables[i] && !(value instanceof FxTable)) return value
      const columns = values.map((v, i) => (tables[i] && v instanceof FxTable ? v.rows : undefined))
      const length = Math.max(0, ...columns.map((c) => c?.length ?? 0))
      ctx.rows(length)
      return new FxTable(
        Array.from({ length }, (_, row) => {
          if (columns.some((c) => c && row >= c.length)) return valueRow(fxError('NotApplicable'))
          const wrong = firstError(columns.map((c) => c?.[row] ?? null))
          if (wrong) return wrong
          return valueRow(concatText(values.map((v, i) => () => (columns[i] ? firstCell(columns[i]?.[row] ?? null) : v)))(ctx))
        }),
      )
    },
  }
}

const firstCell = (row: FxValue): FxValue => (row instanceof FxRecord ? ([...row.fields.values()][0] ?? null) : row)
