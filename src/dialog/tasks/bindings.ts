import { z } from 'zod'
import { isRecord } from '../../platform/index.ts'
import { ContentFailure } from '../failure.ts'
import { fromJson } from '../fx.ts'
import type { Json } from '../state.ts'
import type { Turn } from '../turn.ts'
import type { Tool } from '../types.ts'
import { shapeValue } from '../value-type.ts'
import { describe } from './tool-call.ts'

/** ActionInputBinding (`binding`: name -> expression) or SingleValueInputBinding (`value`: one record of them all). */
export const inputBinding = z.looseObject({ binding: z.record(z.string(), z.unknown()).nullish(), value: z.unknown().optional() }).nullish()
/** ActionOutputBinding (`binding`: name -> variable) or SingleVariableOutputBinding (`variable`: the whole answer). */
export const outputBinding = z.looseObject({ binding: z.record(z.string(), z.string()).nullish(), variable: z.string().nullish() }).nullish()
type InputBinding = z.infer<typeof inputBinding>
type OutputBinding = z.infer<typeof outputBinding>

/** Name -> plain JSON, as the node binds it. */
export function readInputs(turn: Turn, input: InputBinding): Record<string, Json> {
  if (input?.value !== undefined && !input.binding) {
    const value = turn.plain(input.value)
    return isRecord(value) ? value : { value }
  }
  return Object.fromEntries(Object.entries(input?.binding ?? {}).map(([name, value]) => [unquoted(name), turn.plain(value)]))
}

/** S2.9: flows take text, numbers and Boolean values. A date is text by now, a choice its name. */
export function checkFlowInputs(tool: Tool, nodeId: string, inputs: Record<string, Json>) {
  for (const [name, value] of Object.entries(inputs))
    if (!isSimple(value))
      throw new ContentFailure('FlowActionBadRequest', `${describe(tool, nodeId)} cannot take the input "${name}": it is ${isRecord(value) ? 'a record' : 'a table'}, and flows take text, numbers and Boolean values. Pass =JSON(…) and read it in the flow.`)
}

/** The value of a flow's output; a bound output that is missing is an error. (S2.9) */
export function flowOutput(tool: Tool, nodeId: string, answer: Record<string, Json>, name: string): Json {
  if (!Object.hasOwn(answer, name)) {
    const given = Object.keys(answer).slice(0, 20).join(', ')
    throw new ContentFailure('FlowActionException', `${describe(tool, nodeId)} did not return the output "${name}". It returned ${given || 'nothing'}. Let it return "${name}", or take the output out of the node.`)
  }
  const value = answer[name]
  if (isSimple(value)) return value ?? null
  throw new ContentFailure('FlowActionException', `${describe(tool, nodeId)} returned ${isRecord(value) ? 'an object' : 'a list'} as "${name}". Flows return text, numbers and Boolean values: return it as JSON text and read it with a Parse value node.`)
}

export function flowAnswer(tool: Tool, nodeId: string, answer: Json): Record<string, Json> {
  if (isRecord(answer)) return answer
  throw new ContentFailure('FlowActionException', `${describe(tool, nodeId)} answered with ${Array.isArray(answer) ? 'a list' : 'a bare value'}. Let it answer with one JSON object, whose members are the outputs.`)
}

/** Binds an answer that may be any JSON: `value`, `body/items` and `responses.daily.tempHi` are places in it. */
export function bindAnswer(turn: Turn, output: OutputBinding, answer: Json, type?: unknown) {
  if (output?.variable) turn.set(output.variable, type === undefined || type === null ? fromJson(answer) : shapeValue(answer, type))
  for (const [name, path] of Object.entries(output?.binding ?? {})) turn.set(path, fromJson(placeIn(answer, name)))
}

/** What an answer holds under a name. An answer that is no object is the value of whatever was bound. */
export function placeIn(answer: Json, name: string): Json {
  if (!isRecord(answer)) return answer ?? null
  const plain = unquoted(name)
  if (Object.hasOwn(answer, plain)) return answer[plain] ?? null
  let value: Json = answer
  for (const part of partsOf(name)) value = isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined
  return value ?? null
}

/** `item.search`, `parameters/$filter` -> objects in objects; what is blank was not given. */
export function nested(inputs: Record<string, Json>): Record<string, Json> {
  const root: Record<string, Json> = {}
  for (const [name, value] of Object.entries(inputs)) {
    if (value === null || value === undefined) continue
    const parts = partsOf(name)
    const last = parts.pop() ?? name
    let at = root
    for (const part of parts) {
      const next = Object.hasOwn(at, part) ? at[part] : undefined
      at = isRecord(next) ? next : (at[part] = {})
    }
    at[last] = value
  }
  return root
}

/** A quoted part is one name, whatever it holds: `'$filter'`. */
const partsOf = (name: string): string[] => (name.match(/'[^']*'|[^./']+/g) ?? [name]).map(unquoted).filter((part) => part !== '__proto__')
const unquoted = (name: string) => name.replace(/^'(.*)'$/, '$1')
const isSimple = (value: Json) => value === null || value === undefined || ['string', 'number', 'boolean'].includes(typeof value)
