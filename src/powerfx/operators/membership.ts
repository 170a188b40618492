import { coercer } from '../coerce/coerce.ts'
import { toText } from '../coerce/to-text.ts'
import type { Ctx, Eval } from '../runtime.ts'
import type { FxType } from '../types.ts'
import { FxError, FxRecord, FxTable, type FxValue } from '../values/value.ts'
import { equal } from './equality.ts'
import { either } from './operands.ts'

export function textIn(left: Eval, right: Eval, exact: boolean): Eval {
  return (ctx) => {
    const a = left(ctx)
    const b = right(ctx)
    if (a instanceof FxError || b instanceof FxError) return either(a, b)
    return containsText(a, b, exact, ctx)
  }
}

function containsText(a: FxValue, b: FxValue, exact: boolean, ctx: Ctx): FxValue {
  const needle = a === null ? '' : toText(a, ctx)
  const hay = b === null ? '' : toText(b, ctx)
  if (typeof needle !== 'string' || typeof hay !== 'string') return either(needle, hay)
  return exact ? hay.includes(needle) : hay.toLowerCase().includes(needle.toLowerCase())
}

export function memberOf(left: Eval, right: Eval, exact: boolean, to: FxType): Eval {
  const convert = coercer(to)
  return (ctx) => {
    const a = convert(left(ctx), ctx)
    const table = right(ctx)
    if (a instanceof FxError || table instanceof FxError) return either(a, table)
    if (!(table instanceof FxTable)) return table === null ? false : containsText(a, table, exact, ctx)
    return tableHas(a, table, exact, ctx)
  }
}

function tableHas(a: FxValue, table: FxTable, exact: boolean, ctx: Ctx): FxValue {
  ctx.spend(table.rows.length)
  const folded = !exact && typeof a === 'string' ? a.toLowerCase() : undefined
  for (const row of table.rows) {
    if (row instanceof FxError) return row
    if (row === null) continue
    const cell = row instanceof FxRecord ? ([...row.fields.values()][0] ?? null) : row
    if (cell instanceof FxError) return cell
    if (folded !== undefined && typeof cell === 'string' ? cell.toLowerCase() === folded : equal(a, cell)) return true
  }
  return false
}
