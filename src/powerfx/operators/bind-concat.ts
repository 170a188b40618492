import type { Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import { type Bound, constant } from '../bound.ts'
import { coercer } from '../coerce/coerce.ts'
import { enumByName } from '../enums.ts'
import { coerces, type FxType, T, typeName } from '../types.ts'
import { FxEnumValue } from '../values/value.ts'
import type { BinaryNode } from './check-operand.ts'
import { concatText } from './text-and-logic.ts'

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

export function bindConcat(b: Binder, node: BinaryNode): Bound {
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
