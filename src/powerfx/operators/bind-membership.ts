import type { Binder } from '../binder.ts'
import { type Bound, failed } from '../bound.ts'
import { coerces, isAggregate, onlyColumn, T, typeName } from '../types.ts'
import type { BinaryNode } from './check-operand.ts'
import { memberOf, textIn } from './membership.ts'

export function bindIn(b: Binder, node: BinaryNode, left: Bound, right: Bound): Bound {
  const exact = node.op === 'exactin'
  const fail: Bound = { ...failed(node), type: T.Boolean }
  if (right.type.kind === 'Any' || left.type.kind === 'Any') {
    return { node, type: T.Boolean, run: right.type.kind === 'Text' ? textIn(left.run, right.run, exact) : memberOf(left.run, right.run, exact, T.Any) }
  }
  if (right.type.kind === 'Record') {
    b.error('CannotUseType', right.node, ['Record'])
    return fail
  }
  if (right.type.kind === 'Table') return bindInTable(b, node, left, right, exact)
  if (isAggregate(left.type)) {
    b.error('CannotUseType', left.node, [left.type.kind])
    return fail
  }
  for (const side of [left, right]) {
    if (side.type.kind === 'Error' || !coerces(side.type, T.Text)) b.error('BadArgumentType', side.node, [typeName(side.type), 'Text'])
  }
  return { node, type: T.Boolean, run: textIn(left.run, right.run, exact) }
}

function bindInTable(b: Binder, node: BinaryNode, left: Bound, right: Bound, exact: boolean): Bound {
  const fail: Bound = { ...failed(node), type: T.Boolean }
  const column = onlyColumn(right.type)
  if (left.type.kind === 'Table') {
    b.error(column ? 'CannotUseType' : 'NeedsColumn', column ? left.node : right.node, ['Table'])
    return fail
  }
  if (left.type.kind === 'Record') return { node, type: T.Boolean, run: memberOf(left.run, right.run, exact, T.Any) }
  if (!column) {
    b.error('NeedsColumn', right.node)
    return fail
  }
  const [, wanted] = column
  if (!coerces(left.type, wanted)) {
    b.error('CannotConvert', left.node, [typeName(left.type), typeName(wanted)])
    return fail
  }
  return { node, type: T.Boolean, run: memberOf(left.run, right.run, exact, wanted) }
}
