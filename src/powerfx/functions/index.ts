import { aggregateFunctions } from './aggregates.ts'
import { convertFunctions } from './convert.ts'
import { dateFunctions } from './dates.ts'
import type { FnDef } from './define.ts'
import { iterateFunctions } from './iterate.ts'
import { joinFunctions } from './join.ts'
import { jsonFunctions } from './json.ts'
import { logicFunctions } from './logic.ts'
import { mathFunctions } from './math.ts'
import { miscFunctions } from './misc.ts'
import { regexFunctions } from './regex.ts'
import { rowFunctions } from './rows.ts'
import { shapeFunctions } from './shape.ts'
import { summarizeFunctions } from './summarize.ts'
import { textFunctions } from './text.ts'

/** Every function of the language. Adding one is adding it to its family's list. */
export const allFunctions: readonly FnDef[] = [
  ...logicFunctions,
  ...mathFunctions,
  ...aggregateFunctions,
  ...textFunctions,
  ...regexFunctions,
  ...convertFunctions,
  ...dateFunctions,
  ...rowFunctions,
  ...iterateFunctions,
  ...shapeFunctions,
  ...summarizeFunctions,
  ...joinFunctions,
  ...jsonFunctions,
  ...miscFunctions,
]

const BY_NAME: ReadonlyMap<string, FnDef> = new Map(allFunctions.map((f) => [f.name, f]))
export const functionNames: readonly string[] = [...BY_NAME.keys()]
export const functionByName = (name: string): FnDef | undefined => BY_NAME.get(name)
export type { FnDef } from './define.ts'
export type { Param } from './params.ts'
