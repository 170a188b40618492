import { FxDate, utcToWall } from '../../powerfx/index.ts'
import type { Turn } from '../turn.ts'
import type { EntityKind, EntityReference, Option } from './define-entity.ts'
import { defineRecognizer } from './define-recognizer.ts'
import type { Found } from './define-recognizer.ts'
import { literalOf, usableLocale } from './reading/folded.ts'
import type { Folded } from './reading/folded.ts'
import { DAY, readDate } from './reading/read-dates.ts'
import type { FoundDate } from './reading/read-dates.ts'
import { readDurations, readTime } from './reading/read-times.ts'

/** Now as the clock on the customer's wall shows it. */
function wallClock({ context }: Turn): number {
  return utcToWall(Math.floor(context.now.getTime() / 1000) * 1000, context.timeZone)
}

const date = defineRecognizer({
  kind: 'DatePrebuiltEntity',
  title: 'Date',
  find(folded, locale, turn) {
    const found = readDate(folded, { ms: wallClock(turn), locale })
    return found ? [{ value: new FxDate(Math.floor(found.ms / DAY) * DAY, true), start: found.start, end: found.end }] : []
  },
})

/** A moment that may be written as a day, as a time of today, or as both; `or` is the other one that may be meant. */
type Moment = { ms: number; start: number; end: number; or?: number | undefined }

function readMoment(folded: Folded, locale: string, now: number): Moment | undefined {
  const day = readDate(folded, { ms: now, locale })
  if (day?.timed) return { ...day, or: undefined }
  const time = readTime(day ? without(folded, day) : folded, locale)
  if (!day && !time) return undefined
  const today = Math.floor(now / DAY) * DAY
  const of = (dayMs: number | undefined, timeMs: number | undefined) => (dayMs ?? today) + (timeMs ?? 0)
  const or = day?.or !== undefined ? of(day.or, time?.ms) : time?.or !== undefined ? of(day?.ms, time.or) : !day && time ? of(today + (time.ms <= now - today ? DAY : -DAY), time.ms) : undefined
  return { ms: of(day?.ms, time?.ms), or, start: Math.min(day?.start ?? Infinity, time?.start ?? Infinity), end: Math.max(day?.end ?? 0, time?.end ?? 0) }
}

/** The same text with a part of it blank, so that the day's numbers are not taken for a time. */
const without = (folded: Folded, { start, end }: FoundDate): Folded => ({ ...folded, text: folded.text.slice(0, start) + ' '.repeat(end - start) + folded.text.slice(end) })

/** Schema: AmbiguousDateTimeResolutionBehavior, whose default is to ask. */
function resolve(moment: Moment, reference: EntityReference, turn: Turn, now: number): Found {
  const { ms, or, start, end } = moment
  const found = { value: new FxDate(ms, false), start, end }
  if (or === undefined) return found
  const behaviour = reference['ambiguousResolutionBehavior'] ?? 'PromptForDisambiguation'
  const fits = (candidate: number) => (behaviour === 'PreferPast' ? candidate <= now : candidate >= now)
  if (behaviour !== 'PromptForDisambiguation') return fits(ms) || !fits(or) ? found : { ...found, value: new FxDate(or, false) }
  return { ...found, or: [ms, or].toSorted((a, b) => a - b).map((candidate, index) => momentOption(candidate, index, turn)) }
}

/** Written so that it can be read back, when the customer types it instead of pressing it. */
function momentOption(ms: number, index: number, turn: Turn): Option {
  const style: Intl.DateTimeFormatOptions = ms % DAY === 0 ? { dateStyle: 'long' } : { dateStyle: 'long', timeStyle: 'short' }
  return { id: String(index + 1), title: new Intl.DateTimeFormat(usableLocale(turn.locale), { ...style, timeZone: 'UTC' }).format(ms), synonyms: [], value: new FxDate(ms, false) }
}

const moment = (kind: string, title: string, resolved: (found: Moment, reference: EntityReference, turn: Turn, now: number) => Found): EntityKind =>
  defineRecognizer({
    kind,
    title,
    find(folded, locale, turn, reference) {
      const now = wallClock(turn)
      const found = readMoment(folded, locale, now)
      return found ? [resolved(found, reference, turn, now)] : []
    },
  })

/** The value is the text, as the customer wrote it. */
const duration = defineRecognizer({
  kind: 'DurationPrebuiltEntity',
  title: 'Duration',
  find: (folded, locale) => readDurations(folded, locale).map(({ start, end }) => ({ value: literalOf(folded, start, end), start, end })),
})

export const dateEntities: readonly EntityKind[] = [
  date,
  moment('DateTimePrebuiltEntity', 'Date and time', resolve),
  moment('DateTimeNoTimeZonePrebuiltEntity', 'Date and time, without a time zone', ({ ms, start, end }) => ({ value: new FxDate(ms, false), start, end })),
  duration,
]
