import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { checkTarget } from './check-target.ts'

export const setTextVariable = defineNode({
  kind: 'SetTextVariable',
  title: 'Set a text variable',
  schema: z.looseObject({ variable: z.string(), value: z.unknown().optional() }),
  check: (node) => checkTarget(node.variable),
  run: (node, turn) => turn.set(node.variable, turn.text(node.value)),
})
