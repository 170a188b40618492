import type { Completion, Completions } from './studio-api.ts'

/** What was found for a place of a text that had `length` characters then. */
export type Found = { completions: Completions; length: number }

const mostShown = 100
const word = { formula: /^'?[\p{L}\p{N}_]*$/u, document: /^[\w$.=-]*$/ }

/** The letters between the start of what may be completed and the caret; undefined once the caret left that word. */
export function typedAt({ completions, length }: Found, text: string, caret: number): string | undefined {
  const { start, end, place } = completions
  const typed = text.slice(start, caret)
  return caret >= start && caret <= end + text.length - length && word[place].test(typed) ? typed : undefined
}

/** Those that fit the letters: they or their last part begin so, then those that contain them; otherwise in their own order, variables first. */
export function matching(items: readonly Completion[], typed: string): Completion[] {
  const letters = typed.replace(/^['=]/, '').toLowerCase()
  const fits = items.flatMap((item) => {
    const rank = rankOf(item.label.replace(/^=/, ''), letters)
    return rank === undefined ? [] : [{ item, rank }]
  })
  const found = fits.toSorted((a, b) => a.rank - b.rank).map(({ item }) => item)
  // There is nothing to add to a word that is complete.
  return found.length === 1 && found[0]?.insert === typed ? [] : found.slice(0, mostShown)
}

function rankOf(label: string, letters: string): number | undefined {
  const name = label.toLowerCase()
  if (name === letters) return 0
  if (name.startsWith(letters) || name.slice(name.lastIndexOf('.') + 1).startsWith(letters)) return 1
  return letters.length > 1 && name.includes(letters) ? 2 : undefined
}

/** Whether the words before the caret may be a formula, a property or its value; the server knows, and need not be asked in every sentence. */
export function isWorthAsking(text: string, caret: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', caret - 1) + 1, caret)
  if (/^\s*#/.test(line)) return false
  const value = /^\s*(?:- +)*[\w$.-]+:[ \t]+(.*)$/.exec(line)?.[1]
  if (value === undefined) return true
  return /^["']?=/.test(value) || value.lastIndexOf('{') > value.lastIndexOf('}') || !/\s/.test(value)
}

/** What one more character means: names to choose from, the next argument of a function, or nothing. */
export function wantedAfter(character: string, before: string): 'names' | 'signature' | undefined {
  if (/[\p{L}_.{=$]/u.test(character)) return 'names'
  if (character === ' ' && /(^|[\s-])(kind|dialog|entity|variable):$/.test(before)) return 'names'
  return /[(),\s"]/.test(character) ? 'signature' : undefined
}

/** In words, for those who hear the list. */
export function announcement(count: number, first: Completion | undefined): string {
  if (!first) return ''
  return `${count === 1 ? '1 suggestion' : `${count} suggestions`}: ${first.label}${first.detail ? `, ${first.detail}` : ''}`
}
