import { checkDialog } from './check-dialog.ts'
import { checkElement } from './check-element.ts'
import { checkExpression, checkTemplate, optionSetsOf, type OptionSets } from './check-expressions.ts'
import { checkReferences, inputsOf, type References } from './check-references.ts'
import { checkShape } from './check-shape.ts'
import { checkVariables, variablesSet, type Formula } from './check-variables.ts'
import { Findings, isRecord } from './findings.ts'
import { parseDocument, type ParsedDocument } from './parse-document.ts'
import { actionKinds, isKnownKind } from './schema.ts'
import type { Component, CopilotDefinition, Diagnostic } from './types.ts'

export type CheckOptions = {
  /** The actions that run here. An action of any other kind is kept and reported as not supported. */
  actionKinds?: readonly { kind: string; title?: string }[]
}

export type CheckResult = {
  documents: number
  diagnostics: Diagnostic[]
  /** Every `kind:` value and how often it occurs. */
  kinds: Record<string, number>
}

/** Finds what is wrong with a copilot, with positions and fixes. */
export function checkCopilot(definition: CopilotDefinition, options: CheckOptions = {}): CheckResult {
  const sources = definition.components.flatMap((component) => (component.text === undefined ? [] : [{ component, document: parseDocument(component.text, component.path) }]))
  const references: References = {
    copilot: definition,
    components: new Map(definition.components.map((component) => [component.schemaName.toLowerCase(), component])),
    inputs: new Map(),
  }
  const globals = new Set<string>()
  for (const { component, document } of sources) {
    const inputs = inputsOf(document.value)
    if (inputs) references.inputs.set(component.schemaName.toLowerCase(), inputs)
    for (const name of variablesSet(document.value).global) globals.add(name)
    if (component.kind === 'variable') globals.add(variableName(document.value) ?? component.schemaName.split('.').at(-1) ?? '')
  }
  const optionSets = optionSetsOf(sources.map(({ component, document }) => ({ schemaName: component.schemaName, value: document.value })), definition.schemaName)
  const checker = new Checker(options, optionSets)
  const diagnostics = sources.flatMap(({ component, document }) => checker.check(document, { component, references, globals }))
  diagnostics.push(...checkPhrasesAcross(sources))
  return { documents: sources.length, diagnostics, kinds: countKinds(sources.map(({ document }) => document)) }
}

/** The same for documents that belong to no copilot; what they refer to cannot be judged. */
export function checkDocuments(documents: { path: string; text: string }[], options: CheckOptions = {}): CheckResult {
  const parsed = documents.map(({ path, text }) => parseDocument(text, path))
  const checker = new Checker(options, optionSetsOf(parsed.map(({ value }) => ({ schemaName: undefined, value })), undefined))
  return { documents: parsed.length, diagnostics: parsed.flatMap((document) => checker.check(document)), kinds: countKinds(parsed) }
}

type Place = { component: Component; references: References; globals: Set<string> }

class Checker {
  readonly #runs: Set<string> | undefined
  readonly #optionSets: OptionSets
  constructor({ actionKinds: running }: CheckOptions, optionSets: OptionSets) {
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
      if (!document.diagnostics.some((diagnostic) => diagnostic.severity === 'error'))
        findings.add({ code: 'MissingRequiredProperty', path: [], message: 'The document does not say what it is.', fix: 'Start it with "kind: …", for example "kind: AdaptiveDialog".' })
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
        if (this.#runs && !this.#runs.has(elementKind) && actionKinds().has(elementKind) && path.length > 0 && isNode(path))
          findings.add({ severity: 'warning', code: 'ElementNotSupported', path: [...path, 'kind'], message: `${elementKind} does not run here yet: the node is kept, and a conversation that reaches it goes to the On Error topic.`, fix: 'Replace it, or lead around it.' })
      },
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

type Source = { component: Component; document: ParsedDocument }

/** Topics that share trigger phrases: whoever says one is asked which topic is meant. */
function checkPhrasesAcross(sources: Source[]): Diagnostic[] {
  const owners = new Map<string, Component>()
  const found: Diagnostic[] = []
  for (const { component, document } of sources) {
    if (component.kind !== 'topic' || component.state === 'off') continue
    const shared = new Map<Component, number[]>()
    for (const [index, phrase] of phrasesOf(document.value).entries()) {
      const owner = owners.get(phrase)
      if (!owner) owners.set(phrase, component)
      else if (owner !== component) shared.set(owner, [...(shared.get(owner) ?? []), index])
    }
    for (const [owner, [first = 0, ...others]] of shared) {
      const more = others.length === 0 ? 'triggers' : `and ${others.length} more of these phrases trigger`
      found.push({
        severity: 'information',
        code: 'DuplicateItem',
        file: component.path,
        ...document.positionOf(['beginDialog', 'intent', 'triggerQueries', first]),
        message: `"${phrasesOf(document.value)[first]}" ${more} the topic "${owner.name}" too, so the customer is asked which one is meant.`,
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
  return phrases.map((phrase) => String(phrase ?? '').trim().toLowerCase())
}

function variableName(value: unknown): string | undefined {
  return isRecord(value) && typeof value.name === 'string' ? value.name : undefined
}

function countKinds(documents: ParsedDocument[]): Record<string, number> {
  const kinds: Record<string, number> = {}
  const walk = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (isRecord(value))
      for (const [key, member] of Object.entries(value)) {
        if (key === 'kind' && typeof member === 'string') kinds[member] = (kinds[member] ?? 0) + 1
        else walk(member)
      }
  }
  for (const document of documents) walk(document.value)
  return kinds
}
