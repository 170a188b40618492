import type { CallNode } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { toFloat } from '../coerce/to-number.ts'
import { toTime, toWall } from '../coerce/to-moment.ts'
import { isLanguage, parseMoment } from '../dates/parse.ts'
import { EPOCH, inRange, midnight, wallFromSerial } from '../dates/serial.ts'
import { fxError, mergedErrors } from '../errors.ts'
import type { Ctx } from '../runtime.ts'
import { coerces, T, typeName } from '../types.ts'
import { FxDate, FxDynamic, FxError, FxTime, type FxValue } from '../values/value.ts'
import { moment } from './make-dates.ts'

type Reading = 'date' | 'time' | 'datetime'

export function bindValueOf(b: Binder, call: CallNode, reading: Reading): Bound {
  const [arg, languageArg] = call.args.map((a) => b.bind(a)) as [Bound, Bound | undefined]
  let fine = true
  if (arg.type.kind === 'Error' || (!coerces(arg.type, T.DateTime) && arg.type.kind !== 'Enum')) {
    if (arg.type.kind !== 'Error') b.error('BadArgumentType', arg.node, [typeName(arg.type), 'Text'])
    fine = false
  }
  if (languageArg && !b.accepts(languageArg, T.Text)) fine = false
  if (!fine) b.badArguments(call)
  const type = reading === 'date' ? T.Date : reading === 'time' ? T.Time : T.DateTime
  const language = languageArg && b.convert(languageArg, T.Text)
  return {
    node: call,
    type,
    run: (ctx) => {
      const value = arg.run(ctx)
      const locale = language ? language(ctx) : null
      const errors = mergedErrors([value, locale])
      if (errors) return errors
      if (value === null || value === '') return null
      if (typeof locale === 'string' && locale !== '' && !isLanguage(locale)) return fxError('BadLanguageCode')
      return readMoment(value, reading, typeof locale === 'string' && locale !== '' ? locale : ctx.env.locale, ctx)
    },
  }
}

function readMoment(value: FxValue, reading: Reading, locale: string, ctx: Ctx): FxValue {
  const ms = wallOfValue(value, reading, locale, ctx)
  if (ms instanceof FxError) return ms
  if (reading === 'date') return new FxDate(midnight(ms), true)
  if (reading === 'time') return value instanceof FxTime ? value : new FxTime(ms - midnight(ms))
  return moment(ms, false, ctx)
}

function wallOfValue(value: FxValue, reading: Reading, locale: string, ctx: Ctx): number | FxError {
  if (value instanceof FxDynamic) {
    if (reading !== 'time') return toWall(value, ctx)
    const time = toTime(value, ctx)
    return time instanceof FxError ? time : EPOCH + time.ms
  }
  if (typeof value === 'string') {
    if (reading === 'time') {
      const past = /^\s*(\d{2,3})(:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)\s*$/.exec(value)
      if (past && Number(past[1]) >= 24) return wallOfValue(`${Number(past[1]) % 24}${past[2]}`, reading, locale, ctx)
    }
    const parsed = parseMoment(value, ctx.env.timeZone, locale, () => ctx.now())
    return parsed ? parsed.ms : fxError('InvalidArgument')
  }
  if (value instanceof FxDate || value instanceof FxTime) return toWall(value, ctx)
  const n = toFloat(value)
  if (n instanceof FxError) return n
  const ms = wallFromSerial(n)
  return inRange(ms) ? ms : fxError('InvalidArgument')
}
