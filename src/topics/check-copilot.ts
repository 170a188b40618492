import { checkDialog } from './check-dialog.ts'
import { checkElement } from './check-element.ts'
import { checkExpression, checkTemplate, optionSets, optionSetsIn, type OptionSets } from './check-expressions.ts'
import { checkReferences, inputsOf, type References } from './check-references.ts'
import { checkShape } from './check-shape.ts'
import { checkVariables, variablesSet, type Formula } from './check-variables.ts'
import { Findings, isRecord, words } from './findings.ts'
import { parseDocument, type ParsedDocument, type Path } from './parse-document.ts'
import { actionKinds, isKnownKind, triggerKinds } from './schema.ts'
import type { Component, CopilotDefinition, Diagnostic } from './types.ts'

export type CheckOptions = {
  /** The actions that run here. An action of any other kind is kept and reported as not supported. */
  actionKinds?: readonly { kind: string; title?: string }[]
  /** The triggers that start topics here; likewise. */
  triggerKinds?: readonly { kind: string }[]
}

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
  const checker = new Checker(options, optionSets(parsed.flatMap(({ value }) => [...optionSetsIn(value, undefined)]), undefined))
  const kinds: Record<string, number> = {}
  for (const { value } of parsed) countKinds(value, kinds)
  return { documents: parsed.length, diagnostics: parsed.flatMap((document) => checker.check(document)), kinds }
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
  phrases: { text: string; line: number; column: number }[]
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
  const checker = new Checker(options, optionSets(sets, definition.schemaName))
  const diagnostics: Diagnostic[] = []
  const kinds: Record<string, number> = {}
  for (const { component, outline, remembered } of sources) {
    if (remembered.checked?.context !== context) {
      const document = remembered.document ?? parseDocument(component.text ?? '', component.path)
      remembered.document = undefined
      remembered.checked = { context, diagnostics: checker.check(document, { component, references, globals }) }
      yield
    }
    diagnostics.push(...remembered.checked.diagnostics)
    for (const [kind, count] of Object.entries(outline.kinds)) addCount(kinds, kind, count)
  }
  return { documents: sources.length, diagnostics: [...diagnostics, ...checkPhrasesAcross(sources)], kinds }
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
  return { globals, inputs: inputsOf(value), optionSets: optionSetsIn(value, schemaName), kinds, phrases }
}

type Place = { component: Component; references: References; globals: Set<string> }

class Checker {
  readonly #runs: Set<string> | undefined
  readonly #starts: Set<string> | undefined
  readonly #optionSets: OptionSets
  constructor({ actionKinds: running, triggerKinds: starting }: CheckOptions, optionSets: OptionSets) {
    this.#starts = starting && new Set(starting.map(({ kind }) => kind))
    this.#optionSets = optionSets
    this.#runs = running && new Set(running.map(({ kind }) => kind))
  }

  check(document: ParsedDocument, place?: Place): Diagnostic[] {
    const findings = new Findings(document)
    const { value } = document
    if (value === undefined || (value === null && place?.component.kind === 'file')) return findings.diagnostics
    if (place) checkName(place.component, document, findings)
    const kind = rootKind(document, place?.component)
    if (kind === 'other') return findings.diagnostics
    if (kind === undefined) {
      // Components of the time before YAML have no kind.
      const severity = place && !['topic', 'action', 'agent', 'entity', 'variable'].includes(place.component.kind) ? 'warning' : 'error'
      if (!document.diagnostics.some((diagnostic) => diagnostic.severity === 'error'))
        findings.add({ severity, code: 'MissingRequiredProperty', path: [], message: 'The document does not say what it is.', fix: 'Start it with "kind: …", for example "kind: AdaptiveDialog".' })
      return findings.diagnostics
    }
    if (!isKnownKind(kind)) {
      findings.add({ severity: 'warning', code: 'ElementNotSupported', path: ['kind'], message: `A document of kind "${kind}" is kept as it is; it does not run here.` })
      return findings.diagnostics
    }
    this.#checkKnown(kind, document, findings, place)
    return findings.diagnostics
  }

