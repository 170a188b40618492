import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import { plainSource, shapeValue } from '../value-type.ts'

export const parseValue = defineNode({
  kind: 'ParseValue',
  title: 'Parse a value',
  schema: z.looseObject({ variable: z.string(), value: z.unknown().optional(), valueType: z.unknown().optional(), errorPolicy: z.string().optional() }),
  run(node, turn) {
    try {
      turn.set(node.variable, shapeValue(plainSource(turn.value(node.value)), node.valueType))
    } catch (failure) {
      if (node.errorPolicy === 'ThrowError' || !(failure instanceof ContentFailure)) throw failure
      turn.setJson(node.variable, null)
    }
  },
})
