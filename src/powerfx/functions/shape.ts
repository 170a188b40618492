import type { CallNode, Node, Span } from '../ast.ts'
import type { Binder, Bound } from '../binder.ts'
import { toText } from '../coerce.ts'
import { firstError, fxError, mergedErrors } from '../errors.ts'
import { equal, order } from '../operators.ts'
import type { Ctx, Eval } from '../runtime.ts'
import { T, enumType, isAggregate, rowOf, tableOf, tableType, typeName, unify, type AggregateType, type FxType } from '../types.ts'
import { Dec, decAdd, decFromInt, decMul } from '../values/decimal.ts'
import { FxColor, FxDynamic, FxEnumValue, FxError, FxRecord, FxTable, valueColumn, type FxValue } from '../values/value.ts'
import { rowsOf, special, type FnDef } from './define.ts'
import { STRICT, bindSource, eachRow } from './row-source.ts'

const F = 'tables'

/** A column named by an identifier (or by text, in lenient hosts' older formulas). */
function columnName(b: Binder, node: Node): string | undefined {
  if (node.kind === 'name') return node.name
  b.error('IdentifierExpected', node)
  return undefined
}

type Shaped = { bound: Bound; fields: ReadonlyMap<string, FxType> | undefined; ok: boolean }

/** The first argument of the column functions: a table or a record. */
function bindShape(b: Binder, call: CallNode): Shaped {
  const bound = b.bind(call.args[0] as Node)
  if (isAggregate(bound.type)) return { bound, fields: bound.type.fields, ok: true }
  const ok = bound.type.kind === 'Any'
  if (!ok && bound.type.kind !== 'Error') b.error('BadArgumentType', bound.node, [typeName(bound.type), 'Table'])
  return { bound, fields: undefined, ok }
}

const reshaped = (bound: Bound, fields: ReadonlyMap<string, FxType> | undefined): FxType =>
  isAggregate(bound.type) && fields ? { kind: bound.type.kind, fields } : bound.type

function missingColumn(b: Binder, span: Span, name: string, fields: ReadonlyMap<string, FxType>): void {
  const similar = closest(name, [...fields.keys()])
  if (similar === undefined) b.error('ColumnNotFound', span, [name])
  else b.error('ColumnNotFoundSimilar', span, [name, similar])
}

function closest(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined
  let bestDistance = Infinity
  for (const candidate of names) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance && distance <= Math.max(1, Math.floor(candidate.length / 2))) [best, bestDistance] = [candidate, distance]
  }
  return best
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + same))
    }
    row = next
  }
  return row[b.length] as number
}

/** Applies a change to one record or to each row of a table. */
function mapRows(bound: Bound, change: (row: FxRecord, ctx: Ctx) => FxValue): Eval {
  return (ctx) => {
    const value = bound.run(ctx)
    if (value instanceof FxRecord) return change(value, ctx)
    if (!(value instanceof FxTable)) return value
    ctx.rows(value.rows.length)
    return new FxTable(value.rows.map((row) => (row instanceof FxRecord ? change(row, ctx) : row)))
  }
}

function bindAddColumns(b: Binder, call: CallNode): Bound {
  const { bound, fields, ok } = bindShape(b, call)
  if (call.args.length % 2 === 0) b.error('BadArity', call, [call.args.length, 'an odd number'])
  let fine = ok
  if (isAggregate(bound.type) && bound.type.system) {
    b.error('SystemRecordAdd', bound.node)
    b.badArguments(call)
    return { node: call, type: tableType({}), run: () => fxError('Internal') }
  }
  const row: FxType = isAggregate(bound.type) ? rowOf(bound.type) : bound.type
  const scope = { slot: b.newSlot(), row }
  const types = new Map(fields)
  const added: { name: string; run: Eval }[] = []
  for (let i = 1; i + 1 < call.args.length; i += 2) {
    const nameNode = call.args[i] as Node
    const name = columnName(b, nameNode)
    const value = b.within(scope, () => b.bind(call.args[i + 1] as Node))
    fine &&= name !== undefined && value.type.kind !== 'Error'
    if (name === undefined) continue
    if (types.has(name)) {
      b.error('ColumnConflict', nameNode, [name], 'warning')
      fine = false
    }
    types.set(name, value.type)
    added.push({ name, run: value.run })
  }
  if (!fine) b.badArguments(call)
  const run = mapRows(bound, (record, ctx) => {
    ctx.slots[scope.slot] = record
    const out = new Map(record.fields)
    for (const { name, run: value } of added) out.set(name, value(ctx))
    return new FxRecord(out)
  })
  return { node: call, type: reshaped(bound, fields && types), run }
}

