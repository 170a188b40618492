import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { editTableIn } from './table-edit.ts'

export const editTable = defineNode({
  kind: 'EditTable',
  title: 'Edit a table',
  schema: z.looseObject({ changeType: z.string(), itemsVariable: z.string(), value: z.unknown().optional(), resultVariable: z.string().optional() }),
  run: (node, turn) => editTableIn(turn, node),
})
