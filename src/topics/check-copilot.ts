import { optionSets, optionSetsIn } from './check-expressions.ts'
import { inputsOf, type References } from './check-references.ts'
import { checkSharedPhrases, phrasesOf, type Phrase } from './check-shared-phrases.ts'
import { variablesSet } from './check-variables.ts'
import { DocumentChecker, type CheckOptions } from './document-checker.ts'
import { isRecord } from './findings.ts'
import { inferTypes, surroundingsKey, type Part } from './infer-types.ts'
import { parseDocument, type ParsedDocument } from './parse-document.ts'
import type { Component, CopilotDefinition, Diagnostic } from './types.ts'
import { namesIn, writesOf } from './variable-writes.ts'

export type CheckResult = {
  documents: number
  diagnostics: Diagnostic[]
  /** Every `kind:` value and how often it occurs. */
  kinds: Record<string, number>
}

/** Finds what is wrong with a copilot, with positions and fixes. */
export function checkCopilot(definition: CopilotDefinition, options: CheckOptions = {}): CheckResult {
  return copilotChecker(options).check(definition)
}

/** The same for documents that belong to no copilot; what they refer to cannot be judged. */
export function checkDocuments(documents: { path: string; text: string }[], options: CheckOptions = {}): CheckResult {
  const parsed = documents.map(({ path, text }) => parseDocument(text, path))
  const sets = optionSets(parsed.flatMap(({ value }) => [...optionSetsIn(value, undefined)]), undefined)
  const checker = new DocumentChecker(options, sets)
  const kinds: Record<string, number> = {}
  for (const { value } of parsed) countKinds(value, kinds)
  const diagnostics = parsed.flatMap((document) => {
    const part = partOf('', document.value)
    return checker.check(document, { part, surroundings: inferTypes([part], { environment: [], aliased: new Set() }, sets.compile) })
  })
  return { documents: parsed.length, diagnostics, kinds }
}

/**
 * A checker that remembers: of a copilot it has seen before it checks only what changed, and what a change elsewhere
 * may have broken. `gently` pauses now and then, because a thousand topics take seconds.
 */
export function copilotChecker(options: CheckOptions = {}) {
  const memory: Memory = new Map()
  return {
    check(definition: CopilotDefinition): CheckResult {
      const steps = checkSteps(definition, memory, options)
      for (;;) {
        const step = steps.next()
        if (step.done) return step.value
      }
    },
    async gently(definition: CopilotDefinition, pause: () => Promise<void>): Promise<CheckResult> {
      const steps = checkSteps(definition, memory, options)
      for (;;) {
        const step = steps.next()
        if (step.done) return step.value
        await pause()
      }
    },
  }
}

/** What one document means for the others. */
type Outline = {
  globals: Set<string>
  inputs: Set<string> | undefined
  optionSets: Set<string>
  kinds: Record<string, number>
  phrases: Phrase[]
  part: Part
  /** The list has a short name as well. */
  aliased: boolean
}
/** One text of one document. Runs that overlap each hold their own, so that neither sees the other's findings. */
type Remembered = { of: Component; outline: Outline; document?: ParsedDocument | undefined; checked?: { context: string; diagnostics: Diagnostic[] } }
type Memory = Map<string, Remembered>
type Source = { component: Component; outline: Outline; remembered: Remembered }

