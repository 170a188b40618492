/** Lines of a document, both from 0 and included. */
export type Lines = { from: number; to: number }

/** The lines of a node by its id, without the nodes inside it. Works on text that is being typed. */
export function nodeLines(text: string, id: string): Lines | undefined {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => idOf(line) === id)
  if (at < 0) return undefined
  const depth = depthOf(lines[at] ?? '')
  const from = startOf(lines, at, depth)
  let to = at
  for (let line = from + 1; line < lines.length; line++) {
    const text = lines[line] ?? ''
    if (!text.trim()) continue
    if (indentOf(text) < depth || (indentOf(text) === depth && holdsNodes.test(text))) break
    to = line
  }
  return { from, to }
}

const holdsNodes = /^\s*(actions|elseActions|conditions):/
const indentOf = (line: string) => line.length - line.trimStart().length

/** The column of a property, which may stand behind the dashes of its list item. */
const depthOf = (line: string) => /^\s*(?:- +)*/.exec(line)?.[0].length ?? 0

const idOf = (line: string) => /^\s*(?:- +)*id:\s+["']?([^"'#\s]+)["']?\s*(?:#.*)?$/.exec(line)?.[1]

/** Where the properties begin that stand in one column with the line at `at`. */
function startOf(lines: readonly string[], at: number, depth: number): number {
  let from = at
  for (let line = at; line >= 0; line--) {
    const text = lines[line] ?? ''
    if (text.trim() && depthOf(text) < depth) break
    if (text.trim() && depthOf(text) === depth) from = line
    if (depthOf(text) === depth && indentOf(text) < depth) break
  }
  return from
}
