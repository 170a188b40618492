import { isRecord } from '../../platform/index.ts'
import { textOf } from '../document.ts'
import type { Document } from '../document.ts'
import type { EntityDefinition, ListItem } from './define-entity.ts'

/** Reads an entity document, or the definition inside a question. `name` is its option set. */
export function readDefinition(document: unknown, name: string): EntityDefinition | undefined {
  if (!isRecord(document)) return undefined
  if (document['kind'] === 'RegexEntity' || typeof document['pattern'] === 'string') return { kind: 'RegexEntity', name, pattern: String(document['pattern'] ?? '') }
  if (document['kind'] !== undefined && document['kind'] !== 'ClosedListEntity') return undefined
  const items = Array.isArray(document['items']) ? document['items'].filter(isRecord).map(readItem) : []
  const alias = textOf(document['optionSetName'])
  return { kind: 'ClosedListEntity', name, ...(alias && alias !== name ? { alias } : {}), smart: document['smartMatchingEnabled'] !== false, items }
}

function readItem(item: Document): ListItem {
  const id = String(item['id'] ?? item['displayName'] ?? '')
  const synonyms = Array.isArray(item['synonyms']) ? item['synonyms'].map(String) : []
  return { id, title: item['displayName'] === undefined || item['displayName'] === null ? id : String(item['displayName']), synonyms }
}
