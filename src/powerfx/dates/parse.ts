import { utcFromCivil, utcToWall } from './zone.ts'
import { inRange } from './serial.ts'

type ParsedMoment = {
  /** Wall clock. */
  ms: number
  hasDate: boolean
  hasTime: boolean
}

type Order = 'mdy' | 'dmy' | 'ymd'

/** How numeric dates are written in a language. */
function dateOrder(locale: string): Order {
  const lower = locale.toLowerCase()
  if (lower === 'en-us' || lower === 'en' || lower === '') return 'mdy'
  const parts = dateParts(locale)
  return parts.startsWith('y') ? 'ymd' : parts.startsWith('m') ? 'mdy' : 'dmy'
}

const orders = new Map<string, string>()
function dateParts(locale: string): string {
  let order = orders.get(locale)
  if (order === undefined) {
    order = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'numeric', day: 'numeric' })
      .formatToParts(0)
      .map((p) => (p.type === 'year' ? 'y' : p.type === 'month' ? 'm' : p.type === 'day' ? 'd' : ''))
      .join('')
    orders.set(locale, order)
  }
  return order
}

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,7}))?)?)?\s*(Z|[+-]\d{1,2}(?::?\d{2})?)?$/i
const TIME = /(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.:](\d{1,7}))?)?\s*([ap]m?\b)?|\b(\d{1,2})\s*([ap]m)\b/i
const NUMERIC = /^(\d{1,4})\s*[/\-. ]\s*(\d{1,2})(?:\s*[/\-. ]\s*(\d{1,4}))?$/
const ZONE = /\s*(?:(Z)|(?:GMT|UTC)|([+-]\d{1,2}:\d{2}))$/i

/** Reads a date, a time or both, the way people write them in the locale. Undefined when it is neither. */
export function parseMoment(source: string, zone: string, locale: string, nowMs: () => number): ParsedMoment | undefined {
  const text = source.trim()
  if (text === '' || text.length > 100) return undefined
  const iso = ISO.exec(text)
  if (iso) return fromIso(iso, zone)
  return parseLoose(text, zone, locale, nowMs)
}

function fromIso(match: RegExpExecArray, zone: string): ParsedMoment | undefined {
  const [, y, mo, d, h, mi, s, fraction, offset] = match
  const wall = moment(Number(y), Number(mo), Number(d), {
    h: Number(h ?? 0),
    mi: Number(mi ?? 0),
    s: Number(s ?? 0),
    ms: fractionMs(fraction),
  })
  if (wall === undefined) return undefined
  return { ms: offset ? utcToWall(wall - offsetMs(offset), zone) : wall, hasDate: true, hasTime: h !== undefined }
}

const fractionMs = (digits: string | undefined): number => (digits ? Math.floor(Number(`0.${digits}`) * 1000 + 1e-6) : 0)

function offsetMs(text: string): number {
  if (/^z$/i.test(text)) return 0
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(text)
  if (!match) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000
}

type Clock = { h: number; mi: number; s: number; ms: number }

function moment(year: number, month: number, day: number, clock: Clock): number | undefined {
  if (month < 1 || month > 12 || day < 1 || year < 1 || year > 9999) return undefined
  if (clock.h > 23 || clock.mi > 59 || clock.s > 59) return undefined
  const ms = utcFromCivil(year, month - 1, day, clock.h, clock.mi, clock.s, clock.ms)
  if (new Date(ms).getUTCMonth() !== month - 1) return undefined
  return inRange(ms) ? ms : undefined
}

function parseLoose(text: string, zone: string, locale: string, nowMs: () => number): ParsedMoment | undefined {
  let rest = text
  let offset: number | undefined
  const time = TIME.exec(rest)
  const zoned = time ? ZONE.exec(rest) : null
  if (zoned) {
    offset = zoned[2] ? offsetMs(zoned[2]) : 0
    rest = rest.slice(0, zoned.index)
  }
  let clock: Clock | undefined
  if (time) {
    clock = readClock(time)
    if (!clock) return undefined
    rest = `${rest.slice(0, time.index)} ${rest.slice(time.index + time[0].length)}`.replace(/T\s*$/, '').trim()
  }
  if (rest === '') {
    if (!clock) return undefined
    const ms = moment(1899, 12, 30, clock)
    return ms === undefined ? undefined : { ms, hasDate: false, hasTime: true }
  }
  const date = readDate(rest, locale, () => new Date(utcToWall(nowMs(), zone)).getUTCFullYear())
  if (!date) return undefined
  const ms = moment(date.y, date.m, date.d, clock ?? { h: 0, mi: 0, s: 0, ms: 0 })
  if (ms === undefined) return undefined
  return { ms: offset === undefined ? ms : utcToWall(ms - offset, zone), hasDate: true, hasTime: clock !== undefined }
}

