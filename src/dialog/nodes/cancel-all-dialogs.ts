import { defineNode } from '../define-node.ts'
import { raisedEvent, raises } from './raised-event.ts'

export const cancelAllDialogs = defineNode({
  kind: 'CancelAllDialogs',
  title: 'End all topics',
  schema: raises,
  run(node, turn) {
    const event = raisedEvent(turn, node)
    turn.cancelAll()
    if (event) turn.raiseEvent(event)
  },
})
