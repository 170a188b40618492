import type { Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { coerces, type FxType } from '../types.ts'

export type BinaryNode = Extract<Node, { kind: 'binary' }>

export const LISTS = {
  arithmetic: 'Decimal, Number, Text, Boolean, Date, Time, DateTimeNoTimeZone, DateTime, Dynamic',
  power: 'Number, Decimal, Text, Boolean, Dynamic',
  unary: 'Decimal, Text, Boolean, Dynamic',
  logic: 'Boolean, Number, Decimal, Text, Dynamic',
  order: 'Number, Decimal, Date, Time, DateTime, Dynamic',
  text: 'Text, Number, Decimal, Date, Time, DateTime, Boolean, Dynamic',
}

export function checkOperand(b: Binder, operand: Bound, to: FxType, list: string): boolean {
  if (operand.type.kind !== 'Error' && coerces(operand.type, to)) return true
  b.error('BadTypeList', operand.node, [list])
  return false
}
