import type { Calendar, Period, TimeUnit } from './calendar.ts'
import { calendarOf } from './calendar.ts'
import type { Folded } from './folded.ts'
import { foldText, isBoundary, isSilent, wordAt, wordsIn } from './folded.ts'
import { holidaysOf } from './holidays.ts'
import { readAmounts, readNumbers } from './read-numbers.ts'
import type { FoundNumber } from './read-numbers.ts'

export const DAY = 86_400_000
const HOUR = 3_600_000

/** `ms` is the clock on the customer's wall as if it showed UTC. `or`: what it could mean as well, when that is not sure. */
export type FoundDate = { ms: number; start: number; end: number; timed: boolean; or?: number }
/** The moment on the customer's wall, and the locale. */
type Now = { ms: number; locale: string }

/** The first date of a text, in any of the ways people write them. */
export function readDate(folded: Folded, now: Now): FoundDate | undefined {
  const calendar = calendarOf(now.locale)
  const { text } = folded
  return (
    inDigits(text, calendar, now) ??
    withSigns(text, now) ??
    withMonthName(folded, calendar, now) ??
    ofHoliday(text, calendar, now) ??
    atDistance(folded, calendar, now) ??
    ofDayName(text, calendar, now) ??
    ofWeekday(text, calendar, now) ??
    ofPeriod(text, calendar, now) ??
    rightNow(text, calendar, now) ??
    dayOfMonth(text, now)
  )
}

const startOfDay = (ms: number) => Math.floor(ms / DAY) * DAY

function dateOf(year: number, month: number, day: number): number | undefined {
  const ms = Date.UTC(year, month - 1, day)
  const date = new Date(ms)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms : undefined
}

const fullYear = (year: number) => (year < 100 ? 2000 + year : year)

const found = (ms: number | undefined, start: number, length: number): FoundDate | undefined => (ms === undefined ? undefined : { ms, start, end: start + length, timed: false })

// In digits

function inDigits(text: string, { monthFirst }: Calendar, now: Now): FoundDate | undefined {
  const yearFirst = /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text)
  if (yearFirst) return found(dateOf(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3])), yearFirst.index, yearFirst[0].length)
  const yearLast = /(?<![\d.,])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d])/.exec(text)
  if (yearLast) {
    const [first, second, year] = [Number(yearLast[1]), Number(yearLast[3]), fullYear(Number(yearLast[4]))]
    return found(inOrder(year, first, second, monthFirst), yearLast.index, yearLast[0].length)
  }
  const short = /(?<![\d.,])(\d{1,2})\.(\d{1,2})\.(?!\d)/.exec(text) ?? /^\s*(\d{1,2})\/(\d{1,2})\s*$/.exec(text)
  return short ? withoutYear((year) => inOrder(year, Number(short[1]), Number(short[2]), monthFirst && !short[0].includes('.')), now, short.index, short[0].length) : undefined
}

function inOrder(year: number, first: number, second: number, monthFirst: boolean): number | undefined {
  const month = monthFirst ? first <= 12 : second > 12
  return month ? dateOf(year, first, second) : dateOf(year, second, first)
}

/** This year's; it might be the next one when that is past. */
function withoutYear(of: (year: number) => number | undefined, now: Now, start: number, length: number): FoundDate | undefined {
  const today = startOfDay(now.ms)
  const year = yearOf(now)
  const ms = of(year)
  if (ms === undefined) return found(of(year + 1) ?? of(year + 2) ?? of(year + 3), start, length)
  const or = ms === today ? undefined : of(ms < today ? year + 1 : year - 1)
  return { ms, start, end: start + length, timed: false, ...(or === undefined ? {} : { or }) }
}