function bindDropOrShow(b: Binder, call: CallNode, keep: boolean): Bound {
  const { bound, fields, ok } = bindShape(b, call)
  let fine = ok
  const left = new Map(fields)
  const names = new Set<string>()
  for (const node of call.args.slice(1)) {
    const name = columnName(b, node)
    if (name !== undefined && fields && !left.has(name)) {
      missingColumn(b, node, name, keep ? fields : left)
      fine = false
    }
    fine &&= name !== undefined
    if (name === undefined) continue
    names.add(name)
    left.delete(name)
  }
  if (!fine) b.badArguments(call)
  const kept = fields && new Map([...fields].filter(([name]) => names.has(name) === keep))
  const run = mapRows(bound, (record) => new FxRecord(new Map([...record.fields].filter(([name]) => names.has(name) === keep))))
  const type = reshaped(bound, kept)
  return { node: call, type: !keep && isAggregate(type) && isAggregate(bound.type) && bound.type.system ? { ...type, system: true } : type, run }
}

function bindRename(b: Binder, call: CallNode): Bound {
  const { bound, fields, ok } = bindShape(b, call)
  if (call.args.length % 2 === 0) {
    b.error('BadArity', call, [call.args.length, 'an odd number'])
    return { node: call, type: T.Error, run: () => fxError('Internal') }
  }
  if (isAggregate(bound.type) && bound.type.system) {
    b.error('SystemRecordRename', bound.node)
    b.badArguments(call)
    return { node: call, type: tableType({}), run: () => fxError('Internal') }
  }
  let fine = ok
  let types = new Map(fields)
  const renames = new Map<string, string>()
  for (let i = 1; i + 1 < call.args.length; i += 2) {
    const [oldNode, newNode] = [call.args[i] as Node, call.args[i + 1] as Node]
    const [from, to] = [columnName(b, oldNode), columnName(b, newNode)]
    fine &&= from !== undefined && to !== undefined
    if (from === undefined || to === undefined) continue
    if (fields && !types.has(from)) {
      missingColumn(b, oldNode, from, types)
      fine = false
    } else if (types.has(to) && to !== from) {
      b.error('ColumnExists', newNode, [to])
      fine = false
    }
    types = new Map([...types].map(([name, type]) => (name === from ? [to, type] : [name, type])))
    const original = [...renames].find(([, target]) => target === from)?.[0] ?? from
    renames.set(original, to)
  }
  if (!fine) b.badArguments(call)
  const run = mapRows(bound, (record) => new FxRecord(new Map([...record.fields].map(([name, value]) => [renames.get(name) ?? name, value]))))
  return { node: call, type: reshaped(bound, fields && types), run }
}

/* --- Distinct, Sort, SortByColumns --- */

const SORTABLE = ['Decimal', 'Number', 'Text', 'Boolean', 'Date', 'DateTime', 'Time', 'Any', 'Blank', 'Enum', 'OptionSet', 'Guid']

function bindDistinct(b: Binder, call: CallNode): Bound {
  const source = bindSource(b, call, call.args[0] as Node, STRICT)
  const key = b.within(source.scope, () => b.bind(call.args[1] as Node))
  if (key.type.kind === 'Error') b.badArguments(call)
  return {
    node: call,
    type: tableType({ Value: key.type }),
    run: (ctx) => {
      const rows = source.rows(ctx)
      if (rows === null || rows instanceof FxError) return rows
      const keys = eachRow(ctx, rows, source.scope.slot, (c) => {
        const row = c.slots[source.scope.slot]
        return row instanceof FxError ? row : key.run(c)
      })
      if (keys.some((key) => key instanceof FxTable || key instanceof FxRecord)) return fxError('InvalidArgument')
      const errors = mergedErrors(keys)
      if (errors) return errors
      const seen = new Map<string, FxValue>()
      for (const value of keys) if (!seen.has(keyText(value))) seen.set(keyText(value), value)
      return valueColumn([...seen.values()])
    },
  }
}

