import { compilePattern, isPattern } from '../../patterns/index.ts'
import type { Pattern, PatternFinding } from '../../patterns/index.ts'
import { ContentFailure } from '../failure.ts'
import type { Turn } from '../turn.ts'
import type { Match } from './define-entity.ts'

/** Values one answer may hold. */
export const MOST = 20

/** What a maker's pattern finds: anywhere in the text, with capitals unless it says otherwise. */
export function matchPattern(text: string, { name, pattern: source }: { name: string; pattern: string }, turn: Turn, limit: number): Match[] {
  const pattern = patternOf(source)
  if (!isPattern(pattern)) throw new ContentFailure('InvalidContent', `The pattern of the entity ${name} cannot be read: ${pattern.message} (character ${pattern.at + 1} of "${source.slice(0, 80)}")`)
  const found = pattern.matches(text, limit)
  if (found === 'too-slow') {
    turn.trace({ kind: 'error', code: 'ExecutionTimeout', message: `The pattern of the entity ${name} takes too long on what was said, which counts as not found. Its look-arounds or references to groups make it try too much.` })
    return []
  }
  return found.map((match) => ({ value: match, exact: match.length === text.trim().length, literal: match }))
}

const patterns = new Map<string, Pattern | PatternFinding>()

function patternOf(source: string): Pattern | PatternFinding {
  const known = patterns.get(source)
  if (known) return known
  const compiled = compilePattern(source)
  if (patterns.size < 1_000) patterns.set(source, compiled)
  return compiled
}
