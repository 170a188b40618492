import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { toDec } from '../coerce/to-number.ts'
import { fxError } from '../errors.ts'
import { T } from '../types.ts'
import { FxDynamic, FxError, FxTable, type FxValue, isBlank } from '../values/value.ts'
import { type FnDef, special } from './define.ts'
import { acceptsTable } from './row-source.ts'

const F = 'logic'

export const test = (name: string, about: string, check: (value: FxValue) => FxValue): FnDef =>
  special(F, name, 'value', about, (b, call) => {
    const arg = b.bind(call.args[0] as Node)
    if (arg.type.kind === 'Error' || arg.type.kind === 'Void') b.badArguments(call)
    return { node: call, type: T.Boolean, run: (ctx) => check(arg.run(ctx)) }
  })

export const blankCheck = (value: FxValue): boolean => isBlank(value) || (value instanceof FxDynamic && value.node === '')

export function bindIsNumeric(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  return { node: call, type: T.Boolean, run: (ctx) => isNumericValue(arg.run(ctx)) }
}

function isNumericValue(value: FxValue): FxValue {
  if (value === null) return false
  if (value instanceof FxError) return value
  if (typeof value === 'boolean') return false
  return !(toDec(value) instanceof FxError) || typeof value === 'number'
}

export function bindIsEmpty(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  if (!acceptsTable(b, arg)) b.badArguments(call)
  return {
    node: call,
    type: T.Boolean,
    run: (ctx) => {
      const value = arg.run(ctx)
      if (value instanceof FxError) return value
      if (value instanceof FxTable) return value.rows.length === 0
      if (value instanceof FxDynamic) return Array.isArray(value.node) ? value.node.length === 0 : fxError('InvalidArgument')
      return value === null || value === ''
    },
  }
}
