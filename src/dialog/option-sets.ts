import { isRecord } from '../platform/index.ts'
import { textOf, triggerDocuments, triggerId } from './document.ts'
import type { Document, Parsed } from './document.ts'
import type { ClosedListDefinition, EntityDefinition } from './entities/define-entity.ts'
import { readDefinition } from './entities/read-definition.ts'
import type { OptionSets } from './fx.ts'

/** The copilot's own entities by schema name. */
export function readEntities(documents: Parsed[]): Map<string, EntityDefinition> {
  const entities = new Map<string, EntityDefinition>()
  for (const { component, document } of documents) {
    if (document['kind'] !== 'ClosedListEntity' && document['kind'] !== 'RegexEntity') continue
    const entity = readDefinition(document, component.schemaName)
    if (entity) entities.set(component.schemaName, entity)
  }
  return entities
}

export function optionSetsOf(entities: Iterable<EntityDefinition>): OptionSets {
  const sets: OptionSets = {}
  for (const entity of entities) {
    if (entity.kind === 'ClosedListEntity') sets[entity.name] = entity.items.map((item) => ({ id: item.id, name: item.title }))
  }
  return sets
}

/** Lists written into questions have option sets too, named after topic, trigger and question. */
export function embeddedEntities(documents: Parsed[]): EntityDefinition[] {
  const found: EntityDefinition[] = []
  for (const { component, document } of documents) {
    for (const trigger of triggerDocuments(document)) {
      visitNodes(trigger['actions'], (node) => {
        const entity = node['entity']
        if (!isRecord(entity) || entity['kind'] !== 'EmbeddedEntity') return
        const definition = readDefinition(entity['definition'], `${component.schemaName}.${triggerId(trigger)}.${textOf(node['id'])}`)
        if (definition) found.push(definition)
      })
    }
  }
  return found
}

/** A list may have a short name of its own (`optionSetName`) besides the long one; both mean the same choices. */
export function aliasesOf(entities: Iterable<EntityDefinition>): Map<string, ClosedListDefinition> {
  const aliases = new Map<string, ClosedListDefinition>()
  for (const entity of entities) {
    if (entity.kind === 'ClosedListEntity' && entity.alias !== undefined && !aliases.has(entity.alias)) aliases.set(entity.alias, entity)
  }
  return aliases
}

function visitNodes(part: unknown, visit: (node: Document) => void) {
  if (Array.isArray(part)) for (const item of part) visitNodes(item, visit)
  if (!isRecord(part)) return
  visit(part)
  for (const member of ['actions', 'conditions', 'elseActions']) visitNodes(part[member], visit)
}
