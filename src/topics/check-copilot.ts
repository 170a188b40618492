import { parseDocument, type ParsedDocument } from './parse-document.ts'
import type { CopilotDefinition, Diagnostic } from './types.ts'

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
  const documents = definition.components.filter((component) => component.text !== undefined).map((component) => parseDocument(component.text ?? '', component.path))
  return check(documents, options)
}

/** The same for documents that belong to no copilot. */
export function checkDocuments(documents: { path: string; text: string }[], options: CheckOptions = {}): CheckResult {
  return check(
    documents.map(({ path, text }) => parseDocument(text, path)),
    options,
  )
}

function check(documents: ParsedDocument[], _options: CheckOptions): CheckResult {
  const kinds: Record<string, number> = {}
  for (const document of documents) countKinds(document.value, kinds)
  return { documents: documents.length, diagnostics: documents.flatMap((document) => document.diagnostics), kinds }
}

function countKinds(value: unknown, kinds: Record<string, number>) {
  if (Array.isArray(value)) for (const item of value) countKinds(item, kinds)
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) {
      if (key === 'kind' && typeof member === 'string') kinds[member] = (kinds[member] ?? 0) + 1
      else countKinds(member, kinds)
    }
}
