import { fxError } from '../errors.ts'
import { Dec, decFromInt } from '../values/decimal.ts'
import type { FxValue } from '../values/value.ts'

export const bad = (): FxValue => fxError('InvalidArgument')

export const int = (n: number): Dec => decFromInt(n)
