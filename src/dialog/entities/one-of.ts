import { FxRecord } from '../../powerfx/index.ts'
import type { FxValue } from '../fx.ts'
import type { Turn } from '../turn.ts'
import type { EntityKind, EntityReference, Match, Place } from './define-entity.ts'

/** The first of several entities that is found; the answer is a record with that one member set. Schema: OneOfMultiEntityReference. */
export function oneOf(find: (reference: unknown) => { kind: EntityKind; reference: EntityReference }): EntityKind {
  return {
    kind: 'OneOfMultiEntityReference',
    title: 'One of several',
    options: (reference, turn, place) => {
      const offers = choicesOf(reference).map((choice) => find(choice.entity)).filter(({ kind }) => kind.options)
      return offers.flatMap((entity) => entity.kind.options?.(entity.reference, turn, place) ?? [])
    },
    match(text: string, reference: EntityReference, turn: Turn, place: Place): Match | undefined {
      for (const choice of choicesOf(reference)) {
        const entity = find(choice.entity)
        const match = entity.kind.match(text, entity.reference, turn, place)
        if (match) return { value: new FxRecord(new Map<string, FxValue>([[choice.propertyName, match.value]])), exact: match.exact, ...(match.literal === undefined ? {} : { literal: match.literal }) }
      }
      return undefined
    },
  }
}

function choicesOf(reference: EntityReference): { entity: unknown; propertyName: string }[] {
  const choices = reference['entities'] ?? reference['choices']
  if (!Array.isArray(choices)) return []
  return choices.map((choice: { entity?: unknown; propertyName?: unknown }) => ({ entity: choice.entity, propertyName: String(choice.propertyName ?? 'Value') }))
}
