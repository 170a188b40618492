import { parsePath } from './paths.ts'
import { plainJson } from './plain-value.ts'
import type { EngineState, Json, Variables } from './state.ts'
import type { DialogState, Trace } from './types.ts'

/** Values as people read them; null is blank. `topic` says whose `Topic.` variable it is. */
export type VariableChange = { name: string; topic?: string; before: Json; after: Json }

/** What differs between two states. Topic variables are told by the trace, because a topic may begin and end within a step. */
export function variableChanges(before: DialogState | undefined, after: DialogState, traces: readonly Trace[]): VariableChange[] {
  const was = before as EngineState | undefined
  const is = after as EngineState
  return [...topicChanges(was, traces), ...differences('Global', was?.globals ?? {}, is.globals), ...differences('System', was?.system ?? {}, is.system)]
}

function topicChanges(before: EngineState | undefined, traces: readonly Trace[]): VariableChange[] {
  const changes = new Map<string, VariableChange>()
  for (const trace of traces) {
    if (trace.kind !== 'variable' || trace.topic === undefined) continue
    const { topic, name, value } = trace
    const key = `${topic} ${name}`
    changes.set(key, { name, topic, before: changes.get(key)?.before ?? valueBefore(before, topic, name), after: value })
  }
  return [...changes.values()].filter((change) => !same(change.before, change.after))
}

function valueBefore(state: EngineState | undefined, topic: string, path: string): Json {
  const { name, rest } = parsePath(path)
  let value = plainJson(state?.stack.findLast((frame) => frame.topic === topic)?.vars[name] ?? null)
  for (const part of rest) value = (value as Variables | null)?.[part] ?? null
  return value
}

function differences(scope: string, before: Variables, after: Variables): VariableChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changes = names.map((name): VariableChange => ({ name: `${scope}.${name}`, before: plainJson(before[name] ?? null), after: plainJson(after[name] ?? null) }))
  return changes.filter((change) => !same(change.before, change.after))
}

const same = (a: Json, b: Json) => JSON.stringify(a) === JSON.stringify(b)
