import { z } from 'zod'
import { defineNode } from '../define-node.ts'

export const actionScope = defineNode({
  kind: 'ActionScope',
  title: 'Group',
  schema: z.looseObject({ actions: z.array(z.unknown()).nullish() }),
  lower: (node, into) => into.actions(node.actions),
})
