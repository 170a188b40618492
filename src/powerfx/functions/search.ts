import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { toText } from '../coerce/to-text.ts'
import { firstError, mergedErrors } from '../errors.ts'
import type { Ctx } from '../runtime.ts'
import { isAggregate, T } from '../types.ts'
import { FxError, FxRecord, FxTable } from '../values/value.ts'
import { columnName, missingColumn } from './column-name.ts'
import { bindSource } from './row-source.ts'

export function bindSearch(b: Binder, call: CallNode): Bound {
  const source = bindSource(b, call, call.args[0] as Node)
  const needle = b.bind(call.args[1] as Node)
  if (!b.accepts(needle, T.Text)) b.badArguments(call)
  const fields = isAggregate(source.bound.type) ? source.bound.type.fields : undefined
  const names: string[] = []
  for (const node of call.args.slice(2)) {
    const name = node.kind === 'text' ? node.value : columnName(b, node)
    if (name === undefined) b.badArguments(call)
    else if (fields && !fields.has(name)) {
      missingColumn(b, node, name, fields)
      b.badArguments(call)
    } else if (fields && fields.get(name)?.kind !== 'Text' && !['Any', 'Enum', 'OptionSet'].includes(fields.get(name)?.kind ?? '')) {
      b.error('NeedsColumnOf', node, ['Text', name])
      b.badArguments(call)
    } else names.push(name)
  }
  const text = b.convert(needle, T.Text)
  return {
    node: call,
    type: source.bound.type,
    run: (ctx) => {
      const rows = source.rows(ctx)
      const wanted = text(ctx)
      const errors = mergedErrors([wanted])
      if (rows === null || rows instanceof FxError) return rows
      if (errors) return errors
      const lower = String(wanted ?? '').toLowerCase()
      ctx.rows(rows.length)
      const cells = rows.flatMap((row) => (row instanceof FxRecord ? names.map((name) => row.get(name)) : [row]))
      const wrong = firstError(cells)
      if (wrong) return wrong
      return new FxTable(rows.filter((row) => (row === null && lower === '') || (row instanceof FxRecord && names.some((name) => rowHas(row, name, lower, ctx)))))
    },
  }
}

function rowHas(row: FxRecord, name: string, lower: string, ctx: Ctx): boolean {
  const value = row.get(name)
  const text = value === null ? '' : toText(value, ctx)
  return typeof text === 'string' && (lower === '' || text.toLowerCase().includes(lower))
}
