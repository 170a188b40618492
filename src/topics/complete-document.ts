import { isRecord } from '../platform/index.ts'
import { candidates, shortType, signatureAt, type Completion as FxCompletion, type FxType, type OptionSet } from '../powerfx/index.ts'
import { formulaAt, placeAt, wordAt, type FormulaPlace, type SchemaPlace, type WordPlace } from './caret-place.ts'
import { targets } from './check-element.ts'
import type { OptionSets } from './check-expressions.ts'
import { wanted } from './check-shape.ts'
import type { CheckOptions } from './document-checker.ts'
import type { Part, Surroundings, Typings } from './infer-types.ts'
import { actionKinds, propertiesOf, type PlaceType } from './schema.ts'
import { environmentTypes, systemType } from './system-types.ts'
import type { Component, CopilotDefinition } from './types.ts'

export type Completion = {
  label: string
  /** What to put in place of the text from `start` to `end`. */
  insert: string
  kind: FxCompletion['kind'] | 'property' | 'value' | 'topic'
  detail: string
}

/** What may be written at a caret. Offsets count characters of the file. */
export type Completions = {
  /** In a formula, or at a property or value of the document. */
  place: 'formula' | 'document'
  start: number
  end: number
  /** Everything that fits there; which of it fits the letters already typed is the editor's business. */
  items: Completion[]
  /** The function whose arguments the caret is in, its parameters, and which of them is being written. */
  signature?: { name: string; about: string; parameters: string[]; active: number }
}

/** What completing needs to know of the copilot around a document. */
type CompletionContext = { definition: CopilotDefinition; component: Component; kind: string | undefined; part: Part; surroundings: Surroundings; globals: ReadonlySet<string>; choices: OptionSets; runs: CheckOptions }

/** What could be written at an offset of a component's text: names of formulas, variables to set, properties, kinds, topics. */
export function completeDocument(offset: number, context: CompletionContext): Completions | undefined {
  const text = context.component.text ?? ''
  const formula = formulaAt(text, offset, context.kind)
  if (formula) return completeFormula(formula, context)
  const word = wordAt(text, offset)
  const items = word && context.kind !== undefined ? wordItems(word, context.kind, context) : []
  return word && items.length > 0 ? { place: 'document', start: word.start, end: word.end, items } : undefined
}

function completeFormula({ source, offset, inFile, written, closing }: FormulaPlace, context: CompletionContext): Completions {
  const { start, end, items } = candidates(source, offset, { lenient: true, scope: scopeFor(context), optionSets: optionSetsFor(context.choices) })
  const help = signatureAt(source, offset)
  const parameters = help?.params.map(({ name, optional, repeats }) => (repeats ? `${name}...` : optional ? `[${name}]` : name))
  return {
    place: 'formula',
    start: inFile(start),
    end: inFile(end),
    items: items.map((item) => ({ ...item, insert: `${written(item.insert)}${item.kind === 'function' ? '' : closing}` })),
    ...(help && parameters ? { signature: { name: help.name, about: help.about, parameters, active: help.active } } : {}),
  }
}

/** Every variable of the copilot that a formula of this document can read. What is only read and never set is not offered. */
function scopeFor({ definition, component, part, surroundings, globals }: CompletionContext): Record<string, FxType> {
  const own = new Set([...targetsIn(part), ...(surroundings.given.get(component.schemaName.toLowerCase()) ?? [])])
  const environment = new Map(definition.environmentVariables.map(({ schemaName }) => [schemaName, 1]))
  return {
    Topic: recordOf(own, part.resolved?.typings.locals ?? new Map()),
    Global: recordOf(globals, surroundings.globals),
    System: systemType(new Map()),
    Env: environmentTypes(environment, definition.environmentVariables),
  }
}

const targetsIn = ({ writes }: Part) => writes.writes.flatMap(({ scope, name }) => (scope === 'Topic' ? [name] : []))

function recordOf(names: Iterable<string>, typings: Typings): FxType {
  return { kind: 'Record', fields: new Map([...names].toSorted((a, b) => a.localeCompare(b)).map((name) => [name, typings.get(name)?.type ?? { kind: 'Any' }])) }
}

/** The copilot's own lists; formulas know the host's. */
const optionSetsFor = ({ items }: OptionSets): OptionSet[] => [...items].filter(([, choices]) => choices.size > 0).map(([name, choices]) => ({ name, options: [...choices].map((choice) => ({ id: choice, name: choice })) }))

