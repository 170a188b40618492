import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { binding, readInputs } from './topic-binding.ts'

export const replaceDialog = defineNode({
  kind: 'ReplaceDialog',
  title: 'Go to another topic for good',
  schema: z.looseObject({ id: z.string(), dialog: z.string(), input: binding, activityProcessed: z.unknown().optional() }),
  run(node, turn) {
    const options = { inputs: readInputs(turn, node.input), reason: `replaced by ${node.id}`, unread: !turn.boolean(node.activityProcessed, true) }
    turn.replace(turn.string(node.dialog), options)
  },
})
