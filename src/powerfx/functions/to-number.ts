import type { CallNode } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { coercer } from '../coerce/coerce.ts'
import { isLanguage } from '../dates/parse.ts'
import { enumByName } from '../enums.ts'
import { fxError, mergedErrors } from '../errors.ts'
import { Ctx, NOWHERE } from '../runtime.ts'
import { readNumber } from '../text/read-number.ts'
import { coerces, type FxType, onlyColumn, T, tableType } from '../types.ts'
import { JsonNumber } from '../values/json-node.ts'
import { FxDynamic, FxError, FxRecord, FxTable, type FxValue, valueColumn } from '../values/value.ts'

type Wanted = 'Decimal' | 'Number'

export function bindNumber(b: Binder, call: CallNode, wanted: Wanted): Bound {
  const [arg, languageArg] = call.args.map((a) => b.bind(a)) as [Bound, Bound | undefined]
  const column = arg.type.kind === 'Table' ? onlyColumn(arg.type) : undefined
  const subject = column ? column[1] : arg.type
  let fine = true
  const numericEnum = subject.kind === 'Enum' && enumByName(subject.name)?.backing === 'Number'
  if (subject.kind === 'Error' || !(coerces(subject, T.Decimal) || numericEnum)) {
    b.error('NotTextOrNumber', arg.node)
    fine = false
  }
  if (languageArg && !b.accepts(languageArg, T.Text)) fine = false
  if (!fine) b.badArguments(call)
  const type: FxType = wanted === 'Number' || (call.name === 'Value' && subject.kind === 'Number') ? T.Number : T.Decimal
  const target: Wanted = type === T.Number ? 'Number' : 'Decimal'
  const language = languageArg && b.convert(languageArg, T.Text)
  const convert = (value: FxValue, locale: string): FxValue => numberFrom(value, target, locale, call.name)
  return {
    node: call,
    type: column ? tableType({ Value: type }) : subject.kind === 'Any' && call.name === 'Value' ? T.Any : type,
    run: (ctx) => {
      const value = arg.run(ctx)
      const given = language ? language(ctx) : null
      const errors = mergedErrors([value, given])
      if (errors) return errors
      if (typeof given === 'string' && given !== '' && !isLanguage(given)) return fxError('BadLanguageCode')
      const locale = typeof given === 'string' && given !== '' ? given : ctx.env.locale
      if (value instanceof FxTable && column) {
        return valueColumn(value.rows.map((row) => (row instanceof FxRecord ? convert([...row.fields.values()][0] ?? null, locale) : row)))
      }
      return convert(value, locale)
    },
  }
}

function numberFrom(value: FxValue, wanted: Wanted, locale: string, name: string): FxValue {
  if (value === null || value instanceof FxError) return value
  if (value instanceof FxDynamic && value.node === null) return null
  if (typeof value === 'string') return value === '' ? null : readNumber(value, locale, wanted)
  if (value instanceof FxDynamic && typeof value.node === 'string') {
    return value.node === '' ? null : readNumber(value.node, locale, wanted)
  }
  if (value instanceof FxDynamic && value.node instanceof JsonNumber) return readNumber(value.node.text, 'en-US', wanted)
  if (typeof value === 'number' && name === 'Value') return value
  return coercer(wanted === 'Decimal' ? T.Decimal : T.Number)(value, NO_CTX)
}

/** Number conversions of anything but text need no context. */
export const NO_CTX = new Ctx(NOWHERE)
