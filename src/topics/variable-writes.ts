import { isRecord } from '../platform/index.ts'
import { T, type FxType } from '../powerfx/index.ts'
import type { Path } from './parse-document.ts'
import { typeOfEntity, typeOfSchema } from './schema-types.ts'
import { recordsOf, triggersOf } from './triggers-of.ts'

/** Where a value comes from: a declared type, a formula (its result, one row of it, or a table of it), an output of another topic. */
type Source =
  | { from: 'type'; type: FxType; sure: boolean }
  | { from: 'formula'; formula: string; take: 'value' | 'row' | 'rows' }
  | { from: 'output'; dialog: string; name: string }
  | { from: 'unknown' }

/** Names by scope, and how often the document mentions each. */
export type Mentions = Record<'Topic' | 'Global' | 'Env' | 'System', ReadonlyMap<string, number>>

/** One place of a document that sets a variable. */
export type Write = {
  scope: 'Topic' | 'Global'
  name: string
  /** Only a member of the variable is set. */
  part: boolean
  path: Path
  /** `init:` marks the assignment that declares the variable. */
  declares: boolean
  source: Source
  /** The kind of node that sets it, and where it stands; undefined for inputs and outputs of the topic. */
  by?: { kind: string; path: Path }
}

/** What is given to the inputs of another topic. */
type Given = { dialog: string; name: string; source: Source; path: Path }

export type Writes = { writes: Write[]; given: Given[] }

const unknown: Source = { from: 'unknown' }
// What formulas may do with choices differs between hosts: a list by its name, its items by id or by text.
const known = (type: FxType, sure = true): Source => (type.kind === 'Any' ? unknown : { from: 'type', type, sure: sure && type.kind !== 'OptionSet' })

/** Every place of a document that sets a variable, in order, with what is known of the value. */
export function writesOf(document: unknown, schemaName: string): Writes {
  const found: Writes = { writes: [], given: [] }
  if (!isRecord(document)) return found
  const collector = new Collector(found)
  if (document.kind === 'Variable' || document.kind === 'GlobalVariableComponent') {
    collector.globalVariable(document)
    return found
  }
  collector.declarations(document)
  for (const { value, path } of triggersOf(document)) collector.walk(value, path, `${schemaName}.${typeof value.id === 'string' ? value.id : 'main'}`)
  return found
}

class Collector {
  readonly #found: Writes
  constructor(found: Writes) {
    this.#found = found
  }

  globalVariable({ name, defaultValue, isExternalInitializationAllowed }: Record<string, unknown>) {
    if (typeof name !== 'string' || name === '') return
    // A default of the wrong type is no reason to doubt every assignment.
    const source = isExternalInitializationAllowed === true || defaultValue === undefined || defaultValue === null || defaultValue === '' ? undefined : sourceOfValue(defaultValue)
    if (source) this.#found.writes.push({ scope: 'Global', name, part: false, path: ['defaultValue'], declares: true, source: source.from === 'type' ? { ...source, sure: false } : source })
    else if (isExternalInitializationAllowed === true) this.#found.writes.push({ scope: 'Global', name, part: false, path: ['name'], declares: true, source: unknown })
  }

  declarations(topic: Record<string, unknown>) {
    for (const member of ['inputType', 'outputType'] as const) {
      const type = topic[member]
      if (!isRecord(type) || !isRecord(type.properties)) continue
      for (const [name, schema] of Object.entries(type.properties)) this.#declare(name, known(typeOfSchema(schema)), [member, 'properties', name])
    }
    for (const { value, path } of recordsOf(topic.inputs, ['inputs'])) {
      const declared = isRecord(topic.inputType) && isRecord(topic.inputType.properties) && typeof value.propertyName === 'string' && Object.hasOwn(topic.inputType.properties, value.propertyName)
      // The type says more than the entity that fills it.
      if (typeof value.propertyName === 'string' && !declared) this.#declare(value.propertyName, known(typeOfEntity(value.entity, ''), false), [...path, 'propertyName'])
    }
  }

