import { Composer, Lexer, LineCounter, Parser, isAlias, isMap, isScalar, isSeq, type Alias, type Document, type Node, type Pair, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import { words } from './findings.ts'
import { scalarOffset } from './scalar-offset.ts'
import type { Diagnostic } from './types.ts'

export type Path = readonly (string | number)[]
export type Position = { line: number; column: number }

/** A document as text and as plain data, with the way back from the one to the other. */
export type ParsedDocument = {
  file: string
  /** Plain JavaScript data without `mcs.metadata`; undefined when the text is hopeless. */
  value: unknown
  diagnostics: Diagnostic[]
  /** The root's `kind`. */
  kind: string | undefined
  /** Display name and description as VS Code workspaces keep them inside the file. Not part of the body. */
  metadata?: { componentName?: string; description?: string }
  /**
   * Where the value at `path` starts; `offset` counts characters inside a text value (an expression's error lies
   * there). A path that does not exist gives the nearest place that does.
   */
  positionOf(path: Path, offset?: number): Position
  /** Where the key of `path` starts. */
  positionOfKey(path: Path): Position
}

const maxCharacters = 2_000_000
const maxDepth = 200
/** What all aliases of a document may expand to, together. Real documents use none. */
const maxAliasNodes = 10_000
const maxDiagnostics = 100

/**
 * Reads one YAML document the way Copilot Studio does. Exports are not always YAML 1.2: text may start with `@`, a
 * backtick or `%`, and `*` without such an anchor is text. Yes, No and dates stay text. Never throws.
 */
export function parseDocument(source: string, file: string): ParsedDocument {
  const { text, fence } = blankFence(source.startsWith('\uFEFF') ? source.slice(1) : source)
  const lines = new LineCounter()
  const refused = (code: string, message: string, fix: string, offset = 0): ParsedDocument => {
    const position = place(lines, offset)
    return {
      file,
      value: undefined,
      kind: undefined,
      diagnostics: [{ severity: 'error', code, file, ...position, message, fix }],
      positionOf: () => position,
      positionOfKey: () => position,
    }
  }
  if (text.length > maxCharacters)
    return refused('DocumentTooLarge', `The document has ${text.length} characters; at most ${maxCharacters} are read.`, 'Split it into several topics.')

  let composed: Composed
  try {
    composed = compose(text, lines)
  } catch (error) {
    if (error instanceof TooDeep)
      return refused('DocumentTooDeep', `The document is nested more than ${maxDepth} levels deep here.`, 'Move the inner part to a topic of its own.', error.offset)
    return refused('InvalidYaml', 'The document cannot be read as YAML.', 'Compare its indentation and quotes with a topic that works.')
  }

  const { root, errors } = composed
  const diagnostics: Diagnostic[] = errors.slice(0, maxDiagnostics).map((error) => ({
    severity: error.severity,
    code: error.code,
    file,
    ...place(lines, error.offset),
    message: error.message,
    ...(error.fix ? { fix: error.fix } : {}),
  }))
  const found: Found[] = fence
    ? [{ severity: 'error', code: 'InvalidYaml', offset: 0, message: 'The document is wrapped in a Markdown code fence (```).', fix: 'Delete the first and the last line.' }]
    : []
  let value: unknown
  try {
    value = root ? toPlain(root, composed, found) : null
  } catch (error) {
    if (!(error instanceof TooManyAliases)) throw error
    return refused('TooManyAliases', `The document's aliases expand to more than ${maxAliasNodes} values.`, 'Write the repeated parts out.', error.offset)
  }
  for (const { severity, code, offset, message, fix } of found.slice(0, maxDiagnostics))
    diagnostics.push({ severity, code, file, ...place(lines, offset), message, ...(fix ? { fix } : {}) })
  const hopeless = typeof value !== 'object' && errors.some((error) => error.severity === 'error')

  const metadata = takeMetadata(value, text)
  return {
    file,
    value: hopeless ? undefined : value,
    diagnostics,
    kind: kindOf(value),
    ...(metadata ? { metadata } : {}),
    positionOf(path, offset) {
      const at = locate(root, path)
      if (offset !== undefined && at.complete && isScalar(at.node) && at.node.range)
        return place(lines, scalarOffset(text, at.node as Scalar.Parsed, offset))
      return place(lines, at.offset)
    },
    positionOfKey: (path) => place(lines, locate(root, path).keyOffset),
  }
}

/** Documents copied out of a chat keep their Markdown fence. It is blanked, so that offsets stay and the rest is read. */
function blankFence(text: string): { text: string; fence: boolean } {
  const opening = /^```[^\n`]*\n/.exec(text)
  if (!opening) return { text, fence: false }
  const body = ' '.repeat(opening[0].length - 1) + text.slice(opening[0].length - 1)
  return { text: body.replace(/(\n)```(\s*)$/, '$1   $2'), fence: true }
}

/** The document as a tree with places, for edits. */
export function readTree(text: string): ParsedNode | null {
  return compose(text, new LineCounter()).root
}

type Found = { severity: 'error' | 'warning'; code: string; offset: number; message: string; fix?: string }
type Composed = { root: ParsedNode | null; errors: Found[]; anchors: Map<Alias, Node> }

class TooDeep extends Error {
  readonly offset: number
  constructor(offset: number) {
    super('too deep')
    this.offset = offset
  }
}
class TooManyAliases extends TooDeep {}

function compose(text: string, lines: LineCounter): Composed {
  const parser = new Parser(lines.addNewLine)
  // The composer recurses; the parser does not, and tells the depth while it reads.
  const tokens = function* () {
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme)
      if (parser.stack.length > 2 * maxDepth) throw new TooDeep(parser.offset)
    }
    yield* parser.end()
  }
  lines.addNewLine(0)
  let document: Document.Parsed | undefined
  const errors: Found[] = []
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, strict: true })
  for (const next of composer.compose(tokens(), true, text.length)) {
    if (!document) document = next as Document.Parsed
    else
      errors.push({
        severity: 'error',
        code: 'InvalidYaml',
        offset: next.range?.[0] ?? 0,
        message: 'A second document starts here; only the first is read.',
        fix: 'Put it into a file of its own.',
      })
  }
  let astray = false
  for (const error of document?.errors ?? []) {
    // Once the reader has lost its way, the first complaint is the useful one.
    if (error.message.includes('in YAML stream')) {
      if (astray) continue
      astray = true
    }
    // Exports of the product write such text without quotes.
    if (error.code === 'BAD_SCALAR_START' && '@`%'.includes(text[error.pos[0]] ?? ' ')) continue
    errors.push({ severity: 'error', code: 'InvalidYaml', offset: error.pos[0], ...explain(error.code, error.message, text[error.pos[0] - 1]) })
  }
  // Several complaints about one place are one mistake.
  const places = new Set<number>()
  for (const [index, { offset }] of [...errors.entries()]) {
    if (places.has(offset)) delete errors[index]
    places.add(offset)
  }
  for (const warning of document?.warnings ?? [])
    errors.push({ severity: 'warning', code: 'InvalidYaml', offset: warning.pos[0], ...explain(warning.code, warning.message) })
  const root = document?.contents ?? null
  return { root, errors: errors.flat(), anchors: root ? resolveAliases(root) : new Map() }
}

/** The parser's sentence, plus what an author would try. */
function explain(code: string, message: string, before?: string): { message: string; fix?: string } {
  const sentence = message.replace(/ at line \d+, column \d+[\s\S]*$/, '').replace(/:$/, '')
  const fixes: Record<string, string> = {
    BLOCK_AS_IMPLICIT_KEY: 'Put a text that contains ": " into quotes, or start a block with "|-".',
    UNEXPECTED_TOKEN: 'Put a text that starts with a special character into quotes.',
    TAB_AS_INDENT: 'Indent with spaces.',
    BAD_INDENT: 'Indent the line as deep as its neighbours.',
    MISSING_CHAR: 'Close the quote or bracket.',
    MULTILINE_IMPLICIT_KEY: 'A key ends with a colon on the same line.',
    TAG_RESOLVE_FAILED: 'Put a text that starts with "!" into quotes.',
  }
  const fix = code === 'UNEXPECTED_TOKEN' && before === '"' ? 'The quote before it ends the text: write \\" inside a quoted text, or leave the outer quotes out.' : fixes[code]
  return { message: `${sentence}.`, ...(fix ? { fix } : {}) }
}

/** Each alias -> the node it names, when there is one before it. */
function resolveAliases(root: Node): Map<Alias, Node> {
  const anchors = new Map<string, Node>()
  const found = new Map<Alias, Node>()
  const walk = (node: unknown): void => {
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      if (target) found.set(node, target)
      return
    }
    if (isMap(node) || isSeq(node) || isScalar(node)) if (node.anchor) anchors.set(node.anchor, node)
    if (isMap(node))
      for (const pair of node.items) {
        walk(pair.key)
        walk(pair.value)
      }
    else if (isSeq(node)) for (const item of node.items) walk(item)
  }
  walk(root)
  return found
}

