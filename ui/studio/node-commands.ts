import type { Change } from './editor-text.ts'
import { isInActions, lastLineOf } from './insert-node.ts'

/** A node's lines, from 0 and included, and what stands beside it in its list. */
export type NodeAround = { from: number; to: number; indent: number; previous: number | undefined; next: number | undefined; disabled: boolean; name: string }

/** The innermost node of a list of actions that a line is in. */
export function nodeAround(text: string, line: number): NodeAround | undefined {
  const lines = text.split('\n')
  for (let at = Math.min(line, lines.length - 1); at >= 0; at--) {
    const indent = /^(\s*)- +\S/.exec(lines[at] ?? '')?.[1]?.length
    if (indent === undefined || !isInActions(lines, at) || lastLineOf(lines, at) < lastFilledAt(lines, line, at)) continue
    const to = lastLineOf(lines, at)
    return { from: at, to, indent, previous: siblingBefore(lines, at, indent), next: siblingAfter(lines, to, indent), disabled: disabledAt(lines, at, to, indent) !== undefined, name: kindOf(lines, at, to, indent) }
  }
  return undefined
}

/** Behind the node, with ids of its own; jumps inside the copy stay inside it. */
export function duplicateNode(text: string, { from, to }: NodeAround, newId: () => string): Change {
  const lines = text.split('\n')
  const body = lines.slice(from, to + 1).join('\n')
  const ids = new Map([...body.matchAll(/^\s*(?:- +)*id: +([\w-]+)\s*$/gm)].map(([, id = '']) => [id, `${id.replace(/_[^_]*$/, '')}_${newId()}`]))
  const copy = body.replace(/^(\s*(?:- +)*(?:id|actionId): +)([\w-]+)(?=\s*$)/gm, (whole, key: string, id: string) => (ids.has(id) ? `${key}${ids.get(id)}` : whole))
  const at = offsetOf(lines, to) + (lines[to]?.length ?? 0)
  const gap = isSpaced(lines, from, to) ? '\n\n' : '\n'
  const start = at + gap.length
  return { from: at, to: at, text: gap + copy, selection: [start, start] }
}

/** Past the node before or after it; undefined at the end of its list. */
export function moveNode(text: string, node: NodeAround, way: 'up' | 'down'): Change | undefined {
  const lines = text.split('\n')
  const other = way === 'up' ? node.previous : node.next
  if (other === undefined) return undefined
  const [first, second] = way === 'up' ? [other, node.from] : [node.from, other]
  const firstTo = lastLineOf(lines, first)
  const secondTo = lastLineOf(lines, second)
  const upper = lines.slice(second, secondTo + 1).join('\n')
  const between = lines.slice(firstTo + 1, second).map((line) => `${line}\n`).join('')
  const lower = lines.slice(first, firstTo + 1).join('\n')
  const from = offsetOf(lines, first)
  const caret = way === 'up' ? from : from + upper.length + 1 + between.length
  return { from, to: offsetOf(lines, secondTo) + (lines[secondTo]?.length ?? 0), text: `${upper}\n${between}${lower}`, selection: [caret, caret] }
}

/** The last of a list leaves an empty list. */
export function deleteNode(text: string, node: NodeAround): Change {
  const lines = text.split('\n')
  const key = keyAbove(lines, node.from)
  if (node.previous === undefined && node.next === undefined && key !== undefined) {
    const from = offsetOf(lines, key)
    const emptied = `${(lines[key] ?? '').replace(/:.*$/, '')}: []`
    return { from, to: offsetOf(lines, node.to) + (lines[node.to]?.length ?? 0), text: emptied, selection: [from + emptied.length, from + emptied.length] }
  }
  const from = offsetOf(lines, node.from)
  let end = node.to + 1
  while (node.next !== undefined && end < node.next && !lines[end]?.trim()) end++
  const to = Math.min(text.length, offsetOf(lines, end))
  return { from, to, text: '', selection: [from, from] }
}

/** `disabled: true`: the conversation goes past it. */
export function switchNode(text: string, node: NodeAround): Change {
  const lines = text.split('\n')
  const known = disabledAt(lines, node.from, node.to, node.indent)
  if (known !== undefined) {
    const from = offsetOf(lines, known)
    return { from, to: Math.min(text.length, offsetOf(lines, known + 1)), text: '', selection: [from, from] }
  }
  const at = Math.min(text.length, offsetOf(lines, node.from) + (lines[node.from]?.length ?? 0))
  return { from: at, to: at, text: `\n${' '.repeat(node.indent + 2)}disabled: true`, selection: [at, at] }
}

/** Blank lines after a node belong to it for a caret that stands there. */
function lastFilledAt(lines: readonly string[], line: number, from: number): number {
  let at = line
  while (at > from && !lines[at]?.trim()) at--
  return at
}

function siblingBefore(lines: readonly string[], at: number, indent: number): number | undefined {
  for (let line = at - 1; line >= 0; line--) {
    const text = lines[line] ?? ''
    if (!text.trim() || indentOf(text) > indent) continue
    return indentOf(text) === indent && text.trimStart().startsWith('- ') ? line : undefined
  }
  return undefined
}

function siblingAfter(lines: readonly string[], to: number, indent: number): number | undefined {
  const line = lines.findIndex((text, at) => at > to && text.trim() !== '')
  const text = lines[line]
  return text !== undefined && indentOf(text) === indent && text.trimStart().startsWith('- ') ? line : undefined
}

function disabledAt(lines: readonly string[], from: number, to: number, indent: number): number | undefined {
  const at = lines.findIndex((line, index) => index > from && index <= to && indentOf(line) === indent + 2 && /^\s*disabled: +true\s*$/.test(line))
  return at < 0 ? undefined : at
}

function kindOf(lines: readonly string[], from: number, to: number, indent: number): string {
  const own = lines.slice(from, to + 1).find((line, index) => (index === 0 || indentOf(line) === indent + 2) && /^\s*(?:- +)?kind:/.test(line))
  return /kind:\s*(\w+)/.exec(own ?? '')?.[1] ?? ''
}

function keyAbove(lines: readonly string[], from: number): number | undefined {
  for (let line = from - 1; line >= 0; line--) if (lines[line]?.trim()) return /^\s*(?:- +)?(actions|elseActions):\s*$/.test(lines[line] ?? '') ? line : undefined
  return undefined
}

/** Whether a blank line parts the node from its neighbour. */
const isSpaced = (lines: readonly string[], from: number, to: number) => !lines[from - 1]?.trim() || (to + 1 < lines.length - 1 && !lines[to + 1]?.trim())
const indentOf = (line: string) => line.length - line.trimStart().length
const offsetOf = (lines: readonly string[], line: number) => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0)
