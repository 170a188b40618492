import type { CallNode } from '../ast.ts'
import type { Binder, Bound } from '../binder.ts'
import { toFloat, toTime, toWall } from '../coerce.ts'
import { DAY, EPOCH, inRange, midnight, wallFromSerial } from '../dates/serial.ts'
import { isLanguage, parseMoment } from '../dates/parse.ts'
import { isInGap, offsetAt, utcFromCivil, utcToWall, wallToUtc } from '../dates/zone.ts'
import { fxError, mergedErrors } from '../errors.ts'
import type { Ctx } from '../runtime.ts'
import { T, coerces, typeName, type FxType } from '../types.ts'
import { Dec, decFromInt, decFromNumber, decToNumber } from '../values/decimal.ts'
import { FxDate, FxDynamic, FxEnumValue, FxError, FxTime, type FxValue } from '../values/value.ts'
import { fn, special, type FnDef } from './define.ts'

const F = 'dates'
const bad = (): FxValue => fxError('InvalidArgument')
const int = (n: number): Dec => decFromInt(n)

/** A moment in range; one that the clock skipped over moves forward with it. */
function moment(ms: number, dateOnly: boolean, ctx: Ctx): FxValue {
  if (!inRange(ms)) return bad()
  if (!dateOnly && isInGap(ms, ctx.env.timeZone)) return new FxDate(utcToWall(wallToUtc(ms, ctx.env.timeZone), ctx.env.timeZone), false)
  return new FxDate(ms, dateOnly)
}

function dateFrom(year: number, month: number, day: number): number | FxError {
  const y = Math.trunc(year)
  if (y < 0 || y > 9999) return fxError('InvalidArgument')
  const [m, d] = [Math.trunc(month), Math.trunc(day)]
  const ms = utcFromCivil(y, m - 1, 1) + (d - 1) * DAY
  return Number.isFinite(ms) && inRange(ms) ? ms : fxError('InvalidArgument')
}

const timeFrom = (h: number, m: number, s: number, ms: number): number =>
  Math.trunc(h) * 3_600_000 + Math.trunc(m) * 60_000 + Math.trunc(s) * 1000 + Math.trunc(ms)

function date(_: Ctx, year: number, month: number, day: number): FxValue {
  const ms = dateFrom(year, month, day)
  return ms instanceof FxError ? ms : new FxDate(ms, true)
}
function dateTime(ctx: Ctx, y: number, mo: number, d: number, h: number, mi: number, s: number, ms = 0): FxValue {
  const start = dateFrom(y, mo, d)
  return start instanceof FxError ? start : moment(start + timeFrom(h, mi, s, ms), false, ctx)
}
function time(_: Ctx, h: number, m: number, s: number, ms = 0): FxValue {
  const total = timeFrom(h, m, s, ms)
  return Math.abs(total) > 1e14 ? bad() : new FxTime(total)
}

/** Parts of no date, as spreadsheets have it: day 0 of January 1900. */
const BLANK_PART: Readonly<Record<string, number>> = { Year: 1900, Month: 1 }

const part = (name: string, about: string, get: (d: Date) => number): FnDef =>
  fn(F, name, 'date: DateTime~', T.Decimal, about, (_: Ctx, value: FxDate | null) => int(value ? get(new Date(value.ms)) : (BLANK_PART[name] ?? 0)))

/* --- DateAdd, DateDiff --- */

const UNIT_MS: Readonly<Record<string, number>> = { days: DAY, hours: 3_600_000, minutes: 60_000, seconds: 1000, milliseconds: 1 }
const UNIT_MONTHS: Readonly<Record<string, number>> = { months: 1, quarters: 3, years: 12 }

const unitOf = (value: FxValue | undefined): string =>
  String((value instanceof FxEnumValue ? value.value : value) ?? 'days').toLowerCase()