function* checkSteps(definition: CopilotDefinition, memory: Memory, options: CheckOptions): Generator<void, CheckResult> {
  const documents = definition.components.filter((component) => component.text !== undefined)
  const sources: Source[] = []
  for (const component of documents) {
    const remembered = remember(component, memory)
    sources.push({ component, remembered, outline: remembered.outline })
    yield
  }
  const paths = new Set(documents.map(({ path }) => path))
  for (const path of memory.keys()) if (!paths.has(path)) memory.delete(path)

  const globals = new Set(sources.flatMap(({ outline }) => [...outline.globals]))
  const sets = new Set(sources.flatMap(({ outline }) => [...outline.optionSets]))
  const references: References = {
    copilot: definition,
    components: new Map(definition.components.map((component) => [component.schemaName.toLowerCase(), component])),
    inputs: new Map(sources.flatMap(({ component, outline }) => (outline.inputs ? [[component.schemaName.toLowerCase(), outline.inputs] as const] : []))),
  }
  const context = JSON.stringify([
    definition.schemaName,
    definition.template,
    definition.environmentVariables.map(({ schemaName, value, defaultValue }) => [schemaName, value === undefined && defaultValue === undefined]),
    definition.components.map(({ schemaName, kind, state }) => [schemaName, kind, state]),
    [...globals],
    [...sets],
    sources.map(({ outline }) => (outline.inputs ? [...outline.inputs] : 0)),
  ])
  const choices = optionSets(sets, definition.schemaName)
  const surroundings = inferTypes(
    sources.filter(({ component }) => component.kind !== 'translation').map(({ outline }) => outline.part),
    { environment: definition.environmentVariables, aliased: new Set(sources.filter(({ outline }) => outline.aliased).map(({ component }) => component.schemaName.toLowerCase())) },
    choices.compile,
  )
  yield
  const checker = new DocumentChecker(options, choices)
  const diagnostics: Diagnostic[] = []
  const kinds: Record<string, number> = {}
  for (const { component, outline, remembered } of sources) {
    const key = `${context}${surroundingsKey(outline.part, surroundings)}`
    if (remembered.checked?.context !== key) {
      const document = remembered.document ?? parseDocument(component.text ?? '', component.path)
      remembered.document = undefined
      remembered.checked = { context: key, diagnostics: checker.check(document, { part: outline.part, surroundings }, { component, references, globals }) }
      yield
    }
    diagnostics.push(...remembered.checked.diagnostics)
    for (const [kind, count] of Object.entries(outline.kinds)) addCount(kinds, kind, count)
  }
  return { documents: sources.length, diagnostics: [...diagnostics, ...checkSharedPhrases(sources.map(({ component, outline }) => ({ component, phrases: outline.phrases })))], kinds }
}

function remember(component: Component, memory: Memory): Remembered {
  const known = memory.get(component.path)
  if (known && (['text', 'schemaName', 'kind', 'name', 'state'] as const).every((member) => known.of[member] === component[member])) return known
  const document = parseDocument(component.text ?? '', component.path)
  const remembered = { of: component, outline: outlineOf(component, document), document }
  memory.set(component.path, remembered)
  return remembered
}

function outlineOf({ kind, schemaName }: Component, document: ParsedDocument): Outline {
  const { value } = document
  const globals = variablesSet(value).global
  if (kind === 'variable') globals.add(variableName(value) ?? schemaName.split('.').at(-1) ?? '')
  const kinds: Record<string, number> = {}
  countKinds(value, kinds)
  const phrases = phrasesOf(value).map((text, index) => ({ text, ...document.positionOf(['beginDialog', 'intent', 'triggerQueries', index]) }))
  const aliased = isRecord(value) && value.kind === 'ClosedListEntity' && typeof value.optionSetName === 'string'
  return { globals, inputs: inputsOf(value), optionSets: optionSetsIn(value, schemaName), kinds, phrases, part: partOf(schemaName, value), aliased }
}

function partOf(schemaName: string, value: unknown): Part {
  return { schemaName, writes: writesOf(value, schemaName), reads: namesIn(value) }
}

function variableName(value: unknown): string | undefined {
  return isRecord(value) && typeof value.name === 'string' ? value.name : undefined
}

function countKinds(value: unknown, kinds: Record<string, number>) {
  if (Array.isArray(value)) for (const item of value as unknown[]) countKinds(item, kinds)
  else if (isRecord(value))
    for (const [key, member] of Object.entries(value)) {
      if (key === 'kind' && typeof member === 'string') addCount(kinds, member, 1)
      else countKinds(member, kinds)
    }
}

/** Counts under any name, also one that every object has already. */
export function addCount(kinds: Record<string, number>, kind: string, count: number) {
  if (kind !== '__proto__') kinds[kind] = (Object.hasOwn(kinds, kind) ? (kinds[kind] ?? 0) : 0) + count
}
