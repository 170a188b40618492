import { isoText } from './iso.ts'
import { fxError } from '../errors.ts'
import type { Ctx } from '../runtime.ts'
import { Dec, decToString } from '../values/decimal.ts'
import { JsonNumber, type JsonNode } from '../values/json-node.ts'
import {
  FxColor, FxDate, FxDynamic, FxEnumValue, FxError, FxGuid, FxOption, FxRecord, FxTable, FxTime, type FxValue,
} from '../values/value.ts'
import { numberText } from './plain.ts'

type JsonStyle = { indent: boolean; flatten: boolean; skip: boolean }

/** JSON() text: fields in ordinal order, dates in UTC. An error anywhere inside is the result. */
export function writeJson(value: FxValue, style: JsonStyle, ctx: Ctx): FxValue {
  const writer = new JsonWriter(style, ctx)
  const text = writer.write(value, 0)
  return writer.error ?? text
}

class JsonWriter {
  error: FxError | undefined
  private readonly style: JsonStyle
  private readonly ctx: Ctx
  constructor(style: JsonStyle, ctx: Ctx) {
    this.style = style
    this.ctx = ctx
  }

  write(value: FxValue, depth: number): string {
    this.ctx.spend(1)
    if (depth > 20) {
      this.error ??= fxError('InvalidArgument', 'The value nests too deeply for JSON.')
      return ''
    }
    if (value === null) return 'null'
    if (typeof value === 'string') return quote(value)
    if (typeof value === 'boolean') return String(value)
    if (typeof value === 'number') return numberText(value)
    if (value instanceof Dec) return decToString(value)
    if (value instanceof FxDate) return quote(isoText(value, this.ctx.env.timeZone))
    if (value instanceof FxTime) return quote(timeText(value))
    if (value instanceof FxGuid) return quote(value.text)
    if (value instanceof FxColor) return quote(colorText(value))
    if (value instanceof FxEnumValue) return this.write(value.value, depth)
    if (value instanceof FxOption) return quote(value.name)
    if (value instanceof FxRecord) return this.object([...value.fields].map(([k, v]) => [k, (d) => this.write(v, d)]), depth, true)
    if (value instanceof FxTable) return this.table(value, depth)
    if (value instanceof FxDynamic) return this.node(value.node, depth)
    this.error ??= value
    return ''
  }

  private table(value: FxTable, depth: number): string {
    const flat = this.style.flatten && value.rows.every((row) => row === null || (row instanceof FxRecord && row.fields.size === 1 && row.fields.has('Value')))
    return this.array(value.rows.map((row) => (d) => this.write(flat && row instanceof FxRecord ? row.get('Value') : row, d)), depth)
  }

  private node(node: JsonNode, depth: number): string {
    if (depth > 20) this.error ??= fxError('InvalidArgument', 'The value nests too deeply for JSON.')
    if (node instanceof JsonNumber) return node.text
    if (Array.isArray(node)) return this.array(node.map((item) => (d) => this.node(item, d)), depth)
    if (node instanceof Map) return this.object([...node].map(([k, v]) => [k, (d) => this.node(v, d)]), depth, false)
    return typeof node === 'string' ? quote(node) : String(node)
  }

  private array(items: ((depth: number) => string)[], depth: number): string {
    return this.wrap('[', ']', items.map((item) => item(depth + 1)), depth)
  }

  private object(fields: [string, (depth: number) => string][], depth: number, sorted: boolean): string {
    const ordered = sorted ? fields.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) : fields
    const colon = this.style.indent ? ': ' : ':'
    return this.wrap('{', '}', ordered.map(([name, value]) => `${quote(name)}${colon}${value(depth + 1)}`), depth)
  }

  private wrap(open: string, close: string, parts: string[], depth: number): string {
    this.ctx.text(parts.reduce((n, p) => n + p.length, 2))
    if (!this.style.indent || parts.length === 0) return open + parts.join(',') + close
    const pad = '    '.repeat(depth + 1)
    return `${open}\n${pad}${parts.join(`,\n${pad}`)}\n${'    '.repeat(depth)}${close}`
  }
}

/** Quotes, backslashes, controls and surrogates are escaped; other letters stay. */
function quote(text: string): string {
  return `"${text.replace(/["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]/g, (c) => SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)}"`
}
const SHORT: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const two = (n: number): string => String(n).padStart(2, '0')
function timeText({ ms }: FxTime): string {
  const seconds = Math.floor(ms / 1000)
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(ms % 1000).padStart(3, '0')}`
}

const hex = (n: number): string => n.toString(16).padStart(2, '0')
const colorText = (c: FxColor): string => `#${hex(c.r)}${hex(c.g)}${hex(c.b)}${hex(Math.round(c.a * 255))}`
