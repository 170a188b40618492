import { z } from 'zod'
import { defineNode } from '../define-node.ts'

/** The topic does not start by itself any more in this conversation; redirects still reach it. */
export const disableTrigger = defineNode({
  kind: 'DisableTrigger',
  title: 'Disable a trigger',
  schema: z.looseObject({ dialog: z.string() }),
  run(node, turn) {
    const { state } = turn
    state.disabled = [...new Set([...(state.disabled ?? []), turn.string(node.dialog)])]
  },
})
