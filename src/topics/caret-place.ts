import { isMap, isScalar, isSeq, type Pair, type Scalar } from 'yaml'
import { isRecord } from '../platform/index.ts'
import { closingBrace } from '../powerfx/index.ts'
import { keyText, parseDocument, readTree, type Path } from './parse-document.ts'
import { scalarOffset } from './scalar-offset.ts'
import { propertiesOf, type PlaceType } from './schema.ts'

/** A formula with the caret in it; offsets are characters of the formula. */
export type FormulaPlace = {
  source: string
  offset: number
  /** Where a character of the formula stands in the file. */
  inFile(offset: number): number
  /** Fresh text as it must be written between the quotes that are there. */
  written(text: string): string
  /** The brace that a formula in a message still lacks. */
  closing: '}' | ''
}

/** A property name or a plain value with the caret in it; `start` and `end` are offsets of the file. */
export type WordPlace = { of: 'key' | 'value'; path: Path; start: number; end: number; typed: string; document: unknown }

const cursor = 'cursor__here'
/** Looking for where a brace closes reads all that follows; a text of braces alone would never end. */
const mostUnclosed = 50

/** The formula around an offset of a file, also while the file is no YAML because it is being typed. */
export function formulaAt(text: string, offset: number, rootKind: string | undefined): FormulaPlace | undefined {
  const found = scalarAt(text, offset)
  const written = found && asWritten(text, found.scalar, offset)
  if (!found || !written?.value.startsWith('=')) {
    const line = formulaOnLine(text, offset)
    if (line) return line
  }
  if (!found || !written) return undefined
  const { value, at, inFile } = written
  const escape = writtenIn(found.scalar.type === 'QUOTE_DOUBLE' ? '"' : found.scalar.type === 'QUOTE_SINGLE' ? "'" : '')
  if (value.startsWith('=')) return at < 1 ? undefined : { source: value.slice(1), offset: at - 1, inFile: (part) => inFile(part + 1), written: escape, closing: '' }
  if (!isTemplate(text, found.path, rootKind)) return undefined
  const island = islandAt(value, at)
  return island && { source: value.slice(island.start, island.end), offset: at - island.start, inFile: (part) => inFile(part + island.start), written: escape, closing: island.open ? '}' : '' }
}

/** The property name or value around an offset that no formula is in. */
export function wordAt(text: string, offset: number): WordPlace | undefined {
  const { line, start: lineStart } = lineAt(text, offset)
  const column = offset - lineStart
  const value = /^(\s*(?:- +)*[\w$.-]+:[ \t]+)(.*?)[ \t]*$/.exec(line)
  if (value && column >= (value[1] ?? '').length) return wordOf('value', text, offset, lineStart + (value[1] ?? '').length, (value[2] ?? '').length)
  const key = /^(\s*(?:-[ \t]+)*)([\w$]*)[ \t]*$/.exec(line)
  return key && column >= (key[1] ?? '').length ? wordOf('key', text, offset, lineStart + (key[1] ?? '').length, (key[2] ?? '').length) : undefined
}

function wordOf(of: 'key' | 'value', text: string, offset: number, start: number, length: number): WordPlace | undefined {
  const end = start + length
  if (offset > end && length > 0) return undefined
  const mended = `${text.slice(0, start)}${of === 'key' ? `${cursor}: ` : cursor}${text.slice(end)}`
  const path = pathOfCursor(mended)
  return path && { of, path, start, end, typed: text.slice(start, offset), document: parseDocument(mended, '').value }
}

/** What may stand at a path, what stands there, and its kind when that is an element. */
export type SchemaPlace = { type: PlaceType | undefined; kind: string | undefined; value: unknown }

export function placeAt(document: unknown, rootKind: string, path: Path): SchemaPlace {
  let place: SchemaPlace = { type: undefined, kind: rootKind, value: document }
  for (const step of path) {
    const { type: around, kind: owner, value: parent } = place
    const type = typeof step === 'number' ? around?.list : owner === undefined ? around?.map : propertiesOf(owner)?.get(step)?.type
    const value = isRecord(parent) ? parent[String(step)] : Array.isArray(parent) ? (parent as unknown[])[Number(step)] : undefined
    place = { type, value, kind: isRecord(value) && type ? kindOf(value, type) : undefined }
  }
  return place
}

function kindOf({ kind }: Record<string, unknown>, { kinds, unnamed }: PlaceType): string | undefined {
  if (typeof kind === 'string' && (kinds.has(kind) || unnamed === kind)) return kind
  return unnamed ?? (kinds.size === 1 ? [...kinds][0] : undefined)
}