function wordItems({ of, path, document, typed }: WordPlace, rootKind: string, context: CompletionContext): Completion[] {
  const parent = placeAt(document, rootKind, path.slice(0, -1))
  const name = path.at(-1)
  if (of === 'key') return propertyItems(parent)
  if (name === 'kind') return kindItems(parent.type, context.runs)
  if (typeof name === 'string' && (targets[parent.kind ?? '']?.includes(name) || path.slice(-3, -1).join() === 'output,binding')) return targetItems(typed, context)
  if (name === 'dialog') return topicItems(context)
  if (name === 'actionId') return nodeItems(document)
  const { type } = placeAt(document, rootKind, path)
  return type ? valueItems(type, context) : []
}

/** Properties the element does not have yet, those it needs first. */
function propertyItems({ type, kind, value }: SchemaPlace): Completion[] {
  const present = new Set(isRecord(value) ? Object.keys(value) : [])
  const missing = [...((kind === undefined ? undefined : propertiesOf(kind)) ?? [])].filter(([name]) => !present.has(name)).toSorted(([, a], [, b]) => Number(b.required) - Number(a.required))
  return [
    ...(!present.has('kind') && type && type.kinds.size > 0 ? [{ label: 'kind', insert: 'kind: ', kind: 'property', detail: 'what it is' } as const] : []),
    ...missing.map(([name, { type: holds, required }]): Completion => ({ label: name, insert: isScalarPlace(holds) ? `${name}: ` : `${name}:`, kind: 'property', detail: `${required ? 'needed, ' : ''}${wanted(holds)}` })),
  ]
}

const isScalarPlace = (type: PlaceType) => type.text || type.template || type.boolean || type.number || type.expression || type.values !== undefined || type.anything

/** The kinds that run here, in the order and by the names the studio has for them. */
function kindItems(type: PlaceType | undefined, { actionKinds: actions, triggerKinds: triggers }: CheckOptions): Completion[] {
  const running = new Map([...(actions ?? []), ...(triggers ?? [])].map((known) => [known.kind, 'title' in known && typeof known.title === 'string' ? known.title : '']))
  const kinds = [...(type?.kinds ?? []), ...(type?.unnamed === undefined ? [] : [type.unnamed])]
  const listed = [...running.keys()].filter((kind) => kinds.includes(kind))
  return (listed.length > 0 ? listed : kinds.toSorted()).map((kind) => ({ label: kind, insert: kind, kind: 'value', detail: running.get(kind) ?? '' }))
}

/** Variables a node may write to. The one that is being typed is not one yet. */
function targetItems(typed: string, { part, surroundings, globals }: CompletionContext): Completion[] {
  const locals = part.resolved?.typings.locals ?? new Map()
  const item = (scope: string, name: string, typings: Typings): Completion => ({ label: `${scope}.${name}`, insert: `${scope}.${name}`, kind: 'variable', detail: shortType(typings.get(name)?.type ?? { kind: 'Any' }) })
  const isNew = (label: string) => label === typed.replace(/^init:/, '') && part.mentions[label.startsWith('Topic.') ? 'Topic' : 'Global'].get(label.replace(/^\w+\./, '')) === 1
  return [...[...new Set(targetsIn(part))].map((name) => item('Topic', name, locals)), ...[...globals].map((name) => item('Global', name, surroundings.globals))].filter(({ label }) => !isNew(label))
}

const topicItems = ({ definition, component }: CompletionContext): Completion[] =>
  definition.components.filter(({ kind, schemaName }) => kind === 'topic' && schemaName !== component.schemaName).map(({ schemaName, name }) => ({ label: schemaName, insert: schemaName, kind: 'topic', detail: name }))

/** The nodes of the document, for jumps to them. */
function nodeItems(value: unknown): Completion[] {
  if (Array.isArray(value)) return (value as unknown[]).flatMap((item) => nodeItems(item))
  if (!isRecord(value)) return []
  const { id, kind } = value
  const own: Completion[] = typeof id === 'string' && typeof kind === 'string' && actionKinds().has(kind) ? [{ label: id, insert: id, kind: 'value', detail: kind }] : []
  return [...own, ...Object.values(value).flatMap((member) => nodeItems(member))]
}

function valueItems(type: PlaceType, context: CompletionContext): Completion[] {
  const words = [...(type.values ?? []), ...(type.boolean ? ['true', 'false'] : []), ...(type.kinds.size > 0 && type.text ? type.kinds : [])]
  // Text in the place of a formula begins with "=".
  const variables = type.expression ? candidates('', 0, { lenient: true, scope: scopeFor(context) }).items.filter(({ kind, label }) => kind === 'variable' && label.includes('.')) : []
  return [...words.map((word): Completion => ({ label: word, insert: word, kind: 'value', detail: '' })), ...variables.map((item) => ({ ...item, label: `=${item.label}`, insert: `=${item.insert}` }))]
}
