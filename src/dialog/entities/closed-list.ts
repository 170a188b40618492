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
  const known = cache.get(reference)
  if (known) return known
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

const options = new WeakMap<ClosedList, Option[]>()

function optionsOf(list: ClosedList | undefined, reference: EntityReference): Option[] {
  if (!list) return []
  const all = options.get(list) ?? list.items.map((item) => ({ ...item, value: new FxOption(list.name, item.id, item.title) }))
  options.set(list, all)
  const selected = reference['selectedItems']
  return Array.isArray(selected) && selected.length > 0 ? all.filter((item) => selected.some((wanted) => wanted === item.id || (typeof wanted === 'object' && wanted !== null && 'id' in wanted && wanted.id === item.id))) : all
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
