import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import type { Turn } from '../turn.ts'

export const clearAllVariables = defineNode({
  kind: 'ClearAllVariables',
  title: 'Clear variables',
  schema: z.looseObject({ variables: z.unknown().optional() }),
  partly: '`UserScopedVariables` has nothing to clear: variables of scope User live as long as the conversation',
  check: ({ variables }) => (typeof variables !== 'string' || variables.startsWith('=') || sets.includes(variables) ? undefined : `"${variables}" is not a set of variables that can be cleared.`),
  run: (node, turn) => clear(turn, node.variables === undefined ? 'ConversationScopedVariables' : turn.string(node.variables)),
})

const sets = ['ConversationHistory', 'UserScopedVariables', 'AllGlobalVariables', 'ConversationScopedVariables']

function clear(turn: Turn, which: string) {
  const { state } = turn
  switch (which) {
    case 'ConversationHistory':
      state.topics = []
      state.phrases = []
      return
    case 'UserScopedVariables':
      return
    case 'AllGlobalVariables':
    case 'ConversationScopedVariables':
      state.globals = {}
      state.past = {}
      return
    default:
      throw new ContentFailure('InvalidContent', `"${which}" is not a set of variables that can be cleared.`)
  }
}
