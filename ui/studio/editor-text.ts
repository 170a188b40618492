/** What a key changes: replace `from`–`to` by `text`, then select `selection`. */
export type Change = { from: number; to: number; text: string; selection: [number, number] }

const step = '  '

/** Tab: two spaces at a caret; every selected line one step deeper. */
export function indent(text: string, start: number, end: number): Change {
  if (start === end) {
    const column = start - lineStart(text, start)
    const spaces = column % 2 === 0 ? step : ' '
    return { from: start, to: end, text: spaces, selection: [start + spaces.length, start + spaces.length] }
  }
  return eachLine(text, start, end, (line) => (line ? step + line : line))
}

/** Shift+Tab: every touched line one step less deep. */
export function outdent(text: string, start: number, end: number): Change {
  return eachLine(text, start, end, (line) => line.replace(/^ {1,2}/, ''))
}

/** Enter: a new line as deep as this one; one step deeper after a key without value, beside the text of a list item. */
export function newLine(text: string, start: number, end: number): Change {
  const line = text.slice(lineStart(text, start), start)
  const own = /^ */.exec(line)?.[0] ?? ''
  const item = /^ *(- )+/.exec(line)?.[0]
  const opens = /:\s*([|>][-+]?)?\s*$/.test(line)
  const deeper = (item && line.length > item.length ? ' '.repeat(item.length) : own) + (opens ? step : '')
  const caret = start + 1 + deeper.length
  return { from: start, to: end, text: `\n${deeper}`, selection: [caret, caret] }
}

function eachLine(text: string, start: number, end: number, change: (line: string) => string): Change {
  const from = lineStart(text, start)
  // A selection that ends at the start of a line does not touch that line.
  const lastTouched = end > start && text[end - 1] === '\n' ? end - 1 : end
  const to = lineEnd(text, lastTouched)
  const old = text.slice(from, to)
  const changed = old.split('\n').map(change).join('\n')
  const firstDelta = change(old.split('\n')[0] ?? '').length - (old.split('\n')[0] ?? '').length
  const newStart = Math.max(from, start + firstDelta)
  const newEnd = Math.max(newStart, end + changed.length - old.length)
  return { from, to, text: changed, selection: [newStart, newEnd] }
}

const lineStart = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1
const lineEnd = (text: string, at: number) => {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** Line and column, both from 1, of an offset. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 }
}

/** The offset of a line and column, both from 1; the nearest there is. */
export function offsetAt(text: string, line: number, column: number): number {
  let start = 0
  for (let at = 1; at < line; at++) {
    const next = text.indexOf('\n', start)
    if (next < 0) break
    start = next + 1
  }
  return Math.min(start + Math.max(0, column - 1), lineEnd(text, start))
}
