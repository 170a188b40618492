/**
 * Regular expressions, safe to run on the event loop: time grows with pattern times text, whatever the pattern. Makers' own
 * patterns, on what customers say, are read here as .NET reads them; Power Fx reads its part of them itself. Both are trees
 * that one matcher searches with.
 */
import { TooManySteps } from './matcher.ts'
import { parsePattern } from './parse-pattern.ts'
import { compileProgram, type Compiled } from './program.ts'
import { findMatches } from './search.ts'
import { PatternProblem } from './tree.ts'

export { DIGIT, SPACE, WORD, anyCharacter, atStart, atWordBoundary, casesOf, characterTest, inClass, insideWord, literalTest } from './characters.ts'
export { TooManySteps } from './matcher.ts'
export { compileProgram } from './program.ts'
export type { Compiled } from './program.ts'
export { findMatches } from './search.ts'
export type { PatternMatch } from './search.ts'
export { PatternProblem } from './tree.ts'
export type { CharacterTest, PatternNode, PatternTree, PlaceTest } from './tree.ts'

export type Pattern = {
  /** The matches from left to right, none of them empty, at most `limit`; `'too-slow'` when finding out would take too long. */
  matches(text: string, limit?: number): string[] | 'too-slow'
}

/** `at` counts UTF-16 units of the pattern. */
export type PatternFinding = { message: string; at: number }

/** A pattern ready to search, or what is wrong with it. */
export function compilePattern(source: string): Pattern | PatternFinding {
  try {
    const compiled = compileProgram(parsePattern(source))
    return { matches: (text, limit = 1) => searchAnswer(compiled, text, limit) }
  } catch (problem) {
    if (problem instanceof PatternProblem) return { message: problem.message, at: problem.at }
    throw problem
  }
}

export const isPattern = (compiled: Pattern | PatternFinding): compiled is Pattern => 'matches' in compiled

/** Customers write more only by pasting; what a maker looks for stands at the beginning. */
const LONGEST = 1_000

function searchAnswer(compiled: Compiled, text: string, limit: number): string[] | 'too-slow' {
  const found: string[] = []
  try {
    for (const match of findMatches(compiled, text.slice(0, LONGEST))) {
      if (match.text !== '') found.push(match.text)
      if (found.length >= limit) break
    }
  } catch (problem) {
    if (problem instanceof TooManySteps) return 'too-slow'
    throw problem
  }
  return found
}