  #declare(name: string, source: Source, path: Path) {
    this.#found.writes.push({ scope: 'Topic', name, part: false, path, declares: true, source })
  }

  /** `place` is topic and trigger, which name the choices of questions. */
  walk(value: Record<string, unknown>, path: Path, place: string) {
    const kind = typeof value.kind === 'string' ? value.kind : ''
    const node = { kind, path }
    const taken = new Set<string>()
    const set = (variable: unknown, at: Path, source: Source) => {
      taken.add(at.join('/'))
      this.#write(variable, at, source, node)
    }
    if (Object.hasOwn(writers, kind)) writers[kind]?.(value, path, set, place)
    if (kind === 'BeginDialog' || kind === 'ReplaceDialog') this.#give(value, path)
    this.#members(value, path, place, taken, node)
  }

  #members(value: Record<string, unknown>, path: Path, place: string, taken: ReadonlySet<string>, node: { kind: string; path: Path }) {
    for (const [key, member] of Object.entries(value)) this.#member(member, [...path, key], place, taken, node)
  }

  #member(member: unknown, path: Path, place: string, taken: ReadonlySet<string>, node: { kind: string; path: Path }) {
    if (typeof member === 'string') {
      if (!taken.has(path.join('/'))) this.#write(member, path, unknown, node)
    } else if (Array.isArray(member)) (member as unknown[]).forEach((item, index) => this.#member(item, [...path, index], place, taken, node))
    else if (isRecord(member)) {
      // It only reads its variable.
      if (member.kind === 'BooleanCondition') return
      if (typeof member.kind === 'string' && typeof member.id === 'string') this.walk(member, path, place)
      else this.#members(member, path, place, taken, node)
    }
  }

  #write(variable: unknown, path: Path, source: Source, by: { kind: string; path: Path }) {
    const target = typeof variable === 'string' ? readTarget(variable) : undefined
    if (target) this.#found.writes.push({ ...target, path, source: target.part ? unknown : source, by })
  }

  #give({ dialog, input }: Record<string, unknown>, path: Path) {
    if (typeof dialog !== 'string' || dialog.startsWith('=') || !isRecord(input) || !isRecord(input.binding)) return
    for (const [name, value] of Object.entries(input.binding)) this.#found.given.push({ dialog, name, source: sourceOfValue(value), path: [...path, 'input', 'binding', name] })
  }
}

/** `init:Topic.Order.Id` -> scope, name, whether only a part of it is meant, whether it is declared here. */
function readTarget(text: string): Pick<Write, 'scope' | 'name' | 'part' | 'declares'> | undefined {
  const match = /^(init:)?(Topic|Global)\.(?:'([^']+)'|([\p{L}_][\p{L}\p{N}_]*))(.*)$/su.exec(text)
  if (!match) return undefined
  const [, init, scope, quoted, plain, rest] = match
  return { scope: scope === 'Topic' ? 'Topic' : 'Global', name: quoted ?? plain ?? '', part: rest !== '', declares: init !== undefined }
}

