import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { toJson } from '../fx.ts'
import type { Json } from '../state.ts'
import type { Turn } from '../turn.ts'

const binding = z.looseObject({ binding: z.record(z.string(), z.unknown()).nullish() }).nullish()
type Binding = z.infer<typeof binding>

/** The caller's expressions for the callee's inputs. */
function inputs(turn: Turn, input: Binding): Record<string, Json> {
  return Object.fromEntries(Object.entries(input?.binding ?? {}).map(([name, value]) => [name, toJson(turn.value(value))]))
}

export const beginDialog = defineNode({
  kind: 'BeginDialog',
  title: 'Go to another topic',
  schema: z.looseObject({ id: z.string(), dialog: z.string(), input: binding, output: binding, activityProcessed: z.unknown().optional() }),
  run(node, turn) {
    const outputs = Object.fromEntries(Object.entries(node.output?.binding ?? {}).map(([name, path]) => [name, String(path)]))
    turn.begin(turn.string(node.dialog), {
      inputs: inputs(turn, node.input),
      ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
      reason: `redirected by ${node.id}`,
      unread: !turn.boolean(node.activityProcessed, true),
    })
  },
})

export const replaceDialog = defineNode({
  kind: 'ReplaceDialog',
  title: 'Go to another topic for good',
  schema: z.looseObject({ id: z.string(), dialog: z.string(), input: binding, activityProcessed: z.unknown().optional() }),
  run(node, turn) {
    const options = { inputs: inputs(turn, node.input), reason: `replaced by ${node.id}`, unread: !turn.boolean(node.activityProcessed, true) }
    turn.replace(turn.string(node.dialog), options)
  },
})

export const repeatDialog = defineNode({
  kind: 'RepeatDialog',
  title: 'Start this topic again',
  schema: z.looseObject({ input: binding }),
  run: (node, turn) => turn.restartTopic(inputs(turn, node.input)),
})

export const endDialog = defineNode({
  kind: 'EndDialog',
  title: 'End this topic',
  schema: z.looseObject({ clearTopicQueue: z.unknown().optional(), value: z.unknown().optional() }),
  run(node, turn) {
    turn.endTopic()
    // Other topics that wanted to answer the same message stay silent; the message itself goes on.
    if (turn.boolean(node.clearTopicQueue, true)) turn.dropQueuedTopics()
    if (node.clearTopicQueue === true) turn.dropInterrupted()
  },
})

const raises = z.looseObject({ eventName: z.unknown().optional(), eventValue: z.unknown().optional() })

export const cancelAllDialogs = defineNode({
  kind: 'CancelAllDialogs',
  title: 'End all topics',
  schema: raises,
  run(node, turn) {
    const event = eventOf(turn, node)
    turn.cancelAll()
    if (event) turn.raiseEvent(event)
  },
})

export const cancelDialog = defineNode({
  kind: 'CancelDialog',
  title: 'Cancel this topic',
  schema: raises,
  run(node, turn) {
    const event = eventOf(turn, node)
    turn.endTopic()
    if (event) turn.raiseEvent(event)
  },
})

export const emitEvent = defineNode({
  kind: 'EmitEvent',
  title: 'Raise an event',
  schema: raises.extend({ eventType: z.string().optional() }),
  run(node, turn) {
    const event = eventOf(turn, node)
    if (!event) return
    const handled = node.eventType !== 'Activity' && turn.raiseEvent(event)
    if (!handled && node.eventType !== 'DialogEvent') turn.send({ type: 'event', ...event })
  },
})

function eventOf(turn: Turn, node: z.infer<typeof raises>) {
  if (node.eventName === undefined || node.eventName === null) return undefined
  return { name: turn.string(node.eventName), value: turn.plain(node.eventValue) }
}

export const gotoAction = defineNode({
  kind: 'GotoAction',
  title: 'Go to a node',
  schema: z.looseObject({ actionId: z.string() }),
  run: (node, turn) => turn.goToNode(node.actionId),
})

export const endConversation = defineNode({
  kind: 'EndConversation',
  title: 'End the conversation',
  schema: z.looseObject({}),
  run: (_node, turn) => turn.end(),
})