/** 2027年3月5日, 3월 5일, 三月五号. */
function withSigns(text: string, now: Now): FoundDate | undefined {
  const number = '(\\d{1,2}|[一二三四五六七八九十]{1,3})'
  const match = new RegExp(`(?:(\\d{4}|[零〇一二三四五六七八九]{4})\\s?[年년]\\s?)?${number}\\s?[月월]\\s?${number}\\s?[日号號일]`).exec(text)
  if (!match) return undefined
  const [year, month, day] = match.slice(1).map((part: string | undefined) => (part === undefined ? undefined : cjkNumber(part)))
  if (month === undefined || day === undefined) return undefined
  return year === undefined ? withoutYear((of) => dateOf(of, month, day), now, match.index, match[0].length) : found(dateOf(year, month, day), match.index, match[0].length)
}

function cjkNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  if (text.length === 4) return Number([...text].map((digit) => Math.max(0, '〇一二三四五六七八九'.indexOf(digit))).join(''))
  return readNumbers(foldText(text), 'zh')[0]?.value ?? 0
}

// With the name of a month

const afterDay = /^(?:\.|st|nd|rd|th|er|re|o|a|:?[ea]|te|ter|ten)?$/

function withMonthName(folded: Folded, calendar: Calendar, now: Now): FoundDate | undefined {
  const { text } = folded
  let numbers: FoundNumber[] | undefined
  for (const { word: name, at } of wordsIn(text, calendar.monthNames)) {
    numbers ??= readNumbers(folded, now.locale).filter(({ value }) => Number.isInteger(value) && value >= 1 && value <= 31)
    const month = calendar.months.get(name) ?? 1
    const end = at + name.length + (text[at + name.length] === '.' ? 1 : 0)
    const day = numbers.findLast((number) => number.end <= at && isLink(text.slice(number.end, at), calendar)) ?? numbers.find((number) => number.start >= end && isLink(text.slice(end, number.start), calendar) && !/^:\d|^\s?[ap]m\b/.test(text.slice(number.end)))
    if (!day) continue
    const start = Math.min(day.start, at)
    const last = endOfDay(text, Math.max(day.end, end))
    const year = yearAfter(text, last, calendar, now)
    if (year) return found(dateOf(year.value, month, day.value), start, year.end - start)
    return withoutYear((of) => dateOf(of, month, day.value), now, start, last - start)
  }
  return undefined
}

/** What may stand between a day and its month: "5th of March", "5. März", "1er janvier". */
function isLink(between: string, { of }: Calendar): boolean {
  return between
    .trim()
    .split(/\s+/)
    .every((word, index) => of.includes(word) || word === '' || (index === 0 && afterDay.test(word)) || /^(?:den|der|the|le|el|il)$/.test(word))
}

const endOfDay = (text: string, at: number): number => at + (/^(?:st|nd|rd|th|\.)(?!\p{L})/u.exec(text.slice(at))?.[0].length ?? 0)

/** "2027" or "next year", where a day stands in front. */
function yearAfter(text: string, at: number, { of, years, yearNames }: Calendar, now: Now): { value: number; end: number } | undefined {
  const match = /^[\s,.]*(?:(\p{L}+)\s+)?(\d{4})(?![\d:])/u.exec(text.slice(at))
  if (match && Number(match[2]) >= 1000 && (match[1] === undefined || of.includes(match[1]))) return { value: Number(match[2]), end: at + match[0].length }
  const start = at + (/^[\s,]*/.exec(text.slice(at))?.[0].length ?? 0)
  const name = wordAt(text, start, yearNames)
  return name === undefined ? undefined : { value: yearOf(now) + (years.get(name) ?? 0), end: start + name.length }
}

const yearOf = (now: Now) => new Date(now.ms).getUTCFullYear()

// At a distance from now

