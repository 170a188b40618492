import { z } from 'zod'
import { defineNode } from '../define-node.ts'

export const logCustomTelemetryEvent = defineNode({
  kind: 'LogCustomTelemetryEvent',
  title: 'Log a custom event',
  schema: z.looseObject({ eventName: z.unknown().optional(), properties: z.unknown().optional() }),
  run: (node, turn) => turn.telemetry(turn.string(node.eventName), turn.plain(node.properties)),
})
