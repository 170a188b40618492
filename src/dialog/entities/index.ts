import { ContentFailure } from '../failure.ts'
import { boolean } from './boolean.ts'
import { closedListReference, embedded, regexReference } from './closed-list.ts'
import { dateEntities } from './date.ts'
import type { EntityKind, EntityReference } from './define-entity.ts'
import { dynamicList } from './dynamic-list.ts'
import { namedEntities } from './named.ts'
import { numberEntities } from './number.ts'
import { oneOf } from './one-of.ts'
import { file, patternEntities, text } from './text.ts'

/** Every entity a question may ask for. The list is the documentation. */
export const entityKinds: readonly EntityKind[] = [
  text,
  boolean,
  embedded,
  closedListReference,
  regexReference,
  dynamicList,
  oneOf(findEntity),
  ...numberEntities,
  ...dateEntities,
  ...patternEntities,
  ...namedEntities,
  file,
]

const byKind = new Map(entityKinds.map((kind) => [kind.kind, kind]))

/** A node writes `BooleanPrebuiltEntity` or an object with that kind; without an entity the whole answer counts. */
export function findEntity(raw: unknown): { kind: EntityKind; reference: EntityReference } {
  const reference = typeof raw === 'string' ? { kind: raw } : isReference(raw) ? raw : { kind: 'StringPrebuiltEntity' }
  const kind = byKind.get(reference.kind)
  if (!kind) throw new ContentFailure('InvalidContent', `The entity kind "${reference.kind}" is not known here.`)
  return { kind, reference }
}

const isReference = (raw: unknown): raw is EntityReference => typeof raw === 'object' && raw !== null && 'kind' in raw && typeof raw.kind === 'string'
