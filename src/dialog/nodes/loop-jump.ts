import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'

/** BreakLoop and ContinueLoop: a jump out of the nearest loop around the node, or to its next row. */
export const loopJump = (kind: string, title: string, to: 'onBreak' | 'onContinue') =>
  defineNode({
    kind,
    title,
    schema: z.looseObject({ id: z.string() }),
    lower(node, into) {
      const loop = into.currentLoop()
      into.emit(node.id, kind, (turn) => turn.goTo((loop ?? outside(node.id))[to].at))
    },
  })

function outside(id: string): never {
  throw new ContentFailure('InvalidContent', `The node ${id} is not inside a loop.`)
}
