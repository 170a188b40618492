import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { fxError } from '../errors.ts'
import type { Ctx, Eval } from '../runtime.ts'
import { type FxType, isAggregate, rowOf, T, tableType, typeName } from '../types.ts'
import { FxDynamic, FxError, FxRecord, FxTable, type FxValue, valueColumn } from '../values/value.ts'
import { columnName, missingColumn } from './column-name.ts'

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

export function bindAddColumns(b: Binder, call: CallNode): Bound {
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

export function bindDropOrShow(b: Binder, call: CallNode, keep: boolean): Bound {
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

export function bindRename(b: Binder, call: CallNode): Bound {
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

export function bindColumnNames(b: Binder, call: CallNode): Bound {
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
