import type { CallNode } from '../ast.ts'
import { constant, type Binder, type Bound } from '../binder.ts'
import { coercer, toNumeric } from '../coerce.ts'
import { EPOCH } from '../dates/serial.ts'
import { firstError, fxError, mergedErrors } from '../errors.ts'
import { Ctx, NOWHERE, type Eval } from '../runtime.ts'
import { T, coerces, columnType, onlyColumn, typeName, type FxType } from '../types.ts'
import { ZERO } from '../values/decimal.ts'
import { FxDate, FxDynamic, FxError, FxRecord, FxTable, FxTime, type FxValue } from '../values/value.ts'

export type Param = {
  readonly name: string
  readonly type: FxType | 'Num'
  readonly optional: boolean
  readonly repeats: boolean
  /** Blank reaches the function as `null` instead of the type's zero. */
  readonly keepsBlank: boolean
}

/** A function of the language: its shape for editors, and how a call is checked and compiled. */
export type FnDef = {
  readonly name: string
  readonly family: string
  readonly about: string
  readonly params: readonly Param[]
  readonly min: number
  readonly max: number
  bind(b: Binder, call: CallNode): Bound
}

/**
 * Reads `text: Text, count?: Number, ...more: Text~`. `?` optional, `...` repeats, `~` keeps Blank, `Num` is Decimal
 * unless an argument is a float. A name without a type is for show; its function checks it itself.
 */
export function parseParams(spec: string): Param[] {
  if (spec.trim() === '') return []
  return spec.split(',').map((part) => {
    const [rawName = '', rawType = 'Any'] = part.split(':').map((s) => s.trim())
    const keepsBlank = rawType.endsWith('~')
    const typeText = keepsBlank ? rawType.slice(0, -1) : rawType
    return {
      name: rawName.replace(/^\.\.\.|\?$/g, ''),
      type: paramType(typeText),
      optional: rawName.endsWith('?'),
      repeats: rawName.startsWith('...'),
      keepsBlank,
    }
  })
}

function paramType(text: string): FxType | 'Num' {
  if (text === 'Num') return 'Num'
  const simple = (T as Record<string, FxType>)[text]
  return simple ?? { kind: 'Enum', name: text }
}

type Options = {
  /** Which arguments may be one-column tables, giving a table of results. */
  tabular?: boolean | readonly number[]
  /** Blank in any (or the listed) argument makes the result Blank. */
  blankIn?: readonly number[] | 'any'
  /** Every numeric argument decides between Decimal and float, not only the first. */
  allNum?: boolean
  /** Worked out while binding when its arguments are literals, so that a pattern or format may contain it. */
  foldable?: boolean
}

type Impl = (ctx: Ctx, ...args: never[]) => FxValue

/** Declares a function whose arguments are all evaluated, converted and free of errors before it runs. */
export function fn(
  family: string,
  name: string,
  spec: string,
  returns: FxType | 'Num',
  about: string,
  impl: Impl,
  options: Options = {},
): FnDef {
  const params = parseParams(spec)
  const { min, max } = arity(params)
  return { name, family, about, params, min, max, bind: (b, call) => bindSimple(b, call, { params, returns, impl, options }) }
}

function arity(params: readonly Param[]): { min: number; max: number } {
  const min = params.filter((p) => !p.optional && !p.repeats).length
  return { min, max: params.some((p) => p.repeats) ? Infinity : params.length }
}

/** Declares a function that checks and compiles its own calls. */
export function special(
  family: string,
  name: string,
  spec: string,
  about: string,
  bind: FnDef['bind'],
  counts?: { min?: number; max?: number },
): FnDef {
  const params = parseParams(spec)
  return { name, family, about, params, ...arity(params), ...counts, bind }
}

type Simple = { params: readonly Param[]; returns: FxType | 'Num'; impl: Impl; options: Options }

const paramAt = (params: readonly Param[], i: number): Param => (params[i] ?? params.at(-1)) as Param

function bindSimple(b: Binder, call: CallNode, simple: Simple): Bound {
  const { params, returns, options } = simple
  const args = call.args.map((arg) => b.bind(arg))
  const num = numericType(args, params, options)
  const wanted = args.map((_, i) => resolve(paramAt(params, i).type, num))
  const asTable = args.map((arg, i) => mayBeTable(options, i) && arg.type.kind === 'Table')
  let fine = true
  args.forEach((arg, i) => {
    const ok = asTable[i] ? acceptsColumn(b, arg, wanted[i] as FxType) : b.accepts(arg, wanted[i] as FxType)
    fine &&= ok
  })
  const tabular = asTable.some(Boolean)
  const scalar = resolve(returns, num)
  const type = tabular ? columnType(scalar) : scalar
  if (!fine) {
    b.badArguments(call)
    return { node: call, type, run: () => fxError('InvalidArgument') }
  }
  const prepared = args.map((arg, i) => prepare(arg, paramAt(params, i), wanted[i] as FxType))
  const invoke = invoker(simple, params.length)
  const maybeTables = args.map((arg, i) => mayBeTable(options, i) && arg.type.kind === 'Any')
  if (tabular || maybeTables.some(Boolean)) {
    const table = tabularEval(args.map((a) => a.run), prepared.map((p) => p.convert), asTable.map((t, i) => t || (maybeTables[i] ? 'maybe' : false)), invoke)
    return { node: call, type: tabular ? type : T.Any, run: table }
  }
  const run = scalarEval(prepared, invoke)
  const folded = options.foldable && args.every((arg) => arg.constant !== undefined) ? run(new Ctx(NOWHERE)) : undefined
  return folded === undefined || folded instanceof FxError ? { node: call, type, run } : constant(call, type, folded)
}

