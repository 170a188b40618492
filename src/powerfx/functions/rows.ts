import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { toFloat } from '../coerce/to-number.ts'
import { firstError, fxError, mergedErrors } from '../errors.ts'
import { T, rowOf, type FxType } from '../types.ts'
import { decFromInt, Dec } from '../values/decimal.ts'
import { FxDynamic, FxError, FxTable, type FxValue } from '../values/value.ts'
import { acceptsTable } from './row-source.ts'
import { cellOf, rowsOf } from './rows-of.ts'
import { special, type FnDef } from './define.ts'

const F = 'tables'

/* --- First, Last, Index, CountRows --- */

function rowGetter(b: Binder, call: CallNode, pick: (rows: readonly FxValue[]) => FxValue): Bound {
  const arg = b.bind(call.args[0] as Node)
  const { kind } = arg.type
  const ok = acceptsTable(b, arg)
  if (!ok) b.badArguments(call)
  const type: FxType = arg.type.kind === 'Table' ? rowOf(arg.type) : kind === 'Dynamic' ? T.Dynamic : kind === 'Any' ? T.Any : ok ? T.Blank : T.Error
  return {
    node: call,
    type,
    run: (ctx) => {
      const rows = rowsOf(arg.run(ctx))
      return rows === null || rows instanceof FxError ? rows : pick(rows)
    },
  }
}

function bindFirstN(b: Binder, call: CallNode, last: boolean): Bound {
  const arg = b.bind(call.args[0] as Node)
  const count = b.bind(call.args[1] as Node)
  if (!acceptsTable(b, arg) || !b.accepts(count, T.Number)) b.badArguments(call)
  const countRun = b.convert(count, T.Number)
  return {
    node: call,
    type: arg.type,
    run: (ctx) => {
      const value = arg.run(ctx)
      const n = countRun(ctx)
      const errors = mergedErrors([value, n])
      if (errors) return errors
      const rows = rowsOf(value)
      if (rows === null || rows instanceof FxError) return rows
      const want = Math.trunc(typeof n === 'number' ? n : 0)
      const part = want <= 0 ? [] : last ? rows.slice(-want) : rows.slice(0, want)
      if (value instanceof FxDynamic) return new FxDynamic(part.map((row) => (row instanceof FxDynamic ? row.node : null)))
      return new FxTable(part)
    },
  }
}

function bindIndex(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  const position = b.bind(call.args[1] as Node)
  const { kind } = arg.type
  if (!acceptsTable(b, arg) || !b.accepts(position, T.Number)) b.badArguments(call)
  const type: FxType = arg.type.kind === 'Table' ? rowOf(arg.type) : kind === 'Dynamic' ? T.Dynamic : T.Any
  return {
    node: call,
    type,
    run: (ctx) => {
      const value = arg.run(ctx)
      const at = position.run(ctx)
      const errors = mergedErrors([value, at])
      if (errors) return errors
      if (value === null) return null
      const rows = rowsOf(value)
      if (rows === null || rows instanceof FxError) return rows
      const n = at === null ? 0 : toFloat(at)
      if (n instanceof FxError) return n
      const i = Math.trunc(n)
      return i < 1 || i > rows.length ? fxError('InvalidArgument') : (rows[i - 1] ?? null)
    },
  }
}

function bindCountRows(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  if (!acceptsTable(b, arg)) b.badArguments(call)
  return {
    node: call,
    type: T.Decimal,
    run: (ctx) => {
      const rows = rowsOf(arg.run(ctx))
      if (rows instanceof FxError) return rows
      return firstError(rows ?? []) ?? decFromInt(rows?.length ?? 0)
    },
  }
}

/** Count numbers, or CountA values that are not blank, in a one-column table. */
function bindCount(b: Binder, call: CallNode, numbersOnly: boolean): Bound {
  const arg = b.bind(call.args[0] as Node)
  const column = arg.type.kind === 'Table' && arg.type.fields.size === 1 ? [...arg.type.fields][0] : undefined
  if (!acceptsTable(b, arg)) b.badArguments(call)
  else if (arg.type.kind === 'Table' && !column) {
    b.error('NeedsOneColumnFirst', arg.node, [call.name])
    b.badArguments(call)
  } else if (column && numbersOnly && !['Decimal', 'Number', 'Blank', 'Any', 'Error', 'Dynamic'].includes(column[1].kind)) {
    b.error('NeedsColumnOf', arg.node, ['Number', column[0]], 'warning')
    b.badArguments(call)
  }
  return {
    node: call,
    type: T.Decimal,
    run: (ctx) => {
      const rows = rowsOf(arg.run(ctx))
      if (rows instanceof FxError) return rows
      const cells = (rows ?? []).map(cellOf)
      return firstError(cells) ?? decFromInt(cells.filter((c) => c !== null && (!numbersOnly || c instanceof Dec || typeof c === 'number')).length)
    },
  }
}

export const rowFunctions: readonly FnDef[] = [
  special(F, 'Count', 'column', 'How many numbers a one-column table holds.', (b, call) => bindCount(b, call, true)),
  special(F, 'CountA', 'column', 'How many values that are not blank a one-column table holds.', (b, call) => bindCount(b, call, false)),
  special(F, 'CountRows', 'table', 'How many rows a table has.', bindCountRows),
  special(F, 'First', 'table', 'The first row, or Blank.', (b, call) => rowGetter(b, call, (rows) => rows[0] ?? null)),
  special(F, 'FirstN', 'table, count: Number', 'The first rows.', (b, call) => bindFirstN(b, call, false)),
  special(F, 'Index', 'table, position: Number', 'The row at a position.', bindIndex),
  special(F, 'Last', 'table', 'The last row, or Blank.', (b, call) => rowGetter(b, call, (rows) => rows.at(-1) ?? null)),
  special(F, 'LastN', 'table, count: Number', 'The last rows.', (b, call) => bindFirstN(b, call, true)),
]
