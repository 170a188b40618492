import type { Node } from './ast.ts'
import type { Binder } from './binder.ts'
import { type Bound, constant } from './bound.ts'
import { concatText } from './operators/text-and-logic.ts'
import type { Eval } from './runtime.ts'
import { coerces, type FxType, recordType, T, tableType, typeName, unify } from './types.ts'
import { FxRecord, FxTable, type FxValue } from './values/value.ts'

export function bindRecord(b: Binder, node: Extract<Node, { kind: 'record' }>): Bound {
  const types = new Map<string, FxType>()
  const fields: [string, Eval][] = []
  for (const field of node.fields) {
    const value = b.bind(field.value)
    if (types.has(field.name)) b.error('ColumnConflict', field.span, [field.name])
    types.set(field.name, value.type)
    fields.push([field.name, value.run])
  }
  const run: Eval = (ctx) => {
    const values = new Map<string, FxValue>()
    for (const [name, value] of fields) values.set(name, value(ctx))
    return new FxRecord(values)
  }
  return { node, type: recordType(types), run }
}

export function bindTableLiteral(b: Binder, node: Extract<Node, { kind: 'table' }>): Bound {
  const items = node.items.map((item) => b.bind(item))
  let type: FxType = T.Blank
  for (const item of items) {
    if (item.type.kind === 'Error') continue
    const both = unify(type, item.type)
    if (!both) b.error('IncompatibleItem', item.node)
    else type = both
  }
  if (items.length === 0) return { node, type: tableType({}), run: () => new FxTable([]) }
  const runs = items.map((item) => b.convert(item, type))
  return { node, type: rowsType(type), run: tableEval(runs, type.kind) }
}

export function bindInterpolation(b: Binder, node: Extract<Node, { kind: 'interpolation' }>): Bound {
  const parts: Eval[] = []
  let fixed: string | undefined = ''
  for (const part of node.parts) {
    const bound = b.bind(part)
    if (!coerces(bound.type, T.Text)) {
      b.error('BadArgumentType', bound.node, [typeName(bound.type), 'Text'])
      b.error('BadInterpolation', node)
    }
    fixed = fixed !== undefined && typeof bound.constant === 'string' ? fixed + bound.constant : undefined
    parts.push(bound.run)
  }
  const run = concatText(parts)
  return fixed === undefined ? { node, type: T.Text, run } : constant(node, T.Text, fixed)
}

const rowsType = (item: FxType): FxType =>
  item.kind === 'Record' ? { ...item, kind: 'Table' } : item.kind === 'Any' ? T.Any : tableType({ Value: item })

function tableEval(runs: Eval[], kind: string): Eval {
  return (ctx) => {
    ctx.rows(runs.length)
    return new FxTable(
      runs.map((run) => {
        const value = run(ctx)
        const isRow = kind === 'Record' || (kind === 'Any' && value instanceof FxRecord)
        return isRow ? value : new FxRecord(new Map([['Value', value]]))
      }),
    )
  }
}
