import { firstError, fxError, mergedErrors } from '../errors.ts'
import { Ctx, type Eval } from '../runtime.ts'
import { FxTable, type FxValue } from '../values/value.ts'
import type { Prepared } from './bind-simple.ts'
import type { Simple } from './define.ts'
import { cellOf, valueRow } from './rows-of.ts'

/** Calls the implementation with converted arguments; a float that is no longer finite is an error. */
export function invoker({ impl }: Simple, paramCount: number): (ctx: Ctx, args: readonly FxValue[]) => FxValue {
  const call = impl as (ctx: Ctx, ...args: (FxValue | undefined)[]) => FxValue
  return (ctx, args) => {
    const errors = mergedErrors(args)
    if (errors) return errors
    const result = args.length > 3 || paramCount > 3 ? call(ctx, ...args) : call(ctx, args[0], args[1], args[2])
    return typeof result === 'number' && !Number.isFinite(result) ? fxError('Numeric') : result
  }
}

export function scalarEval(prepared: readonly Prepared[], invoke: ReturnType<typeof invoker>): Eval {
  return (ctx) => {
    const args: FxValue[] = []
    for (const { run, convert } of prepared) {
      args.push(convert(run(ctx), ctx))
    }
    return invoke(ctx, args)
  }
}

/** Applies a scalar function row by row. Where one table is longer than another, the missing cells make NotApplicable errors. */
export function tabularEval(
  runs: readonly Eval[],
  converts: readonly Prepared['convert'][],
  tables: readonly (boolean | 'maybe')[],
  invoke: ReturnType<typeof invoker>,
): Eval {
  const allMaybe = tables.every((table) => table === 'maybe' || table === false)
  return (ctx) => {
    const values = runs.map((run) => run(ctx))
    if (allMaybe && !values.some((value) => value instanceof FxTable)) {
      return invoke(ctx, values.map((value, i) => (converts[i] as Prepared['convert'])(value, ctx)))
    }
    // A table that is missing or wrong is the whole answer; the first one decides.
    if (!values.some((value, i) => tables[i] === 'maybe' && !(value instanceof FxTable))) {
      for (const [i, value] of values.entries()) if (tables[i] && !(value instanceof FxTable)) return value
    }
    const columns = values.map((value, i) => (tables[i] && value instanceof FxTable ? value.rows : undefined))
    const one = (raw: readonly FxValue[]): FxValue => invoke(ctx, raw.map((value, i) => (converts[i] as Prepared['convert'])(value, ctx)))
    if (columns.every((c) => c === undefined)) return one(values)
    const length = Math.max(...columns.map((c) => c?.length ?? 0))
    ctx.rows(length)
    return new FxTable(Array.from({ length }, (_, row) => tabularRow(columns, values, row, one)))
  }
}

/** A row that is an error stays one; a cell that is missing because a table is shorter is NotApplicable. */
function tabularRow(
  columns: readonly (readonly FxValue[] | undefined)[],
  values: readonly FxValue[],
  row: number,
  one: (raw: readonly FxValue[]) => FxValue,
): FxValue {
  if (columns.some((c) => c && row >= c.length)) return valueRow(fxError('NotApplicable'))
  const wrong = firstError(columns.map((c) => c?.[row] ?? null))
  if (wrong) return wrong
  return valueRow(one(values.map((value, i) => (columns[i] ? cellOf(columns[i]?.[row] ?? null) : value))))
}
