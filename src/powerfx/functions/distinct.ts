import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { fxError, firstError } from '../errors.ts'
import { tableType } from '../types.ts'
import { Dec } from '../values/decimal.ts'
import { FxColor, FxEnumValue, FxError, FxRecord, FxTable, type FxValue, valueColumn } from '../values/value.ts'
import { bindSource, eachRow, STRICT } from './row-source.ts'

export function bindDistinct(b: Binder, call: CallNode): Bound {
  const source = bindSource(b, call, call.args[0] as Node, STRICT)
  const key = b.within(source.scope, () => b.bind(call.args[1] as Node))
  if (key.type.kind === 'Error') b.badArguments(call)
  return {
    node: call,
    type: tableType({ Value: key.type }),
    run: (ctx) => {
      const rows = source.rows(ctx)
      if (rows === null || rows instanceof FxError) return rows
      const keys = eachRow(ctx, rows, source.scope.slot, key.run)
      if (keys.some((key) => key instanceof FxTable || key instanceof FxRecord)) return fxError('InvalidArgument')
      const wrong = firstError(keys)
      if (wrong) return wrong
      const seen = new Map<string, FxValue>()
      for (const value of keys) if (!seen.has(keyText(value))) seen.set(keyText(value), value)
      return valueColumn([...seen.values()])
    },
  }
}

/** A text that is equal for equal values, and only for them. */
export function keyText(value: FxValue): string {
  if (value === null) return '_'
  if (typeof value === 'string') return `s${value}`
  if (value instanceof Dec) return `n${value.m}/${value.s}`
  if (typeof value === 'number') return `f${value}`
  if (typeof value === 'boolean') return `b${value}`
  if (value instanceof FxColor) return `c${value.r},${value.g},${value.b},${value.a}`
  if (value instanceof FxEnumValue) return `e${value.enumName}.${keyText(value.value)}`
  if (value instanceof FxRecord) return `{${[...value.fields].map(([k, v]) => `${k}:${keyText(v)}`).sort().join()}}`
  return JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))
}
