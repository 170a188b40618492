import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import type { Variables } from '../state.ts'
import type { Turn } from '../turn.ts'

export const clearAllVariables = defineNode({
  kind: 'ClearAllVariables',
  title: 'Clear variables',
  schema: z.looseObject({ variables: z.unknown().optional() }),
  check: ({ variables }) => (typeof variables !== 'string' || variables.startsWith('=') || sets.includes(variables) ? undefined : `"${variables}" is not a set of variables that can be cleared.`),
  run: (node, turn) => clear(turn, node.variables === undefined ? 'ConversationScopedVariables' : turn.string(node.variables)),
})

const sets = ['ConversationHistory', 'UserScopedVariables', 'AllGlobalVariables', 'ConversationScopedVariables']

const only = (variables: Variables, keep: (name: string) => boolean): Variables => Object.fromEntries(Object.entries(variables).filter(([name]) => keep(name)))

function clear(turn: Turn, which: string) {
  const { state } = turn
  switch (which) {
    case 'ConversationHistory':
      state.topics = []
      state.phrases = []
      return
    case 'UserScopedVariables':
      state.globals = only(state.globals, (name) => !turn.copilot.remembered.includes(name))
      return
    case 'AllGlobalVariables':
      state.globals = {}
      state.past = {}
      return
    case 'ConversationScopedVariables':
      state.globals = only(state.globals, (name) => turn.copilot.remembered.includes(name))
      state.past = {}
      return
    default:
      throw new ContentFailure('InvalidContent', `"${which}" is not a set of variables that can be cleared.`)
  }
}
