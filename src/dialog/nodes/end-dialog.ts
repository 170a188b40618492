import { z } from 'zod'
import { defineNode } from '../define-node.ts'

export const endDialog = defineNode({
  kind: 'EndDialog',
  title: 'End this topic',
  schema: z.looseObject({ clearTopicQueue: z.unknown().optional(), value: z.unknown().optional() }),
  run(node, turn) {
    turn.endTopic()
    // Other topics that wanted to answer the same message stay silent; the message itself goes on.
    if (turn.boolean(node.clearTopicQueue, true)) turn.dropQueuedTopics()
    if (node.clearTopicQueue === true) turn.dropInterrupted()
  },
})
