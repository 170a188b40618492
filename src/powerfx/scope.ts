import type { OptionSet } from './host/option-sets.ts'
import type { FxType } from './types.ts'

/** The names a formula may use. A root whose type is `Any` accepts every member. */
export type FxScopeType = Readonly<Record<string, FxType>>

export type BindOptions = { scope?: FxScopeType; optionSets?: readonly OptionSet[]; lenient?: boolean }

/** A row scope opened by ForAll, Filter, With... `slot` is where the current row is kept while evaluating. */
export type RowScope = {
  readonly slot: number
  readonly row: FxType
  /** Set by `As`: fields are then only reached through this name. */
  readonly alias?: string
  /** Other names the function brings into view: FirstError, ThisGroup... by slot. */
  readonly extra?: ReadonlyMap<string, { slot: number; type: FxType }>
  readonly hidden?: boolean
}

/** A name no formula uses: completion puts it at the cursor and asks the binder what it sees there. */
export const PROBE = '__cursor__'

/** Either the names in view at the probe, or the type whose member it is. */
export type Probed = { names?: [string, FxType][]; owner?: FxType }
