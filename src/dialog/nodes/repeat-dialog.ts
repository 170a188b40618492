import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { binding, readInputs } from './topic-binding.ts'

export const repeatDialog = defineNode({
  kind: 'RepeatDialog',
  title: 'Start this topic again',
  schema: z.looseObject({ input: binding }),
  run: (node, turn) => turn.restartTopic(readInputs(turn, node.input)),
})
