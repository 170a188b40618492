import type { CallNode } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { coercer } from '../coerce/coerce.ts'
import { toDateTime } from '../coerce/to-moment.ts'
import { toDec } from '../coerce/to-number.ts'
import { toText } from '../coerce/to-text.ts'
import { isLanguage } from '../dates/parse.ts'
import { EPOCH } from '../dates/serial.ts'
import { fxError, mergedErrors } from '../errors.ts'
import type { Ctx } from '../runtime.ts'
import { checkFormat } from '../text/format-check.ts'
import { formatPreset, formatValue } from '../text/format.ts'
import { coerces, isDateLike, isNumeric, T, typeName } from '../types.ts'
import { Dec, decFromNumber, ZERO } from '../values/decimal.ts'
import { JsonNumber } from '../values/json-node.ts'
import { FxDate, FxDynamic, FxEnumValue, FxError, FxTime, type FxValue } from '../values/value.ts'
import { NO_CTX } from './to-number.ts'

export function bindText(b: Binder, call: CallNode): Bound {
  const [arg, formatArg, languageArg] = call.args.map((a) => b.bind(a)) as [Bound, Bound | undefined, Bound | undefined]
  let fine = true
  if (arg.type.kind === 'Error' || !coerces(arg.type, T.Text)) {
    if (arg.type.kind !== 'Error') b.error('BadArgumentType', arg.node, [typeName(arg.type), 'Text'])
    fine = false
  }
  if (formatArg && !bindFormat(b, arg, formatArg)) fine = false
  if (languageArg && !b.accepts(languageArg, T.Text)) fine = false
  if (!fine) b.badArguments(call)
  const format = formatArg && (formatArg.type.kind === 'Enum' ? formatArg.run : b.convert(formatArg, T.Text))
  const language = languageArg && b.convert(languageArg, T.Text)
  const dates = isDateLike(arg.type)
  return {
    node: call,
    type: T.Text,
    run: (ctx) => {
      const value = arg.run(ctx)
      const how = format ? format(ctx) : null
      const given = language ? language(ctx) : null
      const errors = mergedErrors([value, how, given])
      if (errors) return errors
      if (typeof given === 'string' && given !== '' && !isLanguage(given)) return fxError('BadLanguageCode')
      const locale = typeof given === 'string' && given !== '' ? given : ctx.env.locale
      return textOf(value, how, format !== undefined, dates, locale, ctx)
    },
  }
}

function bindFormat(b: Binder, arg: Bound, format: Bound): boolean {
  if ((format.type.kind === 'Enum' && format.type.name !== 'DateTimeFormat') || format.type.kind === 'Error' || !coerces(format.type, T.Text)) {
    b.error('NotAString', format.node)
    return false
  }
  if (!isNumeric(arg.type) && !isDateLike(arg.type) && !['Any', 'Dynamic', 'Blank', 'Error'].includes(arg.type.kind)) {
    b.error('FormatNeedsNumberOrDate', format.node, ['Text'], 'warning')
    return false
  }
  const text = format.constant
  if (typeof text !== 'string' || text === '' || checkFormat(text)) return true
  b.error('BadFormat', format.node, ['Text'], 'warning')
  return false
}

/** Blank alone stays Blank; with a format it is the zero of its type. */
function textOf(value: FxValue, format: FxValue, formatted: boolean, dates: boolean, locale: string, ctx: Ctx): FxValue {
  if (value === null || (value instanceof FxDynamic && value.node === null)) {
    if (!formatted) return null
    return textOf(dates ? new FxDate(EPOCH, false) : ZERO, format, true, dates, locale, ctx)
  }
  const plain = !formatted ? value : value instanceof FxDynamic ? dynamicForText(value) : typeof value === 'string' ? textForFormat(value, ctx) : value
  if (!(plain instanceof Dec || typeof plain === 'number' || plain instanceof FxDate || plain instanceof FxTime)) {
    return toText(plain, ctx)
  }
  if (!formatted) return formatValue(plain, '', locale, ctx)
  if (format instanceof FxEnumValue) {
    const preset = formatPreset(plain, format.name, locale, ctx)
    if (preset !== undefined) return preset
  }
  const how = format instanceof FxEnumValue ? format.value : format
  return typeof how === 'string' && how !== '' ? formatValue(plain, how, locale, ctx) : ''
}

/** A format on text whose type was not known while binding: the number or date it reads as, if it does. */
function textForFormat(text: string, ctx: Ctx): FxValue {
  for (const read of [toDec, toDateTime]) {
    const value = read(text, ctx)
    if (!(value instanceof FxError)) return value
  }
  return text
}

function dynamicForText(value: FxDynamic): FxValue {
  if (!(value.node instanceof JsonNumber)) return value
  return decFromNumber(Number(value.node.text)) === undefined ? Number(value.node.text) : coercer(T.Decimal)(value, NO_CTX)
}
