import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { lowerBranches } from './lower-branches.ts'

const branch = z.looseObject({ id: z.string().optional(), condition: z.unknown().optional(), actions: z.array(z.unknown()).nullish() })

/** The first branch whose condition holds; else the other actions; else nothing. */
export const conditionGroup = defineNode({
  kind: 'ConditionGroup',
  title: 'Branch on a condition',
  schema: z.looseObject({ id: z.string(), conditions: z.array(branch).nullish(), elseActions: z.array(z.unknown()).nullish() }),
  lower: (node, into) => lowerBranches(into, { id: node.id, kind: 'ConditionGroup', branches: node.conditions ?? [], otherwise: node.elseActions ?? [] }),
})
