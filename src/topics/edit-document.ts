import { isMap, isScalar, isSeq, parseDocument as parseYaml, stringify, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import { keyText, locate, readTree, type Path } from './parse-document.ts'
import { scalarOffset } from './scalar-offset.ts'

/**
 * One change of a document: put a value at a path (made when it is not there), put it before a list item, take it away,
 * give a property another name, or write other characters into a part of a text (`offset` and `length` count characters of
 * the text as it is read).
 */
export type Edit =
  | { type: 'set'; path: Path; value: unknown }
  | { type: 'insert'; path: Path; value: unknown }
  | { type: 'remove'; path: Path }
  | { type: 'rename'; path: Path; key: string }
  | { type: 'replace'; path: Path; offset: number; length: number; text: string }

/**
 * Changes a document and leaves every other byte as it was: comments, blank lines, quotes and order. Throws RangeError
 * when a path leads nowhere.
 */
export function editDocument(text: string, edits: readonly Edit[]): string {
  return edits.reduce(applyEdit, text)
}

function applyEdit(text: string, edit: Edit): string {
  const root = readTree(text)
  if (edit.type === 'replace') return replacePart(text, root, edit)
  const step = edit.path.at(-1)
  if (step === undefined) {
    if (edit.type === 'set') return `${write(edit.value)}\n`
    throw new RangeError('The whole document can only be set.')
  }
  const parentPath = edit.path.slice(0, -1)
  const parent = follow(root, parentPath)
  if (isMap(parent)) return inMap(text, parent as YAMLMap, parentPath, String(step), edit)
  if (isSeq(parent)) return inList(text, parent as YAMLSeq, parentPath, Number(step), edit)
  if (edit.type === 'remove' || edit.type === 'rename') throw new RangeError(`There is nothing at ${edit.path.join('.')}.`)
  // The parent is empty or a plain value: it becomes what the edit needs.
  return applyEdit(text, { type: 'set', path: parentPath, value: typeof step === 'number' ? [edit.value] : { [step]: edit.value } })
}

const style = { lineWidth: 0, defaultStringType: 'PLAIN', version: '1.2' } as const

type Structural = Exclude<Edit, { type: 'replace' }>

/** Only the characters that change, wherever the text has quotes, folds or a block around them. */
function replacePart(text: string, root: unknown, { path, offset, length, text: fresh }: Extract<Edit, { type: 'replace' }>): string {
  const { node, complete } = locate(root, path)
  if (!complete || !isScalar(node) || !node.range) throw new RangeError(`There is no text at ${path.join('.')}.`)
  const before = String(node.value)
  if (offset < 0 || offset + length > before.length) throw new RangeError(`The text at ${path.join('.')} has no characters ${offset} to ${offset + length}.`)
  const value = before.slice(0, offset) + fresh + before.slice(offset + length)
  const scalar = node as Scalar.Parsed
  const escaped = scalar.type === 'QUOTE_DOUBLE' ? JSON.stringify(fresh).slice(1, -1) : scalar.type === 'QUOTE_SINGLE' ? fresh.replaceAll("'", "''") : fresh
  const edited = splice(text, scalarOffset(text, scalar, offset), scalarOffset(text, scalar, offset + length), escaped)
  const after = locate(readTree(edited), path)
  if (after.complete && isScalar(after.node) && after.node.value === value) return edited
  return applyEdit(text, { type: 'set', path, value })
}

function inMap(text: string, map: YAMLMap, path: Path, key: string, edit: Structural): string {
  const index = map.items.findLastIndex((pair) => keyText(pair) === key)
  const pair = map.items[index]
  if (edit.type === 'remove') {
    if (!pair) throw new RangeError(`There is nothing at ${[...path, key].join('.')}.`)
    return removePair(text, map, index, path)
  }
  if (edit.type === 'rename') {
    const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range
    if (!range) throw new RangeError(`There is nothing at ${[...path, key].join('.')}.`)
    return splice(text, range[0], range[1], flow(edit.key))
  }
  if (pair) return setPair(text, map, pair, edit.value)
  if (map.flow || map.items.length === 0) return applyEdit(text, { type: 'set', path, value: { ...(valueOf(map) as object), [key]: edit.value } })
  const last = map.items.at(-1)
  const indent = columnOf(text, startOf(map.items[0]?.key))
  const at = last ? endOfPair(text, last) : startOf(map)
  return splice(text, at, at, `${newline(text)}${' '.repeat(indent)}${stringify(key, style).trimEnd()}:${render(edit.value, indent, text)}`)
}

function setPair(text: string, map: YAMLMap, pair: Pair, value: unknown): string {
  if (map.flow) return splice(text, ...rangeOf(text, pair.value, afterColon(text, pair)), ` ${flow(value)}`.slice(isScalar(pair.value) && hasText(pair.value) ? 1 : 0))
  const indent = columnOf(text, startOf(pair.key))
  const colon = afterColon(text, pair)
  const [start, end] = rangeOf(text, pair.value, colon)
  const rendered = render(value, indent, text)
  // A value on the line of its key keeps the blanks between them, and a comment behind it.
  const inline = !rendered.startsWith(newline(text)) && !text.slice(colon, start).includes('\n') && start > colon
  return inline ? replaceValue(text, start, end, rendered.slice(1)) : replaceValue(text, colon, end, rendered)
}

/** A comment behind the old value stays on the first line of the new one: behind the last it could become part of a text. */
function replaceValue(text: string, start: number, end: number, fresh: string): string {
  const comment = /^[ \t]+#[^\n\r]*/.exec(text.slice(end))?.[0] ?? ''
  const [first = '', ...rest] = fresh.split('\n')
  if (comment === '' || rest.length === 0) return splice(text, start, end, fresh)
  const head = first.endsWith('\r') ? `${first.slice(0, -1)}${comment}\r` : first + comment
  return splice(text, start, end + comment.length, [head, ...rest].join('\n'))
}

function removePair(text: string, map: YAMLMap, index: number, path: Path): string {
  const pair = map.items[index]
  if (map.items.length === 1 || map.flow || !pair) {
    const { [keyText(pair as Pair)]: _, ...rest } = valueOf(map) as Record<string, unknown>
    return applyEdit(text, { type: 'set', path, value: rest })
  }
  const start = startOf(pair.key)
  const next = map.items[index + 1]
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  // The first property of a list item shares its line with the dash.
  if (text.slice(lineStart, start).trim() !== '' && next) return splice(text, start, startOf(next.key), '')
  return splice(text, lineStart, afterLine(text, endOfPair(text, pair)), '')
}

function inList(text: string, list: YAMLSeq, path: Path, index: number, edit: Structural): string {
  if (edit.type === 'rename') throw new RangeError('An item of a list has no name.')
  const item = list.items[index]
  if (edit.type !== 'insert' && index >= list.items.length && !(edit.type === 'set' && index === list.items.length)) throw new RangeError(`There is nothing at ${[...path, index].join('.')}.`)
  if (list.flow || list.items.length === 0 || (edit.type === 'remove' && list.items.length === 1)) {
    const items = [...(valueOf(list) as unknown[])]
    if (edit.type === 'remove') items.splice(index, 1)
    else items.splice(index, edit.type === 'set' ? 1 : 0, edit.value)
    return applyEdit(text, { type: 'set', path, value: items })
  }
  const dash = dashOf(text, list, Math.min(index, list.items.length - 1))
  const indent = columnOf(text, dash)
  if (edit.type === 'remove') return splice(text, lineStartOf(text, dash), afterBlankLines(text, afterLine(text, endOfItem(text, list, index))), '')
  const fresh = `- ${renderItem(edit.value, indent + 2, text)}`
  if (edit.type === 'set' && item !== undefined) return typeof edit.value === 'object' ? splice(text, dash, endOfItem(text, list, index), fresh) : replaceValue(text, dash, endOfItem(text, list, index), fresh)
  const gap = newline(text).repeat(hasBlankLines(text, list) ? 2 : 1)
  if (index >= list.items.length) {
    const end = endOfItem(text, list, list.items.length - 1)
    return splice(text, end, end, `${gap}${' '.repeat(indent)}${fresh}`)
  }
  return splice(text, dash, dash, `${fresh}${gap}${' '.repeat(indent)}`)
}

/** What follows `key:` that stands at `indent`. */
function render(value: unknown, indent: number, text: string): string {
  const [first = '', ...rest] = write({ k: value }).split('\n')
  return joined(first.slice('k:'.length), rest, indent, text)
}

/** What follows `- `; the dash stands two before `indent`. */
function renderItem(value: unknown, indent: number, text: string): string {
  const [first = '', ...rest] = write([value]).split('\n')
  return joined(first.slice('- '.length), rest, indent - 2, text)
}

function joined(first: string, rest: string[], indent: number, text: string): string {
  return [first, ...rest.map((line) => (line === '' ? '' : ' '.repeat(indent) + line))].join(newline(text))
}

function write(value: unknown): string {
  // A block that keeps its blank lines would take in those that follow it in the file.
  const blockQuote = !JSON.stringify(value).includes('\\n\\n"')
  return stringify(value, { ...style, blockQuote }).replace(/\n$/, '')
}

const flow = (value: unknown) => stringify(value, { ...style, collectionStyle: 'flow' }).trimEnd()
const newline = (text: string) => (text.includes('\r\n') ? '\r\n' : '\n')
const splice = (text: string, start: number, end: number, fresh: string) => text.slice(0, start) + fresh + text.slice(end)
const startOf = (node: unknown): number => (node as { range?: [number, number, number] } | null)?.range?.[0] ?? 0
const hasText = (node: unknown) => rangeLength(node) > 0

function rangeLength(node: unknown): number {
  const range = (node as { range?: [number, number, number] } | null)?.range
  return range ? range[1] - range[0] : 0
}

function follow(root: unknown, path: Path): unknown {
  let node = root
  for (const step of path) {
    if (isMap(node)) node = (node as YAMLMap).items.findLast((pair) => keyText(pair) === String(step))?.value
    else if (isSeq(node)) node = (node as YAMLSeq).items[Number(step)]
    else return undefined
  }
  return node
}

const valueOf = (node: YAMLMap | YAMLSeq): unknown => parseYaml(flow(node), { version: '1.2' }).toJS()

function afterColon(text: string, pair: Pair): number {
  const end = (pair.key as { range?: [number, number, number] }).range?.[1] ?? 0
  return text.indexOf(':', end) + 1
}

/** Where a value starts and ends, without the line break behind it; an empty one is at `otherwise`. */
function rangeOf(text: string, node: unknown, otherwise: number): [number, number] {
  const range = (node as { range?: [number, number, number] } | null)?.range
  if (!range || range[1] === range[0]) return [otherwise, otherwise]
  const anchored = text.slice(otherwise, range[0]).search(/\S/)
  const start = anchored >= 0 && !/^\s*#/.test(text.slice(otherwise)) ? otherwise + anchored : range[0]
  const trimmed = text.slice(start, range[1]).trimEnd().length
  return [start, start + trimmed]
}

const endOfPair = (text: string, pair: Pair) => rangeOf(text, pair.value, afterColon(text, pair))[1]

/** The dash before an item. */
function dashOf(text: string, list: YAMLSeq, index: number): number {
  const start = startOf(list)
  if (index === 0) return start
  const item = list.items[index]
  const before = endOfItem(text, list, index - 1)
  const between = text.slice(before, rangeLength(item) > 0 ? startOf(item) : undefined)
  const match = /(^|\n)[ ]*-(?=\s)/.exec(between)
  return before + (match ? match.index + match[0].length - 1 : between.lastIndexOf('-'))
}

function endOfItem(text: string, list: YAMLSeq, index: number): number {
  const item = list.items[index]
  if (rangeLength(item) === 0) return index === 0 ? startOf(list) + 1 : dashOf(text, list, index) + 1
  return rangeOf(text, item, startOf(item))[1]
}

const lineStartOf = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1
const columnOf = (text: string, at: number) => at - lineStartOf(text, at)

function afterLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end + 1
}

function afterBlankLines(text: string, at: number): number {
  return at + (/^(?:[ \t]*\r?\n)*/.exec(text.slice(at))?.[0].length ?? 0)
}

function hasBlankLines(text: string, list: YAMLSeq): boolean {
  return list.items.some((_, index) => index > 0 && /\n[ \t]*\r?\n/.test(text.slice(endOfItem(text, list, index - 1), dashOf(text, list, index))))
}