/** A text that is equal for equal values, and only for them. */
export function keyText(value: FxValue): string {
  if (value === null) return '_'
  if (typeof value === 'string') return `s${value}`
  if (value instanceof Dec) return `n${value.m}/${value.s}`
  if (typeof value === 'number') return `f${value}`
  if (typeof value === 'boolean') return `b${value}`
  if (value instanceof FxColor) return `c${value.r},${value.g},${value.b},${value.a}`
  if (value instanceof FxEnumValue) return `e${value.enumName}.${keyText(value.value)}`
  if (value instanceof FxRecord) return `{${[...value.fields].map(([k, v]) => `${k}:${keyText(v)}`).sort().join()}}`
  return JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))
}

type SortKey = { run: Eval; descending: Eval }

const isDescending = (value: FxValue): boolean =>
  (value instanceof FxEnumValue ? value.value : value) === 'descending' || (typeof value === 'string' && value.toLowerCase().startsWith('d'))

function sortRows(ctx: Ctx, rows: readonly FxValue[], slot: number, keys: readonly SortKey[]): FxValue {
  const directions = keys.map((k) => k.descending(ctx))
  const wrong = firstError(directions)
  if (wrong) return wrong
  const orders = directions.map(isDescending)
  const keyed = rows.map((row) => {
    ctx.slots[slot] = row
    return { row, values: row instanceof FxError ? [row] : keys.map((k) => k.run(ctx)) }
  })
  ctx.rows(rows.length)
  const errors = firstError(keyed.flatMap((k) => k.values))
  if (errors) return errors
  keyed.sort((a, c) => compareKeys(a.values, c.values, orders))
  return new FxTable(keyed.map((k) => k.row))
}

function compareKeys(a: readonly FxValue[], c: readonly FxValue[], descending: readonly boolean[]): number {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? null, c[i] ?? null]
    if (x === null || y === null) {
      if (x === y) continue
      return x === null ? 1 : -1
    }
    const n = compareForSort(x, y)
    if (n !== 0) return descending[i] ? -n : n
  }
  return 0
}

const collator = new Intl.Collator('en-US')
function compareForSort(x: FxValue, y: FxValue): number {
  if (typeof x === 'string' && typeof y === 'string') return collator.compare(x, y)
  return order(x, y) ?? 0
}

function bindSort(b: Binder, call: CallNode): Bound {
  const source = bindSource(b, call, call.args[0] as Node)
  const key = b.within(source.scope, () => b.bind(call.args[1] as Node))
  const direction = call.args[2] ? b.bind(call.args[2]) : undefined
  if (!SORTABLE.includes(key.type.kind)) {
    if (key.type.kind !== 'Error') b.error('NotScalar', key.node)
    b.badArguments(call)
  }
  if (direction && !b.accepts(direction, enumType('SortOrder'))) b.badArguments(call)
  const keys = [{ run: key.run, descending: direction ? direction.run : () => null }]
  return {
    node: call,
    type: source.bound.type,
    run: (ctx) => {
      const rows = source.rows(ctx)
      return rows === null || rows instanceof FxError ? rows : sortRows(ctx, rows, source.scope.slot, keys)
    },
  }
}

function bindSortByColumns(b: Binder, call: CallNode): Bound {
  const source = bindSource(b, call, call.args[0] as Node)
  const fields = isAggregate(source.bound.type) ? source.bound.type.fields : undefined
  const keys: SortKey[] = []
  let fine = true
  const { slot } = source.scope
  const column = (name: string): Eval => (ctx) => {
    const row = ctx.slots[slot]
    return row instanceof FxRecord ? row.get(name) : (row ?? null)
  }
  for (let i = 1; i < call.args.length; i += 2) {
    const node = call.args[i] as Node
    const computed = node.kind === 'call' ? b.bind(node) : undefined
    const name = node.kind === 'text' ? node.value : computed ? undefined : columnName(b, node)
    if (name !== undefined && fields && !fields.has(name)) {
      missingColumn(b, node, name, fields)
      fine = false
    }
    fine &&= computed ? b.accepts(computed, T.Text) : name !== undefined
    const run = computed ? computedColumn(b, computed, slot) : column(name ?? '')
    const directionNode = call.args[i + 1]
    const direction = directionNode && b.bind(directionNode)
    if (direction?.type.kind === 'Table' && call.args.length === 3 && fine) {
      return orderByTable(call, source, run, direction)
    }
    if (direction && !(direction.type.kind === 'Any' || b.accepts(direction, enumType('SortOrder')))) fine = false
    keys.push({ run, descending: direction ? direction.run : () => null })
  }
  if (!fine) b.badArguments(call)
  return {
    node: call,
    type: source.bound.type,
    run: (ctx) => {
      const rows = source.rows(ctx)
      return rows === null || rows instanceof FxError ? rows : sortRows(ctx, rows, slot, keys)
    },
  }
}