const resolve = (type: FxType | 'Num', num: FxType): FxType => (type === 'Num' ? num : type)

function numericType(args: readonly Bound[], params: readonly Param[], options: Options): FxType {
  const candidates = args.filter((_, i) => paramAt(params, i).type === 'Num')
  const deciding = options.allNum ? candidates : candidates.slice(0, 1)
  const kinds = deciding.map(({ type }) => (type.kind === 'Table' ? (onlyColumn(type)?.[1].kind ?? 'Decimal') : type.kind))
  return kinds.includes('Any') ? T.Any : kinds.includes('Number') ? T.Number : T.Decimal
}

const mayBeTable = ({ tabular }: Options, i: number): boolean =>
  tabular === true || (Array.isArray(tabular) && tabular.includes(i))

function acceptsColumn(b: Binder, arg: Bound, wanted: FxType): boolean {
  const column = onlyColumn(arg.type)
  if (!column) {
    b.error('NeedsColumn', arg.node)
    return false
  }
  if (coerces(column[1], wanted)) return true
  b.error('NeedsColumnOf', arg.node, [typeName(wanted), column[0]])
  return false
}

type Prepared = { run: Eval; convert: (value: FxValue, ctx: Ctx) => FxValue }

function prepare(arg: Bound, param: Param, wanted: FxType): Prepared {
  const anyNumber = param.type === 'Num' && wanted.kind === 'Any'
  const convertType = coercer(wanted)
  const zero = param.keepsBlank ? null : anyNumber ? ZERO : zeroOf(wanted)
  const convert = (value: FxValue, ctx: Ctx): FxValue => {
    const converted = anyNumber && value !== null ? (value instanceof FxError ? value : toNumeric(value)) : convertType(value, ctx)
    return converted === null ? zero : converted
  }
  return { run: arg.run, convert }
}

function zeroOf(type: FxType): FxValue {
  switch (type.kind) {
    case 'Text':
      return ''
    case 'Number':
      return 0
    case 'Decimal':
      return ZERO
    case 'Boolean':
      return false
    case 'Date':
      return new FxDate(EPOCH, true)
    case 'DateTime':
      return new FxDate(EPOCH, false)
    case 'Time':
      return new FxTime(0)
    default:
      return null
  }
}

/** Calls the implementation with converted arguments; a float that is no longer finite is an error. */
function invoker({ impl, options }: Simple, paramCount: number): (ctx: Ctx, raw: readonly FxValue[], args: readonly FxValue[]) => FxValue {
  const call = impl as (ctx: Ctx, ...args: (FxValue | undefined)[]) => FxValue
  const { blankIn } = options
  return (ctx, raw, args) => {
    const errors = mergedErrors(args)
    if (errors) return errors
    if (blankIn && (blankIn === 'any' ? raw.some(blankish) : blankIn.some((i) => i < raw.length && blankish(raw[i] ?? null)))) return null
    const result = args.length > 3 || paramCount > 3 ? call(ctx, ...args) : call(ctx, args[0], args[1], args[2])
    return typeof result === 'number' && !Number.isFinite(result) ? fxError('Numeric') : result
  }
}

const blankish = (value: FxValue): boolean => value === null || (value instanceof FxDynamic && value.node === null)

function scalarEval(prepared: readonly Prepared[], invoke: ReturnType<typeof invoker>): Eval {
  return (ctx) => {
    const raw: FxValue[] = []
    const args: FxValue[] = []
    for (const { run, convert } of prepared) {
      const value = run(ctx)
      raw.push(value)
      args.push(convert(value, ctx))
    }
    return invoke(ctx, raw, args)
  }
}

/** Applies a scalar function row by row. Where one table is longer than another, the missing cells make NotApplicable errors. */
function tabularEval(
  runs: readonly Eval[],
  converts: readonly Prepared['convert'][],
  tables: readonly (boolean | 'maybe')[],
  invoke: ReturnType<typeof invoker>,
): Eval {
  const allMaybe = tables.every((table) => table === 'maybe' || table === false)
  return (ctx) => {
    const values = runs.map((run) => run(ctx))
    if (allMaybe && !values.some((value) => value instanceof FxTable)) {
      return invoke(ctx, values, values.map((value, i) => (converts[i] as Prepared['convert'])(value, ctx)))
    }
    // A table that is missing or wrong is the whole answer; the first one decides.
    if (!values.some((value, i) => tables[i] === 'maybe' && !(value instanceof FxTable))) {
      for (const [i, value] of values.entries()) if (tables[i] && !(value instanceof FxTable)) return value
    }
    const columns = values.map((value, i) => (tables[i] && value instanceof FxTable ? value.rows : undefined))
    const one = (raw: readonly FxValue[]): FxValue => invoke(ctx, raw, raw.map((value, i) => (converts[i] as Prepared['convert'])(value, ctx)))
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

