import type { Node } from './ast.ts'
import { fxError } from './errors.ts'
import type { Eval } from './runtime.ts'
import { type FxType, T } from './types.ts'
import type { FxValue } from './values/value.ts'

/** A node with its type and the closure that evaluates it. `constant` is set when the value is known already. */
export type Bound = { readonly node: Node; readonly type: FxType; readonly run: Eval; readonly constant?: FxValue }

export const constant = (node: Node, type: FxType, value: FxValue): Bound => ({ node, type, run: () => value, constant: value })

export const failed = (node: Node): Bound => ({ node, type: T.Error, run: () => fxError('Internal') })
