/**
 * Power Fx for copilots: compile a formula once, evaluate it against a conversation. Pure: no Node API, so the studio's
 * editor checks with the same code.
 */
export { check, closingBrace, compileExpression, compileTemplate, toText, truthy } from './compile.ts'
export type { CompileOptions } from './compile.ts'
export type { FxScopeType } from './scope.ts'
export { candidates, complete, shortType, signatureAt } from './complete.ts'
export type { Completion, Completions } from './complete.ts'
export type { FxDiagnostic } from './diagnostics.ts'
export { offsetAt, utcToWall } from './dates/zone.ts'
export { enumNames } from './enums.ts'
export { functionNames } from './functions/index.ts'
export { errorMessage } from './errors.ts'
export type { OptionSet } from './host/option-sets.ts'
export type { FxEnv } from './runtime.ts'
export { fromJson, toJson } from './state-json.ts'
export { T, coerces, recordType, sameType, tableType } from './types.ts'
export type { FxType } from './types.ts'
export {
  Dec, FxColor, FxDate, FxDynamic, FxEnumValue, FxError, FxGuid, FxOption, FxRecord, FxTable, FxTime, isBlank, isError,
} from './values/value.ts'
export type { FxValue } from './values/value.ts'
