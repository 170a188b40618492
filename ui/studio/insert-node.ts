import type { NodeSnippet } from './node-snippets.ts'

/** Replace `from`–`to` by `text`, then select `selection`. */
export type TextEdit = { from: number; to: number; text: string; selection: [number, number] }

/**
 * Where a new node goes: after the node the caret is in (inside that node's branch, if the caret is in one), as the
 * first node when the caret is at an `actions:` line, else at the end of the topic's main actions. Works on lines and not on a
 * parsed document, because makers add nodes to documents that do not parse at that moment.
 */
export function insertNode(text: string, caret: number, snippet: NodeSnippet): TextEdit {
  const lines = text.split('\n')
  // Below everything there is no branch to be in.
  const below = text.slice(lineStart(text, caret)).trim() === ''
  const place = (below ? undefined : placeAtCaret(lines, lineOf(text, caret))) ?? placeAtEnd(lines)
  const before = lines.slice(0, place.after + 1)
  const own = before.at(-1)
  const emptyList = own !== undefined && place.replaceEmptyList
  const from = emptyList ? offsetOf(lines, place.after) : Math.min(text.length, offsetOf(lines, place.after + 1))
  const to = emptyList ? from + own.length : from
  const indent = ' '.repeat(place.indent)
  const body = snippet.lines.map((line) => indent + line).join('\n')

  if (emptyList) return edit(from, to, `${own.replace(/:\s*\[\s*\]\s*$/, ':')}\n${body}`, snippet)
  const lead = place.newKey ? `${place.newKey}\n` : ''
  const atEnd = from >= text.length
  const gap = !place.first && !place.newKey && own?.trim() ? '\n' : ''
  const joiner = atEnd && text.length > 0 && !text.endsWith('\n') ? '\n' : ''
  const tail = atEnd ? '\n' : lines[place.after + 1]?.trim() && !place.newKey ? '\n\n' : '\n'
  return edit(from, to, `${joiner}${gap}${lead}${body}${tail}`, snippet)
}

type Place = { after: number; indent: number; first?: boolean; replaceEmptyList?: boolean; newKey?: string }

const actionsKey = /^(\s*)(?:- )?(actions|elseActions):\s*(\[\s*\])?\s*(?:#.*)?$/

function placeAtCaret(lines: string[], line: number): Place | undefined {
  for (let at = line; at >= 0; at--) {
    const current = lines[at] ?? ''
    const key = actionsKey.exec(current)
    if (key && (at === line || isWithin(lines, at, line))) return firstIn(lines, at)
    const node = /^(\s*)- (kind|id|condition|actions):/.exec(current)
    if (node && isInActions(lines, at) && isWithin(lines, at, line)) return { after: lastLineOf(lines, at), indent: node[1]?.length ?? 0 }
  }
  return undefined
}

/** The end of the actions of `beginDialog`, which are the least indented `actions:` of the document. */
function placeAtEnd(lines: string[]): Place {
  let best: { at: number; indent: number } | undefined
  lines.forEach((line, at) => {
    const key = actionsKey.exec(line)
    if (key?.[2] === 'actions' && (!best || (key[1]?.length ?? 0) < best.indent)) best = { at, indent: key[1]?.length ?? 0 }
  })
  if (!best) {
    const begin = lines.findIndex((line) => line.startsWith('beginDialog:'))
    const after = begin < 0 ? lastFilled(lines, lines.length - 1) : lastLineOf(lines, begin)
    return { after, indent: 4, newKey: begin < 0 ? 'beginDialog:\n  kind: OnRedirect\n  id: main\n  actions:' : '  actions:' }
  }
  const first = firstIn(lines, best.at)
  if (first.replaceEmptyList) return first
  let after = best.at
  for (let at = best.at + 1; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (!line.trim()) continue
    if (indentOf(line) < first.indent || (indentOf(line) === first.indent && !line.trimStart().startsWith('- '))) break
    after = at
  }
  return { after, indent: first.indent, first: after === best.at }
}

function firstIn(lines: string[], at: number): Place {
  const line = lines[at] ?? ''
  const keyIndent = indentOf(line) + (line.trimStart().startsWith('- ') ? 2 : 0)
  if (/\[\s*\]\s*$/.test(line)) return { after: at, indent: keyIndent + 2, replaceEmptyList: true }
  const next = lines.slice(at + 1).find((candidate) => candidate.trim())
  const list = next !== undefined && next.trimStart().startsWith('- ') && indentOf(next) >= keyIndent
  return { after: at, indent: list ? indentOf(next) : keyIndent + 2, first: true }
}

/** The list item at `at` belongs to `actions:` or `elseActions:`, not to quick replies, cards or conditions. */
export function isInActions(lines: readonly string[], at: number): boolean {
  const indent = indentOf(lines[at] ?? '')
  for (let above = at - 1; above >= 0; above--) {
    const line = lines[above] ?? ''
    if (!line.trim() || line.trimStart().startsWith('#')) continue
    const isItem = line.trimStart().startsWith('- ')
    if (indentOf(line) < indent || (indentOf(line) === indent && !isItem)) return actionsKey.test(line)
  }
  return false
}

function isWithin(lines: string[], at: number, line: number): boolean {
  return line <= lastLineOf(lines, at, true)
}

/** The last line of the block that starts at `at`: what is indented deeper. */
export function lastLineOf(lines: readonly string[], at: number, withBlankLines = false): number {
  const indent = indentOf(lines[at] ?? '')
  let last = at
  for (let below = at + 1; below < lines.length; below++) {
    const line = lines[below] ?? ''
    if (!line.trim()) {
      if (withBlankLines) last = below
      continue
    }
    if (indentOf(line) <= indent) break
    last = below
  }
  return last
}

function lastFilled(lines: string[], from: number): number {
  let at = from
  while (at > 0 && !lines[at]?.trim()) at--
  return at
}

function edit(from: number, to: number, inserted: string, snippet: NodeSnippet): TextEdit {
  const inside = snippet.focus ? inserted.indexOf(snippet.focus) : -1
  const start = inside < 0 ? from + inserted.trimEnd().length : from + inside
  return { from, to, text: inserted, selection: [start, start + (inside < 0 ? 0 : snippet.focus.length)] }
}

const indentOf = (line: string) => line.length - line.trimStart().length
const lineStart = (text: string, caret: number) => text.lastIndexOf('\n', caret - 1) + 1
const lineOf = (text: string, caret: number) => text.slice(0, caret).split('\n').length - 1
const offsetOf = (lines: string[], line: number) => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0)
