import { z } from 'zod'
import type { Turn } from '../turn.ts'

/** The members of nodes that may raise an event. */
export const raises = z.looseObject({ eventName: z.unknown().optional(), eventValue: z.unknown().optional() })

export function raisedEvent(turn: Turn, node: z.infer<typeof raises>) {
  if (node.eventName === undefined || node.eventName === null) return undefined
  return { name: turn.string(node.eventName), value: turn.plain(node.eventValue) }
}
