import { editDistance } from '../../platform/index.ts'
import type { Node, Span } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { FxType } from '../types.ts'

/** A column named by an identifier (or by text, in lenient hosts' older formulas). */
export function columnName(b: Binder, node: Node): string | undefined {
  if (node.kind === 'name') return node.name
  b.error('IdentifierExpected', node)
  return undefined
}

export function missingColumn(b: Binder, span: Span, name: string, fields: ReadonlyMap<string, FxType>): void {
  const similar = closest(name, [...fields.keys()])
  if (similar === undefined) b.error('ColumnNotFound', span, [name])
  else b.error('ColumnNotFoundSimilar', span, [name, similar])
}

function closest(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined
  let bestDistance = Infinity
  for (const candidate of names) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance && distance <= Math.max(1, Math.floor(candidate.length / 2))) [best, bestDistance] = [candidate, distance]
  }
  return best
}