  #checkKnown(kind: string, document: ParsedDocument, findings: Findings, place: Place | undefined) {
    const formulas: Formula[] = []
    // Triggers of other services are written in those services' language.
    const runs = kind !== 'ExternalTriggerConfiguration'
    checkShape(document.value, kind, findings, {
      element: (elementKind, value, path) => {
        checkElement(elementKind, value, path, findings)
        if (elementKind === 'AdaptiveDialog' || elementKind === 'AgentDialog') checkDialog(value, path, findings)
        if (place) checkReferences(elementKind, value, path, place.references, findings)
        this.#checkRuns(elementKind, path, findings)
      },
      runs: (unknownKind) => this.#runs?.has(unknownKind) ?? false,
      expression: (text, path, wants) => {
        if (!runs) return
        checkExpression(text, path, wants, this.#optionSets, findings)
        formulas.push({ text, path, template: false })
      },
      template: (text, path) => {
        if (!runs) return
        checkTemplate(text, path, this.#optionSets, findings)
        formulas.push({ text, path, template: true })
      },
    })
    if (kind === 'AdaptiveDialog' && place?.component.kind !== 'translation') checkVariables(formulas, variablesSet(document.value), place?.globals, place?.references.copilot, findings)
  }

  #checkRuns(kind: string, path: Path, findings: Findings) {
    if (this.#runs && !this.#runs.has(kind) && actionKinds().has(kind) && isNode(path))
      findings.add({
        severity: 'warning',
        code: 'ElementNotSupported',
        path: [...path, 'kind'],
        message: `${kind} does not run here yet: the node is kept, and a conversation that reaches it goes to the On Error topic.`,
        fix: 'Replace it, or lead around it.',
      })
    if (this.#starts && !this.#starts.has(kind) && triggerKinds().has(kind))
      findings.add({
        severity: 'warning',
        code: 'ElementNotSupported',
        path: [...path, 'kind'],
        message: `${kind} does not start a topic here yet: the topic is kept, and only other topics can lead to it.`,
        fix: 'Choose another trigger, or redirect to the topic.',
      })
  }
}

/** A node stands in a list of actions. */
function isNode(path: readonly (string | number)[]): boolean {
  return typeof path.at(-1) === 'number' && (path.at(-2) === 'actions' || path.at(-2) === 'elseActions')
}

/** `other`: a document of a workspace that is no component, and has no kind. */
function rootKind(document: ParsedDocument, component: Component | undefined): string | undefined {
  const { kind, value, file } = document
  if (kind === 'GlobalVariableComponent' && isRecord(value) && !('variable' in value)) return 'Variable'
  if (kind !== undefined) return kind
  if (component?.kind === 'gpt' || (!component && /(^|\/)agent\.(mcs\.)?ya?ml$/i.test(file))) return 'GptComponentMetadata'
  if (component?.kind === 'file') return 'other'
  if (!component && /(^|\/)(settings|connectionreferences|references|collection|metadata)\.(mcs\.)?ya?ml$/i.test(file)) return 'other'
  return undefined
}

function checkName({ kind, name }: Component, { metadata }: ParsedDocument, findings: Findings) {
  if (kind !== 'topic' || !name.includes('.')) return
  findings.add({
    severity: 'warning',
    code: 'DisplayNameWithPeriod',
    path: metadata ? ['mcs.metadata', 'componentName'] : [],
    message: `The topic’s name "${name}" contains a period, with which Copilot Studio cannot export it.`,
    fix: `Call it "${name.replaceAll('.', ' ').trim()}".`,
  })
}

/** Topics that share trigger phrases: whoever says one is asked which topic is meant. */
function checkPhrasesAcross(sources: Source[]): Diagnostic[] {
  const owners = new Map<string, Component>()
  const found: Diagnostic[] = []
  for (const { component, outline } of sources) {
    if (component.kind !== 'topic' || component.state === 'off') continue
    const shared = new Map<Component, Outline['phrases']>()
    for (const phrase of outline.phrases) {
      const owner = owners.get(phrase.text)
      if (!owner) owners.set(phrase.text, component)
      else if (owner !== component) shared.set(owner, [...(shared.get(owner) ?? []), phrase])
    }
    for (const [owner, [first, ...others]] of shared) {
      if (!first || first.text === '') continue
      const more = others.length === 0 ? 'triggers' : `and ${others.length} more of these phrases trigger`
      found.push({
        severity: 'information',
        code: 'DuplicateItem',
        file: component.path,
        line: first.line,
        column: first.column,
        message: `"${first.text}" ${more} the topic "${owner.name}" too, so the customer is asked which one is meant.`,
        fix: 'Keep a phrase in one topic.',
      })
    }
  }
  return found
}

function phrasesOf(topic: unknown): string[] {
  const begin = isRecord(topic) ? topic.beginDialog : undefined
  const intent = isRecord(begin) && isRecord(begin.intent) ? begin.intent : undefined
  const phrases: unknown[] = intent && Array.isArray(intent.triggerQueries) ? intent.triggerQueries : []
  return phrases.map((phrase) => words(phrase).trim().toLowerCase())
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