/** A column whose name is worked out while evaluating. */
function computedColumn(b: Binder, name: Bound, slot: number): Eval {
  const text = b.convert(name, T.Text)
  return (ctx) => {
    const key = text(ctx)
    if (key instanceof FxError) return key
    const row = ctx.slots[slot]
    if (!(row instanceof FxRecord)) return row ?? null
    return row.fields.has(String(key)) ? row.get(String(key)) : fxError('InvalidFunctionUsage')
  }
}

/** SortByColumns(table, column, [values in order]): rows follow the list, the rest come last. */
function orderByTable(call: CallNode, source: ReturnType<typeof bindSource>, key: Eval, list: Bound): Bound {
  const { slot } = source.scope
  return {
    node: call,
    type: source.bound.type,
    run: (ctx) => {
      const rows = source.rows(ctx)
      const wanted = list.run(ctx)
      if (rows === null || rows instanceof FxError) return rows
      if (wanted instanceof FxError) return wanted
      const order_ = wanted instanceof FxTable ? wanted.rows.map((r) => (r instanceof FxRecord ? ([...r.fields.values()][0] ?? null) : r)) : []
      const keyed = rows.map((row) => {
        ctx.slots[slot] = row
        const value = row instanceof FxError ? row : key(ctx)
        const at = order_.findIndex((o) => equal(o, value))
        return { row, value, at: at < 0 ? Infinity : at }
      })
      const problem = firstError([...keyed.map((k) => k.value), ...order_])
      if (problem) return problem
      if (new Set(order_.map(keyText)).size < order_.length) return fxError('InvalidArgument', 'A value stands in the order twice.')
      return new FxTable(keyed.sort((x, y) => (x.at === y.at ? 0 : x.at - y.at)).map((k) => k.row))
    },
  }
}

/* --- Table, Sequence, Shuffle, Search, Patch --- */

function bindTable(b: Binder, call: CallNode): Bound {
  const items = call.args.map((arg) => b.bind(arg))
  let row: FxType = T.Blank
  let fine = true
  if (items.length === 1 && items[0]?.type.kind === 'Dynamic') return dynamicTable(call, items[0])
  for (const item of items) {
    const itemRow: FxType = item.type.kind === 'Table' ? rowOf(item.type) : item.type
    if (itemRow.kind !== 'Record' && itemRow.kind !== 'Blank' && itemRow.kind !== 'Any') {
      if (itemRow.kind !== 'Error') b.error('RecordOrTable', item.node)
      fine = false
      continue
    }
    const both = unify(row, itemRow)
    if (!both) {
      b.error('IncompatibleItem', item.node)
      fine = false
    } else row = both
  }
  if (!fine) b.badArguments(call)
  const runs = items.map((item) => {
    const target: FxType = row.kind === 'Record' ? (item.type.kind === 'Table' ? tableOf(row) : row) : T.Any
    return item.type.kind === 'Blank' ? item.run : b.convert(item, target)
  })
  const fromBlankTable = items.map((item) => item.type.kind === 'Table')
  const type: FxType = row.kind === 'Record' ? tableOf(row) : row.kind === 'Any' ? T.Any : tableType({})
  return {
    node: call,
    type,
    run: (ctx) => {
      const out: FxValue[] = []
      for (const [i, run] of runs.entries()) {
        const value = run(ctx)
        if (value instanceof FxTable) out.push(...value.rows)
        else if (fromBlankTable[i] && value instanceof FxError) return value
        else if (value === null && fromBlankTable[i]) continue
        else out.push(value)
      }
      ctx.rows(out.length)
      return new FxTable(out)
    },
  }
}

const dynamicTable = (call: CallNode, item: Bound): Bound => ({
  node: call,
  type: tableType({ Value: T.Dynamic }),
  run: (ctx) => {
    const rows = rowsOf(item.run(ctx))
    return rows === null || rows instanceof FxError ? rows : valueColumn(rows)
  },
})

