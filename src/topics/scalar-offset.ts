import type { Scalar } from 'yaml'

/**
 * Where in the file character `offset` of a text value stands. Exact for plain and quoted text on one line and for
 * literal blocks, which is how expressions are written; for folded text it is the start of the line or near it.
 */
export function scalarOffset(text: string, scalar: Scalar.Parsed, offset: number): number {
  const [start, end] = scalar.range
  if (scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED') return blockOffset(text, start, end, offset)
  if (scalar.type === 'QUOTE_DOUBLE') return doubleQuotedOffset(text, start, end, offset)
  if (scalar.type === 'QUOTE_SINGLE') return singleQuotedOffset(text, start, end, offset)
  return plainOffset(text, start, end, offset)
}

function blockOffset(text: string, start: number, end: number, offset: number): number {
  let line = text.indexOf('\n', start) + 1
  if (line === 0) return start
  const indent = blockIndent(text, line, end)
  let left = offset
  while (line < end) {
    const next = text.indexOf('\n', line)
    const stop = next < 0 || next > end ? end : next
    const carriageReturn = text[stop - 1] === '\r' ? 1 : 0
    const from = Math.min(line + indent, stop)
    const length = stop - carriageReturn - from
    if (left <= length) return from + left
    left -= length + 1
    line = stop + 1
  }
  return end
}

function blockIndent(text: string, from: number, end: number): number {
  for (let line = from; line < end; ) {
    let at = line
    while (text[at] === ' ') at++
    if (text[at] !== '\n' && text[at] !== '\r' && at < end) return at - line
    const next = text.indexOf('\n', line)
    if (next < 0) break
    line = next + 1
  }
  return 0
}

function doubleQuotedOffset(text: string, start: number, end: number, offset: number): number {
  let at = start + 1
  for (let left = offset; left > 0 && at < end - 1; left--) {
    if (text[at] !== '\\') at = skipFold(text, at)
    else {
      const escape = text[at + 1] ?? ''
      at += escape === 'x' ? 4 : escape === 'u' ? 6 : escape === 'U' ? 10 : 2
    }
  }
  return at
}

function singleQuotedOffset(text: string, start: number, end: number, offset: number): number {
  let at = start + 1
  for (let left = offset; left > 0 && at < end - 1; left--) at = text[at] === "'" && text[at + 1] === "'" ? at + 2 : skipFold(text, at)
  return at
}

function plainOffset(text: string, start: number, end: number, offset: number): number {
  let at = start
  for (let left = offset; left > 0 && at < end; left--) at = skipFold(text, at)
  return at
}

/** One character further; a line break inside flow text counts as the one space it reads as. */
function skipFold(text: string, at: number): number {
  const fold = /[ \t]*\r?\n[ \t]*/y
  fold.lastIndex = at
  const match = fold.exec(text)
  return match ? at + match[0].length : at + 1
}
