import { toText } from '../coerce/to-text.ts'
import { mergedErrors } from '../errors.ts'
import type { Eval } from '../runtime.ts'
import { FxError, type FxValue } from '../values/value.ts'

export function concatText(parts: Eval[]): Eval {
  return (ctx) => {
    let out = ''
    let errors: FxValue[] | undefined
    for (const part of parts) {
      const value = part(ctx)
      const text = typeof value === 'string' ? value : value === null ? '' : toText(value, ctx)
      if (typeof text === 'string') out += text
      else (errors ??= []).push(text)
    }
    if (errors) return mergedErrors(errors) as FxError
    ctx.text(out.length)
    return out
  }
}

export function lazyLogic(stopOn: boolean, parts: Eval[]): Eval {
  return (ctx) => {
    for (const part of parts) {
      const value = part(ctx)
      if (value instanceof FxError) return value
      if ((value ?? false) === stopOn) return stopOn
    }
    return !stopOn
  }
}

export const not = (run: Eval): Eval => (ctx) => {
  const value = run(ctx)
  return value instanceof FxError ? value : !(value ?? false)
}