function bindSequence(b: Binder, call: CallNode): Bound {
  const args = call.args.map((arg) => b.bind(arg))
  let fine = true
  for (const arg of args) if (!b.accepts(arg, T.Decimal)) fine = false
  if (!fine) b.badArguments(call)
  const float = args.slice(1).some((arg) => arg.type.kind === 'Number')
  const count = b.convert(args[0] as Bound, T.Number)
  const rest = args.slice(1).map((arg) => b.convert(arg, float ? T.Number : T.Decimal))
  return {
    node: call,
    type: tableType({ Value: float ? T.Number : T.Decimal }),
    run: (ctx) => {
      const values = [count(ctx), ...rest.map((run) => run(ctx))]
      const errors = mergedErrors(values)
      if (errors) return errors
      const n = Math.trunc((values[0] as number | null) ?? 0)
      if (n < 0 || n > 50_000) return fxError('InvalidArgument')
      ctx.rows(n)
      return valueColumn(sequence(n, values[1] ?? null, values[2] ?? null, args.length, float))
    },
  }
}

function sequence(n: number, start: FxValue, step: FxValue, argCount: number, float: boolean): FxValue[] {
  if (float) {
    const [from, by] = [argCount > 1 ? Number(start ?? 0) : 1, argCount > 2 ? Number(step ?? 0) : 1]
    return Array.from({ length: n }, (_, i) => from + i * by)
  }
  const from = argCount > 1 ? ((start as Dec | null) ?? decFromInt(0)) : decFromInt(1)
  const by = argCount > 2 ? ((step as Dec | null) ?? decFromInt(0)) : decFromInt(1)
  return Array.from({ length: n }, (_, i) => {
    const jump = decMul(by, decFromInt(i))
    return (jump && decAdd(from, jump)) ?? fxError('Numeric')
  })
}

function bindShuffle(b: Binder, call: CallNode): Bound {
  const source = bindSource(b, call, call.args[0] as Node)
  return {
    node: call,
    type: source.bound.type,
    run: (ctx) => {
      const rows = source.rows(ctx)
      if (rows === null || rows instanceof FxError) return rows
      const out = [...rows]
      ctx.rows(out.length)
      for (let i = out.length - 1; i > 0; i--) {
        const j = Math.floor(ctx.env.random() * (i + 1))
        ;[out[i], out[j]] = [out[j] as FxValue, out[i] as FxValue]
      }
      return new FxTable(out)
    },
  }
}

function bindSearch(b: Binder, call: CallNode): Bound {
  const source = bindSource(b, call, call.args[0] as Node)
  const needle = b.bind(call.args[1] as Node)
  if (!b.accepts(needle, T.Text)) b.badArguments(call)
  const fields = isAggregate(source.bound.type) ? source.bound.type.fields : undefined
  const names: string[] = []
  for (const node of call.args.slice(2)) {
    const name = node.kind === 'text' ? node.value : columnName(b, node)
    if (name === undefined) b.badArguments(call)
    else if (fields && !fields.has(name)) {
      missingColumn(b, node, name, fields)
      b.badArguments(call)
    } else if (fields && fields.get(name)?.kind !== 'Text' && !['Any', 'Enum', 'OptionSet'].includes(fields.get(name)?.kind ?? '')) {
      b.error('NeedsColumnOf', node, ['Text', name])
      b.badArguments(call)
    } else names.push(name)
  }
  const text = b.convert(needle, T.Text)
  return {
    node: call,
    type: source.bound.type,
    run: (ctx) => {
      const rows = source.rows(ctx)
      const wanted = text(ctx)
      const errors = mergedErrors([wanted])
      if (rows === null || rows instanceof FxError) return rows
      if (errors) return errors
      const lower = String(wanted ?? '').toLowerCase()
      ctx.rows(rows.length)
      const cells = rows.flatMap((row) => (row instanceof FxRecord ? names.map((name) => row.get(name)) : [row]))
      const wrong = firstError(cells)
      if (wrong) return wrong
      return new FxTable(rows.filter((row) => (row === null && lower === '') || (row instanceof FxRecord && names.some((name) => rowHas(row, name, lower, ctx)))))
    },
  }
}

function rowHas(row: FxRecord, name: string, lower: string, ctx: Ctx): boolean {
  const value = row.get(name)
  const text = value === null ? '' : toText(value, ctx)
  return typeof text === 'string' && (lower === '' || text.toLowerCase().includes(lower))
}

