import { z } from 'zod'
import { parseJson } from '../platform/index.ts'
import { fromJson } from './fx.ts'
import type { Turn } from './turn.ts'
import type { CallResult } from './types.ts'

/** What a node does when its request fails. (schema: ErrorHandlingBehavior) */
export const errorHandling = z.looseObject({ kind: z.string().optional(), statusCode: z.string().optional(), errorResponseBody: z.string().optional() }).nullish()
type ErrorHandling = z.infer<typeof errorHandling>

export const continuesOnError = (handling: ErrorHandling) => handling?.kind === 'ContinueOnErrorBehavior'

/** The topic goes on and finds the status (0 for no answer) and what was said in its variables. */
export function takeError(handling: ErrorHandling, turn: Turn, result: CallResult, message: string | null) {
  if (handling?.statusCode) turn.set(handling.statusCode, fromJson(result.type === 'http' ? result.status : 0))
  if (handling?.errorResponseBody) turn.set(handling.errorResponseBody, fromJson(result.type === 'http' ? readBody(result.body) : message))
}

/** JSON as what it says, other text as it is; nothing is null. */
export function readBody(body: string): unknown {
  const json = parseJson(body)
  return json === undefined ? body || null : json
}
