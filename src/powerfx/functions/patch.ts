import type { CallNode } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { mergedErrors } from '../errors.ts'
import { type AggregateType, type FxType, isAggregate, T, typeName } from '../types.ts'
import { FxRecord, type FxValue } from '../values/value.ts'

/** Patch of records only: the fields of the later ones over the first. */
export function bindPatch(b: Binder, call: CallNode): Bound {
  const args = call.args.map((arg) => b.bind(arg))
  const first = args[0] as Bound
  let fine = true
  let type: FxType = first.type
  for (const arg of args) {
    if (arg.type.kind !== 'Record' && arg.type.kind !== 'Any' && arg.type.kind !== 'Blank') {
      if (arg.type.kind !== 'Error') b.error('NotARecord', arg.node, [b.textOf(arg.node)])
      fine = false
      continue
    }
    if (type.kind === 'Record' && arg !== first && arg.type.kind === 'Record') {
      const merged = mergeFields(b, arg, type)
      fine &&= merged.ok
      type = merged.type
    } else if (arg.type.kind === 'Any') type = T.Any
  }
  if (!fine) b.badArguments(call)
  const runs = args.map((arg) => arg.run)
  return {
    node: call,
    type,
    run: (ctx) => {
      const values = runs.map((run) => run(ctx))
      const errors = mergedErrors(values)
      if (errors) return errors
      const out = new Map<string, FxValue>()
      for (const value of values) if (value instanceof FxRecord) for (const [name, field] of value.fields) out.set(name, field)
      return values[0] === null && values.length === 2 && values[1] === null ? null : new FxRecord(out)
    },
  }
}

function mergeFields(b: Binder, arg: Bound, base: AggregateType): { ok: boolean; type: AggregateType } {
  const fields = new Map(base.fields)
  let ok = true
  if (isAggregate(arg.type)) {
    for (const [name, type] of arg.type.fields) {
      const mine = fields.get(name)
      const numbers = mine && ['Decimal', 'Number'].includes(mine.kind) && ['Decimal', 'Number'].includes(type.kind)
      if (mine && !numbers && !isAggregate(mine) && mine.kind !== type.kind && mine.kind !== 'Any' && type.kind !== 'Any' && type.kind !== 'Blank') {
        b.error('WrongFieldType', arg.node, [name, typeName(mine), typeName(type)])
        ok = false
      } else if (!mine) fields.set(name, type)
    }
  }
  return { ok, type: { ...base, fields } }
}
