import { FxOption, FxRecord, FxTable } from '../../powerfx/index.ts'
import { fromJson } from '../fx.ts'
import type { FxValue } from '../fx.ts'
import type { Turn } from '../turn.ts'
import type { EntityKind, EntityReference, Match, Place } from './define-entity.ts'
import { findEntity } from './index.ts'

const MAX_VALUES = 20

/** What a text holds of the entity a node asks for: one value, several (`allowMultipleValues`), with or without metadata. */
export function matchReference(text: string, entity: unknown, turn: Turn, place: Place): Match | undefined {
  const { kind, reference } = findEntity(entity)
  const match = reference['allowMultipleValues'] === true ? matchSeveral(text, kind, reference, turn, place) : kind.match(text, reference, turn, place)
  return match && withMetadata(match, text, reference)
}

/**
 * What a sentence that was no answer holds of it for sure. Several values of a kind that takes one are a choice for the
 * customer.
 */
export function matchInside(text: string, entity: unknown, turn: Turn, place: Place): Match[] {
  const { kind, reference } = findEntity(entity)
  const matches = kind.matchAll?.(text, reference, turn, place).slice(0, MAX_VALUES) ?? []
  if (reference['allowMultipleValues'] === true && matches.length > 0) return [withMetadata(tableOf(matches), text, reference)]
  return matches.map((match) => withMetadata(match, text, reference))
}

/** What stands between the parts of an enumeration. */
const SEPARATORS = /[,;\n、，]|\s+(?:and|und|et|y|e|ed|en|och|ve|그리고|하고)\s+|\s*&\s*/i

/** "red, blue and green" is three answers; the value is a table of them. */
function matchSeveral(text: string, kind: EntityKind, reference: EntityReference, turn: Turn, place: Place): Match | undefined {
  const parts = text.split(SEPARATORS).filter((part) => part.trim() !== '').slice(0, MAX_VALUES)
  const split = parts.flatMap((part) => kind.match(part, reference, turn, place) ?? [])
  const inside = kind.matchAll?.(text, reference, turn, place).slice(0, MAX_VALUES) ?? []
  const matches = withoutRepeats(inside.length > split.length ? inside : split)
  if (matches.length === 0) return undefined
  return { ...tableOf(matches), exact: split.length === parts.length && split.every((match) => match.exact) }
}

/** A choice is made once, however often it is named. */
const withoutRepeats = (matches: readonly Match[]): Match[] =>
  matches.filter(({ value }, at) => !(value instanceof FxOption) || matches.findIndex((other) => other.value instanceof FxOption && other.value.id === value.id) === at)

function tableOf(matches: readonly Match[]): Match {
  const rows = matches.map(({ value }) => (value instanceof FxRecord ? value : new FxRecord(new Map([['Value', value]]))))
  return { value: new FxTable(rows), exact: false }
}

function withMetadata(match: Match, text: string, reference: EntityReference): Match {
  if (reference['includeMetadata'] !== true) return match
  const record = (value: FxValue) =>
    new FxRecord(new Map<string, FxValue>([['Literal', match.literal ?? text], ['Value', value], ['ConfidenceScore', fromJson(match.exact ? 1 : 0.8)]]))
  return { ...match, value: record(match.value), ...(match.or ? { or: match.or.map((option) => ({ ...option, value: record(option.value) })) } : {}) }
}
