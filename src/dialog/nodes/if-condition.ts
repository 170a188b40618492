import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { lowerBranches } from './lower-branches.ts'

/** Older files write a single branch as a node of its own. */
export const ifCondition = defineNode({
  kind: 'IfCondition',
  title: 'Branch on a condition',
  schema: z.looseObject({ id: z.string(), condition: z.unknown().optional(), actions: z.array(z.unknown()).nullish(), elseActions: z.array(z.unknown()).nullish() }),
  lower: (node, into) => lowerBranches(into, { id: node.id, kind: 'IfCondition', branches: [node], otherwise: node.elseActions ?? [] }),
})
