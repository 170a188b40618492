import type { Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import { type Bound, failed } from '../bound.ts'
import type { Eval } from '../runtime.ts'
import { type FxType, isDateLike, T, typeName } from '../types.ts'
import { Dec } from '../values/decimal.ts'
import { type ArithmeticOp, decArithmetic, floatArithmetic, looseArithmetic } from './arithmetic.ts'
import { type BinaryNode, checkOperand, LISTS } from './check-operand.ts'
import { dateArithmetic, planEval } from './date-arithmetic.ts'
import { decOperand, floatOperand, narrowFloatOperand } from './operands.ts'

export function bindArithmetic(b: Binder, node: BinaryNode, op: ArithmeticOp, left: Bound, right: Bound): Bound {
  const wanted = op === '^' ? T.Number : T.Decimal
  const list = op === '^' ? LISTS.power : LISTS.arithmetic
  const allowed = (x: Bound): boolean =>
    op === '^' && isDateLike(x.type) ? (b.error('BadTypeList', x.node, [list]), false) : checkOperand(b, x, wanted, list)
  const fine = [allowed(left), allowed(right)].every(Boolean)
  if (!fine) return { ...failed(node), type: op === '^' ? T.Number : T.Decimal }
  const folded = foldInteger(node, op, left, right)
  if (folded) return folded
  if (left.type.kind === 'Any' || right.type.kind === 'Any') {
    return { node, type: T.Any, run: looseArithmetic(op, left.run, right.run) }
  }
  if (op === '^') return { node, type: T.Number, run: floatArithmetic(op, floatOperand(left.run), floatOperand(right.run)) }
  if ((op === '+' || op === '-') && (isDateLike(left.type) || isDateLike(right.type))) return bindDates(b, node, op, left, right)
  if (left.type.kind === 'Number' || right.type.kind === 'Number') {
    return { node, type: T.Number, run: floatArithmetic(op, floatOperand(left.run), (op === '-' ? narrowFloatOperand : floatOperand)(right.run)) }
  }
  return { node, type: T.Decimal, run: decArithmetic(op, decOperand(left.run, left.type), decOperand(right.run, right.type)) }
}

/** Small whole literals are added up while binding, as people write `24 * 60`. */
function foldInteger(node: Node, op: ArithmeticOp, left: Bound, right: Bound): Bound | undefined {
  const [x, y] = [left.constant, right.constant]
  if (!(x instanceof Dec && y instanceof Dec) || op === '/' || op === '^' || x.s || y.s) return undefined
  const n = op === '+' ? Number(x.m) + Number(y.m) : op === '-' ? Number(x.m) - Number(y.m) : Number(x.m) * Number(y.m)
  if (!Number.isSafeInteger(n)) return undefined
  const value = new Dec(n === 0 ? 0 : n, 0)
  // Not `constant`: a pattern or format has to be written out, sums do not count.
  return { node, type: T.Decimal, run: () => value }
}

const dateKind = (type: FxType): 'Date' | 'DateTime' | 'Time' | 'Number' =>
  type.kind === 'Date' || type.kind === 'DateTime' || type.kind === 'Time' ? type.kind : 'Number'

function bindDates(b: Binder, node: BinaryNode, op: '+' | '-', left: Bound, right: Bound): Bound {
  const plan = dateArithmetic(op, dateKind(left.type), dateKind(right.type))
  if (plan === 'bad') {
    b.error('BadOperands', node, [typeName(left.type), typeName(right.type)])
    return failed(node)
  }
  const operand = (x: Bound): Eval => (isDateLike(x.type) || x.type.kind === 'Number' ? x.run : decOperand(x.run, x.type))
  return { node, type: T[plan.result], run: planEval(plan, op, operand(left), operand(right)) }
}
