import type { Calendar } from './calendar.ts'
import { calendarOf } from './calendar.ts'
import type { Folded } from './folded.ts'
import { isBoundary, isSilent, skipSpace, wordAt } from './folded.ts'
import { numberWords } from './number-words.ts'
import { readAmounts, readNumbers } from './read-numbers.ts'
import type { FoundNumber } from './read-numbers.ts'

/** Milliseconds since midnight. `or`: the other half of the day, when nothing says which. */
type FoundTime = { ms: number; start: number; end: number; or?: number }

const MINUTE = 60_000
const NOON = 12 * 60 * MINUTE

/** The first time of day in a text: 15:30, 3 pm, 15h30, um 15 Uhr, 午後3時半, noon. */
export function readTime(folded: Folded, locale: string): FoundTime | undefined {
  const calendar = calendarOf(locale)
  const { text } = folded
  const clock = inClockDigits(text, calendar) ?? withSigns(text) ?? withWords(folded, calendar, locale)
  if (clock) return inHalf(clock, text, calendar)
  return named(text, calendar.noon, NOON) ?? named(text, calendar.midnight, 0)
}

type Clock = { hour: number; minute: number; start: number; end: number }

function inClockDigits(text: string, { at, oclock }: Calendar): Clock | undefined {
  for (const match of text.matchAll(/(?<![\d.,:])(\d{1,2})(:|\.|h)(\d{2})(?::\d{2})?(?![\d:])/g)) {
    const [token, hour, sign, minute] = match
    const end = match.index + token.length
    if (sign === '.' && !endsWithWord(text.slice(0, match.index), at) && wordAt(text, skipSpace(text, end), oclock) === undefined) continue
    const clock = clockOf(Number(hour), Number(minute), match.index, end)
    if (clock) return clock
  }
  const short = /(?<![\d.,:])(\d{1,2})\s?(?:h(?![\p{L}])|(?=[ap]\.?\s?m\b))/u.exec(text)
  return short ? clockOf(Number(short[1]), 0, short.index, short.index + short[0].length) : undefined
}

/** 3時30分, 3点半, 3시 30분; not 2時間, which is how long. */
function withSigns(text: string): Clock | undefined {
  const numeral = '(\\d{1,2}|[一二三四五六七八九十两]{1,3}|열두|열한|열|한|두|세|네|다섯|여섯|일곱|여덟|아홉)'
  const match = new RegExp(`${numeral}\\s?(?:時(?!間)|点(?!心)|點|时(?!间)|시(?!간))(?:\\s?(半|반)|\\s?(\\d{1,2}|[一二三四五六七八九十]{1,3})\\s?[分분]?)?`).exec(text)
  if (!match) return undefined
  const hour = numeralValue(match[1] ?? '')
  const minute = match[2] ? 30 : match[3] ? numeralValue(match[3]) : 0
  return clockOf(hour, minute, match.index, match.index + match[0].length)
}

const koreanHours = ['한', '두', '세', '네', '다섯', '여섯', '일곱', '여덟', '아홉', '열', '열한', '열두']

function numeralValue(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  const korean = koreanHours.indexOf(text)
  if (korean >= 0) return korean + 1
  const [tens = '', units = ''] = text.includes('十') ? text.split('十') : ['-', text]
  const digit = (sign: string) => (sign === '两' ? 2 : '〇一二三四五六七八九'.indexOf(sign))
  return (tens === '-' ? 0 : tens === '' ? 10 : digit(tens) * 10) + (units === '' ? 0 : digit(units))
}

/** "at three", "um 15 Uhr", "kl. 15". */
function withWords(folded: Folded, calendar: Calendar, locale: string): Clock | undefined {
  const { text } = folded
  for (const number of readNumbers(folded, locale)) {
    const after = skipSpace(text, number.end)
    const oclock = wordAt(text, after, calendar.oclock)
    const half = wordAt(text, after, [...calendar.am, ...calendar.pm])
    const fraction = fractionAround(text, number, calendar, oclock === undefined ? after : skipSpace(text, after + oclock.length))
    if (fraction) return fraction
    if (!endsWithWord(text.slice(0, number.start), calendar.at) && oclock === undefined && half === undefined) continue
    const minutes = oclock === undefined ? null : /^\s?(\d{2})(?![\d:.,])/.exec(text.slice(after + oclock.length))
    const end = oclock === undefined ? number.end : after + oclock.length + (minutes?.[0].length ?? 0)
    const clock = clockOf(number.value, Number(minutes?.[1] ?? 0), startOf(text, number, calendar), end)
    if (clock) return clock
  }
  return undefined
}

