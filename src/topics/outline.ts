import { isRecord } from '../platform/index.ts'
import { optionSetsIn } from './check-expressions.ts'
import { phrasesOf, type Phrase } from './check-shared-phrases.ts'
import { variablesSet } from './check-variables.ts'
import { words } from './findings.ts'
import type { Part } from './infer-types.ts'
import type { ParsedDocument, Path, Position } from './parse-document.ts'
import { flowOf, reachedAtOnce } from './topic-flow.ts'
import { triggersOf } from './triggers-of.ts'
import type { Component } from './types.ts'
import { mentionsIn, writesOf } from './variable-writes.ts'

type Placed<T> = T & Position

/** What one document means for the others: all that is remembered of it between checks. */
export type Outline = {
  /** The root's `kind`. */
  kind: string | undefined
  kinds: Record<string, number>
  globals: Set<string>
  /** Names of the inputs and outputs a topic declares; undefined when it declares none, because then anything may be meant. */
  inputs: Set<string> | undefined
  outputs: Set<string> | undefined
  /** Lists of choices: name -> ids and names of its items. */
  optionSets: Map<string, ReadonlySet<string>>
  /** Short names of lists, where they are given. */
  shortNames: Placed<{ name: string }>[]
  /** The list has a short name as well. */
  aliased: boolean
  phrases: Phrase[]
  part: Part
  triggers: Placed<{ kind: string; key: string }>[]
  /** Every text that may be the schema name of something else, in lower case. */
  names: ReadonlySet<string>
  /** Topics this one leads to before anything waits or decides. */
  atOnce: Placed<{ dialog: string; nodeId: string | undefined }>[]
  /** Some node leads to a topic whose name a formula gives. */
  dynamic: boolean
  /** Of a skill: its actions. */
  actions: ReadonlySet<string> | undefined
  /** Of a tool: what it does, and the tools of its server as far as they are known. */
  task: { kind: string; tools: ReadonlySet<string> } | undefined
  /** A global variable that others may read without the copilot's formulas. */
  exposed: string | undefined
  /** Assignments that a reader of the copilot may miss: where each known write stands. */
  sets: Placed<{ scope: 'Topic' | 'Global'; name: string; path: Path; kind: string; node: Path }>[]
}

export function outlineOf({ kind, schemaName }: Component, document: ParsedDocument): Outline {
  const { value } = document
  const globals = variablesSet(value).global
  if (kind === 'variable') globals.add(variableName(value) ?? schemaName.split('.').at(-1) ?? '')
  const part = partOf(schemaName, value)
  const topic = isRecord(value) ? value : {}
  const at = (path: Path) => document.positionOf(path)
  return {
    kind: document.kind,
    kinds: kindsIn(value),
    globals,
    inputs: inputsOf(topic),
    outputs: propertyNames(topic.outputType),
    optionSets: optionSetsIn(value, schemaName),
    shortNames: shortNamesIn(value).map(({ name, path }) => ({ name, ...at(path) })),
    aliased: topic.kind === 'ClosedListEntity' && typeof topic.optionSetName === 'string',
    phrases: phrasesOf(value).map((text, index) => ({ text, ...at(['beginDialog', 'intent', 'triggerQueries', index]) })),
    part,
    triggers: triggersOf(topic).map(({ value: trigger, path }) => ({ kind: words(trigger.kind), key: words(trigger.dtmfKey), ...at([...path, 'kind']) })),
    ...referencesIn(value),
    atOnce: redirectsAtOnce(topic).map(({ dialog, nodeId, path }) => ({ dialog, nodeId, ...at(path) })),
    actions: topic.kind === 'SkillDefinition' && Array.isArray(topic.actions) ? namesOf(topic.actions, 'actionId') : undefined,
    task: taskOf(topic),
    exposed: exposedName(topic),
    sets: part.writes.writes.flatMap(({ scope, name, path, by, source }) => (by && source.from !== 'unknown' ? [{ scope, name, path, kind: by.kind, node: by.path, ...at(path) }] : [])),
  }
}

export function partOf(schemaName: string, value: unknown): Part {
  return { schemaName, writes: writesOf(value, schemaName), mentions: mentionsIn(value) }
}

