import { z } from 'zod'
import { renderActivity } from '../activity-template.ts'
import { defineNode } from '../define-node.ts'
import { changeMessage, changed } from './change-message.ts'

export const updateActivity = defineNode({
  kind: 'UpdateActivity',
  title: 'Change a message',
  schema: z.looseObject({ id: z.string(), activityId: z.unknown().optional(), activity: z.unknown().optional() }),
  run: (node, turn) => changeMessage(turn, node, renderActivity(node.activity, turn)),
  resume: changed,
})
