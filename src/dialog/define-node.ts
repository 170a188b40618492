import type { z } from 'zod'
import type { Activity } from '../contracts/activity.ts'
import type { Lowering } from './lower.ts'
import type { Turn } from './turn.ts'
import type { CallResult } from './types.ts'

/** Whether what the customer said answers the prompt that waits: all of it, perhaps a part of it, or not at all. */
type Fit = 'exact' | 'possible' | 'no'

/**
 * A kind of node in a topic. To add one, write it in a file of its own and put it into the list of `nodes/index.ts`.
 * `run` acts on the turn and returns; unless it waits, jumps or ends the topic, the next node follows.
 */
export type NodeKind<Node = unknown> = {
  kind: string
  /** What the canvas calls it. */
  title: string
  schema: z.ZodType<Node>
  /** What it needs and this installation does not have: it fails when it runs, with this reason. */
  missing?: string
  /** What the original node does and this one does not, for docs/node-kinds.md. */
  partly?: string
  /** Why a node that the schema accepts will fail nevertheless; `checkNodes` reports it before it does. */
  check?(node: Node): string | undefined
  run?(node: Node, turn: Turn): void
  /** Nodes that hold other nodes say themselves how they become instructions. */
  lower?(node: Node, into: Lowering): void
  /** Nodes that wait for the customer (`turn.wait()`). */
  prompt?: {
    fits(node: Node, turn: Turn, activity: Activity): Fit
    answer(node: Node, turn: Turn, activity: Activity): void
    /** After an interruption: ask the same thing once more. */
    again(node: Node, turn: Turn): void
  }
  /** Nodes that asked the outside (`turn.request`) go on here. */
  resume?(node: Node, turn: Turn, result: CallResult): void
}

export function defineNode<Schema extends z.ZodType>(kind: NodeKind<z.infer<Schema>> & { schema: Schema }): NodeKind<z.infer<Schema>> {
  return kind
}
