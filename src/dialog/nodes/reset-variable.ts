import { z } from 'zod'
import { defineNode } from '../define-node.ts'

export const resetVariable = defineNode({
  kind: 'ResetVariable',
  title: 'Reset a variable',
  schema: z.looseObject({ variable: z.string() }),
  run: (node, turn) => turn.setJson(node.variable, null),
})
