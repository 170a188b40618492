import { isRecord } from '../platform/index.ts'
import type { Path } from './parse-document.ts'

/** A part of a document, and the way to it. */
type Placed = { value: Record<string, unknown>; path: Path }

/** The triggers of a document: almost always one, `beginDialog`; the schema allows a list as well. `path` leads to the document. */
export function triggersOf(document: unknown, path: Path = []): Placed[] {
  if (!isRecord(document)) return []
  const { beginDialog, triggers } = document
  return [...(isRecord(beginDialog) ? [{ value: beginDialog, path: [...path, 'beginDialog'] }] : []), ...recordsOf(triggers, [...path, 'triggers'])]
}

/** What of a list has members. `path` leads to the list. */
export function recordsOf(list: unknown, path: Path): Placed[] {
  return Array.isArray(list) ? list.flatMap((value: unknown, index) => (isRecord(value) ? [{ value, path: [...path, index] }] : [])) : []
}
