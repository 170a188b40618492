import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { binding, readInputs } from './topic-binding.ts'

export const beginDialog = defineNode({
  kind: 'BeginDialog',
  title: 'Go to another topic',
  schema: z.looseObject({ id: z.string(), dialog: z.string(), input: binding, output: binding, activityProcessed: z.unknown().optional() }),
  run(node, turn) {
    const outputs = Object.fromEntries(Object.entries(node.output?.binding ?? {}).map(([name, path]) => [name, String(path)]))
    turn.begin(turn.string(node.dialog), {
      inputs: readInputs(turn, node.input),
      ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
      reason: `redirected by ${node.id}`,
      unread: !turn.boolean(node.activityProcessed, true),
    })
  },
})
