import type { Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import { type Bound, constant, failed } from '../bound.ts'
import { isDateLike, isNumeric, T } from '../types.ts'
import { Dec } from '../values/decimal.ts'
import { decArithmetic, floatArithmetic, looseArithmetic, negate } from './arithmetic.ts'
import { bindArithmetic } from './bind-arithmetic.ts'
import { bindEquality, bindOrdering } from './bind-comparison.ts'
import { bindConcat } from './bind-concat.ts'
import { bindIn } from './bind-membership.ts'
import { type BinaryNode, checkOperand, LISTS } from './check-operand.ts'
import { boolOperand, decOperand, floatOperand } from './operands.ts'
import { lazyLogic, not } from './text-and-logic.ts'

export function bindBinary(b: Binder, node: BinaryNode): Bound {
  if (node.op === '&') return bindConcat(b, node)
  if (node.op === '||' || node.op === '&&') return bindLogic(b, node)
  const left = b.bind(node.left)
  const right = b.bind(node.right)
  switch (node.op) {
    case '=':
    case '<>':
      return bindEquality(b, node, left, right)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return bindOrdering(b, node, node.op, left, right)
    case 'in':
    case 'exactin':
      return bindIn(b, node, left, right)
    default:
      return bindArithmetic(b, node, node.op, left, right)
  }
}

export function bindUnary(b: Binder, node: Extract<Node, { kind: 'unary' }>): Bound {
  const arg = b.bind(node.arg)
  if (node.op === '!') {
    checkOperand(b, arg, T.Boolean, LISTS.logic)
    return { node, type: T.Boolean, run: not(boolOperand(arg.run, arg.type)) }
  }
  if (!checkOperand(b, arg, T.Decimal, LISTS.unary)) return { ...failed(node), type: T.Decimal }
  if (node.op === '-') return bindNegation(node, arg)
  const hundred = new Dec(100, 0)
  if (arg.type.kind === 'Number') return { node, type: T.Number, run: floatArithmetic('/', floatOperand(arg.run), () => 100) }
  if (arg.type.kind === 'Any') return { node, type: T.Any, run: looseArithmetic('/', arg.run, () => hundred) }
  return { node, type: T.Decimal, run: decArithmetic('/', decOperand(arg.run, arg.type), () => hundred) }
}

function bindNegation(node: Node, arg: Bound): Bound {
  const keeps = isNumeric(arg.type) || isDateLike(arg.type) || arg.type.kind === 'Any'
  const type = keeps ? arg.type : T.Decimal
  const { constant: value } = arg
  if (value instanceof Dec) return constant(node, T.Decimal, new Dec(value.m === 0 ? 0 : -value.m, value.s))
  return { node, type, run: negate(arg.run) }
}

function bindLogic(b: Binder, node: BinaryNode): Bound {
  const parts: Node[] = []
  let at: Node = node
  while (at.kind === 'binary' && at.op === node.op) {
    parts.push(at.right)
    at = at.left
  }
  parts.push(at)
  const runs = parts.reverse().map((part) => {
    const bound = b.bind(part)
    checkOperand(b, bound, T.Boolean, LISTS.logic)
    return boolOperand(bound.run, bound.type)
  })
  return { node, type: T.Boolean, run: lazyLogic(node.op === '||', runs) }
}
