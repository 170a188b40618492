import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { firstError, mergedErrors } from '../errors.ts'
import { boolOperand } from '../operators/operands.ts'
import type { Ctx, Eval } from '../runtime.ts'
import { T, coerces, tableOf, tableType, type FxType } from '../types.ts'
import { decFromInt } from '../values/decimal.ts'
import { FxDynamic, FxError, FxRecord, FxTable, valueColumn, type FxValue } from '../values/value.ts'
import { special, type FnDef } from './define.ts'
import { STRICT, bindSource, eachRow, type Source } from './row-source.ts'

const F = 'tables'

const asValueRows = (values: readonly FxValue[], type: FxType): FxTable =>
  type.kind === 'Record' || type.kind === 'Any'
    ? new FxTable(values.map((v) => (v instanceof FxRecord || (type.kind === 'Record' && !(v instanceof FxDynamic)) ? v : new FxRecord(new Map([['Value', v]])))))
    : valueColumn(values)

function bindForAll(b: Binder, call: CallNode): Bound {
  const source = bindSource(b, call, call.args[0] as Node, 'dynamic')
  const body = b.within(source.scope, () => b.bind(call.args[1] as Node))
  const item = body.type
  const type = item.kind === 'Record' ? tableOf(item) : item.kind === 'Any' ? T.Any : tableType({ Value: item })
  return {
    node: call,
    type,
    run: (ctx) => {
      const rows = source.rows(ctx)
      if (rows === null || rows instanceof FxError) return rows
      const values = eachRow(ctx, rows, source.scope.slot, body.run)
      return (item.kind === 'Record' ? undefined : mergedErrors(values)) ?? asValueRows(values, item)
    },
  }
}

/* --- Filter, LookUp, CountIf --- */

function bindPredicates(b: Binder, source: Source, nodes: readonly Node[], textToo = false): { run: Eval; ok: boolean } {
  const parts = nodes.map((node) => b.within(source.scope, () => b.bind(node)))
  let ok = true
  for (const part of parts) {
    if (textToo) ok = b.accepts(part, T.Boolean) && ok
    else if (part.type.kind === 'Error' || part.type.kind === 'Text' || !coerces(part.type, T.Boolean)) {
      if (part.type.kind !== 'Error') b.error('NotABoolean', part.node)
      ok = false
    }
  }
  const runs = parts.map((part) => boolOperand(part.run, part.type))
  return { ok, run: runs.length === 1 ? (runs[0] as Eval) : (ctx) => allOf(runs, ctx) }
}

function allOf(runs: readonly Eval[], ctx: Ctx): FxValue {
  for (const run of runs) {
    const value = run(ctx)
    if (value !== true) return value
  }
  return true
}

function bindFilter(b: Binder, call: CallNode): Bound {
  const [tableNode, ...rest] = call.args as [Node, ...Node[]]
  const source = bindSource(b, call, tableNode, STRICT)
  const predicate = bindPredicates(b, source, rest)
  if (rest.length > 1) b.error('UseAnd', rest[1] as Node)
  if (!predicate.ok || rest.length > 1) b.badArguments(call)
  return {
    node: call,
    type: source.bound.type,
    run: (ctx) => {
      const rows = source.rows(ctx)
      if (rows === null || rows instanceof FxError) return rows
      const kept: FxValue[] = []
      const tests = eachRow(ctx, rows, source.scope.slot, predicate.run)
      tests.forEach((test, i) => {
        if (rows[i] instanceof FxError) kept.push(rows[i] as FxError)
        else if (test instanceof FxError) kept.push(test)
        else if (test === true) kept.push(rows[i] as FxValue)
      })
      return new FxTable(kept)
    },
  }
}

function bindLookUp(b: Binder, call: CallNode): Bound {
  const source = bindSource(b, call, call.args[0] as Node, STRICT)
  const predicate = bindPredicates(b, source, [call.args[1] as Node])
  const pick = call.args[2] ? b.within(source.scope, () => b.bind(call.args[2] as Node)) : undefined
  if (!predicate.ok || pick?.type.kind === 'Error') b.badArguments(call)
  const { slot } = source.scope
  return {
    node: call,
    type: pick ? pick.type : source.scope.row,
    run: (ctx) => {
      const rows = source.rows(ctx)
      if (rows === null || rows instanceof FxError) return rows
      for (const row of rows) {
        ctx.spend(1)
        ctx.slots[slot] = row
        const test = predicate.run(ctx)
        if (test instanceof FxError) return test
        if (test === true) return pick ? pick.run(ctx) : row
      }
      return null
    },
  }
}

function bindCountIf(b: Binder, call: CallNode): Bound {
  const [tableNode, ...rest] = call.args as [Node, ...Node[]]
  const source = bindSource(b, call, tableNode)
  const predicate = bindPredicates(b, source, rest, true)
  if (!predicate.ok) b.badArguments(call)
  return {
    node: call,
    type: T.Decimal,
    run: (ctx) => {
      const rows = source.rows(ctx)
      if (rows instanceof FxError) return rows
      const tests = eachRow(ctx, rows ?? [], source.scope.slot, predicate.run)
      return firstError(tests) ?? decFromInt(tests.filter((t) => t === true).length)
    },
  }
}

function bindConcatFunction(b: Binder, call: CallNode): Bound {
  const source = bindSource(b, call, call.args[0] as Node, 'dynamic')
  const body = b.within(source.scope, () => b.bind(call.args[1] as Node))
  const separator = call.args[2] ? b.bind(call.args[2]) : undefined
  for (const part of separator ? [body, separator] : [body]) if (!b.accepts(part, T.Text)) b.badArguments(call)
  const text = b.convert(body, T.Text)
  const between = separator && b.convert(separator, T.Text)
  return {
    node: call,
    type: T.Text,
    run: (ctx) => {
      const rows = source.rows(ctx)
      if (rows instanceof FxError) return rows
      const glue = between ? between(ctx) : ''
      if (rows === null) return null
      const parts = eachRow(ctx, rows, source.scope.slot, text)
      const errors = firstError([...parts, glue])
      if (errors) return errors
      const texts = parts.map((p) => (typeof p === 'string' ? p : ''))
      ctx.text(texts.reduce((n, t) => n + t.length, 0))
      return texts.join(typeof glue === 'string' ? glue : '')
    },
  }
}

export const iterateFunctions: readonly FnDef[] = [
  special(F, 'Concat', 'table, formula: Text, separator?: Text', 'One text from a formula for every row.', bindConcatFunction),
  special(F, 'CountIf', 'table, ...condition: Boolean', 'How many rows satisfy a condition.', bindCountIf, { min: 2 }),
  special(F, 'Filter', 'table, ...condition: Boolean', 'The rows that satisfy a condition.', bindFilter, { min: 2 }),
  special(F, 'ForAll', 'table, formula', 'A table of the formula for every row.', bindForAll),
  special(F, 'LookUp', 'table, condition: Boolean, formula?', 'The first row that satisfies a condition.', bindLookUp),
]