/** Patch of records only: the fields of the later ones over the first. */
function bindPatch(b: Binder, call: CallNode): Bound {
  const args = call.args.map((arg) => b.bind(arg))
  const first = args[0] as Bound
  let fine = true
  let type: FxType = first.type
  for (const arg of args) {
    if (arg.type.kind !== 'Record' && arg.type.kind !== 'Any' && arg.type.kind !== 'Blank') {
      if (arg.type.kind !== 'Error') b.error('NotARecord', arg.node, [b.textOf(arg.node)])
      fine = false
      continue
    }
    if (type.kind === 'Record' && arg !== first && arg.type.kind === 'Record') {
      const merged = mergeFields(b, arg, type)
      fine &&= merged.ok
      type = merged.type
    } else if (arg.type.kind === 'Any') type = T.Any
  }
  if (!fine) b.badArguments(call)
  const runs = args.map((arg) => arg.run)
  return {
    node: call,
    type,
    run: (ctx) => {
      const values = runs.map((run) => run(ctx))
      const errors = mergedErrors(values)
      if (errors) return errors
      const out = new Map<string, FxValue>()
      for (const value of values) if (value instanceof FxRecord) for (const [name, field] of value.fields) out.set(name, field)
      return values[0] === null && values.length === 2 && values[1] === null ? null : new FxRecord(out)
    },
  }
}

function mergeFields(b: Binder, arg: Bound, base: AggregateType): { ok: boolean; type: AggregateType } {
  const fields = new Map(base.fields)
  let ok = true
  if (isAggregate(arg.type)) {
    for (const [name, type] of arg.type.fields) {
      const mine = fields.get(name)
      const numbers = mine && ['Decimal', 'Number'].includes(mine.kind) && ['Decimal', 'Number'].includes(type.kind)
      if (mine && !numbers && !isAggregate(mine) && mine.kind !== type.kind && mine.kind !== 'Any' && type.kind !== 'Any' && type.kind !== 'Blank') {
        b.error('WrongFieldType', arg.node, [name, typeName(mine), typeName(type)])
        ok = false
      } else if (!mine) fields.set(name, type)
    }
  }
  return { ok, type: { ...base, fields } }
}

function bindColumnNames(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  if (arg.type.kind !== 'Dynamic' && arg.type.kind !== 'Any' && arg.type.kind !== 'Blank') {
    if (arg.type.kind !== 'Error') b.error('BadArgumentType', arg.node, [typeName(arg.type), 'Dynamic'])
    b.badArguments(call)
  }
  return {
    node: call,
    type: tableType({ Value: T.Text }),
    run: (ctx) => {
      const value = arg.run(ctx)
      if (value === null || value instanceof FxError) return value
      if (value instanceof FxRecord) return valueColumn([...value.fields.keys()])
      if (value instanceof FxDynamic && value.node instanceof Map) return valueColumn([...value.node.keys()])
      return fxError('InvalidArgument')
    },
  }
}

export const shapeFunctions: readonly FnDef[] = [
  special(F, 'AddColumns', 'table, ...column', 'Adds computed columns to a table or record.', bindAddColumns, { min: 3 }),
  special(F, 'ColumnNames', 'value: Dynamic', 'The names of the fields of an untyped object.', bindColumnNames),
  special(F, 'Distinct', 'table, formula', 'The different values of a formula.', bindDistinct),
  special(F, 'DropColumns', 'table, ...column', 'Removes columns.', (b, call) => bindDropOrShow(b, call, false), { min: 2 }),
  special(F, 'Patch', 'record, ...changes', 'A record with changes laid over it.', bindPatch, { min: 2 }),
  special(F, 'RenameColumns', 'table, ...column', 'Renames columns.', bindRename, { min: 3 }),
  special(F, 'Search', 'table, text: Text, ...column', 'The rows that contain a text in some column.', bindSearch, { min: 3 }),
  special(F, 'Sequence', 'count: Number, start?: Num, step?: Num', 'A table of consecutive numbers.', bindSequence),
  special(F, 'ShowColumns', 'table, ...column', 'Keeps only these columns.', (b, call) => bindDropOrShow(b, call, true), { min: 2 }),
  special(F, 'Shuffle', 'table', 'The rows in random order.', bindShuffle),
  special(F, 'Sort', 'table, formula, order?: SortOrder', 'The rows in order of a formula.', bindSort),
  special(F, 'SortByColumns', 'table, column, ...order', 'The rows in order of columns.', bindSortByColumns, { min: 2 }),
  special(F, 'Table', '...row', 'A table of records, and of the rows of tables.', bindTable, { min: 0 }),
]
