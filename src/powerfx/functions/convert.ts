import type { CallNode, Node } from '../ast.ts'
import type { Binder, Bound } from '../binder.ts'
import { coercer, toBool, toGuid, toText } from '../coerce.ts'
import { isLanguage } from '../dates/parse.ts'
import { firstError, fxError, mergedErrors } from '../errors.ts'
import { formatPreset, formatValue } from '../text/format.ts'
import { checkFormat } from '../text/format-check.ts'
import { readNumber } from '../text/read-number.ts'
import type { Ctx } from '../runtime.ts'
import { T, coerces, isDateLike, isNumeric, onlyColumn, tableType, typeName, type FxType } from '../types.ts'
import { enumByName } from '../enums.ts'
import { EPOCH } from '../dates/serial.ts'
import { Dec, ZERO, decFromNumber } from '../values/decimal.ts'
import { JsonNumber } from '../values/json-node.ts'
import { concatType } from '../operators/bind-concat.ts'
import { concatText } from '../operators/text-and-logic.ts'
import { FxDate, FxDynamic, FxEnumValue, FxError, FxGuid, FxRecord, FxTable, FxTime, isBlank, valueColumn, type FxValue } from '../values/value.ts'
import { special, valueRow, type FnDef } from './define.ts'

const F = 'conversion'

/* --- Value, Decimal, Float --- */

type Wanted = 'Decimal' | 'Number'

function bindNumber(b: Binder, call: CallNode, wanted: Wanted): Bound {
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
const NO_CTX = undefined as unknown as Ctx

/* --- Boolean --- */

function bindBoolean(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  const column = arg.type.kind === 'Table' ? onlyColumn(arg.type) : undefined
  const subject = column ? column[1] : arg.type
  if (subject.kind === 'Enum' || subject.kind === 'Error' || !coerces(subject, T.Boolean)) {
    if (subject.kind !== 'Error') b.error('BadArgumentType', arg.node, [typeName(subject), 'Text'])
    b.badArguments(call)
  }
  const convert = (value: FxValue): FxValue => (isBlank(value) ? null : toBool(value))
  return {
    node: call,
    type: column ? tableType({ Value: T.Boolean }) : T.Boolean,
    run: (ctx) => {
      const value = arg.run(ctx)
      if (value instanceof FxTable && column) {
        return valueColumn(value.rows.map((row) => (row instanceof FxRecord ? convert([...row.fields.values()][0] ?? null) : row)))
      }
      return convert(value)
    },
  }
}

/* --- Text --- */

function bindText(b: Binder, call: CallNode): Bound {
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
  const plain = value instanceof FxDynamic && formatted ? dynamicForText(value) : value
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

function dynamicForText(value: FxDynamic): FxValue {
  if (!(value.node instanceof JsonNumber)) return value
  return decFromNumber(Number(value.node.text)) === undefined ? Number(value.node.text) : coercer(T.Decimal)(value, NO_CTX)
}

/* --- others --- */

function bindConcatenate(b: Binder, call: CallNode): Bound {
  const args = call.args.map((arg) => b.bind(arg))
  const tables = args.map((arg) => arg.type.kind === 'Table')
  let fine = true
  for (const [i, arg] of args.entries()) {
    if (tables[i]) {
      const column = onlyColumn(arg.type)
      if (!column) {
        b.error('NeedsColumn', arg.node)
        fine = false
      } else if (!coerces(column[1], T.Text)) {
        b.error('NeedsColumnOf', arg.node, ['Text', column[0]])
        fine = false
      }
    } else if (!b.accepts(arg, T.Text)) fine = false
  }
  if (!fine) b.badArguments(call)
  if (tables.some(Boolean)) return concatTables(call, args, tables)
  const type = concatType(args)
  let fixed: string | undefined = ''
  for (const { constant } of args) {
    const text = constant instanceof FxEnumValue ? constant.value : constant
    fixed = fixed !== undefined && typeof text === 'string' ? fixed + text : undefined
  }
  const text = concatText(args.map((arg) => arg.run))
  const convert = coercer(type)
  const bound: Bound = { node: call, type, run: type.kind === 'Enum' ? (ctx) => convert(text(ctx), ctx) : text }
  return fixed === undefined ? bound : { ...bound, constant: fixed }
}

function concatTables(call: CallNode, args: readonly Bound[], tables: readonly boolean[]): Bound {
  return {
    node: call,
    type: tableType({ Value: T.Text }),
    run: (ctx) => {
      const values = args.map((arg) => arg.run(ctx))
      for (const [i, value] of values.entries()) if (tables[i] && !(value instanceof FxTable)) return value
      const columns = values.map((v, i) => (tables[i] && v instanceof FxTable ? v.rows : undefined))
      const length = Math.max(0, ...columns.map((c) => c?.length ?? 0))
      ctx.rows(length)
      return new FxTable(
        Array.from({ length }, (_, row) => {
          if (columns.some((c) => c && row >= c.length)) return valueRow(fxError('NotApplicable'))
          const wrong = firstError(columns.map((c) => c?.[row] ?? null))
          if (wrong) return wrong
          return valueRow(concatText(values.map((v, i) => () => (columns[i] ? firstCell(columns[i]?.[row] ?? null) : v)))(ctx))
        }),
      )
    },
  }
}

const firstCell = (row: FxValue): FxValue => (row instanceof FxRecord ? ([...row.fields.values()][0] ?? null) : row)

function bindGuid(b: Binder, call: CallNode): Bound {
  const arg = call.args[0] && b.bind(call.args[0])
  if (arg && !(arg.type.kind === 'Guid' || b.accepts(arg, T.Text))) b.badArguments(call)
  return {
    node: call,
    type: T.Guid,
    run: (ctx) => {
      if (!arg) return new FxGuid(randomGuid(ctx))
      const value = arg.run(ctx)
      if (value === null || value instanceof FxError) return value
      if (isBlank(value)) return value === '' ? fxError('InvalidArgument') : null
      return toGuid(value)
    },
  }
}

function randomGuid(ctx: Ctx): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(ctx.env.random() * 16))
  hex[12] = 4
  hex[16] = 8 + ((hex[16] ?? 0) % 4)
  const text = hex.map((n) => n.toString(16)).join('')
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
}

export const convertFunctions: readonly FnDef[] = [
  special(F, 'Boolean', 'value', 'Text, a number or JSON as true or false.', bindBoolean),
  special(F, 'Concatenate', '...text: Text', 'Joins texts.', bindConcatenate, { min: 1 }),
  special(F, 'Decimal', 'value, language?: Text', 'A value as a decimal number.', (b, call) => bindNumber(b, call, 'Decimal')),
  special(F, 'Float', 'value, language?: Text', 'A value as a floating-point number.', (b, call) => bindNumber(b, call, 'Number')),
  special(F, 'GUID', 'text?: Text', 'A GUID from text, or a new one.', bindGuid),
  special(F, 'Text', 'value, format?: Text, language?: Text', 'A value as text, in a format.', bindText),
  special(F, 'Value', 'value, language?: Text', 'Text or JSON as a number.', (b, call) => bindNumber(b, call, 'Decimal')),
]
