import type { Binder } from '../binder.ts'
import { type Bound, failed } from '../bound.ts'
import { coercer } from '../coerce/coerce.ts'
import { enumByName } from '../enums.ts'
import type { Eval } from '../runtime.ts'
import { type FxType, isAggregate, isDateLike, isNumeric, T, typeName } from '../types.ts'
import { type BinaryNode, LISTS } from './check-operand.ts'
import { equality } from './equality.ts'
import { ordering } from './order.ts'

export function bindEquality(b: Binder, node: BinaryNode, left: Bound, right: Bound): Bound {
  const plan = equalityPlan(left.type, right.type)
  if (!plan) {
    b.error('Incomparable', node, [typeName(left.type), typeName(right.type)])
    return { ...failed(node), type: T.Boolean }
  }
  const [x, y] = [convertWith(left.run, plan[0]), convertWith(right.run, plan[1])]
  return { node, type: T.Boolean, run: equality(x, y, node.op === '<>') }
}

const convertWith = (run: Eval, to: FxType | null): Eval => {
  if (!to) return run
  const convert = coercer(to)
  return (ctx) => convert(run(ctx), ctx)
}

/** What each side is converted to before comparing (null: nothing), or undefined when they cannot be compared. */
function equalityPlan(a: FxType, b: FxType): [FxType | null, FxType | null] | undefined {
  if (a.kind === 'Error' || b.kind === 'Error') return undefined
  if (a.kind === 'Any' || b.kind === 'Any' || a.kind === 'Blank' || b.kind === 'Blank') return [null, null]
  if (a.kind === 'Dynamic') return b.kind === 'Dynamic' || isAggregate(b) ? undefined : [b, null]
  if (b.kind === 'Dynamic') return isAggregate(a) ? undefined : [null, a]
  const numberLike = (t: FxType): boolean => isNumeric(t) || isDateLike(t)
  if (numberLike(a) && numberLike(b)) return [null, null]
  if (a.kind === 'Enum' || b.kind === 'Enum') return enumEquality(a, b) ? [null, null] : undefined
  if (a.kind !== b.kind || isAggregate(a)) return undefined
  return 'name' in a && 'name' in b && a.name !== b.name ? undefined : [null, null]
}

function enumEquality(a: FxType, b: FxType): boolean {
  if (a.kind === 'Enum' && b.kind === 'Enum') return a.name === b.name
  const [named, other] = a.kind === 'Enum' ? [a, b] : [b as Extract<FxType, { name: string }>, a]
  const info = enumByName(named.name)
  if (!info || !(info.toBacking || info.fromBacking)) return false
  return info.backing === 'Number' ? isNumeric(other) : info.backing === other.kind
}

export function bindOrdering(b: Binder, node: BinaryNode, op: '<' | '<=' | '>' | '>=', left: Bound, right: Bound): Bound {
  const type = T.Boolean
  const [x, y] = [left.type, right.type]
  if (x.kind === 'Enum' || y.kind === 'Enum') {
    const problem = enumOrderProblem(x, y)
    if (problem) b.error(problem, node, [typeName(x), typeName(y)])
    return problem ? { ...failed(node), type } : { node, type, run: ordering(op, left.run, right.run) }
  }
  if (x.kind === 'Dynamic' && y.kind === 'Dynamic') {
    b.error('BadOperands', node, ['Dynamic', 'Dynamic'])
    return { ...failed(node), type }
  }
  let fine = true
  for (const side of [left, right]) {
    const { kind } = side.type
    if (isNumeric(side.type) || isDateLike(side.type) || kind === 'Blank' || kind === 'Dynamic' || kind === 'Any') continue
    b.error('BadTypeList', side.node, [LISTS.order])
    fine = false
  }
  if (!fine) return { ...failed(node), type }
  return { node, type, run: ordering(op, convertWith(left.run, orderTarget(x, y)), convertWith(right.run, orderTarget(y, x))) }
}

/** An untyped side is read as whatever the other side is. */
function orderTarget(mine: FxType, other: FxType): FxType | null {
  if (mine.kind !== 'Dynamic') return null
  return isDateLike(other) || other.kind === 'Number' ? other : T.Decimal
}

function enumOrderProblem(x: FxType, y: FxType): 'NotOrdered' | 'Incomparable' | undefined {
  const named = x.kind === 'Enum' ? x : (y as Extract<FxType, { name: string }>)
  const info = enumByName(named.name)
  const ordered = info?.backing === 'Number' && info.toBacking
  if (x.kind === 'Enum' && y.kind === 'Enum' && x.name === y.name) return ordered ? undefined : 'NotOrdered'
  const other = x.kind === 'Enum' ? y : x
  return ordered && (isNumeric(other) || other.kind === 'Blank') ? undefined : 'Incomparable'
}
