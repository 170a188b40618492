import { FxOption } from '../../powerfx/index.ts'
import { ContentFailure } from '../failure.ts'
import type { Turn } from '../turn.ts'
import type { EntityKind, EntityReference, EntityDefinition, Match, Option, Place } from './define-entity.ts'
import { matchOption } from './match-option.ts'
import { readDefinition } from './read-definition.ts'

type ClosedList = EntityDefinition & { kind: 'ClosedListEntity' }

const smartMatching = 'smart matching forgives typing mistakes; it does not know related words'

/** A list written into the question itself. Its option set is named after topic, trigger and question. */
export const embedded: EntityKind = {
  kind: 'EmbeddedEntity',
  title: 'Multiple choice',
  partly: smartMatching,
  slot: true,
  options: (reference, turn, place) => optionsOf(embeddedList(reference, place), reference),
  match: (text, reference, turn, place) => matchDefinition(text, embeddedDefinition(reference, place), reference),
}

export const closedListReference: EntityKind = {
  kind: 'ClosedListEntityReference',
  title: 'Custom list',
  partly: smartMatching,
  slot: true,
  options: (reference, turn) => optionsOf(asList(referenced(reference, turn)), reference),
  match: (text, reference, turn) => matchDefinition(text, referenced(reference, turn), reference),
}

export const regexReference: EntityKind = {
  kind: 'RegexEntityReference',
  title: 'Custom pattern',
  partly: 'patterns run as JavaScript regular expressions on the first 1,000 characters; .NET syntax beyond `(?i)` is not translated',
  slot: true,
  match: (text, reference, turn) => matchDefinition(text, referenced(reference, turn), reference),
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

function embeddedList(reference: EntityReference, place: Place): ClosedList | undefined {
  return asList(embeddedDefinition(reference, place))
}

function referenced(reference: EntityReference, turn: Turn): EntityDefinition {
  const name = String(reference['entityId'] ?? '')
  const definition = turn.copilot.entities.get(name) ?? turn.copilot.entities.get(`${turn.copilot.schemaName}.entity.${name.split('.entity.').at(-1)}`)
  if (!definition) throw new ContentFailure('InvalidContent', `There is no entity "${name}" in this copilot.`)
  return definition
}

const asList = (definition: EntityDefinition): ClosedList | undefined => (definition.kind === 'ClosedListEntity' ? definition : undefined)

function optionsOf(list: ClosedList | undefined, reference: EntityReference): Option[] {
  if (!list) return []
  const selected = reference['selectedItems']
  const items = Array.isArray(selected) && selected.length > 0 ? list.items.filter((item) => selected.some((wanted) => wanted === item.id || (typeof wanted === 'object' && wanted !== null && 'id' in wanted && wanted.id === item.id))) : list.items
  return items.map((item) => ({ ...item, value: new FxOption(list.name, item.id, item.title) }))
}

function matchDefinition(text: string, definition: EntityDefinition, reference: EntityReference): Match | undefined {
  if (definition.kind === 'RegexEntity') return matchPattern(text, definition.pattern)
  const found = matchOption(text, optionsOf(definition, reference), definition.smart)
  return found && { value: found.option.value, exact: found.exact }
}

/** The first match anywhere in the text. The inline flag `(?i)` of .NET patterns is understood. */
function matchPattern(text: string, pattern: string): Match | undefined {
  const expression = patterns.get(pattern) ?? compilePattern(pattern)
  const found = expression.exec(text.slice(0, LONGEST))?.[0]
  return found ? { value: found, exact: found.length === text.trim().length } : undefined
}

/** A pattern of the makers may be slow on long texts. */
const LONGEST = 1_000
const patterns = new Map<string, RegExp>()

function compilePattern(pattern: string): RegExp {
  const flags = /^\(\?([a-z]+)\)/.exec(pattern)
  try {
    const expression = new RegExp(flags ? pattern.slice(flags[0].length) : pattern, `u${flags?.[1]?.includes('i') ? 'i' : ''}`)
    if (patterns.size < 1_000) patterns.set(pattern, expression)
    return expression
  } catch {
    throw new ContentFailure('InvalidContent', `The pattern "${pattern}" of an entity cannot be read.`)
  }
}
