import { isRecord } from '../platform/index.ts'
import { checkDialog } from './check-dialog.ts'
import { checkElement } from './check-element.ts'
import { checkBuiltCondition, checkExpression, checkTemplate, type OptionSets } from './check-expressions.ts'
import { checkReferences, type References } from './check-references.ts'
import { checkShape } from './check-shape.ts'
import { checkAssignments, checkOutputs, typedScope } from './check-types.ts'
import { checkVariables, variablesSet, type Formula } from './check-variables.ts'
import { Findings } from './findings.ts'
import type { Part, Surroundings } from './infer-types.ts'
import type { ParsedDocument, Path } from './parse-document.ts'
import { actionKinds, isKnownKind, triggerKinds } from './schema.ts'
import type { Component, Diagnostic } from './types.ts'

export type CheckOptions = {
  /** The actions that run here. An action of any other kind is kept and reported as not supported. */
  actionKinds?: readonly { kind: string; title?: string }[]
  /** The triggers that start topics here; likewise. */
  triggerKinds?: readonly { kind: string }[]
  /** What the engine says of a topic's nodes before it runs them: which fail, and why. */
  checkNodes?(document: unknown): readonly NodeFinding[]
}

type NodeFinding = { path: Path; nodeId: string; kind: string; code: string; message: string }

/** Where a document belongs: what it may refer to. */
type Place = { component: Component; references: References; globals: Set<string> }
/** The types of the document's variables, and of what is around it. */
type Types = { part: Part; surroundings: Surroundings }

/** Checks one document, with everything known about the copilot around it. */
export class DocumentChecker {
  readonly #runs: Set<string> | undefined
  readonly #starts: Set<string> | undefined
  readonly #optionSets: OptionSets
  readonly #checkNodes: CheckOptions['checkNodes']
  constructor({ actionKinds: running, triggerKinds: starting, checkNodes }: CheckOptions, optionSets: OptionSets) {
    this.#starts = starting && new Set(starting.map(({ kind }) => kind))
    this.#optionSets = optionSets
    this.#checkNodes = checkNodes
    this.#runs = running && new Set(running.map(({ kind }) => kind))
  }

  check(document: ParsedDocument, types: Types, place?: Place): Diagnostic[] {
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
      findings.add({ severity: 'warning', code: 'ElementNotSupported', path: ['kind'], message: `A document of kind "${kind}" is kept as it is; it does not run here.`, fix: 'Nothing has to be done; build what it does as a topic if customers need it here.' })
      return findings.diagnostics
    }
    this.#checkKnown(kind, document, findings, types, place)
    return findings.diagnostics
  }

  #checkKnown(kind: string, document: ParsedDocument, findings: Findings, { part, surroundings }: Types, place: Place | undefined) {
    const formulas: Formula[] = []
    // Triggers of other services are written in those services' language.
    const runs = kind !== 'ExternalTriggerConfiguration'
    const isTopic = kind === 'AdaptiveDialog' && place?.component.kind !== 'translation'
    const typed = isTopic ? typedScope(part, surroundings) : undefined
    const nodes = isTopic ? (this.#checkNodes?.(document.value) ?? []) : []
    const said = new Set(nodes.map(({ path }) => path.join('/')))
    checkShape(document.value, kind, findings, {
      element: (elementKind, value, path) => {
        checkElement(elementKind, value, path, findings)
        if (elementKind === 'AdaptiveDialog' || elementKind === 'AgentDialog') checkDialog(value, path, place?.component.schemaName, findings)
        if (place) checkReferences(elementKind, value, path, place.component, place.references, findings)
        if (!said.has(path.join('/'))) this.#checkRuns(elementKind, path, findings)
      },
      condition: (value, path) => checkBuiltCondition(value, path, this.#optionSets, findings, typed),
      runs: (unknownKind) => this.#runs?.has(unknownKind) ?? false,
      expression: (text, path, wants) => {
        if (!runs) return
        checkExpression(text, path, wants, this.#optionSets, findings, typed)
        formulas.push({ text, path, template: false })
      },
      template: (text, path) => {
        if (!runs) return
        checkTemplate(text, path, this.#optionSets, findings, typed)
        formulas.push({ text, path, template: true })
      },
    })
    if (isTopic) {
      const own = variablesSet(document.value)
      // What callers hand over is set as well, declared or not.
      for (const name of surroundings.given.get(part.schemaName.toLowerCase()) ?? []) own.topic.add(name)
      checkVariables(formulas, own, place?.globals, place?.references.copilot, findings)
    }
    if (typed) checkAssignments(part, surroundings, this.#optionSets.compile, typed, findings)
    if (isTopic) checkOutputs(part, document.value, findings)
    for (const { path, code, message } of nodes)
      if (!findings.knowsAbout(path)) findings.add({ severity: 'warning', code, path: [...path, 'kind'], message, fix: code === 'ElementNotSupported' ? 'Replace it, or lead around it.' : 'Correct what the message names, or delete the node.' })
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
