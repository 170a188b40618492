import { FxDynamic, FxTable } from '../powerfx/index.ts'
import { ContentFailure } from './failure.ts'
import { fromJson } from './fx.ts'
import type { FxValue } from './fx.ts'
import { plainValue } from './plain-value.ts'

/** The rows of a table or of an untyped JSON list; blank has none. Anything else fails, saying what needed a table. */
export function tableRows(table: FxValue, purpose: string): readonly FxValue[] {
  if (table === null) return []
  if (table instanceof FxTable) return table.rows
  if (table instanceof FxDynamic && Array.isArray(table.node)) return tableRows(fromJson(plainValue(table)), purpose)
  throw new ContentFailure('ContentError', `Only a table can be ${purpose}, and this is something else.`)
}