/** "half past three", "halb vier", "trois heures et demie". A number may have taken the half already. */
function fractionAround(text: string, number: FoundNumber, { fractions }: Calendar, after: number): Clock | undefined {
  const before = text.slice(0, number.start).trimEnd()
  for (const fraction of fractions) {
    const start = fraction.before ? before.length - fraction.before.length : number.start
    const isBefore = !fraction.before || (before.endsWith(fraction.before) && isBoundary(before, start))
    if (!isBefore || (fraction.after && !text.startsWith(fraction.after, after))) continue
    const minutes = number.value * 60 + fraction.minutes
    const end = fraction.after ? after + fraction.after.length : number.end
    return number.value >= 1 && number.value <= 24 ? clockOf(Math.floor(minutes / 60), minutes % 60, start, end) : undefined
  }
  return undefined
}

function startOf(text: string, { start }: FoundNumber, { at }: Calendar): number {
  const before = text.slice(0, start).trimEnd()
  const word = at.find((lead) => before.endsWith(lead) && isBoundary(before, before.length - lead.length))
  return word ? before.length - word.length : start
}

function endsWithWord(text: string, words: readonly string[]): boolean {
  const before = text.trimEnd()
  return words.some((word) => before.endsWith(word) && isBoundary(before, before.length - word.length))
}

const clockOf = (hour: number, minute: number, start: number, end: number): Clock | undefined => (Number.isInteger(hour) && hour >= 0 && hour <= 24 && minute >= 0 && minute < 60 ? { hour: hour % 24, minute, start, end } : undefined)

/** Which half of the day is meant: said somewhere in the text, or by the hour itself. */
function inHalf({ hour, minute, start, end }: Clock, text: string, { am, pm, halfDays }: Calendar): FoundTime {
  const afternoon = sign(text, pm, end)
  const morning = afternoon ? undefined : sign(text, am, end)
  const said = afternoon ?? morning
  const hours = afternoon && hour < 12 ? hour + 12 : morning && hour === 12 ? 0 : hour
  const ms = (hours * 60 + minute) * MINUTE
  const span = { start: Math.min(start, said?.start ?? start), end: Math.max(end, said?.end ?? end) }
  const open = halfDays && !said && hour > 0 && hour <= 12
  return { ms, ...span, ...(open ? { or: (ms + NOON) % (2 * NOON) } : {}) }
}

/** The first of the words, preferably right behind the time. */
function sign(text: string, words: readonly string[], end: number): { start: number; end: number } | undefined {
  const places = [skipSpace(text, end), ...Array.from({ length: text.length }, (_, at) => at)]
  for (const at of places) {
    // "3pm": no boundary in front.
    const word = at === end ? words.find((candidate) => text.startsWith(candidate, at) && isBoundary(text, at + candidate.length)) : wordAt(text, at, words)
    if (word !== undefined) return { start: at, end: at + word.length }
  }
  return undefined
}

function named(text: string, words: readonly string[], ms: number): FoundTime | undefined {
  for (let at = 0; at < text.length; at++) {
    const word = wordAt(text, at, words)
    if (word !== undefined) return { ms, start: at, end: at + word.length }
  }
  return undefined
}

/** How long: "2 hours and 30 minutes", "三週間". The places of the whole. */
export function readDurations(folded: Folded, locale: string): { start: number; end: number }[] {
  const { text } = folded
  const { durations, durationNames, and } = calendarOf(locale)
  const found: { start: number; end: number }[] = []
  for (const { start, end: after } of readAmounts(folded, locale)) {
    const gap = skipSpace(text, after)
    const unit = durationNames.find((name) => text.startsWith(name, gap) && (isBoundary(text, gap + name.length) || /\p{Script=Hangul}$/u.test(name)))
    if (unit === undefined || !durations.has(unit)) continue
    const end = withHalf(text, gap + unit.length, locale)
    const before = found.at(-1)
    const between = before && text.slice(before.end, start).trim()
    if (before && between !== undefined && (isSilent(between) || and.includes(between))) before.end = end
    else found.push({ start, end })
  }
  return found
}

/** "an hour and a half", "1h30". */
function withHalf(text: string, end: number, locale: string): number {
  const minutes = /[h時时] ?$/.test(text.slice(0, end)) ? /^ ?\d{1,2}(?![\p{L}\p{N}:])/u.exec(text.slice(end)) : null
  if (minutes) return end + minutes[0].length
  const at = skipSpace(text, end)
  const half = numberWords(locale).half.find((words) => text.startsWith(words, at) && isBoundary(text, at + words.length))
  return half ? at + half.length : end
}
