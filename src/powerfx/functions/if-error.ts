import type { CallNode } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import type { Eval } from '../runtime.ts'
import { type AggregateType, type FxType, recordType, T, tableOf } from '../types.ts'
import { FxError, type FxErrorDetail, FxRecord, FxTable, type FxValue } from '../values/value.ts'
import { bindResults } from './if.ts'

const errorRow: AggregateType = {
  ...recordType({
    Kind: T.Number,
    Message: T.Text,
    Source: T.Text,
    Observed: T.Text,
    Details: recordType({ HttpStatusCode: T.Number, HttpResponse: T.Text }),
  }),
  system: true,
}

const errorAsRecord = (error: FxErrorDetail): FxRecord =>
  new FxRecord(
    new Map<string, FxValue>([
      ['Kind', error.kind],
      ['Message', error.message],
      ['Source', error.source ?? null],
      ['Observed', error.observed ?? null],
      ['Details', error.details ?? null],
    ]),
  )

/** IfError(value, fallback, value, fallback, ..., default): the first value that is an error gives its fallback. */
export function bindIfError(b: Binder, call: CallNode): Bound {
  const first = b.newSlot()
  const all = b.newSlot()
  const extra = new Map([
    ['FirstError', { slot: first, type: errorRow as FxType }],
    ['AllErrors', { slot: all, type: tableOf(errorRow) as FxType }],
  ])
  const scope = { slot: -1, row: T.Blank, hidden: true, extra }
  const values: Bound[] = []
  const results: Bound[] = []
  const { args } = call
  args.forEach((arg, i) => {
    const fallback = i % 2 === 1
    const bound = fallback ? b.within(scope, () => b.bind(arg)) : b.bind(arg)
    if (fallback || i === args.length - 1 || args.length === 1) results.push(bound)
    if (!fallback) values.push(bound)
  })
  const ordered = resultOrder(values, results, args.length)
  const { type, runs } = bindResults(b, call, ordered)
  const typed = new Map(ordered.map((bound, i) => [bound, runs[i] as Eval]))
  if (values.some((v) => v.type.kind === 'Error')) b.badArguments(call)
  return { node: call, type, run: ifErrorEval(values, results, typed, first, all) }
}

/** The value that can come out decides the type first: with two arguments that is the value, else the last default. */
function resultOrder(values: readonly Bound[], results: readonly Bound[], count: number): Bound[] {
  const last = values.at(-1) as Bound
  if (count <= 2) return [last, ...results.filter((r) => r !== last)]
  return count % 2 ? [last, ...results.filter((r) => r !== last)] : [...results, last].filter((r, i, list) => list.indexOf(r) === i)
}

function ifErrorEval(values: Bound[], results: Bound[], typed: Map<Bound, Eval>, first: number, all: number): Eval {
  const fallbacks = results.filter((r) => !values.includes(r)).map((r) => typed.get(r) ?? r.run)
  const tests = values.map((v) => typed.get(v) ?? v.run)
  return (ctx) => {
    for (let i = 0; i < tests.length; i++) {
      const value = (tests[i] as Eval)(ctx)
      if (value instanceof FxError && fallbacks[i]) {
        const rows = value.errors.map(errorAsRecord)
        ctx.slots[first] = rows[0] ?? null
        ctx.slots[all] = new FxTable(rows)
        return (fallbacks[i] as Eval)(ctx)
      }
      if (i === tests.length - 1) return value
    }
    return null
  }
}
