import { z } from 'zod'
import { defineNode } from '../define-node.ts'

/** Nodes that lie on the canvas without a connection never run. */
export const disconnectedNodes = defineNode({
  kind: 'DisconnectedNodeContainer',
  title: 'Unconnected nodes',
  schema: z.looseObject({}),
  lower() {},
})
