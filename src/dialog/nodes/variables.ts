import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import { toJson } from '../fx.ts'
import type { Turn } from '../turn.ts'
import { plainSource, shapeValue } from '../value-type.ts'

export const setVariable = defineNode({
  kind: 'SetVariable',
  title: 'Set a variable value',
  schema: z.looseObject({ variable: z.string(), value: z.unknown().optional() }),
  run: (node, turn) => turn.set(node.variable, turn.value(node.value)),
})

export const setTextVariable = defineNode({
  kind: 'SetTextVariable',
  title: 'Set a text variable',
  schema: z.looseObject({ variable: z.string(), value: z.unknown().optional() }),
  run: (node, turn) => turn.set(node.variable, turn.text(node.value)),
})

export const setMultipleVariables = defineNode({
  kind: 'SetMultipleVariables',
  title: 'Set several variables',
  schema: z.looseObject({ assignments: z.array(z.looseObject({ variable: z.string(), value: z.unknown().optional() })).nullish() }),
  run(node, turn) {
    for (const { variable, value } of node.assignments ?? []) turn.set(variable, turn.value(value))
  },
})

export const resetVariable = defineNode({
  kind: 'ResetVariable',
  title: 'Reset a variable',
  schema: z.looseObject({ variable: z.string() }),
  run: (node, turn) => turn.setJson(node.variable, null),
})

export const clearAllVariables = defineNode({
  kind: 'ClearAllVariables',
  title: 'Clear variables',
  schema: z.looseObject({ variables: z.unknown().optional() }),
  run: (node, turn) => clear(turn, node.variables === undefined ? 'ConversationScopedVariables' : turn.string(node.variables)),
})

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

export const parseValue = defineNode({
  kind: 'ParseValue',
  title: 'Parse a value',
  schema: z.looseObject({ variable: z.string(), value: z.unknown().optional(), valueType: z.unknown().optional(), errorPolicy: z.string().optional() }),
  run(node, turn) {
    try {
      turn.set(node.variable, shapeValue(plainSource(turn.value(node.value)), node.valueType))
    } catch (failure) {
      if (node.errorPolicy === 'ThrowError' || !(failure instanceof ContentFailure)) throw failure
      turn.setJson(node.variable, toJson(null))
    }
  },
})
