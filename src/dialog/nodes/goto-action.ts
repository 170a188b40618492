import { z } from 'zod'
import { defineNode } from '../define-node.ts'

export const gotoAction = defineNode({
  kind: 'GotoAction',
  title: 'Go to a node',
  schema: z.looseObject({ actionId: z.string() }),
  run: (node, turn) => turn.goToNode(node.actionId),
})
