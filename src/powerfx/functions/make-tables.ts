import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { fxError, mergedErrors } from '../errors.ts'
import { type FxType, rowOf, T, tableOf, tableType, unify } from '../types.ts'
import { Dec, decAdd, decFromInt, decMul } from '../values/decimal.ts'
import { FxError, FxTable, type FxValue, valueColumn } from '../values/value.ts'
import { rowsOf } from './rows-of.ts'
import { bindSource } from './row-source.ts'

export function bindTable(b: Binder, call: CallNode): Bound {
  const items = call.args.map((arg) => b.bind(arg))
  let row: FxType = T.Blank
  let fine = true
  if (items.length === 1 && items[0]?.type.kind === 'Dynamic') return dynamicTable(call, items[0])
  for (const item of items) {
    const itemRow: FxType = item.type.kind === 'Table' ? rowOf(item.type) : item.type
    if (itemRow.kind !== 'Record' && itemRow.kind !== 'Blank' && itemRow.kind !== 'Any') {
      if (itemRow.kind !== 'Error') b.error('RecordOrTable', item.node)
      fine = false
      continue
    }
    const both = unify(row, itemRow)
    if (!both) {
      b.error('IncompatibleItem', item.node)
      fine = false
    } else row = both
  }
  if (!fine) b.badArguments(call)
  const runs = items.map((item) => {
    const target: FxType = row.kind === 'Record' ? (item.type.kind === 'Table' ? tableOf(row) : row) : T.Any
    return item.type.kind === 'Blank' ? item.run : b.convert(item, target)
  })
  const fromBlankTable = items.map((item) => item.type.kind === 'Table')
  const type: FxType = row.kind === 'Record' ? tableOf(row) : row.kind === 'Any' ? T.Any : tableType({})
  return {
    node: call,
    type,
    run: (ctx) => {
      const out: FxValue[] = []
      for (const [i, run] of runs.entries()) {
        const value = run(ctx)
        if (value instanceof FxTable) out.push(...value.rows)
        else if (fromBlankTable[i] && value instanceof FxError) return value
        else if (value === null && fromBlankTable[i]) continue
        else out.push(value)
      }
      ctx.rows(out.length)
      return new FxTable(out)
    },
  }
}

const dynamicTable = (call: CallNode, item: Bound): Bound => ({
  node: call,
  type: tableType({ Value: T.Dynamic }),
  run: (ctx) => {
    const rows = rowsOf(item.run(ctx))
    return rows === null || rows instanceof FxError ? rows : valueColumn(rows)
  },
})

export function bindSequence(b: Binder, call: CallNode): Bound {
  const args = call.args.map((arg) => b.bind(arg))
  let fine = true
  for (const arg of args) if (!b.accepts(arg, T.Decimal)) fine = false
  if (!fine) b.badArguments(call)
  const float = args.slice(1).some((arg) => arg.type.kind === 'Number')
  const count = b.convert(args[0] as Bound, T.Number)
  const rest = args.slice(1).map((arg) => b.convert(arg, float ? T.Number : T.Decimal))
  return {
    node: call,
    type: tableType({ Value: float ? T.Number : T.Decimal }),
    run: (ctx) => {
      const values = [count(ctx), ...rest.map((run) => run(ctx))]
      const errors = mergedErrors(values)
      if (errors) return errors
      const n = Math.trunc((values[0] as number | null) ?? 0)
      if (n < 0 || n > 50_000) return fxError('InvalidArgument')
      ctx.rows(n)
      return valueColumn(sequence(n, values[1] ?? null, values[2] ?? null, args.length, float))
    },
  }
}

function sequence(n: number, start: FxValue, step: FxValue, argCount: number, float: boolean): FxValue[] {
  if (float) {
    const [from, by] = [argCount > 1 ? Number(start ?? 0) : 1, argCount > 2 ? Number(step ?? 0) : 1]
    return Array.from({ length: n }, (_, i) => from + i * by)
  }
  const from = argCount > 1 ? ((start as Dec | null) ?? decFromInt(0)) : decFromInt(1)
  const by = argCount > 2 ? ((step as Dec | null) ?? decFromInt(0)) : decFromInt(1)
  return Array.from({ length: n }, (_, i) => {
    const jump = decMul(by, decFromInt(i))
    return (jump && decAdd(from, jump)) ?? fxError('Numeric')
  })
}

export function bindShuffle(b: Binder, call: CallNode): Bound {
  const source = bindSource(b, call, call.args[0] as Node)
  return {
    node: call,
    type: source.bound.type,
    run: (ctx) => {
      const rows = source.rows(ctx)
      if (rows === null || rows instanceof FxError) return rows
      const out = [...rows]
      ctx.rows(out.length)
      for (let i = out.length - 1; i > 0; i--) {
        const j = Math.floor(ctx.env.random() * (i + 1))
        ;[out[i], out[j]] = [out[j] as FxValue, out[i] as FxValue]
      }
      return new FxTable(out)
    },
  }
}
