import { isRecord } from '../../platform/index.ts'
import { FxOption } from '../../powerfx/index.ts'
import { ContentFailure } from '../failure.ts'
import type { Turn } from '../turn.ts'
import type { EntityKind, EntityReference, EntityDefinition, Match, Option, Place } from './define-entity.ts'
import { matchOption, optionsInside } from './match-option.ts'
import { MOST, matchPattern } from './match-pattern.ts'
import { readDefinition } from './read-definition.ts'

type ClosedList = EntityDefinition & { kind: 'ClosedListEntity' }

/** A list written into the question itself. Its option set is named after topic, trigger and question. */
export const embedded: EntityKind = {
  kind: 'EmbeddedEntity',
  title: 'Multiple choice',
  options: (reference, _turn, place) => optionsOf(asList(embeddedDefinition(reference, place)), reference),
  match: (text, reference, turn, place) => matchDefinition(text, embeddedDefinition(reference, place), reference, turn),
  matchAll: (text, reference, turn, place) => matchesOf(text, embeddedDefinition(reference, place), reference, turn),
}

export const closedListReference: EntityKind = {
  kind: 'ClosedListEntityReference',
  title: 'Custom list',
  options: (reference, turn) => optionsOf(asList(referenced(reference, turn)), reference),
  match: (text, reference, turn) => matchDefinition(text, referenced(reference, turn), reference, turn),
  matchAll: (text, reference, turn) => matchesOf(text, referenced(reference, turn), reference, turn),
}

export const regexReference: EntityKind = {
  kind: 'RegexEntityReference',
  title: 'Custom pattern',
  match: (text, reference, turn) => matchDefinition(text, referenced(reference, turn), reference, turn),
  matchAll: (text, reference, turn) => matchesOf(text, referenced(reference, turn), reference, turn),
}

const cache = new WeakMap<object, EntityDefinition>()

function embeddedDefinition(reference: EntityReference, place: Place): EntityDefinition {
  const read = cache.get(reference)
  if (read) return read
  const definition = readDefinition(reference['definition'], `${place.topic}.${place.trigger}.${place.node}`)
  if (!definition) throw new ContentFailure('InvalidContent', `The question ${place.node} holds an entity that cannot be read.`)
  cache.set(reference, definition)
  return definition
}

function referenced(reference: EntityReference, turn: Turn): EntityDefinition {
  const name = String(reference['entityId'] ?? '')
  const definition = turn.copilot.entities.get(name) ?? turn.copilot.entities.get(`${turn.copilot.schemaName}.entity.${name.split('.entity.').at(-1)}`)
  if (!definition) throw new ContentFailure('InvalidContent', `There is no entity "${name}" in this copilot.`)
  return definition
}

const asList = (definition: EntityDefinition): ClosedList | undefined => (definition.kind === 'ClosedListEntity' ? definition : undefined)

/** By list, or by the reference that selects some of its items: whoever searches an array of options prepares it once. */
const known = new WeakMap<object, Option[]>()

function optionsOf(list: ClosedList | undefined, reference: EntityReference): Option[] {
  if (!list) return []
  const selected: unknown[] = Array.isArray(reference['selectedItems']) ? reference['selectedItems'] : []
  const key = selected.length > 0 ? reference : list
  const prepared = known.get(key)
  if (prepared) return prepared
  const items = selected.length > 0 ? list.items.filter(({ id }) => selected.some((wanted) => wanted === id || (isRecord(wanted) && wanted['id'] === id))) : list.items
  const options = items.map((item) => ({ ...item, value: new FxOption(list.name, item.id, item.title) }))
  known.set(key, options)
  return options
}

function matchDefinition(text: string, definition: EntityDefinition, reference: EntityReference, turn: Turn): Match | undefined {
  if (definition.kind === 'RegexEntity') return matchPattern(text, definition, turn, 1)[0]
  const found = matchOption(text, optionsOf(definition, reference), definition.smart)
  return found && { value: found.option.value, exact: found.exact, literal: found.literal }
}

function matchesOf(text: string, definition: EntityDefinition, reference: EntityReference, turn: Turn): Match[] {
  if (definition.kind === 'RegexEntity') return matchPattern(text, definition, turn, MOST)
  return optionsInside(text, optionsOf(definition, reference)).map(({ option, exact, literal }) => ({ value: option.value, exact, literal }))
}
