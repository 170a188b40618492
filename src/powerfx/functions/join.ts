import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import type { RowScope } from '../scope.ts'
import { fxError } from '../errors.ts'
import { boolOperand } from '../operators/operands.ts'
import { T, coerces, enumType, rowOf, tableType, type FxType } from '../types.ts'
import { FxEnumValue, FxError, FxRecord, FxTable, type FxValue } from '../values/value.ts'
import { rowsOf } from './rows-of.ts'
import { special, type FnDef } from './define.ts'

const F = 'tables'
type AsNode = Extract<Node, { kind: 'as' }>

type Side = { bound: Bound; name: string; slot: number; row: FxType }

function bindSide(b: Binder, node: Node, fallbackName: string): Side | undefined {
  const bound = b.bind(node.kind === 'as' ? node.left : node)
  if (bound.type.kind !== 'Table' && bound.type.kind !== 'Any') {
    b.error('BadType', bound.node)
    return undefined
  }
  const row = bound.type.kind === 'Table' ? rowOf(bound.type) : T.Any
  return { bound, name: node.kind === 'as' ? node.name : fallbackName, slot: b.newSlot(), row }
}

/** Join(left, right, predicate, type, LeftRecord.a As x, RightRecord.b As y...). All columns of the left table stay. */
function bindJoin(b: Binder, call: CallNode): Bound {
  const [leftNode, rightNode, predicateNode, typeNode, ...renames] = call.args as [Node, Node, Node, Node, ...AsNode[]]
  const left = bindSide(b, leftNode, 'LeftRecord')
  const right = bindSide(b, rightNode, 'RightRecord')
  if (!left || !right) {
    b.badArguments(call)
    for (const node of call.args.slice(2)) b.bind(node)
    return { node: call, type: T.Error, run: () => fxError('Internal') }
  }
  const scopes: RowScope[] = [left, right].map(({ slot, row, name }) => ({ slot, row, alias: name }))
  const inBoth = <R>(bind: () => R): R => b.within(scopes[0] as RowScope, () => b.within(scopes[1] as RowScope, bind))
  const predicate = inBoth(() => b.bind(predicateNode))
  const how = b.bind(typeNode)
  let fine = coerces(predicate.type, T.Boolean) && predicate.type.kind !== 'Error'
  if (!b.accepts(how, enumType('JoinType'))) fine = false
  const columns = bindColumns(b, renames, left, right)
  if (!columns.ok) fine = false
  if (!columns.picks.some((p) => p.side === right)) {
    b.error('JoinNeedsColumn', leftNode, [right.name])
    fine = false
  }
  if (!fine) b.badArguments(call)
  const test = boolOperand(predicate.run, predicate.type)
  return {
    node: call,
    type: tableType(columns.types),
    run: (ctx) => {
      const rows = [rowsOf(left.bound.run(ctx)), rowsOf(right.bound.run(ctx))]
      for (const r of rows) if (r === null || r instanceof FxError) return r
      const chosen = how.run(ctx)
      if (chosen instanceof FxError) return chosen
      const kind = String(chosen instanceof FxEnumValue ? chosen.value : (chosen ?? 'inner'))
      const [lefts, rights] = rows as [readonly FxValue[], readonly FxValue[]]
      ctx.rows(lefts.length * Math.max(1, rights.length))
      const matches = (l: FxValue, r: FxValue): FxValue => {
        ctx.slots[left.slot] = l
        ctx.slots[right.slot] = r
        return test(ctx)
      }
      const join = new Joiner(columns.picks, left, right)
      return new FxTable(join.rows(lefts, rights, kind, matches))
    },
  }
}

type Pick = { side: Side; from: string; to: string }

function bindColumns(b: Binder, nodes: readonly Node[], left: Side, right: Side): { picks: Pick[]; types: Map<string, FxType>; ok: boolean } {
  const picks: Pick[] = []
  const types = new Map<string, FxType>(left.row.kind === 'Record' ? left.row.fields : [])
  let ok = true
  for (const node of nodes) {
    const pick = readPick(b, node, left, right)
    ok &&= pick !== undefined
    if (!pick || node.kind !== 'as') continue
    const type = pick.side.row.kind === 'Record' ? pick.side.row.fields.get(pick.from) : T.Any
    if (pick.side === left && !picks.some((p) => p.side === left && p.from === pick.from)) types.delete(pick.from)
    if (types.has(pick.to)) {
      b.error('JoinCollision', node, [b.textOf(node)])
      ok = false
    }
    types.set(pick.to, type ?? T.Error)
    picks.push(pick)
  }
  return { picks, types, ok }
}

function readPick(b: Binder, node: Node, left: Side, right: Side): Pick | undefined {
  if (node.kind !== 'as' || node.left.kind !== 'dot') {
    b.error('JoinNotAs', node)
    return undefined
  }
  const owner = node.left.left
  const side = owner.kind === 'name' ? [left, right].find((s) => s.name === owner.name) : undefined
  if (!side) {
    b.error('JoinNotScope', node, [b.textOf(owner), left.name, right.name])
    return undefined
  }
  if (side.row.kind === 'Record' && !side.row.fields.has(node.left.name)) {
    b.error('NameNotFound', node.left, [node.left.name])
    return undefined
  }
  return { side, from: node.left.name, to: node.name }
}

class Joiner {
  private readonly picks: readonly Pick[]
  private readonly left: Side
  private readonly right: Side
  constructor(picks: readonly Pick[], left: Side, right: Side) {
    this.picks = picks
    this.left = left
    this.right = right
  }

  rows(lefts: readonly FxValue[], rights: readonly FxValue[], kind: string, test: (l: FxValue, r: FxValue) => FxValue): FxValue[] {
    const out: FxValue[] = []
    const used = new Set<FxValue>()
    for (const l of lefts) {
      let found = false
      for (const r of rights) {
        const matched = l instanceof FxError ? l : r instanceof FxError ? r : test(l, r)
        if (matched instanceof FxError) out.push(matched)
        else if (matched === true) out.push(this.merge(l, r))
        if (matched === true) used.add(r)
        found ||= matched === true
      }
      if (!found && (kind === 'left' || kind === 'full') && !(l instanceof FxError) && !out.some((o) => o instanceof FxError && rights.length === 1)) {
        if (!rights.some((r) => r instanceof FxError)) out.push(this.merge(l, null))
      }
    }
    if (kind === 'right' || kind === 'full') for (const r of rights) if (!used.has(r) && !(r instanceof FxError)) out.push(this.merge(null, r))
    return out
  }

  private merge(l: FxValue, r: FxValue): FxRecord {
    const fields = new Map<string, FxValue>()
    const renamed = new Set(this.picks.filter((p) => p.side === this.left).map((p) => p.from))
    const names = l instanceof FxRecord ? [...l.fields.keys()] : this.left.row.kind === 'Record' ? [...this.left.row.fields.keys()] : []
    for (const name of names) if (!renamed.has(name)) fields.set(name, l instanceof FxRecord ? l.get(name) : null)
    for (const { side, from, to } of this.picks) {
      const row = side === this.right ? r : l
      fields.set(to, row instanceof FxRecord ? row.get(from) : null)
    }
    return new FxRecord(fields)
  }
}

export const joinFunctions: readonly FnDef[] = [
  special(F, 'Join', 'left, right, condition: Boolean, type: JoinType, ...column', 'Rows of two tables put together.', bindJoin, { min: 5 }),
]
