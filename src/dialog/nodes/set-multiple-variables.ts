import { z } from 'zod'
import { defineNode } from '../define-node.ts'

export const setMultipleVariables = defineNode({
  kind: 'SetMultipleVariables',
  title: 'Set several variables',
  schema: z.looseObject({ assignments: z.array(z.looseObject({ variable: z.string(), value: z.unknown().optional() })).nullish() }),
  run(node, turn) {
    for (const { variable, value } of node.assignments ?? []) turn.set(variable, turn.value(value))
  },
})
