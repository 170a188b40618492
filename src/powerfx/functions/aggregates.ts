import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { coercer } from '../coerce/coerce.ts'
import { toNumeric } from '../coerce/to-number.ts'
import { firstError, fxError, mergedErrors } from '../errors.ts'
import { order } from '../operators/order.ts'
import type { Ctx } from '../runtime.ts'
import { T, coerces, isDateLike, type FxType } from '../types.ts'
import { Dec, decAdd, decCmp, decDiv, decFromInt, decToNumber } from '../values/decimal.ts'
import { FxDynamic, FxError, FxTable, type FxValue } from '../values/value.ts'
import { special, type FnDef } from './define.ts'
import { bindSource, eachRow } from './row-source.ts'

const F = 'math'

/* --- Sum, Average, Max, Min, VarP, StdevP --- */

type Fold = (values: readonly (Dec | number)[], float: boolean) => FxValue

function bindAggregate(b: Binder, call: CallNode, fold: Fold, always?: FxType): Bound {
  const first = call.args[0] as Node
  const bound = b.bind(first.kind === 'as' ? first.left : first)
  if (bound.type.kind === 'Table' || (bound.type.kind === 'Any' && call.args.length === 2)) return bindTableAggregate(b, call, fold, always, bound)
  if (bound.type.kind === 'Dynamic' && call.args.length <= 2 && call.name !== 'Min' && call.name !== 'Max') {
    b.error('DynamicScope', bound.node)
    b.badArguments(call)
  }
  const args = [bound, ...call.args.slice(1).map((arg) => b.bind(arg))]
  if (isExtreme(call) && isDateLike(bound.type)) return bindDateExtreme(b, call, args)
  let fine = true
  for (const arg of args) {
    if (arg.type.kind !== 'Error' && coerces(arg.type, T.Decimal)) continue
    if (arg.type.kind !== 'Error') b.error('NotANumber', arg.node)
    fine = false
  }
  if (!fine) b.badArguments(call)
  const float = always?.kind === 'Number' || bound.type.kind === 'Number'
  const type = always ?? (float ? T.Number : args.some((a) => a.type.kind === 'Any') ? T.Any : T.Decimal)
  const runs = args.map((arg) => (type.kind === 'Any' ? arg.run : b.convert(arg, type)))
  return {
    node: call,
    type,
    run: (ctx) => foldValues(runs.map((run) => run(ctx)), fold, float),
  }
}

const isTableValue = (value: FxValue): boolean => value instanceof FxTable || (value instanceof FxDynamic && Array.isArray(value.node))

const isExtreme = (call: CallNode): boolean => call.name === 'Max' || call.name === 'Min'

/** Max and Min of dates: compared as moments, given back as the type of the first. */
function bindDateExtreme(b: Binder, call: CallNode, args: readonly Bound[]): Bound {
  const { type } = args[0] as Bound
  if (args.map((arg) => b.accepts(arg, type)).includes(false)) b.badArguments(call)
  const runs = args.map((arg) => (isDateLike(arg.type) || arg.type.kind === 'Blank' ? arg.run : b.convert(arg, type)))
  const pick = dateExtreme(call, type)
  return {
    node: call,
    type,
    run: (ctx) => {
      const values = runs.map((run) => run(ctx))
      return mergedErrors(values) ?? pick(values, ctx)
    },
  }
}

function dateExtreme(call: CallNode, type: FxType): (values: readonly FxValue[], ctx: Ctx) => FxValue {
  const sign = call.name === 'Max' ? 1 : -1
  const convert = coercer(type)
  return (values, ctx) => {
    let best: FxValue = null
    for (const value of values) if (value !== null && (best === null || Math.sign(order(value, best) ?? 0) === sign)) best = value
    return convert(best, ctx)
  }
}

