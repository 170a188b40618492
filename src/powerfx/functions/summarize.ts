import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import type { Eval } from '../runtime.ts'
import { T, isAggregate, rowOf, tableType, type FxType } from '../types.ts'
import { FxError, FxRecord, FxTable, type FxValue } from '../values/value.ts'
import { rowsOf } from './rows-of.ts'
import { special, type FnDef } from './define.ts'
import { keyText } from './distinct.ts'

/** Summarize(table, column, ..., formula As name, ...): one row per different combination of the columns. */
function bindSummarize(b: Binder, call: CallNode): Bound {
  const [tableNode, ...rest] = call.args as [Node, ...Node[]]
  const source = b.bind(tableNode)
  const fields = source.type.kind === 'Table' ? source.type.fields : undefined
  let fine = Boolean(fields) || source.type.kind === 'Any'
  if (!fine && source.type.kind !== 'Error') b.error('BadType', source.node)
  if (fields?.has('ThisGroup')) {
    b.error('ReservedColumnInSource', source.node, ['ThisGroup', 'RenameColumns'])
    fine = false
  }
  const group = b.newSlot()
  const row: FxType = source.type.kind === 'Table' ? rowOf(source.type) : T.Any
  const keys: string[] = []
  const types = new Map<string, FxType>()
  const formulas: { name: string; run: Eval }[] = []
  const rowSlot = b.newSlot()
  const add = (node: Node, name: string, type: FxType): void => {
    if (types.has(name)) {
      b.error('ColumnConflict', node, [name])
      fine = false
    } else types.set(name, type)
  }
  const groupType: FxType = fields ? tableType(fields) : T.Any
  const scope = { slot: rowSlot, row, extra: new Map([['ThisGroup', { slot: group, type: groupType }]]) }
  for (const node of rest) {
    if (node.kind === 'name') {
      fine = addKey(b, node, fields, add) && fine
      keys.push(node.name)
      continue
    }
    const formula = bindFormula(b, node, scope)
    if (!formula) {
      fine = false
      continue
    }
    if (isAggregate(formula.bound.type)) {
      b.error('NotScalar', node)
      fine = false
    }
    if (formula.bound.type.kind === 'Error') fine = false
    add(node, formula.name, formula.bound.type)
    formulas.push({ name: formula.name, run: formula.bound.run })
  }
  if (keys.length === 0 && formulas.length > 0) {
    b.error('SummarizeNeedsColumn', rest.at(-1) as Node)
    fine = false
  }
  if (!fine) b.badArguments(call)
  return {
    node: call,
    type: tableType(types),
    run: (ctx) => {
      const rows = rowsOf(source.run(ctx))
      if (rows === null || rows instanceof FxError) return rows
      ctx.rows(rows.length)
      const groups = groupRows(rows, keys)
      if (groups instanceof FxError) return groups
      return new FxTable(
        groups.map((members) => {
          const first = members[0]
          const out = new Map<string, FxValue>()
          for (const key of keys) out.set(key, first instanceof FxRecord ? first.get(key) : null)
          for (const { name, run } of formulas) {
            ctx.slots[rowSlot] = first ?? null
            ctx.slots[group] = new FxTable(members)
            out.set(name, run(ctx))
          }
          return new FxRecord(out)
        }),
      )
    },
  }
}

function addKey(
  b: Binder,
  node: Extract<Node, { kind: 'name' }>,
  fields: ReadonlyMap<string, FxType> | undefined,
  add: (node: Node, name: string, type: FxType) => void,
): boolean {
  const type = fields ? fields.get(node.name) : T.Any
  if (node.name === 'ThisGroup') b.error('ReservedColumn', node, ['ThisGroup', 'RenameColumns'])
  if (!type) {
    b.error('ColumnNotFound', node, [node.name])
    return false
  }
  add(node, node.name, type)
  if (!isAggregate(type)) return node.name !== 'ThisGroup'
  b.error('NotScalar', node)
  return false
}

/** `formula As name`, where the formula is more than a bare name. */
function bindFormula(b: Binder, node: Node, scope: Parameters<Binder['within']>[0]): { name: string; bound: Bound } | undefined {
  if (node.kind !== 'as' || node.left.kind === 'name') {
    if (node.kind !== 'as') b.within(scope, () => b.bind(node))
    b.error('SummarizeArguments', node)
    return undefined
  }
  const { left, name } = node
  return { name, bound: b.within(scope, () => b.bind(left)) }
}

function groupRows(rows: readonly FxValue[], keys: readonly string[]): FxValue[][] | FxError {
  const groups = new Map<string, FxValue[]>()
  for (const row of rows) {
    if (row instanceof FxError) return row
    const values = keys.map((key) => (row instanceof FxRecord ? row.get(key) : null))
    const problem = values.find((v) => v instanceof FxError)
    if (problem instanceof FxError) return problem
    const key = JSON.stringify(values.map(keyText))
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()]
}

export const summarizeFunctions: readonly FnDef[] = [
  special('tables', 'Summarize', 'table, ...column', 'One row per group, with formulas over each group.', bindSummarize, { min: 2 }),
]
