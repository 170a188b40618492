import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { checkTarget } from './check-target.ts'

export const resetVariable = defineNode({
  kind: 'ResetVariable',
  title: 'Reset a variable',
  schema: z.looseObject({ variable: z.string() }),
  check: (node) => checkTarget(node.variable),
  run: (node, turn) => turn.setJson(node.variable, null),
})
