import { inRange, serialOf, wallFromSerial, wallOf } from '../dates/serial.ts'
import { fxError } from '../errors.ts'
import type { Ctx } from '../runtime.ts'
import { Dec, ZERO, decFromNumber, decToNumber, decToString } from '../values/decimal.ts'
import { FxDate, FxTime, type FxValue } from '../values/value.ts'
import { formatDate } from './format-date.ts'
import { formatNumber } from './format-number.ts'
import { parseFormat } from './format-parse.ts'
import { isoText } from './iso.ts'
import { defaultDateText, numberText, shortDate, shortTime } from './plain.ts'
import { separators } from './read-number.ts'

type Formattable = Dec | number | FxDate | FxTime

/** A number, date or time in a format and a language. */
export function formatValue(value: Formattable, format: string, locale: string, ctx: Ctx): FxValue {
  if (format === '') return plainValue(value, locale)
  const parsed = parseFormat(format)
  if (!parsed) return fxError('InvalidArgument')
  if (parsed.kind === 'number') return formatNumber(numberOf(value), parsed.sections, separators(locale))
  const wall = wallOfAny(value)
  if (wall === undefined) return fxError('InvalidArgument')
  const sign = signOf(value)
  const section = (sign < 0 ? parsed.sections[1] : sign === 0 ? parsed.sections[2] : undefined) ?? parsed.sections[0]
  const text = section && formatDate(new Date(wall), section, locale)
  if (text !== undefined) ctx.text(text.length)
  return text ?? fxError('InvalidArgument')
}

function plainValue(value: Formattable, locale: string): string {
  if (value instanceof FxDate || value instanceof FxTime) return defaultDateText(value, locale)
  const text = value instanceof Dec ? decToString(value) : numberText(value)
  const { decimal } = separators(locale)
  return decimal === '.' ? text : text.replace('.', decimal)
}

const numberOf = (value: Formattable): Dec | number =>
  value instanceof FxDate || value instanceof FxTime ? (decFromNumber(serialOf(value)) ?? ZERO) : value

function wallOfAny(value: Formattable): number | undefined {
  if (value instanceof FxDate || value instanceof FxTime) return wallOf(value)
  const ms = wallFromSerial(value instanceof Dec ? decToNumber(value) : value)
  return inRange(ms) ? ms : undefined
}

function signOf(value: Formattable): number {
  const n = value instanceof FxDate || value instanceof FxTime ? serialOf(value) : value instanceof Dec ? decToNumber(value) : value
  return Math.sign(n)
}

/** The formats DateTimeFormat names. Undefined when the name is not one of them. */
export function formatPreset(value: Formattable, preset: string, locale: string, ctx: Ctx): FxValue | undefined {
  const wall = wallOfAny(value)
  if (wall === undefined) return fxError('InvalidArgument')
  const d = new Date(wall)
  const is24 = preset.endsWith('24')
  switch (preset.replace(/24$/, '')) {
    case 'LongDate':
      return longDate(d, locale)
    case 'ShortDate':
      return shortDate(d, locale)
    case 'LongTime':
      return time(d, locale, is24, true)
    case 'ShortTime':
      return time(d, locale, is24, false)
    case 'LongDateTime':
      return `${longDate(d, locale)} ${time(d, locale, is24, true)}`
    case 'ShortDateTime':
      return `${shortDate(d, locale)} ${time(d, locale, is24, false)}`
    case 'UTC':
      return isoText(new FxDate(wall, false), ctx.env.timeZone)
    default:
      return undefined
  }
}

const longDate = (d: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(d)

const pad = (n: number): string => String(n).padStart(2, '0')

function time(d: Date, locale: string, is24: boolean, seconds: boolean): string {
  if (is24) return `${d.getUTCHours()}:${pad(d.getUTCMinutes())}${seconds ? `:${pad(d.getUTCSeconds())}` : ''}`
  if (!seconds) return shortTime(d, locale)
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone: 'UTC' }).format(d).replace(/\u202f/g, ' ')
}
