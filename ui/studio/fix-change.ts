import { editDocument, type Edit } from '../../src/topics/index.ts'
import type { Change } from './editor-text.ts'

/** What a finding's edits change in the text, as small as it can be; undefined when they no longer fit it. */
export function fixChange(text: string, edits: readonly Edit[]): Change | undefined {
  const edited = edit(text, edits)
  if (edited === undefined || edited === text) return undefined
  const shorter = Math.min(text.length, edited.length)
  let start = 0
  while (start < shorter && text[start] === edited[start]) start++
  let end = 0
  while (end < shorter - start && text.at(-1 - end) === edited.at(-1 - end)) end++
  const fresh = edited.slice(start, edited.length - end)
  return { from: start, to: text.length - end, text: fresh, selection: [start, start + fresh.length] }
}

function edit(text: string, edits: readonly Edit[]): string | undefined {
  try {
    return editDocument(text, edits)
  } catch (problem) {
    if (problem instanceof RangeError) return undefined
    throw problem
  }
}
