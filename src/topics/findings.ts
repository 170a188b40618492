import { editDistance, isRecord } from '../platform/index.ts'
import type { Edit } from './edit-document.ts'
import type { ParsedDocument, Path } from './parse-document.ts'
import type { Diagnostic } from './types.ts'

export type Finding = {
  severity?: Diagnostic['severity']
  code: string
  path: Path
  message: string
  fix?: string | undefined
  /** The fix as changes of the document, where it needs no thinking. */
  edits?: Edit[] | undefined
  nodeId?: string | undefined
  /** Character inside the text value at `path`. */
  offset?: number
  /** Point at the key instead of the value. */
  atKey?: boolean
}

/** Collects what is found in one document and turns paths into lines and columns. */
export class Findings {
  readonly diagnostics: Diagnostic[]
  readonly #document: ParsedDocument
  /** Lines that are no YAML: whatever else is wrong there follows from that. */
  readonly #broken: Set<number>
  /** Nodes something is known about, by path. */
  readonly #about = new Set<string>()

  constructor(document: ParsedDocument) {
    this.#document = document
    this.diagnostics = [...document.diagnostics]
    this.#broken = new Set(document.diagnostics.filter(({ severity, line }) => severity === 'error' && line > 1).map(({ line }) => line))
  }

  add({ severity = 'error', code, path, message, fix, edits, nodeId, offset, atKey }: Finding) {
    const position = atKey ? this.#document.positionOfKey(path) : this.#document.positionOf(path, offset)
    if (this.#broken.has(position.line)) return
    const node = nodeAt(this.#document.value, path)
    const id = nodeId ?? node?.id
    if (node && severity !== 'information') this.#about.add(node.path.join('/'))
    this.diagnostics.push({ severity, code, file: this.#document.file, ...position, message, ...(id === undefined ? {} : { nodeId: id }), ...(fix === undefined ? {} : { fix }), ...(edits === undefined ? {} : { edits }) })
  }

  /** Whether something is wrong with the node at this path itself, not only with nodes inside it. */
  knowsAbout(path: Path): boolean {
    return this.#about.has(path.join('/'))
  }
}

/** The innermost element around `path` that has an id. */
function nodeAt(root: unknown, path: Path): { id: string; path: Path } | undefined {
  let found: { id: string; path: Path } | undefined
  let value = root
  for (let depth = 0; depth <= path.length; depth++) {
    if (depth > 0) {
      const step = path[depth - 1]
      value = isRecord(value) ? value[String(step)] : Array.isArray(value) ? (value as unknown[])[Number(step)] : undefined
    }
    if (isRecord(value) && typeof value.id === 'string' && typeof value.kind === 'string') found = { id: value.id, path: path.slice(0, depth) }
  }
  return found
}

/** The candidate an author most likely meant: few keystrokes away, or the same but for case. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = word.length < 3 ? 1 : Math.min(4, Math.floor(word.length / 3) + 1.5)
  for (const candidate of candidates) {
    if (Math.abs(word.length - candidate.length) >= least) continue
    const distance = word.toLowerCase() === candidate.toLowerCase() ? 0 : editDistance(word, candidate)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** A value as text. Documents may hold objects where text belongs, even ones with a `toString` of their own. */
export function words(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
