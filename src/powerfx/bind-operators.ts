import type { Node } from './ast.ts'
import { constant, failed, type Binder, type Bound } from './binder.ts'
import { coercer } from './coerce.ts'
import { enumByName } from './enums.ts'
import {
  boolOperand, concatText, dateArithmetic, decArithmetic, decOperand, equality, floatArithmetic, floatOperand, lazyLogic,
  looseArithmetic, memberOf, narrowFloatOperand, negate, not, ordering, planEval, textIn, type ArithmeticOp,
} from './operators.ts'
import type { Eval } from './runtime.ts'
import { T, coerces, isAggregate, isDateLike, isNumeric, onlyColumn, typeName, type FxType } from './types.ts'
import { Dec } from './values/decimal.ts'
import { FxEnumValue } from './values/value.ts'

type BinaryNode = Extract<Node, { kind: 'binary' }>

const LISTS = {
  arithmetic: 'Decimal, Number, Text, Boolean, Date, Time, DateTimeNoTimeZone, DateTime, Dynamic',
  power: 'Number, Decimal, Text, Boolean, Dynamic',
  unary: 'Decimal, Text, Boolean, Dynamic',
  logic: 'Boolean, Number, Decimal, Text, Dynamic',
  order: 'Number, Decimal, Date, Time, DateTime, Dynamic',
  text: 'Text, Number, Decimal, Date, Time, DateTime, Boolean, Dynamic',
}

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

/* --- arithmetic --- */

function checkOperand(b: Binder, operand: Bound, to: FxType, list: string): boolean {
  if (operand.type.kind !== 'Error' && coerces(operand.type, to)) return true
  b.error('BadTypeList', operand.node, [list])
  return false
}

function bindArithmetic(b: Binder, node: BinaryNode, op: ArithmeticOp, left: Bound, right: Bound): Bound {
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

/* --- text --- */

/** Flattens `a & b & c` so that long glued texts do not nest. */
function concatParts(node: BinaryNode): Node[] {
  const parts: Node[] = []
  let at: Node = node
  while (at.kind === 'binary' && at.op === '&') {
    parts.push(at.right)
    at = at.left
  }
  parts.push(at)
  return parts.reverse()
}

function bindConcat(b: Binder, node: BinaryNode): Bound {
  const parts = concatParts(node).map((part) => b.bind(part))
  let fixed: string | undefined = ''
  for (const part of parts) {
    if (part.type.kind === 'Error' || !coerces(part.type, T.Text)) b.error('BadArgumentType', part.node, [typeName(part.type), 'Text'])
    const value = part.constant instanceof FxEnumValue ? part.constant.value : part.constant
    fixed = fixed !== undefined && typeof value === 'string' ? fixed + value : undefined
  }
  const type = concatType(parts)
  const text = concatText(parts.map((part) => part.run))
  if (type.kind === 'Enum') {
    const convert = coercer(type)
    const bound: Bound = { node, type, run: (ctx) => convert(text(ctx), ctx) }
    return fixed === undefined ? bound : { ...bound, constant: fixed }
  }
  return fixed === undefined ? { node, type, run: text } : constant(node, type, fixed)
}

/** Joining members of an enum that allows it stays in the enum; so does joining with text when text is welcome there. */
export function concatType(parts: readonly Bound[]): FxType {
  let found: FxType | undefined
  for (const { type } of parts) {
    if (type.kind !== 'Enum') continue
    const info = enumByName(type.name)
    if (!info?.concat) return T.Text
    if (found && 'name' in found && found.name !== type.name) return T.Text
    found = type
  }
  if (!found || !('name' in found)) return T.Text
  const welcomesText = enumByName(found.name)?.fromBacking
  return parts.every(({ type }) => type.kind === 'Enum' || (welcomesText && type.kind === 'Text')) ? found : T.Text
}

/* --- logic --- */

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

/* --- comparison --- */

function bindEquality(b: Binder, node: BinaryNode, left: Bound, right: Bound): Bound {
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

function bindOrdering(b: Binder, node: BinaryNode, op: '<' | '<=' | '>' | '>=', left: Bound, right: Bound): Bound {
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

/* --- membership --- */

function bindIn(b: Binder, node: BinaryNode, left: Bound, right: Bound): Bound {
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