function atDistance(folded: Folded, { distances }: Calendar, now: Now): FoundDate | undefined {
  const { text } = folded
  let best: (FoundDate & { weight: number }) | undefined
  for (const number of readAmounts(folded, now.locale)) {
    if (!Number.isInteger(number.value) || number.value < 0 || number.value > 9_999) continue
    const before = text.slice(0, number.start).trimEnd()
    const after = text.slice(number.end)
    const gap = after.length - after.trimStart().length
    for (const distance of distances) {
      if (!before.endsWith(distance.before) || !after.startsWith(distance.after, gap)) continue
      const [start, end] = [distance.before ? before.length - distance.before.length : number.start, number.end + gap + distance.after.length]
      const weight = distance.before.length + distance.after.length
      if (weight <= (best?.weight ?? 0) || !isBoundary(text, start) || !isEnd(text, end)) continue
      best = { ms: moved(now.ms, distance.unit, number.value * distance.sign), start, end, timed: HOURLY.has(distance.unit), weight }
    }
  }
  if (!best) return undefined
  const { weight: _weight, ...date } = best
  return date.timed ? date : { ...date, ms: startOfDay(date.ms) }
}

const isEnd = (text: string, at: number) => isBoundary(text, at) || /\p{Script=Hangul}/u.test(text[at] ?? '')
const HOURLY: ReadonlySet<TimeUnit> = new Set(['second', 'minute', 'hour'])
const LENGTHS: Partial<Record<TimeUnit, number>> = { second: 1_000, minute: 60_000, hour: HOUR, day: DAY, week: 7 * DAY, fortnight: 14 * DAY }

/** A month later is the same day of the month, or its last one. */
function moved(ms: number, unit: TimeUnit, amount: number): number {
  const length = LENGTHS[unit]
  if (length !== undefined) return ms + amount * length
  const date = new Date(ms)
  const months = date.getUTCMonth() + amount * (unit === 'year' ? 12 : 1)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), months + 1, 0)).getUTCDate()
  return Date.UTC(date.getUTCFullYear(), months, Math.min(date.getUTCDate(), lastDay)) + (ms - startOfDay(ms))
}

// By name

function ofDayName(text: string, { days, dayNames }: Calendar, now: Now): FoundDate | undefined {
  for (const { word: name, at } of wordsIn(text, dayNames)) {
    // "de la mañana" is the morning, not tomorrow.
    if (name === 'manana' && /\bla $/.test(text.slice(0, at))) continue
    return found(startOfDay(now.ms) + (days.get(name) ?? 0) * DAY, at, name.length)
  }
  return undefined
}

function rightNow(text: string, calendar: Calendar, now: Now): FoundDate | undefined {
  for (const { word, at } of wordsIn(text, calendar.now)) return { ms: now.ms, start: at, end: at + word.length, timed: true }
  return undefined
}

/** "the 15th", when it is all of the answer: the coming one. */
function dayOfMonth(text: string, now: Now): FoundDate | undefined {
  const match = /^\s*(on the|on|the|am|der|den|le|el|il|el dia|dia|no dia|op de|de)?\s*(\d{1,2})(st|nd|rd|th|\.|o|e|日|号|號|일)?\s*$/.exec(text)
  const day = Number(match?.[2])
  if (!match || (!match[1] && !match[3]) || day < 1 || day > 31) return undefined
  const today = startOfDay(now.ms)
  const [year, month] = [new Date(today).getUTCFullYear(), new Date(today).getUTCMonth() + 1]
  const inMonths = (ahead: number) => dateOf(year + Math.floor((month - 1 + ahead) / 12), ((month - 1 + ahead + 12) % 12) + 1, day)
  const coming = [0, 1, 2].map(inMonths).find((ms) => ms !== undefined && ms >= today)
  return found(coming, 0, text.length)
}

function ofWeekday(text: string, calendar: Calendar, now: Now): FoundDate | undefined {
  const short = calendar.shortDays.get(text.trim().replace(/\.$/, ''))
  if (short !== undefined) return weekday(short, undefined, now, { start: 0, end: text.length })
  for (const { word: name, at } of wordsIn(text, calendar.weekdayNames)) {
    const around = { before: text.slice(0, at).trimEnd(), after: text.slice(at + name.length).trimStart() }
    const week = [...calendar.weeks].find(([words]) => stands(words, around))
    const next = calendar.next.find((word) => stands(word, around))
    const last = calendar.last.find((word) => stands(word, around))
    const modifier = week ? { week: week[1], words: week[0] } : last ? { direction: -1, words: last } : next ? { direction: 1, words: next } : undefined
    return weekday(calendar.weekdays.get(name) ?? 0, modifier, now, spanOf(text, at, at + name.length, modifier?.words))
  }
  return undefined
}

