import type { DateSection, DateToken } from './format-parse.ts'

type Names = { months: string[]; shortMonths: string[]; days: string[]; shortDays: string[]; am: string; pm: string; dateMark: string }
const cache = new Map<string, Names>()

/** The names of months and days in a language. */
function calendarNames(locale: string): Names {
  let names = cache.get(locale)
  if (names) return names
  const part = (options: Intl.DateTimeFormatOptions, at: number, type: string): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).formatToParts(at).find((p) => p.type === type)?.value ?? ''
  const month = (style: 'long' | 'short') => Array.from({ length: 12 }, (_, i) => part({ month: style, day: 'numeric' }, Date.UTC(2023, i, 10), 'month'))
  const day = (style: 'long' | 'short') => Array.from({ length: 7 }, (_, i) => part({ weekday: style }, Date.UTC(2023, 0, 1 + i), 'weekday'))
  const dateMark = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' }).formatToParts(0).find((p) => p.type === 'literal')?.value.trim() ?? '/'
  names = {
    months: month('long'),
    shortMonths: month('short'),
    days: day('long'),
    shortDays: day('short'),
    am: part({ hour: 'numeric', hour12: true }, Date.UTC(2023, 0, 1, 9), 'dayPeriod'),
    pm: part({ hour: 'numeric', hour12: true }, Date.UTC(2023, 0, 1, 21), 'dayPeriod'),
    dateMark,
  }
  cache.set(locale, names)
  return names
}

const pad = (n: number, width: number): string => String(n).padStart(width, '0')

/** Writes a wall-clock moment by a date format. Undefined when a fraction asks for more than seven digits. */
export function formatDate(wall: Date, section: DateSection, locale: string): string | undefined {
  const names = calendarNames(locale)
  let out = ''
  for (const token of section.tokens) {
    const text = tokenText(token, wall, section.twelve, names)
    if (text === undefined) return undefined
    out += text
  }
  return out
}

function tokenText(token: DateToken, wall: Date, twelve: boolean, names: Names): string | undefined {
  switch (token.kind) {
    case 'text':
      return token.text === '/' ? names.dateMark : token.text
    case 'ampm': {
      const name = wall.getUTCHours() < 12 ? names.am : names.pm
      return token.short ? name.slice(0, 1) : name
    }
    case 'fraction':
      return token.digits > 7 ? undefined : pad(wall.getUTCMilliseconds(), 3).padEnd(7, '0').slice(0, token.digits)
    case 'part':
      return partText(token, wall, twelve, names)
  }
}

function partText(token: Extract<DateToken, { kind: 'part' }>, wall: Date, twelve: boolean, names: Names): string {
  const width = Math.min(2, token.count)
  switch (token.letter) {
    case 'd':
      if (token.count === 3) return names.shortDays[wall.getUTCDay()] ?? ''
      return token.count > 3 ? (names.days[wall.getUTCDay()] ?? '') : pad(wall.getUTCDate(), width)
    case 'm':
      if (token.minutes) return pad(wall.getUTCMinutes(), width)
      if (token.count === 3) return names.shortMonths[wall.getUTCMonth()] ?? ''
      return token.count > 3 ? (names.months[wall.getUTCMonth()] ?? '') : pad(wall.getUTCMonth() + 1, width)
    case 'y': {
      const year = wall.getUTCFullYear()
      return token.count <= 2 ? pad(year % 100, 2) : pad(year, token.count)
    }
    case 'h':
      return pad(twelve ? wall.getUTCHours() % 12 || 12 : wall.getUTCHours(), width)
    case 's':
      return pad(wall.getUTCSeconds(), width)
  }
}
