import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { firstError, fxError } from '../errors.ts'
import { equal } from '../operators/equality.ts'
import { order } from '../operators/order.ts'
import type { Ctx, Eval } from '../runtime.ts'
import { enumType, isAggregate, T } from '../types.ts'
import { FxEnumValue, FxError, FxRecord, FxTable, type FxValue } from '../values/value.ts'
import { columnName, missingColumn } from './column-name.ts'
import { keyText } from './distinct.ts'
import { bindSource } from './row-source.ts'
import { cellOf } from './rows-of.ts'

const SORTABLE = ['Decimal', 'Number', 'Text', 'Boolean', 'Date', 'DateTime', 'Time', 'Any', 'Blank', 'Enum', 'OptionSet', 'Guid']

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
    return { row, values: keys.map((k) => k.run(ctx)) }
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

export function bindSort(b: Binder, call: CallNode): Bound {
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

export function bindSortByColumns(b: Binder, call: CallNode): Bound {
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
      const wantedOrder = wanted instanceof FxTable ? wanted.rows.map(cellOf) : []
      const keyed = rows.map((row) => {
        ctx.slots[slot] = row
        const value = row instanceof FxError ? row : key(ctx)
        const at = wantedOrder.findIndex((o) => equal(o, value))
        return { row, value, at: at < 0 ? Infinity : at }
      })
      const problem = firstError([...keyed.map((k) => k.value), ...wantedOrder])
      if (problem) return problem
      if (new Set(wantedOrder.map(keyText)).size < wantedOrder.length) return fxError('InvalidArgument', 'A value stands in the order twice.')
      return new FxTable(keyed.sort((x, y) => (x.at === y.at ? 0 : x.at - y.at)).map((k) => k.row))
    },
  }
}
