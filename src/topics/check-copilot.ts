import { optionSets, optionSetsIn, type OptionSets } from './check-expressions.ts'
import type { References } from './check-references.ts'
import { checkTogether } from './check-together.ts'
import { completeDocument, type Completions } from './complete-document.ts'
import { DocumentChecker, type CheckOptions } from './document-checker.ts'
import { inferTypes, surroundingsKey, type Surroundings } from './infer-types.ts'
import { addCount, kindsIn, outlineOf, partOf, type Outline } from './outline.ts'
import { parseDocument, type ParsedDocument } from './parse-document.ts'
import type { Component, CopilotDefinition, Diagnostic } from './types.ts'

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
  for (const { value } of parsed) kindsIn(value, kinds)
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
    /** What may be written at an offset of a component's text; undefined where nothing can be said. */
    async complete(definition: CopilotDefinition, schemaName: string, offset: number, pause: () => Promise<void>): Promise<Completions | undefined> {
      const steps = knowledgeSteps(definition, memory)
      for (;;) {
        const step = steps.next()
        if (!step.done) {
          await pause()
          continue
        }
        const { sources, ...known } = step.value
        const source = sources.find(({ component }) => component.schemaName === schemaName)
        return source && completeDocument(offset, { definition, component: source.component, kind: source.outline.kind, part: source.outline.part, runs: options, ...known })
      }
    },
  }
}

/** One text of one document. Runs that overlap each hold their own, so that neither sees the other's findings. */
type Remembered = { of: Component; outline: Outline; document?: ParsedDocument | undefined; checked?: { context: string; diagnostics: Diagnostic[] } }
type Memory = Map<string, Remembered>
type Source = { component: Component; outline: Outline; remembered: Remembered }

type Knowledge = { sources: Source[]; globals: Set<string>; choices: OptionSets; surroundings: Surroundings }

/** What the documents of a copilot mean for each other. */
function* knowledgeSteps(definition: CopilotDefinition, memory: Memory): Generator<void, Knowledge> {
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
  const choices = optionSets(sources.flatMap(({ outline }) => [...outline.optionSets]), definition.schemaName)
  const surroundings = inferTypes(
    sources.filter(({ component }) => component.kind !== 'translation').map(({ outline }) => outline.part),
    { environment: definition.environmentVariables, aliased: new Set(sources.filter(({ outline }) => outline.aliased).map(({ component }) => component.schemaName.toLowerCase())) },
    choices.compile,
  )
  yield
  return { sources, globals, choices, surroundings }
}

function* checkSteps(definition: CopilotDefinition, memory: Memory, options: CheckOptions): Generator<void, CheckResult> {
  const { sources, globals, choices, surroundings } = yield* knowledgeSteps(definition, memory)
  const references: References = {
    copilot: definition,
    components: new Map(definition.components.map((component) => [component.schemaName.toLowerCase(), component])),
    outlines: new Map(sources.map(({ component, outline }) => [component.schemaName.toLowerCase(), outline])),
  }
  const context = contextOf(definition, sources, globals)
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
  return { documents: sources.length, diagnostics: [...diagnostics, ...checkTogether(definition, sources)], kinds }
}

/** What a document's findings depend on besides itself and the types of its variables, as a text. */
function contextOf(definition: CopilotDefinition, sources: Source[], globals: Set<string>): string {
  return JSON.stringify([
    definition.schemaName,
    definition.template,
    definition.authenticationMode,
    definition.environmentVariables.map(({ schemaName, value, defaultValue, secret }) => [schemaName, value === undefined && defaultValue === undefined, secret ? 0 : (value ?? defaultValue)?.slice(0, 100)]),
    definition.components.map(({ schemaName, kind, state }) => [schemaName, kind, state]),
    [...globals],
    sources.map(({ outline: { optionSets: lists, inputs, outputs, actions, task } }) => [
      [...lists].map(([name, items]) => [name, [...items]]),
      inputs ? [...inputs] : 0,
      outputs ? [...outputs] : 0,
      actions ? [...actions] : 0,
      task ? [task.kind, ...task.tools] : 0,
    ]),
  ])
}

function remember(component: Component, memory: Memory): Remembered {
  const known = memory.get(component.path)
  if (known && (['text', 'schemaName', 'kind', 'name', 'state'] as const).every((member) => known.of[member] === component[member])) return known
  const document = parseDocument(component.text ?? '', component.path)
  const remembered = { of: component, outline: outlineOf(component, document), document }
  memory.set(component.path, remembered)
  return remembered
}
