import { isDocument, textOf, triggerDocument } from './document.ts'
import type { Document, Parsed } from './document.ts'
import type { EntityDefinition } from './entities/define-entity.ts'
import { readDefinition } from './entities/read-definition.ts'
import type { OptionSets } from './fx.ts'

/** The copilot's own entities by schema name. */
export function readEntities(documents: Parsed[]): Map<string, EntityDefinition> {
  const entities = new Map<string, EntityDefinition>()
  for (const { component, document } of documents) {
    if (document['kind'] !== 'ClosedListEntity' && document['kind'] !== 'RegexEntity') continue
    const entity = readDefinition(document, textOf(document['optionSetName']) || component.schemaName)
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
export function embeddedOptionSets(documents: Parsed[]): OptionSets {
  const found: EntityDefinition[] = []
  for (const { component, document } of documents) {
    const trigger = triggerDocument(document)
    visitNodes(trigger['actions'], (node) => {
      const entity = node['entity']
      if (!isDocument(entity) || entity['kind'] !== 'EmbeddedEntity') return
      const definition = readDefinition(entity['definition'], embeddedSetName(entity, `${component.schemaName}.${textOf(trigger['id']) || 'main'}.${textOf(node['id'])}`))
      if (definition) found.push(definition)
    })
  }
  return optionSetsOf(found)
}

function embeddedSetName(entity: Document, otherwise: string): string {
  const definition = entity['definition']
  return (isDocument(definition) && textOf(definition['optionSetName'])) || otherwise
}

function visitNodes(part: unknown, visit: (node: Document) => void) {
  if (Array.isArray(part)) for (const item of part) visitNodes(item, visit)
  if (!isDocument(part)) return
  visit(part)
  for (const member of ['actions', 'conditions', 'elseActions']) visitNodes(part[member], visit)
}
