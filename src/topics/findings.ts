import type { ParsedDocument, Path } from './parse-document.ts'
import type { Diagnostic } from './types.ts'

export type Finding = {
  severity?: Diagnostic['severity']
  code: string
  path: Path
  message: string
  fix?: string | undefined
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

  constructor(document: ParsedDocument) {
    this.#document = document
    this.diagnostics = [...document.diagnostics]
    this.#broken = new Set(document.diagnostics.filter(({ severity, line }) => severity === 'error' && line > 1).map(({ line }) => line))
  }

  add({ severity = 'error', code, path, message, fix, nodeId, offset, atKey }: Finding) {
    const position = atKey ? this.#document.positionOfKey(path) : this.#document.positionOf(path, offset)
    if (this.#broken.has(position.line)) return
    const id = nodeId ?? nodeIdAt(this.#document.value, path)
    this.diagnostics.push({ severity, code, file: this.#document.file, ...position, message, ...(id === undefined ? {} : { nodeId: id }), ...(fix === undefined ? {} : { fix }) })
  }
}

/** The id of the innermost element around `path` that has one. */
function nodeIdAt(root: unknown, path: Path): string | undefined {
  let found: string | undefined
  let value = root
  for (const step of ['', ...path]) {
    if (step !== '' || value !== root) value = isRecord(value) ? value[String(step)] : Array.isArray(value) ? (value as unknown[])[Number(step)] : undefined
    if (isRecord(value) && typeof value.id === 'string' && typeof value.kind === 'string') found = value.id
  }
  return found
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The candidate an author most likely meant: few keystrokes away, or the same but for case. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = word.length < 3 ? 1 : Math.min(4, Math.floor(word.length / 3) + 1.5)
  for (const candidate of candidates) {
    const distance = word.toLowerCase() === candidate.toLowerCase() ? 0 : keystrokes(word, candidate, least)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** Levenshtein distance, or `limit` when it is that much or more. */
function keystrokes(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length] ?? limit
}

/** A value as text. Documents may hold objects where text belongs, even ones with a `toString` of their own. */
export function words(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
