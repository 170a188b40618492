import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { editTableIn } from './table-edit.ts'

export const editTableV2 = defineNode({
  kind: 'EditTableV2',
  title: 'Edit a table',
  schema: z.looseObject({
    itemsVariable: z.string(),
    changeType: z.looseObject({ kind: z.string(), value: z.unknown().optional(), resultVariable: z.string().optional() }),
  }),
  run(node, turn) {
    const { kind, value, resultVariable } = node.changeType
    editTableIn(turn, { itemsVariable: node.itemsVariable, changeType: kind.replace(/(Items?)?Operation$/, ''), value, resultVariable })
  },
})
