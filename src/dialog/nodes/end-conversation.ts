import { z } from 'zod'
import { defineNode } from '../define-node.ts'

export const endConversation = defineNode({
  kind: 'EndConversation',
  title: 'End the conversation',
  schema: z.looseObject({}),
  run: (_node, turn) => turn.end(),
})
