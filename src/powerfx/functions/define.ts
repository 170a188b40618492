import type { CallNode } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { Ctx } from '../runtime.ts'
import type { FxType } from '../types.ts'
import type { FxValue } from '../values/value.ts'
import { bindSimple } from './bind-simple.ts'
import { arity, type Param, parseParams } from './params.ts'

/** A function of the language: its shape for editors, and how a call is checked and compiled. */
export type FnDef = {
  readonly name: string
  readonly family: string
  readonly about: string
  readonly params: readonly Param[]
  readonly min: number
  readonly max: number
  bind(b: Binder, call: CallNode): Bound
}

export type Options = {
  /** Which arguments may be one-column tables, giving a table of results. */
  tabular?: boolean | readonly number[]
  /** Every numeric argument decides between Decimal and float, not only the first. */
  allNum?: boolean
  /** A column of the wrong type is reported as an argument of the wrong type. */
  columnAsArgument?: boolean
  /** Worked out while binding when its arguments are literals, so that a pattern or format may contain it. */
  foldable?: boolean
}

type Impl = (ctx: Ctx, ...args: never[]) => FxValue

/** Declares a function whose arguments are all evaluated, converted and free of errors before it runs. */
export function fn(
  family: string,
  name: string,
  spec: string,
  returns: FxType | 'Num',
  about: string,
  impl: Impl,
  options: Options = {},
): FnDef {
  const params = parseParams(spec)
  const { min, max } = arity(params)
  return { name, family, about, params, min, max, bind: (b, call) => bindSimple(b, call, { params, returns, impl, options }) }
}

/** Declares a function that checks and compiles its own calls. */
export function special(
  family: string,
  name: string,
  spec: string,
  about: string,
  bind: FnDef['bind'],
  counts?: { min?: number; max?: number },
): FnDef {
  const params = parseParams(spec)
  return { name, family, about, params, ...arity(params), ...counts, bind }
}

export type Simple = { params: readonly Param[]; returns: FxType | 'Num'; impl: Impl; options: Options }
