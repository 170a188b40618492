import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { raisedEvent, raises } from './raised-event.ts'

export const emitEvent = defineNode({
  kind: 'EmitEvent',
  title: 'Raise an event',
  schema: raises.extend({ eventType: z.string().optional(), bubbleEvent: z.unknown().optional() }),
  run(node, turn) {
    const event = raisedEvent(turn, node)
    if (!event) return
    const handled = node.eventType !== 'Activity' && turn.raiseEvent(event, turn.boolean(node.bubbleEvent, false))
    if (!handled && node.eventType !== 'DialogEvent') turn.send({ type: 'event', ...event })
  },
})
