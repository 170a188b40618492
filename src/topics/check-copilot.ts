import { optionSets, optionSetsIn, type OptionSets } from './check-expressions.ts'
import type { References } from './check-references.ts'
import { checkTogether } from './check-together.ts'
import { completeDocument, type Completions } from './complete-document.ts'
import { DocumentChecker, type CheckOptions } from './document-checker.ts'
import { inferTypes, resolvePart, surroundingsKey, type Surroundings } from './infer-types.ts'
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
  /** What was around the document that was completed last. */
  let around: { key: string; others: readonly Remembered[]; surroundings: Surroundings } | undefined
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
      const steps = sourceSteps(definition, memory)
      let step = steps.next()
      for (; !step.done; step = steps.next()) await pause()
      const sources = step.value
      const source = sources.find(({ component }) => component.schemaName === schemaName)
      if (!source) return undefined
      const { globals, choices } = namesOf(definition, sources)
      // What the document itself gives to the others is left as it was: while it is typed, only the others say what is around it.
      const others = sources.flatMap(({ remembered }) => (remembered === source.remembered ? [] : [remembered]))
      const key = `${schemaName} ${JSON.stringify(definition.environmentVariables.map(({ schemaName: name, type }) => [name, type]))}`
      if (around?.key !== key || around.others.length !== others.length || around.others.some((other, index) => other !== others[index])) around = { key, others, surroundings: surroundingsOf(definition, sources, choices) }
      const { surroundings } = around
      const { part } = source.outline
      resolvePart(part, surroundings, choices.compile)
      return completeDocument(offset, { definition, component: source.component, kind: source.outline.kind, part, surroundings, globals, choices, runs: options })
    },
  }
}

/** One text of one document. Runs that overlap each hold their own, so that neither sees the other's findings. */
type Remembered = { of: Component; outline: Outline; document?: ParsedDocument | undefined; checked?: { context: string; diagnostics: Diagnostic[] } }
type Memory = Map<string, Remembered>
type Source = { component: Component; outline: Outline; remembered: Remembered }

function* sourceSteps(definition: CopilotDefinition, memory: Memory): Generator<void, Source[]> {
  const documents = definition.components.filter((component) => component.text !== undefined)
  const sources: Source[] = []
  for (const component of documents) {
    const remembered = remember(component, memory)
    sources.push({ component, remembered, outline: remembered.outline })
    yield
  }
  const paths = new Set(documents.map(({ path }) => path))
  for (const path of memory.keys()) if (!paths.has(path)) memory.delete(path)
  return sources
}

/** The names every document of the copilot may use. */
function namesOf(definition: CopilotDefinition, sources: readonly Source[]): { globals: Set<string>; choices: OptionSets } {
  return { globals: new Set(sources.flatMap(({ outline }) => [...outline.globals])), choices: optionSets(sources.flatMap(({ outline }) => [...outline.optionSets]), definition.schemaName) }
}

function surroundingsOf(definition: CopilotDefinition, sources: readonly Source[], choices: OptionSets): Surroundings {
  return inferTypes(
    sources.filter(({ component }) => component.kind !== 'translation').map(({ outline }) => outline.part),
    { environment: definition.environmentVariables, aliased: new Set(sources.filter(({ outline }) => outline.aliased).map(({ component }) => component.schemaName.toLowerCase())) },
    choices.compile,
  )
}

function* checkSteps(definition: CopilotDefinition, memory: Memory, options: CheckOptions): Generator<void, CheckResult> {
  const sources = yield* sourceSteps(definition, memory)
  const { globals, choices } = namesOf(definition, sources)
  const surroundings = surroundingsOf(definition, sources, choices)
  yield
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
