import { defineNode } from '../define-node.ts'
import { raisedEvent, raises } from './raised-event.ts'

export const cancelDialog = defineNode({
  kind: 'CancelDialog',
  title: 'Cancel this topic',
  schema: raises,
  run(node, turn) {
    const event = raisedEvent(turn, node)
    turn.endTopic()
    if (event) turn.raiseEvent(event)
  },
})
