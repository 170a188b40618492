/**
 * Patterns of the makers: .NET regular expressions on what customers say. Pure, and safe to run on the event loop: time
 * grows with pattern times text, whatever the pattern.
 */
import { Matcher, TooManySteps } from './matcher.ts'
import { parsePattern } from './parse-pattern.ts'
import { compileProgram } from './program.ts'
import { PatternProblem } from './tree.ts'

export type Pattern = {
  /** The matches from left to right, none of them empty, at most `limit`; `'too-slow'` when finding out would take too long. */
  matches(text: string, limit?: number): string[] | 'too-slow'
}

/** `at` counts UTF-16 units of the pattern. */
export type PatternFinding = { message: string; at: number }

/** A pattern ready to search, or what is wrong with it. */
export function compilePattern(source: string): Pattern | PatternFinding {
  try {
    const { node, captures, hasReferences } = parsePattern(source)
    const compiled = compileProgram(node, captures, hasReferences)
    return { matches: (text, limit = 1) => search(text, limit, (codes) => new Matcher(compiled, codes)) }
  } catch (problem) {
    if (problem instanceof PatternProblem) return { message: problem.message, at: problem.at }
    throw problem
  }
}

export const isPattern = (compiled: Pattern | PatternFinding): compiled is Pattern => 'matches' in compiled

/** Customers write more only by pasting; what a maker looks for stands at the beginning. */
const LONGEST = 1_000

function search(text: string, limit: number, matcherOf: (codes: readonly number[]) => Matcher): string[] | 'too-slow' {
  const characters = [...text.slice(0, LONGEST)]
  const matcher = matcherOf(characters.map((character) => character.codePointAt(0) ?? 0))
  const found: string[] = []
  try {
    for (let from = 0; found.length < limit; ) {
      const span = matcher.search(from)
      if (!span) break
      from = span.end > span.start ? span.end : span.end + 1
      if (span.end > span.start) found.push(characters.slice(span.start, span.end).join(''))
    }
  } catch (problem) {
    if (problem instanceof TooManySteps) return 'too-slow'
    throw problem
  }
  return found
}