function toPlain(root: Node, { anchors }: Composed, found: Found[]): unknown {
  let expanded = 0
  let depth = 0
  const convert = (node: unknown, insideAlias: boolean): unknown => {
    const offset = startOf(node) ?? 0
    if (insideAlias && ++expanded > maxAliasNodes) throw new TooManyAliases(offset)
    if (isAlias(node)) {
      const target = anchors.get(node)
      if (!target) return `*${node.source}`
      if (++depth > maxDepth) throw new TooManyAliases(offset)
      const value = convert(target, true)
      depth--
      return value
    }
    if (isMap(node)) return convertMap(node, insideAlias)
    if (isSeq(node)) return node.items.map((item) => convert(item, insideAlias))
    if (isScalar(node)) return scalarValue(node)
    return null
  }
  const convertMap = (map: YAMLMap, insideAlias: boolean) => {
    const result: Record<string, unknown> = {}
    for (const pair of map.items) {
      const key = keyText(pair)
      if (Object.hasOwn(result, key))
        found.push({ severity: 'error', code: 'DuplicateItem', offset: startOf(pair.key) ?? 0, message: `"${key}" is given twice; the last one counts.`, fix: 'Delete one of the two.' })
      const value = convert(pair.value, insideAlias)
      // `__proto__` must become a property like any other.
      if (key === '__proto__') Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true })
      else result[key] = value
    }
    return result
  }
  return convert(root, false)
}