function bindTableAggregate(b: Binder, call: CallNode, fold: Fold, always: FxType | undefined, first: Bound): Bound {
  const source = bindSource(b, call, call.args[0] as Node)
  const body = call.args[1] ? b.within(source.scope, () => b.bind(call.args[1] as Node)) : undefined
  if (!body) {
    b.badArguments(call)
    return { node: call, type: T.Decimal, run: () => fxError('InvalidArgument') }
  }
  if (body.type.kind === 'Error' || !coerces(body.type, T.Decimal)) {
    if (body.type.kind !== 'Error') b.error('NotANumber', body.node)
    b.badArguments(call)
  }
  if (isExtreme(call) && isDateLike(body.type)) {
    const pick = dateExtreme(call, body.type)
    return {
      node: call,
      type: body.type,
      run: (ctx) => {
        const rows = source.rows(ctx)
        if (rows instanceof FxError || rows === null) return rows
        const values = eachRow(ctx, rows, source.scope.slot, body.run)
        return firstError(values) ?? pick(values, ctx)
      },
    }
  }
  const float = always?.kind === 'Number' || body.type.kind === 'Number'
  const type = always ?? (float ? T.Number : body.type.kind === 'Any' ? T.Any : T.Decimal)
  const run = type.kind === 'Any' ? body.run : b.convert(body, type)
  return {
    node: call,
    type,
    run: (ctx) => {
      if (first.type.kind === 'Any') {
        // Two values of unknown type, or a table and a formula: only the first value can tell.
        const value = first.run(ctx)
        if (!isTableValue(value)) return foldValues([value, run(ctx)], fold, float)
      }
      const rows = source.rows(ctx)
      if (rows instanceof FxError || rows === null) return rows
      return foldRows(eachRow(ctx, rows, source.scope.slot, run), fold, float)
    },
  }
}

const foldRows = (values: readonly FxValue[], fold: Fold, float: boolean): FxValue => firstError(values) ?? foldValues(values, fold, float)

function foldValues(values: readonly FxValue[], fold: Fold, float: boolean): FxValue {
  const errors = mergedErrors(values)
  if (errors) return errors
  const numbers: (Dec | number)[] = []
  let anyFloat = float
  for (const value of values) {
    if (value === null || value === '') continue
    const n = toNumeric(value)
    if (n instanceof FxError) return n
    anyFloat ||= typeof n === 'number'
    numbers.push(n)
  }
  return fold(numbers, anyFloat)
}

const floats = (values: readonly (Dec | number)[]): number[] => values.map((v) => (typeof v === 'number' ? v : decToNumber(v)))
const finite = (n: number): FxValue => (Number.isFinite(n) ? n : fxError('Numeric'))

const sum: Fold = (values, float) => {
  if (values.length === 0) return null
  if (float) return finite(floats(values).reduce((a, c) => a + c, 0))
  let total: Dec | undefined = new Dec(0, 0)
  for (const value of values) total = total && decAdd(total, value as Dec)
  return total ?? fxError('Numeric')
}

const average: Fold = (values, float) => {
  if (values.length === 0) return fxError('Div0')
  const total = sum(values, float)
  if (total instanceof Dec) return decDiv(total, decFromInt(values.length)) ?? fxError('Numeric')
  return typeof total === 'number' ? total / values.length : total
}

const extreme = (sign: 1 | -1): Fold => (values, float) => {
  if (values.length === 0) return null
  if (float) return floats(values).reduce((a, c) => (Math.sign(c - a) === sign ? c : a))
  return (values as readonly Dec[]).reduce((a, c) => (Math.sign(decCmp(c, a)) === sign ? c : a))
}

const variance = (values: readonly (Dec | number)[]): FxValue => {
  if (values.length === 0) return fxError('Div0')
  const list = floats(values)
  const mean = list.reduce((a, c) => a + c, 0) / list.length
  return finite(list.reduce((a, c) => a + (c - mean) ** 2, 0) / list.length)
}

const aggregate = (name: string, about: string, fold: Fold, always?: FxType): FnDef =>
  special(F, name, '...number: Num', about, (b, call) => bindAggregate(b, call, fold, always), { min: 1 })

export const aggregateFunctions: readonly FnDef[] = [
  aggregate('Average', 'The mean of numbers, or of a formula over a table.', average),
  aggregate('Max', 'The largest number.', extreme(1)),
  aggregate('Min', 'The smallest number.', extreme(-1)),
  aggregate('StdevP', 'Standard deviation of a whole population.', (values) => {
    const v = variance(values)
    return typeof v === 'number' ? Math.sqrt(v) : v
  }, T.Number),
  aggregate('Sum', 'The sum of numbers, or of a formula over a table.', sum),
  aggregate('VarP', 'Variance of a whole population.', variance, T.Number),
]
