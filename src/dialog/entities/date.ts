import { FxDate } from '../../powerfx/index.ts'
import type { Turn } from '../turn.ts'
import type { EntityKind, Match } from './define-entity.ts'

const DAY = 86_400_000
const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const month = `(${months.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|')})`

type Found = { ms: number; length: number }

/** Today at midnight as the clock on the customer's wall shows it. */
function today(turn: Turn): number {
  const { now, timeZone } = turn.context
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
  return Date.parse(`${parts}T00:00:00Z`)
}

function findDate(text: string, turn: Turn): Found | undefined {
  return findNumeric(text, turn.locale) ?? findNamedMonth(text, turn) ?? findRelative(text, turn)
}

function findNumeric(text: string, locale: string): Found | undefined {
  const iso = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/.exec(text)
  if (iso) return found(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[0])
  const slashed = /\b(\d{1,2})[/.](\d{1,2})[/.](\d{2,4})\b/.exec(text)
  if (!slashed) return undefined
  const [first, second, year] = [Number(slashed[1]), Number(slashed[2]), fullYear(Number(slashed[3]))]
  const monthFirst = locale.toLowerCase() === 'en-us' ? first <= 12 : second > 12
  return monthFirst ? found(year, first, second, slashed[0]) : found(year, second, first, slashed[0])
}

const fullYear = (year: number) => (year < 100 ? 2000 + year : year)

function findNamedMonth(text: string, turn: Turn): Found | undefined {
  const dayLast = new RegExp(`\\b${month}\\.? (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?\\b`, 'i').exec(text)
  const dayFirst = dayLast ? null : new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\.? (?:of )?${month}(?:,? (\\d{4}))?\\b`, 'i').exec(text)
  const match = dayLast ?? dayFirst
  if (!match) return undefined
  const name = (dayLast ? match[1] : match[2]) ?? ''
  const day = Number(dayLast ? match[2] : match[1])
  const year = match[3] ? Number(match[3]) : new Date(today(turn)).getUTCFullYear()
  return found(year, months.findIndex((full) => full.startsWith(name.slice(0, 3).toLowerCase())) + 1, day, match[0])
}

function findRelative(text: string, turn: Turn): Found | undefined {
  const word = /\b(day after tomorrow|today|tomorrow|yesterday)\b/i.exec(text)
  if (word) return { ms: today(turn) + DAY * ({ today: 0, tomorrow: 1, yesterday: -1, 'day after tomorrow': 2 }[word[0].toLowerCase()] ?? 0), length: word[0].length }
  const ahead = /\bin (\d{1,4}) (day|week)s?\b/i.exec(text)
  if (ahead) return { ms: today(turn) + Number(ahead[1]) * DAY * (ahead[2]?.toLowerCase() === 'week' ? 7 : 1), length: ahead[0].length }
  const weekday = new RegExp(`\\b(?:next |on |this )?(${weekdays.join('|')})\\b`, 'i').exec(text)
  if (!weekday) return undefined
  const start = today(turn)
  const distance = (weekdays.indexOf((weekday[1] ?? '').toLowerCase()) - new Date(start).getUTCDay() + 7) % 7 || 7
  return { ms: start + distance * DAY, length: weekday[0].length }
}

function found(year: number, monthNumber: number, day: number, text: string): Found | undefined {
  const ms = Date.UTC(year, monthNumber - 1, day)
  const date = new Date(ms)
  return date.getUTCMonth() === monthNumber - 1 && date.getUTCDate() === day ? { ms, length: text.length } : undefined
}

function findTime(text: string): Found | undefined {
  const match = /\b(?:at )?(\d{1,2})(?::(\d{2}))? ?(am|pm)\b|\b(?:at )?(\d{1,2}):(\d{2})\b/i.exec(text)
  if (!match) return /\bnoon\b/i.test(text) ? { ms: 12 * 3_600_000, length: 4 } : undefined
  const hours = Number(match[1] ?? match[4])
  const minutes = Number(match[2] ?? match[5] ?? 0)
  const half = match[3]?.toLowerCase()
  const hour = half === 'pm' ? (hours % 12) + 12 : half === 'am' ? hours % 12 : hours
  return hour < 24 && minutes < 60 ? { ms: (hour * 60 + minutes) * 60_000, length: match[0].length } : undefined
}

const englishOnly = 'dates in digits, and in English words'

const date = (kind: string, title: string): EntityKind => ({
  kind,
  title,
  partly: englishOnly,
  slot: true,
  match(text, _reference, turn) {
    const day = findDate(text, turn)
    return day && { value: new FxDate(day.ms, true), exact: day.length >= text.trim().length }
  },
})

const moment = (kind: string, title: string): EntityKind => ({ kind, title, partly: `${englishOnly}; \`ambiguousResolutionBehavior\` has no effect: a weekday is the next one`, slot: true, match: (text, _reference, turn) => matchMoment(text, turn) })

function matchMoment(text: string, turn: Turn): Match | undefined {
  const day = findDate(text, turn)
  const time = findTime(text)
  if (!day && !time) return undefined
  const length = (day?.length ?? 0) + (time?.length ?? 0)
  return { value: new FxDate((day?.ms ?? today(turn)) + (time?.ms ?? 0), false), exact: length + 4 >= text.trim().length }
}

const duration: EntityKind = {
  kind: 'DurationPrebuiltEntity',
  title: 'Duration',
  partly: 'in English; the value is the text',
  slot: true,
  match(text) {
    const match = /\b(\d{1,6}) ?(seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b/i.exec(text)
    return match ? { value: match[0], exact: match[0].length === text.trim().length } : undefined
  },
}

export const dateEntities: readonly EntityKind[] = [
  date('DatePrebuiltEntity', 'Date'),
  moment('DateTimePrebuiltEntity', 'Date and time'),
  moment('DateTimeNoTimeZonePrebuiltEntity', 'Date and time, without a time zone'),
  duration,
]
