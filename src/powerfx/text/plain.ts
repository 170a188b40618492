import { wallOf } from '../dates/serial.ts'
import { FxTime, type FxDate } from '../values/value.ts'

/** A float as .NET's shortest round trip writes it: 1E+20, 1E-05, but 100000 and 0.0001 in full. */
export function numberText(n: number): string {
  if (n === 0) return '0'
  if (!Number.isFinite(n)) return Number.isNaN(n) ? 'NaN' : n > 0 ? '∞' : '-∞'
  const [digits = '', exponentText = '0'] = n.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent > -5 && exponent < 15) return plainDigits(n)
  return `${digits}E${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function plainDigits(n: number): string {
  const text = String(n)
  if (!text.includes('e')) return text
  return n.toFixed(Math.min(100, 30)).replace(/\.?0+$/, '')
}

const pad = (n: number): string => String(n).padStart(2, '0')

/** A date or time put into text without a format: short date, short time, or both. */
export function defaultDateText(value: FxDate | FxTime, locale: string): string {
  const wall = new Date(wallOf(value))
  if (value instanceof FxTime) return shortTime(wall, locale)
  const date = shortDate(wall, locale)
  return value.dateOnly ? date : `${date} ${shortTime(wall, locale)}`
}

export function shortDate(wall: Date, locale: string): string {
  if (isEnglishUS(locale)) return `${wall.getUTCMonth() + 1}/${wall.getUTCDate()}/${String(wall.getUTCFullYear()).padStart(4, '0')}`
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'UTC' }).format(wall)
}

export function shortTime(wall: Date, locale: string): string {
  const hour = wall.getUTCHours()
  if (isEnglishUS(locale)) return `${hour % 12 || 12}:${pad(wall.getUTCMinutes())} ${hour < 12 ? 'AM' : 'PM'}`
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }).format(wall).replace(/\u202f/g, ' ')
}

const isEnglishUS = (locale: string): boolean => /^en(-US)?$/i.test(locale) || locale === ''