export function addMonths(ms: number, months: number): number {
  const d = new Date(ms)
  const first = utcFromCivil(d.getUTCFullYear(), d.getUTCMonth() + months, 1)
  const target = new Date(first)
  const last = new Date(utcFromCivil(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
  return first + (Math.min(d.getUTCDate(), last) - 1) * DAY + (ms - midnight(ms))
}

function dateAdd(ctx: Ctx, value: FxDate | FxTime, n: number, unit: string): FxValue {
  if (UNIT_MONTHS[unit] !== undefined) {
    if (Math.abs(n) > 200_000) return bad()
    const base = value instanceof FxTime ? EPOCH + value.ms : value.ms
    return settle(ctx, addMonths(base, Math.trunc(n) * (UNIT_MONTHS[unit] as number)), value)
  }
  const step = UNIT_MS[unit]
  if (step === undefined) return bad()
  if (value instanceof FxTime) return new FxTime(Math.round(value.ms + n * step))
  if (unit === 'days') return settle(ctx, Math.round(value.ms + n * step), value)
  const { timeZone } = ctx.env
  const ms = utcToWall(Math.round(wallToUtc(value.ms, timeZone) + n * step), timeZone)
  return inRange(ms) ? new FxDate(ms, value.dateOnly) : bad()
}

function settle(ctx: Ctx, ms: number, like: FxDate | FxTime): FxValue {
  if (like instanceof FxTime) return new FxTime(ms - EPOCH)
  if (!inRange(ms)) return bad()
  // A date keeps the hours added to it; they only show once it becomes a date and time.
  const { timeZone } = ctx.env
  return new FxDate(isInGap(ms, timeZone) ? utcToWall(wallToUtc(ms, timeZone), timeZone) : ms, like.dateOnly)
}

function bindDateAdd(b: Binder, call: CallNode): Bound {
  const args = call.args.map((arg) => b.bind(arg))
  const [value, amount, unit] = args as [Bound, Bound, Bound | undefined]
  let fine = b.accepts(value, T.DateTime)
  fine = b.accepts(amount, T.Number) && fine
  fine = (!unit || b.accepts(unit, { kind: 'Enum', name: 'TimeUnit' })) && fine
  if (!fine) b.badArguments(call)
  const keeps = value.type.kind === 'Date' || value.type.kind === 'Time' || value.type.kind === 'DateTime'
  const type: FxType = keeps ? value.type : value.type.kind === 'Any' ? T.Any : T.DateTime
  const run = keeps || value.type.kind === 'Any' ? value.run : b.convert(value, T.DateTime)
  const count = b.convert(amount, T.Number)
  return {
    node: call,
    type,
    run: (ctx) => {
      const values = [run(ctx), count(ctx), unit ? unit.run(ctx) : null]
      const errors = mergedErrors(values)
      if (errors) return errors
      const [raw, n, u] = values as [FxValue, FxValue, FxValue]
      const base = raw === null ? new FxDate(EPOCH, type.kind === 'Date') : momentOf(raw, ctx)
      if (base instanceof FxError) return base
      return dateAdd(ctx, base, typeof n === 'number' ? n : 0, unitOf(u ?? undefined))
    },
  }
}

function momentOf(value: FxValue, ctx: Ctx): FxDate | FxTime | FxError {
  if (value instanceof FxDate || value instanceof FxTime) return value
  const ms = toWall(value, ctx)
  return ms instanceof FxError ? ms : new FxDate(ms, false)
}

function dateDiff(ctx: Ctx, from: FxDate, to: FxDate, unitValue?: FxValue): FxValue {
  const unit = unitOf(unitValue)
  const [a, b] = [new Date(from.ms), new Date(to.ms)]
  const months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth()
  switch (unit) {
    case 'years':
      return int(b.getUTCFullYear() - a.getUTCFullYear())
    case 'quarters':
      return int((b.getUTCFullYear() - a.getUTCFullYear()) * 4 + Math.floor(b.getUTCMonth() / 3) - Math.floor(a.getUTCMonth() / 3))
    case 'months':
      return int(months)
    case 'days':
      return int((midnight(to.ms) - midnight(from.ms)) / DAY)
  }
  const step = UNIT_MS[unit]
  if (step === undefined) return bad()
  const { timeZone } = ctx.env
  // Both seen with the first one's offset, so that zones off the full hour count hours as their clocks do.
  const start = wallToUtc(from.ms, timeZone)
  const offset = offsetAt(start, timeZone)
  const [x, y] = [start + offset, wallToUtc(to.ms, timeZone) + offset]
  return int(Math.floor(y / step) - Math.floor(x / step))
}

/* --- week numbers --- */

const STARTS: Readonly<Record<number, number>> = { 1: 0, 2: 1, 3: 1, 11: 1, 12: 2, 13: 3, 14: 4, 15: 5, 16: 6, 17: 0 }

function startOf(value: FxValue | undefined): { first: number; zero: boolean } | undefined {
  if (value === null) return undefined
  const raw = value instanceof FxEnumValue ? value.value : (value ?? int(1))
  const n = raw instanceof Dec ? decToNumber(raw) : typeof raw === 'number' ? raw : 1
  const first = STARTS[Math.trunc(n)]
  return first === undefined ? undefined : { first, zero: Math.trunc(n) === 3 }
}

function weekday(_: Ctx, value: FxDate, start?: FxValue): FxValue {
  const week = startOf(start)
  if (!week) return bad()
  return int(((new Date(value.ms).getUTCDay() - week.first + 7) % 7) + (week.zero ? 0 : 1))
}

function weekNum(_: Ctx, value: FxDate, start?: FxValue): FxValue {
  const week = startOf(start)
  if (!week) return bad()
  const d = new Date(value.ms)
  const newYear = utcFromCivil(d.getUTCFullYear(), 0, 1)
  const lead = (new Date(newYear).getUTCDay() - week.first + 7) % 7
  return int(Math.floor((midnight(value.ms) - newYear + lead * DAY) / (7 * DAY)) + 1)
}

export function isoWeek(ms: number): number {
  const d = new Date(midnight(ms))
  const thursday = d.getTime() + (3 - ((d.getUTCDay() + 6) % 7)) * DAY
  const year = new Date(thursday).getUTCFullYear()
  return Math.floor((thursday - utcFromCivil(year, 0, 1)) / (7 * DAY)) + 1
}

/* --- DateValue, TimeValue, DateTimeValue --- */

type Reading = 'date' | 'time' | 'datetime'

function bindValueOf(b: Binder, call: CallNode, reading: Reading): Bound {
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

const nowWall = (ctx: Ctx): number => utcToWall(ctx.now(), ctx.env.timeZone)

const isDay = (name: string, about: string, today: (ctx: Ctx) => number): FnDef =>
  fn(F, name, 'date: DateTime', T.Boolean, about, (ctx: Ctx, d: FxDate) => midnight(d.ms) === midnight(today(ctx)))

function edate(ctx: Ctx, value: FxDate, months: number, end: boolean): FxValue {
  const n = Math.trunc(months)
  if (Math.abs(n) > 200_000) return bad()
  const shifted = addMonths(midnight(value.ms), n)
  if (!inRange(shifted)) return bad()
  if (!end) return moment(shifted, true, ctx)
  const d = new Date(shifted)
  return moment(utcFromCivil(d.getUTCFullYear(), d.getUTCMonth() + 1, 0), true, ctx)
}

export const dateFunctions: readonly FnDef[] = [
  fn(F, 'Date', 'year: Number, month: Number, day: Number', T.Date, 'A date from its parts.', date),
  special(F, 'DateAdd', 'date: DateTime, amount: Number, unit?: TimeUnit', 'A date or time moved by an amount.', bindDateAdd),
  fn(F, 'DateDiff', 'from: DateTime, to: DateTime, unit?: TimeUnit', T.Decimal, 'How many unit boundaries lie between two moments.', dateDiff),
  fn(F, 'DateTime', 'year: Number, month: Number, day: Number, hour: Number, minute: Number, second: Number, ms?: Number', T.DateTime, 'A moment from its parts.', dateTime),
  special(F, 'DateTimeValue', 'text: Text, language?: Text', 'Reads a date and time.', (b, call) => bindValueOf(b, call, 'datetime')),
  special(F, 'DateValue', 'text: Text, language?: Text', 'Reads a date.', (b, call) => bindValueOf(b, call, 'date')),
  part('Day', 'The day of the month.', (d) => d.getUTCDate()),
  fn(F, 'EDate', 'date: DateTime, months: Number', T.Date, 'The same day some months away.', (ctx: Ctx, d: FxDate, n: number) => edate(ctx, d, n, false)),
  fn(F, 'EOMonth', 'date: DateTime, months: Number', T.Date, 'The last day of the month some months away.', (ctx: Ctx, d: FxDate, n: number) => edate(ctx, d, n, true)),
  part('Hour', 'The hour, 0 to 23.', (d) => d.getUTCHours()),
  fn(F, 'ISOWeekNum', 'date: DateTime', T.Decimal, 'The ISO week number.', (_: Ctx, d: FxDate) => int(isoWeek(d.ms))),
  isDay('IsToday', 'Whether a date is today.', nowWall),
  isDay('IsUTCToday', 'Whether a date is today in UTC.', (ctx) => utcToWall(ctx.now(), ctx.env.timeZone)),
  part('Minute', 'The minute, 0 to 59.', (d) => d.getUTCMinutes()),
  part('Month', 'The month, 1 to 12.', (d) => d.getUTCMonth() + 1),
  fn(F, 'Now', '', T.DateTime, 'The current date and time.', (ctx: Ctx) => new FxDate(nowWall(ctx), false)),
  part('Second', 'The second, 0 to 59.', (d) => d.getUTCSeconds()),
  fn(F, 'Time', 'hour: Number, minute: Number, second: Number, ms?: Number', T.Time, 'A time from its parts.', time),
  special(F, 'TimeValue', 'text: Text, language?: Text', 'Reads a time.', (b, call) => bindValueOf(b, call, 'time')),
  fn(F, 'TimeZoneOffset', 'date?: DateTime', T.Decimal, 'Minutes from local time to UTC.', (ctx: Ctx, d?: FxDate) => {
    const utc = d ? wallToUtc(d.ms, ctx.env.timeZone) : ctx.now()
    return decFromNumber(-offsetAt(utc, ctx.env.timeZone) / 60_000) ?? bad()
  }),
  fn(F, 'Today', '', T.Date, 'The current date.', (ctx: Ctx) => new FxDate(midnight(nowWall(ctx)), true)),
  fn(F, 'UTCNow', '', T.DateTime, 'The current date and time in UTC.', (ctx: Ctx) => new FxDate(ctx.now(), false)),
  fn(F, 'UTCToday', '', T.Date, 'The current date in UTC.', (ctx: Ctx) => new FxDate(midnight(ctx.now()), true)),
  fn(F, 'Weekday', 'date: DateTime, start?: StartOfWeek', T.Decimal, 'The day of the week.', weekday),
  fn(F, 'WeekNum', 'date: DateTime, start?: StartOfWeek', T.Decimal, 'The week of the year.', weekNum),
  part('Year', 'The year.', (d) => d.getUTCFullYear()),
]
