import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import type { RowScope } from '../scope.ts'
import type { Ctx, Eval } from '../runtime.ts'
import { T, rowOf, typeName, type FxType } from '../types.ts'
import type { FxError, FxValue } from '../values/value.ts'
import { rowsOf } from './rows-of.ts'

/** A table argument, perhaps renamed with `As`, ready to open a row scope. */
export type Source = { bound: Bound; rows: (ctx: Ctx) => readonly FxValue[] | FxError | null; scope: RowScope; ok: boolean }

/** `STRICT`: Blank will not do. `dynamic`: an untyped array will. */
export const STRICT = 'strict'
type Wanted = 'table' | 'dynamic' | typeof STRICT

export function bindSource(b: Binder, call: CallNode, node: Node, wanted: Wanted = 'table'): Source {
  const alias = node.kind === 'as' ? node.name : undefined
  const bound = b.bind(node.kind === 'as' ? node.left : node)
  const { kind } = bound.type
  const ok = kind === 'Table' || kind === 'Any' || (kind === 'Blank' && wanted !== STRICT) || (wanted === 'dynamic' && kind === 'Dynamic')
  if (!ok) {
    if (wanted === STRICT) b.error('BadType', bound.node)
    else if (kind !== 'Error') b.error('BadArgumentType', bound.node, [typeName(bound.type), 'Table'])
    b.badArguments(call)
  }
  const row: FxType = bound.type.kind === 'Table' ? rowOf(bound.type) : kind === 'Dynamic' ? T.Dynamic : kind === 'Any' ? T.Any : T.Blank
  const scope = { slot: b.newSlot(), row, ...(alias === undefined ? {} : { alias }), ...(kind === 'Error' || kind === 'Blank' ? { hidden: true } : {}) }
  return { bound, rows: (ctx) => rowsOf(bound.run(ctx)), scope, ok }
}

/** Whether a bound argument may be a table, with a complaint where it cannot. */
export function acceptsTable(b: Binder, { node, type }: Bound): boolean {
  const { kind } = type
  if (kind === 'Table' || kind === 'Any' || kind === 'Blank' || kind === 'Dynamic') return true
  if (kind !== 'Error') b.error('BadArgumentType', node, [typeName(type), 'Table'])
  return false
}

/** Runs a formula for each row; rows are counted against the fuel. */
export function eachRow(ctx: Ctx, rows: readonly FxValue[], slot: number, run: Eval): FxValue[] {
  ctx.rows(rows.length)
  const out: FxValue[] = []
  for (const row of rows) {
    ctx.slots[slot] = row
    out.push(run(ctx))
  }
  return out
}
