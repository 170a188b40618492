import { z } from 'zod'
import { toJson } from '../fx.ts'
import type { Json } from '../state.ts'
import type { Turn } from '../turn.ts'

/** `binding:` of a node that goes to another topic: name -> expression or variable. */
export const binding = z.looseObject({ binding: z.record(z.string(), z.unknown()).nullish() }).nullish()
type Binding = z.infer<typeof binding>

/** The caller's expressions for the callee's inputs. */
export function readInputs(turn: Turn, input: Binding): Record<string, Json> {
  return Object.fromEntries(Object.entries(input?.binding ?? {}).map(([name, value]) => [name, toJson(turn.value(value))]))
}