function isTemplate(text: string, path: Path, rootKind: string | undefined): boolean {
  return rootKind !== undefined && placeAt(parseDocument(text, '').value, rootKind, path).type?.template === true
}

type Found = { scalar: Scalar.Parsed; path: Path }

/** The text value around an offset; blanks that follow it on its line count as its own, because YAML drops them. */
function scalarAt(text: string, offset: number): Found | undefined {
  const walk = (node: unknown, path: Path): Found | undefined => {
    if (isMap(node)) return first(node.items as Pair[], (pair) => walk(pair.value, [...path, keyText(pair)]))
    if (isSeq(node)) return first([...node.items.entries()], ([index, item]) => walk(item, [...path, index]))
    if (!isScalar(node) || !node.range) return undefined
    const [start, end] = node.range
    const within = start <= offset && (offset <= end || /^[ \t]*$/.test(text.slice(end, offset)))
    return within ? { scalar: node as Scalar.Parsed, path } : undefined
  }
  try {
    return walk(readTree(text), [])
  } catch {
    // Nested too deep to be read: the line alone has to do.
    return undefined
  }
}

function first<T, R>(items: readonly T[], look: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = look(item)
    if (found !== undefined) return found
  }
  return undefined
}

/** The value as it is read, and the caret as a character of it. */
function asWritten(text: string, scalar: Scalar.Parsed, offset: number): { value: string; at: number; inFile(at: number): number } | undefined {
  const { value: read } = scalar
  if (typeof read !== 'string') return undefined
  const end = scalarOffset(text, scalar, read.length)
  const value = scalar.type === 'PLAIN' && offset > end ? read + text.slice(end, offset) : read
  const inFile = (at: number) => (at <= read.length ? scalarOffset(text, scalar, at) : end + at - read.length)
  let [low, high] = [0, value.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (inFile(middle) <= offset) low = middle
    else high = middle - 1
  }
  return inFile(low) <= offset ? { value, at: low, inFile } : undefined
}

const writtenIn = (quote: string) => (fresh: string) => (quote === '"' ? JSON.stringify(fresh).slice(1, -1) : quote === "'" ? fresh.replaceAll("'", "''") : fresh)

/** `key: =…` up to the end of the line, where the line is no YAML (yet): `{a: 1}` without quotes, a quote that is still open. */
function formulaOnLine(text: string, offset: number): FormulaPlace | undefined {
  const { line, start } = lineAt(text, offset)
  const opening = /^\s*(?:- +)*(?:[\w$.-]+:\s+)?(["']?)=/.exec(line)
  if (!opening || offset < start + opening[0].length) return undefined
  const from = start + opening[0].length
  return { source: line.slice(opening[0].length), offset: offset - from, inFile: (at) => from + at, written: writtenIn(opening[1] ?? ''), closing: '' }
}

/** The braces of a message around an offset, or those that opened before it on its line and did not close yet. */
function islandAt(value: string, at: number): { start: number; end: number; open: boolean } | undefined {
  let unclosed = 0
  for (let open = value.indexOf('{'); open >= 0 && open < at && unclosed < mostUnclosed; ) {
    const close = closingBrace(value, open)
    if (close >= at) return { start: open + 1, end: close, open: false }
    if (close < 0) unclosed++
    open = value.indexOf('{', close < 0 ? open + 1 : close + 1)
  }
  const start = value.lastIndexOf('{', at - 1) + 1
  if (start === 0 || /[}\n]/.test(value.slice(start, at))) return undefined
  // What follows is words of the message, not of the formula.
  const rest = /^[\p{L}\p{N}_]*/u.exec(value.slice(at))?.[0].length ?? 0
  return { start, end: at + rest, open: true }
}

function lineAt(text: string, offset: number): { line: string; start: number } {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  return { line: text.slice(start, end < 0 ? text.length : end).replace(/\r$/, ''), start }
}

function pathOfCursor(text: string): Path | undefined {
  const walk = (node: unknown, path: Path): Path | undefined => {
    if (isMap(node)) return first(node.items as Pair[], (pair) => (keyText(pair) === cursor ? [...path, cursor] : walk(pair.value, [...path, keyText(pair)])))
    if (isSeq(node)) return first([...node.items.entries()], ([index, item]) => walk(item, [...path, index]))
    return isScalar(node) && node.value === cursor ? path : undefined
  }
  try {
    return walk(readTree(text), [])
  } catch {
    return undefined
  }
}
