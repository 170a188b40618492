import { FxRecord } from '../../powerfx/index.ts'
import { toText } from '../fx.ts'
import type { FxValue } from '../fx.ts'
import { plainValue } from '../plain-value.ts'
import { tableRows } from '../table-rows.ts'
import type { Turn } from '../turn.ts'
import type { EntityKind, EntityReference, Option } from './define-entity.ts'
import { matchOption } from './match-option.ts'

const MAX_ROWS = 100

/** The rows of a table as choices; the answer is the row. Rows are shown by DisplayName, or by their only value. */
export const dynamicList: EntityKind = {
  kind: 'DynamicClosedListEntity',
  title: 'Options from a list variable',
  options,
  match(text, reference, turn) {
    const found = matchOption(text, options(reference, turn), true)
    return found && { value: found.option.value, exact: found.exact, literal: found.literal }
  },
}

function options(reference: EntityReference, turn: Turn): Option[] {
  return tableRows(turn.value(reference['items']), 'offered').slice(0, MAX_ROWS).map((row, index) => {
    const title = titleOf(row, turn.locale)
    return { id: String(index + 1), title, synonyms: synonymsOf(row), value: row }
  })
}

function titleOf(row: FxValue, locale: string): string {
  if (!(row instanceof FxRecord)) return toText(row, locale)
  const named = row.fields.get('DisplayName') ?? row.fields.get('Value') ?? row.fields.get('Name') ?? row.fields.get('Title')
  return toText(named ?? [...row.fields.values()].find((field) => typeof field === 'string') ?? null, locale)
}

function synonymsOf(row: FxValue): string[] {
  const synonyms = row instanceof FxRecord ? plainValue(row.get('Synonyms')) : undefined
  return Array.isArray(synonyms) ? synonyms.map((entry) => (typeof entry === 'string' ? entry : '')).filter(Boolean) : []
}