function readClock(match: RegExpExecArray): Clock | undefined {
  const hour = Number(match[1] ?? match[6])
  const marker = (match[5] ?? match[7] ?? '').toLowerCase()
  if (marker && (hour > 12 || hour < 0)) return undefined
  const h = marker.startsWith('p') ? (hour % 12) + 12 : marker.startsWith('a') ? hour % 12 : hour
  if (h > 23) return undefined
  return { h, mi: Number(match[2] ?? 0), s: Number(match[3] ?? 0), ms: fractionMs(match[4]) }
}

type Ymd = { y: number; m: number; d: number }

const fullYear = (digits: string): number => {
  const n = Number(digits)
  return digits.length > 2 ? n : n < 50 ? 2000 + n : 1900 + n
}

function readDate(text: string, locale: string, thisYear: () => number): Ymd | undefined {
  const numeric = NUMERIC.exec(text)
  if (numeric) {
    const [, a = '', b = '', c] = numeric
    if (c === undefined) {
      if (a.length > 2) return { y: Number(a), m: Number(b), d: 1 }
      return dateOrder(locale) === 'dmy' ? { y: thisYear(), m: Number(b), d: Number(a) } : { y: thisYear(), m: Number(a), d: Number(b) }
    }
    if (a.length > 2) return { y: Number(a), m: Number(b), d: Number(c) }
    const order = dateOrder(locale)
    if (order === 'ymd') return { y: fullYear(a), m: Number(b), d: Number(c) }
    return order === 'dmy' ? { y: fullYear(c), m: Number(b), d: Number(a) } : { y: fullYear(c), m: Number(a), d: Number(b) }
  }
  return readNamedMonth(text, locale, thisYear)
}

function readNamedMonth(text: string, locale: string, thisYear: () => number): Ymd | undefined {
  const words = text.toLowerCase().split(/[\s,./\-]+/).filter(Boolean)
  const names = localeNames(locale)
  let month: number | undefined
  const numbers: string[] = []
  for (const word of words) {
    const index = names.months.get(word)
    if (/^\d+(?:st|nd|rd|th)?$/.test(word)) numbers.push(word.replace(/\D+$/, ''))
    else if (index !== undefined && month === undefined) month = index
    else if (!names.days.has(word) && word !== 'de' && word !== 'of') return undefined
  }
  if (month === undefined || numbers.length === 0 || numbers.length > 2) return undefined
  const [a = '', b] = numbers
  if (b === undefined) return a.length > 2 ? { y: Number(a), m: month, d: 1 } : { y: thisYear(), m: month, d: Number(a) }
  return a.length > 2 ? { y: Number(a), m: month, d: Number(b) } : { y: fullYear(b), m: month, d: Number(a) }
}

type Names = { months: Map<string, number>; days: Set<string> }
const namesByLocale = new Map<string, Names>()

function localeNames(locale: string): Names {
  let names = namesByLocale.get(locale)
  if (names) return names
  names = { months: new Map(), days: new Set() }
  for (const style of ['long', 'short'] as const) {
    const month = new Intl.DateTimeFormat(locale, { month: style, timeZone: 'UTC' })
    const inDate = new Intl.DateTimeFormat(locale, { month: style, day: 'numeric', timeZone: 'UTC' })
    const day = new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' })
    for (let i = 0; i < 12; i++) {
      const at = Date.UTC(2023, i, 10)
      for (const name of [month.format(at), inDate.formatToParts(at).find((p) => p.type === 'month')?.value ?? '']) {
        names.months.set(name.toLowerCase().replace(/\.$/, ''), i + 1)
      }
    }
    for (let i = 0; i < 7; i++) names.days.add(day.format(Date.UTC(2023, 0, 1 + i)).toLowerCase().replace(/\.$/, ''))
  }
  names.months.set('sept', names.months.get('sep') ?? 9)
  namesByLocale.set(locale, names)
  return names
}

const languages = new Map<string, boolean>()
/** Whether a language code is one the platform knows. */
export function isLanguage(code: string): boolean {
  let known = languages.get(code)
  if (known === undefined) {
    known = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(code)
    if (known) {
      try {
        known = Intl.DateTimeFormat.supportedLocalesOf(code).length > 0
      } catch {
        known = false
      }
    }
    languages.set(code, known)
  }
  return known
}
