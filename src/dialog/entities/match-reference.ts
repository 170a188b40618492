import { FxRecord, FxTable } from '../../powerfx/index.ts'
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
  return match && reference['includeMetadata'] === true ? { ...match, value: withMetadata(match, text) } : match
}

/** "red, blue and green" is three answers; the value is a table of them. */
function matchSeveral(text: string, kind: EntityKind, reference: EntityReference, turn: Turn, place: Place): Match | undefined {
  const parts = text.split(/[,;\n]|\s+(?:and|und|et|y|e|en)\s+|\s*&\s*/i).filter((part) => part.trim() !== '').slice(0, MAX_VALUES)
  const matches = parts.flatMap((part) => kind.match(part, reference, turn, place) ?? [])
  if (matches.length === 0) return undefined
  const rows = matches.map(({ value }) => (value instanceof FxRecord ? value : new FxRecord(new Map([['Value', value]]))))
  return { value: new FxTable(rows), exact: matches.length === parts.length && matches.every((match) => match.exact) }
}

function withMetadata(match: Match, text: string): FxRecord {
  const fields: [string, FxValue][] = [
    ['Literal', text],
    ['Value', match.value],
    ['ConfidenceScore', fromJson(match.exact ? 1 : 0.8)],
  ]
  return new FxRecord(new Map(fields))
}
