import { Matcher } from './matcher.ts'
import type { Compiled } from './program.ts'

/** `index` counts UTF-16 units. `groups` are empty unless the pattern keeps its captures; a group that took no part is undefined. */
export type PatternMatch = { index: number; text: string; groups: (string | undefined)[] }

/** The matches of a text from left to right; an empty one may follow another, a character on. Throws `TooManySteps`. */
export function* findMatches(compiled: Compiled, text: string): Generator<PatternMatch, void> {
  const { codes, unitAt } = charactersOf(text)
  const matcher = new Matcher(compiled, codes)
  const slice = (start: number, end: number) => text.slice(unitAt(start), unitAt(end))
  for (let from = 0; from <= codes.length; ) {
    const found = matcher.search(from)
    if (!found) return
    const { start, end, captures } = found
    yield { index: unitAt(start), text: slice(start, end), groups: captures.map((span) => span && slice(span.start, span.end)) }
    from = end > start ? end : end + 1
  }
}

/** The code points of a text, and where each begins. */
function charactersOf(text: string): { codes: number[]; unitAt: (at: number) => number } {
  const codes: number[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0
    codes.push(code)
    if (code > 0xffff) at++
  }
  if (codes.length === text.length) return { codes, unitAt: (at) => at }
  const units = [0]
  for (const code of codes) units.push((units.at(-1) ?? 0) + (code > 0xffff ? 2 : 1))
  return { codes, unitAt: (at) => units[at] ?? text.length }
}
