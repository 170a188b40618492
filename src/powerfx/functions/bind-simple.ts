import type { CallNode } from '../ast.ts'
import type { Binder } from '../binder.ts'
import { type Bound, constant } from '../bound.ts'
import { coercer } from '../coerce/coerce.ts'
import { toNumeric } from '../coerce/to-number.ts'
import { EPOCH } from '../dates/serial.ts'
import { fxError } from '../errors.ts'
import { Ctx, type Eval, NOWHERE } from '../runtime.ts'
import { coerces, columnType, type FxType, onlyColumn, T, typeName } from '../types.ts'
import { ZERO } from '../values/decimal.ts'
import { FxDate, FxError, FxTime, type FxValue } from '../values/value.ts'
import { invoker, scalarEval, tabularEval } from './call-simple.ts'
import type { Options, Simple } from './define.ts'
import { type Param, paramAt } from './params.ts'

export function bindSimple(b: Binder, call: CallNode, simple: Simple): Bound {
  const { params, returns, options } = simple
  const args = call.args.map((arg) => b.bind(arg))
  const num = numericType(args, params, options)
  const wanted = args.map((_, i) => resolve(paramAt(params, i).type, num))
  const asTable = args.map((arg, i) => mayBeTable(options, i) && arg.type.kind === 'Table')
  let fine = true
  args.forEach((arg, i) => {
    const ok = asTable[i] ? acceptsColumn(b, arg, wanted[i] as FxType, options) : b.accepts(arg, wanted[i] as FxType)
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

function acceptsColumn(b: Binder, arg: Bound, wanted: FxType, options: Options): boolean {
  const column = onlyColumn(arg.type)
  if (!column) {
    b.error('NeedsColumn', arg.node)
    return false
  }
  if (coerces(column[1], wanted)) return true
  if (options.columnAsArgument) b.error('BadArgumentType', arg.node, ['Table', typeName(wanted)])
  else b.error('NeedsColumnOf', arg.node, [typeName(wanted), column[0]])
  return false
}

export type Prepared = { run: Eval; convert: (value: FxValue, ctx: Ctx) => FxValue }

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
