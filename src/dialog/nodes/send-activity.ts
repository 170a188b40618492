import { z } from 'zod'
import { renderActivity } from '../activity-template.ts'
import { defineNode } from '../define-node.ts'

export const sendActivity = defineNode({
  kind: 'SendActivity',
  title: 'Send a message',
  schema: z.looseObject({ activity: z.unknown().optional() }),
  run(node, turn) {
    turn.send(renderActivity(node.activity, turn))
  },
})