function stands(word: string, { before, after }: { before: string; after: string }): boolean {
  return (before.endsWith(word) && isBoundary(before, before.length - word.length)) || (after.startsWith(word) && isBoundary(after, word.length))
}

function spanOf(text: string, start: number, end: number, words: string | undefined): { start: number; end: number } {
  if (words === undefined) return { start, end }
  const before = text.lastIndexOf(words, start)
  if (before >= 0 && isSilent(text.slice(before + words.length, start))) return { start: before, end }
  const after = text.indexOf(words, end)
  return after >= 0 ? { start, end: after + words.length } : { start, end }
}

const mondayOf = (today: number, week: number) => today - ((new Date(today).getUTCDay() + 6) % 7) * DAY + week * 7 * DAY

type Modifier = { week: number } | { direction: number }

/** The coming one, today's in a week; without a word that says so it might be the past one. */
function weekday(day: number, modifier: (Modifier & { words: string }) | undefined, now: Now, span: { start: number; end: number }): FoundDate {
  const today = startOfDay(now.ms)
  const current = new Date(today).getUTCDay()
  const ahead = (day - current + 7) % 7 || 7
  const back = (current - day + 7) % 7 || 7
  if (modifier && 'week' in modifier) {
    const monday = mondayOf(today, modifier.week)
    return { ms: monday + ((day + 6) % 7) * DAY, ...span, timed: false }
  }
  if (modifier) return { ms: today + (modifier.direction > 0 ? ahead : -back) * DAY, ...span, timed: false }
  return { ms: today + ahead * DAY, ...span, timed: false, or: today - back * DAY }
}

// By what the days are

/** The coming one, today's included, unless a year or a word says which; without one it might be the past one. */
function ofHoliday(text: string, calendar: Calendar, now: Now): FoundDate | undefined {
  const { days, names } = holidaysOf(now.locale)
  for (const { word: name, at } of wordsIn(text, names)) {
    const of = days.get(name)
    if (!of) continue
    const end = at + name.length
    const year = yearAfter(text, end, calendar, now)
    if (year) return found(of(year.value), at, year.end - at)
    const around = { before: text.slice(0, at).trimEnd(), after: text.slice(end).trimStart() }
    const [today, thisYears] = [startOfDay(now.ms), of(yearOf(now))]
    const coming = thisYears >= today ? thisYears : of(yearOf(now) + 1)
    const past = thisYears < today ? thisYears : of(yearOf(now) - 1)
    const last = calendar.last.find((word) => stands(word, around))
    if (last !== undefined) return { ms: past, ...spanOf(text, at, end, last), timed: false }
    const next = calendar.next.find((word) => stands(word, around))
    return { ms: coming, ...spanOf(text, at, end, next), timed: false, ...(next === undefined && coming !== today ? { or: past } : {}) }
  }
  return undefined
}

/** A period counts as its first day. Weeks begin on Monday, weekends on Saturday. */
function ofPeriod(text: string, { periods, periodNames }: Calendar, now: Now): FoundDate | undefined {
  for (const { word: name, at } of wordsIn(text, periodNames)) {
    const period = periods.get(name)
    if (period) return found(startOfPeriod(period, startOfDay(now.ms)), at, name.length)
  }
  return undefined
}

function startOfPeriod({ unit, distance }: Period, today: number): number {
  const date = new Date(today)
  switch (unit) {
    case 'weekend':
      return mondayOf(today, distance) + 5 * DAY
    case 'week':
      return mondayOf(today, distance)
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + distance, 1)
    case 'year':
      return Date.UTC(date.getUTCFullYear() + distance, 0, 1)
  }
}
