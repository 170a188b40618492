import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { changeMessage, changed } from './change-message.ts'

export const deleteActivity = defineNode({
  kind: 'DeleteActivity',
  title: 'Delete a message',
  schema: z.looseObject({ id: z.string(), activityId: z.unknown().optional() }),
  run: (node, turn) => changeMessage(turn, node, undefined),
  resume: changed,
})
