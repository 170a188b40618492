import { inRange, midnight } from '../dates/serial.ts'
import { offsetAt, utcFromCivil, utcToWall, wallToUtc } from '../dates/zone.ts'
import type { Ctx } from '../runtime.ts'
import { T } from '../types.ts'
import { decFromNumber } from '../values/decimal.ts'
import { FxDate, type FxValue } from '../values/value.ts'
import { addMonths, bindDateAdd, dateDiff } from './date-add.ts'
import { fn, type FnDef, special } from './define.ts'
import { date, dateTime, moment, time } from './make-dates.ts'
import { bindValueOf } from './read-dates.ts'
import { bad, int } from './results.ts'
import { isoWeek, weekday, weekNum } from './weeks.ts'

const F = 'dates'

/** Parts of no date, as spreadsheets have it: day 0 of January 1900. */
const BLANK_PART: Readonly<Record<string, number>> = { Year: 1900, Month: 1 }

const part = (name: string, about: string, get: (d: Date) => number): FnDef =>
  fn(F, name, 'date: DateTime~', T.Decimal, about, (_: Ctx, value: FxDate | null) => int(value ? get(new Date(value.ms)) : (BLANK_PART[name] ?? 0)))

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
  isDay('IsUTCToday', 'Whether a date is today in UTC.', (ctx) => ctx.now()),
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