/** Every `kind:` of a document, counted. */
export function kindsIn(value: unknown, kinds: Record<string, number> = {}): Record<string, number> {
  if (Array.isArray(value)) for (const item of value as unknown[]) kindsIn(item, kinds)
  else if (isRecord(value))
    for (const [key, member] of Object.entries(value)) {
      if (key === 'kind' && typeof member === 'string') addCount(kinds, member, 1)
      else kindsIn(member, kinds)
    }
  return kinds
}

/** Counts under any name, also one that every object has already. */
export function addCount(kinds: Record<string, number>, kind: string, count: number) {
  if (kind !== '__proto__') kinds[kind] = (Object.hasOwn(kinds, kind) ? (kinds[kind] ?? 0) : 0) + count
}

function variableName(value: unknown): string | undefined {
  return isRecord(value) && typeof value.name === 'string' ? value.name : undefined
}

function propertyNames(type: unknown): Set<string> | undefined {
  const names = isRecord(type) && isRecord(type.properties) ? Object.keys(type.properties) : []
  return names.length > 0 ? new Set(names) : undefined
}

function inputsOf({ inputType, inputs }: Record<string, unknown>): Set<string> | undefined {
  const names = new Set([...(propertyNames(inputType) ?? []), ...(Array.isArray(inputs) ? namesOf(inputs, 'propertyName') : [])])
  return names.size > 0 ? names : undefined
}

const namesOf = (list: unknown[], member: string) => new Set(list.flatMap((item) => (isRecord(item) && typeof item[member] === 'string' ? [item[member]] : [])))

/** Of the trigger that redirects reach: the first one, unless a condition decides about it. */
function redirectsAtOnce(topic: Record<string, unknown>): { dialog: string; nodeId: string | undefined; path: Path }[] {
  const [first] = triggersOf(topic)
  if (!first || (first.value.condition !== undefined && first.value.condition !== null)) return []
  const { start } = flowOf(first.value, first.path)
  return [...(start ? reachedAtOnce(start) : [])].flatMap(({ kind, value, disabled, id, path }) =>
    !disabled && (kind === 'BeginDialog' || kind === 'ReplaceDialog') && typeof value.dialog === 'string' && !value.dialog.startsWith('=') ? [{ dialog: value.dialog.toLowerCase(), nodeId: id, path: [...path, 'dialog'] }] : [],
  )
}

function shortNamesIn(value: unknown, path: Path = []): { name: string; path: Path }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => shortNamesIn(item, [...path, index]))
  if (!isRecord(value)) return []
  const own = value.kind === 'ClosedListEntity' && typeof value.optionSetName === 'string' ? [{ name: value.optionSetName, path: [...path, 'optionSetName'] }] : []
  return [...own, ...Object.entries(value).flatMap(([key, member]) => shortNamesIn(member, [...path, key]))]
}

/** Schema names have dots and no blanks before the last part. */
function referencesIn(document: unknown): { names: ReadonlySet<string>; dynamic: boolean } {
  const names = new Set<string>()
  let dynamic = false
  const walk = (value: unknown) => {
    if (typeof value === 'string') {
      if (value.length < 300 && value.includes('.') && !value.startsWith('=')) names.add(value.toLowerCase())
    } else if (Array.isArray(value)) (value as unknown[]).forEach(walk)
    else if (isRecord(value)) {
      if (typeof value.dialog === 'string' && value.dialog.startsWith('=')) dynamic = true
      Object.values(value).forEach(walk)
    }
  }
  walk(document)
  return { names, dynamic }
}

function taskOf({ kind, action }: Record<string, unknown>): Outline['task'] {
  if (kind !== 'TaskDialog' || !isRecord(action)) return undefined
  const details = isRecord(action.operationDetails) ? action.operationDetails : {}
  return { kind: words(action.kind), tools: Array.isArray(details.knownTools) ? namesOf(details.knownTools, 'name') : new Set() }
}

function exposedName({ kind, name, isOutputToExternalCallers, aIVisibility }: Record<string, unknown>): string | undefined {
  const isVariable = kind === 'Variable' || kind === 'GlobalVariableComponent'
  return isVariable && typeof name === 'string' && (isOutputToExternalCallers === true || aIVisibility === 'UseInAIContext') ? name : undefined
}