function scalarValue(node: Scalar): unknown {
  const { value, source } = node
  if (typeof value === 'bigint') return words(value)
  if (typeof value === 'number' && source !== undefined) {
    // Numbers that would lose digits (phone numbers, 007) are text.
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) return source
    if (/^[-+]?0\d/.test(source)) return source
  }
  return value
}

export function keyText(pair: Pair): string {
  const key = pair.key
  if (isScalar(key)) return String(key.source ?? key.value ?? '')
  if (isAlias(key)) return `*${key.source}`
  return String(key)
}

function takeMetadata(value: unknown, text: string): ParsedDocument['metadata'] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && 'mcs.metadata' in value) {
    const held = value as Record<string, unknown>
    const metadata = held['mcs.metadata']
    delete held['mcs.metadata']
    if (typeof metadata !== 'object' || metadata === null) return undefined
    const { componentName, description } = metadata as Record<string, unknown>
    return {
      ...(componentName === undefined || componentName === null ? {} : { componentName: words(componentName) }),
      ...(description === undefined || description === null ? {} : { description: words(description) }),
    }
  }
  const comments = /^(?:\s*\n)?# Name:[ \t]*(.*)\r?\n(?:#[ \t]?(.*)\r?\n)?/.exec(text)
  if (!comments?.[1]) return undefined
  const description = comments[2]?.trim()
  return { componentName: comments[1].trim(), ...(description ? { description } : {}) }
}

function kindOf(value: unknown): string | undefined {
  const kind = typeof value === 'object' && value !== null ? (value as Record<string, unknown>).kind : undefined
  return typeof kind === 'string' ? kind : undefined
}

type Located = { node: unknown; offset: number; keyOffset: number; complete: boolean }

/** Follows `path` as far as it goes. */
export function locate(root: unknown, path: Path): Located {
  let node: unknown = root
  let offset = startOf(root) ?? 0
  let keyOffset = offset
  for (const step of path) {
    if (isMap(node)) {
      const pair = (node as YAMLMap).items.findLast((item) => keyText(item) === String(step))
      if (!pair) return { node, offset, keyOffset, complete: false }
      keyOffset = startOf(pair.key) ?? keyOffset
      offset = startOf(pair.value) ?? keyOffset
      // An empty value has no place of its own.
      if (isScalar(pair.value) && pair.value.range && pair.value.range[0] === pair.value.range[1]) offset = keyOffset
      node = pair.value
    } else if (isSeq(node)) {
      const item = (node as YAMLSeq).items[Number(step)]
      if (item === undefined) return { node, offset, keyOffset, complete: false }
      offset = startOf(item) ?? offset
      keyOffset = offset
      node = item
    } else return { node, offset, keyOffset, complete: false }
  }
  return { node, offset, keyOffset, complete: true }
}

function startOf(node: unknown): number | undefined {
  const range = (node as { range?: [number, number, number] | null } | null | undefined)?.range
  return range?.[0]
}

function place(lines: LineCounter, offset: number): Position {
  if (lines.lineStarts.length === 0) return { line: 1, column: 1 }
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}