/** The variables a document mentions anywhere, those it sets included, by their first name. */
export function mentionsIn(document: unknown): Mentions {
  const found = { Topic: new Map<string, number>(), Global: new Map<string, number>(), System: new Map<string, number>(), Env: new Map<string, number>() }
  const walk = (value: unknown) => {
    if (typeof value === 'string') {
      for (const [, scope, quoted, plain] of value.matchAll(/(?<![\w.'])(Topic|Global|System|Env)\.(?:'([^']+)'|([\p{L}_][\p{L}\p{N}_]*))/gu)) {
        const names = found[scope as keyof Mentions]
        const name = quoted ?? plain ?? ''
        names.set(name, (names.get(name) ?? 0) + 1)
      }
    } else if (Array.isArray(value)) (value as unknown[]).forEach(walk)
    else if (isRecord(value)) Object.values(value).forEach(walk)
  }
  walk(document)
  return found
}

type Setter = (variable: unknown, path: Path, source: Source) => void
type Writer = (node: Record<string, unknown>, path: Path, set: Setter, place: string) => void

/** What each kind of node puts into which variable. Kinds that are not here put in anything. */
const writers: Record<string, Writer> = {
  SetVariable: ({ variable, value }, path, set) => set(variable, [...path, 'variable'], sourceOfValue(value)),
  SetTextVariable: ({ variable }, path, set) => set(variable, [...path, 'variable'], known(T.Text)),
  // It empties the variable, whatever that is.
  ResetVariable: ({ variable }, path, set) => set(variable, [...path, 'variable'], { from: 'type', type: T.Blank, sure: true }),
  SetMultipleVariables({ assignments }, path, set) {
    for (const { value, path: at } of recordsOf(assignments, [...path, 'assignments'])) set(value.variable, [...at, 'variable'], sourceOfValue(value.value))
  },
  Question({ variable, entity, id }, path, set, place) {
    set(variable, [...path, 'variable'], sourceOfEntity(entity, `${place}.${typeof id === 'string' ? id : ''}`))
  },
  CSATQuestion: ({ variable }, path, set) => set(variable, [...path, 'variable'], known(T.Decimal, false)),
  ParseValue: ({ variable, valueType }, path, set) => set(variable, [...path, 'variable'], known(typeOfSchema(valueType))),
  Foreach({ value, index, items }, path, set) {
    set(value, [...path, 'value'], isFormula(items) ? { from: 'formula', formula: items.slice(1), take: 'row' } : unknown)
    set(index, [...path, 'index'], known(T.Decimal))
  },
  EditTable({ itemsVariable, resultVariable, changeType, value }, path, set) {
    set(itemsVariable, [...path, 'itemsVariable'], changeType === 'Add' && isFormula(value) ? { from: 'formula', formula: value.slice(1), take: 'rows' } : changeType === 'Add' ? unknown : { from: 'type', type: T.Blank, sure: true })
    set(resultVariable, [...path, 'resultVariable'], unknown)
  },
  EditTableV2({ itemsVariable, changeType }, path, set) {
    const operation = isRecord(changeType) ? changeType : {}
    const adds = operation.kind === 'AddItemOperation'
    set(itemsVariable, [...path, 'itemsVariable'], adds && isFormula(operation.value) ? { from: 'formula', formula: operation.value.slice(1), take: 'rows' } : adds ? unknown : { from: 'type', type: T.Blank, sure: true })
  },
  HttpRequestAction({ response, responseSchema }, path, set) {
    set(response, [...path, 'response'], known(typeOfSchema(responseSchema), false))
  },
  AdaptiveCardPrompt({ output, outputType }, path, set) {
    const types = isRecord(outputType) && isRecord(outputType.properties) ? outputType.properties : {}
    for (const [name, variable] of bindingOf(output)) set(variable, [...path, 'output', 'binding', name], Object.hasOwn(types, name) ? known(typeOfSchema(types[name]), false) : unknown)
  },
  BeginDialog({ dialog, output }, path, set) {
    for (const [name, variable] of bindingOf(output)) set(variable, [...path, 'output', 'binding', name], typeof dialog === 'string' && !dialog.startsWith('=') ? { from: 'output', dialog, name } : unknown)
  },
}

function sourceOfEntity(entity: unknown, optionSet: string): Source {
  // The chosen row of a list the copilot made up.
  if (isRecord(entity) && entity.kind === 'DynamicClosedListEntity' && isFormula(entity.items) && entity.allowMultipleValues !== true && entity.includeMetadata !== true)
    return { from: 'formula', formula: entity.items.slice(1), take: 'row' }
  return known(typeOfEntity(entity, optionSet))
}

/** A value as documents write it: a formula, a literal, or an object that names its type. */
function sourceOfValue(value: unknown): Source {
  if (isFormula(value)) return { from: 'formula', formula: value.slice(1), take: 'value' }
  if (value === null || value === undefined || value === '') return { from: 'type', type: T.Blank, sure: true }
  if (typeof value === 'string') return known(T.Text, false)
  if (typeof value === 'number') return known(T.Decimal, false)
  if (typeof value === 'boolean') return known(T.Boolean, false)
  return isRecord(value) && value.kind === 'OptionDataValue' ? known(typeOfSchema(value.type), false) : unknown
}

const isFormula = (value: unknown): value is string => typeof value === 'string' && value.startsWith('=')

const bindingOf = (output: unknown) => Object.entries(isRecord(output) && isRecord(output.binding) ? output.binding : {})
