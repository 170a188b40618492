import type { Node, Span } from '../ast.ts'
import type { MessageCode } from '../diagnostics.ts'
import { fxError } from '../errors.ts'
import { midnight } from '../dates/serial.ts'
import { parseMoment } from '../dates/parse.ts'
import type { Ctx } from '../runtime.ts'
import { T, recordType, tableOf, tableType, type AggregateType, type FxType } from '../types.ts'
import { Dec, parseDec } from '../values/decimal.ts'
import { JsonNumber, type JsonNode } from '../values/json-node.ts'
import { FxDate, FxDynamic, FxError, FxRecord, FxTable, FxTime, type FxValue } from '../values/value.ts'
import { jsonTime } from '../coerce/to-moment.ts'
import { toGuid } from '../coerce/coerce.ts'

/** `place` is what a complaint about an unsupported type underlines: the `Type(` it stands in. */
export type NamedTypes = { report(code: MessageCode, span: Span, parts: string[]): void; place?: Span }

const NAMES: Readonly<Record<string, FxType>> = {
  Number: T.Decimal,
  Decimal: T.Decimal,
  Float: T.Number,
  Text: T.Text,
  Boolean: T.Boolean,
  Date: T.Date,
  DateTime: T.DateTime,
  Time: T.Time,
  GUID: T.Guid,
  Dynamic: T.Dynamic,
  Hyperlink: T.Text,
}

/** Reads a type argument: `Number`, `Type({a: Text})`, `[Date]`. Undefined after reporting what is wrong. */
export function typeFromNode(node: Node, names: NamedTypes): FxType | undefined {
  switch (node.kind) {
    case 'name': {
      const type = Object.hasOwn(NAMES, node.name) ? NAMES[node.name] : undefined
      if (type) return type
      if (node.name === 'Color') names.report('UnsupportedTypeArgument', names.place ?? node, [node.name])
      else names.report('NameNotFound', node, [node.name])
      return undefined
    }
    case 'record': {
      const fields = new Map<string, FxType>()
      for (const field of node.fields) {
        const type = typeFromNode(field.value, names)
        if (!type) return undefined
        fields.set(field.name, type)
      }
      return recordType(fields)
    }
    case 'table': {
      const [item] = node.items
      const type = item && node.items.length === 1 ? typeFromNode(item, names) : undefined
      if (!type) return undefined
      return type.kind === 'Record' ? tableOf(type) : tableType({ Value: type })
    }
    default:
      names.report('BadTypeExpression', node, [printLiteral(node)])
      return undefined
  }
}

const printLiteral = (node: Node): string => (node.kind === 'number' ? node.text : node.kind === 'text' ? `"${node.value}"` : node.kind)

/** Reads JSON strictly into a type: text must be JSON text, a number a JSON number; a missing member is Blank. */
export function readTyped(node: JsonNode, type: FxType, ctx: Ctx): FxValue {
  if (node === null) return null
  switch (type.kind) {
    case 'Decimal':
    case 'Number':
      return readJsonNumber(node, type.kind)
    case 'Text':
      return typeof node === 'string' ? node : fxError('InvalidArgument')
    case 'Boolean':
      return typeof node === 'boolean' ? node : fxError('InvalidArgument')
    case 'Guid':
      return typeof node === 'string' ? toGuid(node) : fxError('InvalidArgument')
    case 'Date':
    case 'DateTime':
    case 'Time':
      return typeof node === 'string' ? readJsonMoment(node, type.kind, ctx) : fxError('InvalidArgument')
    case 'Dynamic':
      return new FxDynamic(node)
    case 'Record':
      return node instanceof Map ? readRecord(node, type, ctx) : fxError('InvalidArgument')
    case 'Table':
      return Array.isArray(node) ? readTable(node, type, ctx) : fxError('InvalidArgument')
    default:
      return fxError('InvalidArgument')
  }
}

function readJsonNumber(node: JsonNode, kind: 'Decimal' | 'Number'): FxValue {
  if (!(node instanceof JsonNumber)) return fxError('InvalidArgument')
  const n = kind === 'Number' ? Number(node.text) : parseDec(node.text)
  return n instanceof Dec || (typeof n === 'number' && Number.isFinite(n)) ? n : fxError('InvalidArgument')
}

const JSON_DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?(?:Z|[+-]\d{2}:\d{2})?)?$/

function readJsonMoment(text: string, kind: 'Date' | 'DateTime' | 'Time', ctx: Ctx): FxValue {
  if (kind === 'Time') {
    const ms = jsonTime(text)
    return ms === undefined ? fxError('InvalidArgument') : new FxTime(ms)
  }
  const parsed = JSON_DATE.test(text) ? parseMoment(text, ctx.env.timeZone, 'en-US', () => ctx.now()) : undefined
  if (!parsed) return fxError('InvalidArgument')
  return kind === 'Date' ? new FxDate(midnight(parsed.ms), true) : new FxDate(parsed.ms, false)
}

function readRecord(node: Map<string, JsonNode>, type: AggregateType, ctx: Ctx): FxValue {
  const fields = new Map<string, FxValue>()
  for (const [name, fieldType] of type.fields) {
    const value = readTyped(node.get(name) ?? null, fieldType, ctx)
    if (value instanceof FxError) return value
    fields.set(name, value)
  }
  return new FxRecord(fields)
}

function readTable(items: JsonNode[], type: AggregateType, ctx: Ctx): FxValue {
  ctx.rows(items.length)
  const only = type.fields.size === 1 ? type.fields.get('Value') : undefined
  const rows: FxValue[] = []
  for (const item of items) {
    const value = only && !(item instanceof Map) ? readTyped(item, only, ctx) : readTyped(item, { ...type, kind: 'Record' }, ctx)
    if (value instanceof FxError) return value
    rows.push(only && !(item instanceof Map) ? new FxRecord(new Map([['Value', value]])) : value)
  }
  return new FxTable(rows)
}
