import type { Folded } from './folded.ts'
import { endsWord, isBoundary, skipSpace } from './folded.ts'
import { readNumbers } from './read-numbers.ts'
import type { FoundNumber } from './read-numbers.ts'
import { unitsOf } from './units.ts'
import type { Measure, Units } from './units.ts'

/** A number with what it counts: the unit's place is part of it. */
type FoundMeasure = FoundNumber & { hasUnit: boolean }

/** The numbers of a text; when some have a unit of the measure, only those. */
export function readMeasures(folded: Folded, measure: Measure, locale: string): FoundMeasure[] {
  const units = unitsOf(measure, locale)
  const found = readNumbers(folded, locale).map((number) => withUnit(folded.text, number, units))
  const measured = found.filter(({ hasUnit }) => hasUnit)
  // The words of some units hold a number themselves: "por ciento".
  const outside = found.filter((number) => !measured.some((other) => other.start <= number.start && other.end >= number.end))
  return measured.length > 0 ? measured : outside
}

function withUnit(text: string, number: FoundNumber, { after, before }: Units): FoundMeasure {
  const gap = skipSpace(text, number.end)
  const unit = after.find((word) => text.startsWith(word, gap) && unitEnds(text, gap, word))
  const end = unit === undefined ? number.end : gap + unit.length
  const lead = text.slice(0, number.start).trimEnd()
  const front = before.find((word) => lead.endsWith(word) && isBoundary(lead, lead.length - word.length))
  const start = front === undefined ? number.start : lead.length - front.length
  return { ...number, start, end, hasUnit: unit !== undefined || front !== undefined }
}

/** Plain letters must be a word of their own, though endings may follow them after an apostrophe. */
const unitEnds = (text: string, at: number, word: string): boolean => endsWord(text, at + word.length) || !/\p{L}$/u.test(word)
