import { isRecord } from '../platform/index.ts'
import type { Document } from './document.ts'

/** Members that hold what customers read or hear. Everything else stays as the topic has it. */
const said = ['activity', 'prompt', 'unrecognizedPrompt', 'invalidPrompt', 'defaultValueResponse', 'card', 'title', 'text', 'entity']
const nested = ['actions', 'conditions', 'elseActions']

/**
 * A topic's actions with the words of a translation, node by node by id. The nodes and their order stay the topic's own,
 * so that a conversation can change its language between two of them.
 */
export function translateActions(actions: unknown, translated: unknown): unknown {
  const words = new Map<string, Document>()
  collect(translated, words)
  return words.size === 0 ? actions : translate(actions, words)
}

function collect(part: unknown, into: Map<string, Document>) {
  if (Array.isArray(part)) for (const item of part) collect(item, into)
  if (!isRecord(part)) return
  if (typeof part['id'] === 'string') into.set(part['id'], part)
  for (const member of nested) collect(part[member], into)
}

function translate(part: unknown, words: ReadonlyMap<string, Document>): unknown {
  if (Array.isArray(part)) return part.map((item) => translate(item, words))
  if (!isRecord(part)) return part
  const other = typeof part['id'] === 'string' ? words.get(part['id']) : undefined
  const result: Document = { ...part }
  for (const member of nested) if (part[member] !== undefined) result[member] = translate(part[member], words)
  for (const member of said) if (other?.[member] !== undefined && part[member] !== undefined) result[member] = other[member]
  return result
}
