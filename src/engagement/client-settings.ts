import type { Activity } from '../contracts/index.ts'
import { withData, type Change } from '../conversations/index.ts'

/** Time zones that were asked about; clients name a few hundred at most. */
const known = new Map<string, boolean>()

/**
 * What a client says of itself: its IANA time zone with any activity (`localTimezone`), and with `startConversation` the
 * language of the conversation. (10.3)
 */
export function withClientSettings(change: Change, activity: Activity): Change {
  const { timeZone, locale } = change.after.data
  const zone = activity['localTimezone']
  const language = activity.type === 'event' && activity.name === 'startConversation' ? activity.locale : undefined
  const moved = typeof zone === 'string' && zone !== timeZone && isTimeZone(zone)
  const speaks = language !== undefined && language !== locale && isLocale(language)
  if (!moved && !speaks) return change
  return withData(change, { ...(moved ? { timeZone: zone } : {}), ...(speaks ? { locale: language } : {}) })
}

function isTimeZone(name: string): boolean {
  let answer = known.get(name)
  if (answer === undefined) {
    answer = name.length <= 64 && isUsable(() => new Intl.DateTimeFormat('en', { timeZone: name }))
    if (known.size < 1_000) known.set(name, answer)
  }
  return answer
}

const isLocale = (tag: string) => isUsable(() => new Intl.Locale(tag))

function isUsable(make: () => unknown): boolean {
  try {
    make()
    return true
  } catch {
    return false
  }
}
