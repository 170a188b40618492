import type { CallNode, Node } from '../ast.ts'
import { constant, type Binder, type Bound } from '../binder.ts'
import { coercer, toDec } from '../coerce.ts'
import { ErrorKind, defaultErrorMessage, fxError, mergedErrors } from '../errors.ts'
import { boolOperand, equal, lazyLogic, not } from '../operators.ts'
import type { Ctx, Eval } from '../runtime.ts'
import { T, coerces, isAggregate, recordType, tableOf, tableType, typeName, unify, type AggregateType, type FxType } from '../types.ts'
import { decToNumber, Dec } from '../values/decimal.ts'
import { FxDynamic, FxError, FxRecord, FxTable, isBlank, type FxErrorDetail, type FxValue } from '../values/value.ts'
import { special, type FnDef } from './define.ts'

const F = 'logic'

/** The type of "one of these results", and each result converted to it. Mismatch is reported on the call. */
export function bindResults(b: Binder, call: CallNode, results: readonly Bound[]): { type: FxType; runs: Eval[] } {
  let type: FxType = T.Blank
  for (const result of results) {
    const both = unify(type, result.type)
    if (!both) {
      b.error('ResultMismatch', call)
      return { type: T.Void, runs: results.map((r) => r.run) }
    }
    type = both
  }
  if (results.some((r) => r.type.kind === 'Error')) b.badArguments(call)
  return { type, runs: results.map((r) => b.convert(r, type)) }
}

function bindCondition(b: Binder, node: Node): { run: Eval; ok: boolean } {
  const bound = b.bind(node)
  return { run: boolOperand(bound.run, bound.type), ok: b.accepts(bound, T.Boolean) }
}

function bindIf(b: Binder, call: CallNode): Bound {
  const conditions: Eval[] = []
  const results: Bound[] = []
  let fine = true
  for (let i = 0; i + 1 < call.args.length; i += 2) {
    const condition = bindCondition(b, call.args[i] as Node)
    fine &&= condition.ok
    conditions.push(condition.run)
    results.push(b.bind(call.args[i + 1] as Node))
  }
  if (call.args.length % 2) results.push(b.bind(call.args.at(-1) as Node))
  if (!fine) b.badArguments(call)
  const { type, runs } = bindResults(b, call, results)
  const otherwise = call.args.length % 2 ? runs.at(-1) : undefined
  if (conditions.length === 1) return { node: call, type, run: simpleIf(conditions[0] as Eval, runs[0] as Eval, otherwise) }
  return { node: call, type, run: chainIf(conditions, runs, otherwise) }
}

const simpleIf = (condition: Eval, then: Eval, otherwise: Eval | undefined): Eval => (ctx) => {
  const test = condition(ctx)
  if (test === true) return then(ctx)
  if (test instanceof FxError) return test
  return otherwise ? otherwise(ctx) : null
}

const chainIf = (conditions: Eval[], runs: Eval[], otherwise: Eval | undefined): Eval => (ctx) => {
  for (let i = 0; i < conditions.length; i++) {
    const test = (conditions[i] as Eval)(ctx)
    if (test === true) return (runs[i] as Eval)(ctx)
    if (test instanceof FxError) return test
  }
  return otherwise ? otherwise(ctx) : null
}

function bindSwitch(b: Binder, call: CallNode): Bound {
  const [subjectNode, ...rest] = call.args
  const subject = b.bind(subjectNode as Node)
  const cases: Bound[] = []
  const results: Bound[] = []
  let fine = subject.type.kind !== 'Error'
  for (let i = 0; i + 1 < rest.length; i += 2) {
    const match = b.bind(rest[i] as Node)
    if (match.type.kind === 'Error' || !comparable(subject.type, match.type)) {
      if (match.type.kind !== 'Error') b.error('BadArgumentType', match.node, [typeName(match.type), typeName(subject.type)])
      fine = false
    }
    cases.push(match)
    results.push(b.bind(rest[i + 1] as Node))
  }
  if (rest.length % 2) results.push(b.bind(rest.at(-1) as Node))
  if (!fine) b.badArguments(call)
  const { type, runs } = bindResults(b, call, results)
  const matches = cases.map((c) => (subject.type.kind === 'Any' || isAggregate(subject.type) ? c.run : b.convert(c, subject.type)))
  const otherwise = rest.length % 2 ? runs.at(-1) : undefined
  return { node: call, type, run: switchEval(subject.run, matches, runs, otherwise) }
}

const comparable = (a: FxType, b: FxType): boolean => a.kind === 'Blank' || a.kind === 'Any' || coerces(b, a) || coerces(a, b)

function switchEval(subject: Eval, matches: Eval[], runs: Eval[], otherwise: Eval | undefined): Eval {
  return (ctx) => {
    const value = subject(ctx)
    if (value instanceof FxError) return value
    for (let i = 0; i < matches.length; i++) {
      const match = (matches[i] as Eval)(ctx)
      if (match instanceof FxError) return match
      if (equal(value, match)) return (runs[i] as Eval)(ctx)
    }
    return otherwise ? otherwise(ctx) : null
  }
}

/* --- errors --- */

const errorRow: AggregateType = {
  ...recordType({
    Kind: T.Number,
    Message: T.Text,
    Source: T.Text,
    Observed: T.Text,
    Details: recordType({ HttpStatusCode: T.Number, HttpResponse: T.Text }),
  }),
  system: true,
}

const errorAsRecord = (error: FxErrorDetail): FxRecord =>
  new FxRecord(
    new Map<string, FxValue>([
      ['Kind', error.kind],
      ['Message', error.message],
      ['Source', error.source ?? null],
      ['Observed', error.observed ?? null],
      ['Details', error.details ?? null],
    ]),
  )

/** IfError(value, fallback, value, fallback, ..., default): the first value that is an error gives its fallback. */
function bindIfError(b: Binder, call: CallNode): Bound {
  const first = b.newSlot()
  const all = b.newSlot()
  const extra = new Map([
    ['FirstError', { slot: first, type: errorRow as FxType }],
    ['AllErrors', { slot: all, type: tableOf(errorRow) as FxType }],
  ])
  const scope = { slot: -1, row: T.Blank, hidden: true, extra }
  const values: Bound[] = []
  const results: Bound[] = []
  const { args } = call
  args.forEach((arg, i) => {
    const fallback = i % 2 === 1
    const bound = fallback ? b.within(scope, () => b.bind(arg)) : b.bind(arg)
    if (fallback || i === args.length - 1 || args.length === 1) results.push(bound)
    if (!fallback) values.push(bound)
  })
  const ordered = resultOrder(values, results, args.length)
  const { type, runs } = bindResults(b, call, ordered)
  const typed = new Map(ordered.map((bound, i) => [bound, runs[i] as Eval]))
  if (values.some((v) => v.type.kind === 'Error')) b.badArguments(call)
  return { node: call, type, run: ifErrorEval(values, args.length, results, typed, first, all) }
}

/** The value that can come out decides the type first: with two arguments that is the value, else the last default. */
function resultOrder(values: readonly Bound[], results: readonly Bound[], count: number): Bound[] {
  const last = values.at(-1) as Bound
  if (count <= 2) return [last, ...results.filter((r) => r !== last)]
  return count % 2 ? [last, ...results.filter((r) => r !== last)] : [...results, last].filter((r, i, list) => list.indexOf(r) === i)
}

function ifErrorEval(values: Bound[], count: number, results: Bound[], typed: Map<Bound, Eval>, first: number, all: number): Eval {
  const fallbacks = results.filter((r) => !values.includes(r)).map((r) => typed.get(r) ?? r.run)
  const tests = values.map((v) => typed.get(v) ?? v.run)
  return (ctx) => {
    for (let i = 0; i < tests.length; i++) {
      const value = (tests[i] as Eval)(ctx)
      if (value instanceof FxError && fallbacks[i]) {
        const rows = value.errors.map(errorAsRecord)
        ctx.slots[first] = rows[0] ?? null
        ctx.slots[all] = new FxTable(rows)
        return (fallbacks[i] as Eval)(ctx)
      }
      if (i === tests.length - 1) return value
    }
    return count ? null : null
  }
}

function bindError(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  const { kind } = arg.type
  const fine = kind === 'Text' || kind === 'Record' || kind === 'Table' || kind === 'Any' || kind === 'Blank' || coerces(arg.type, T.Text)
  if (!fine && kind !== 'Error') {
    b.error('BadArgumentType', arg.node, [typeName(arg.type), 'Record'])
    b.badArguments(call)
  }
  return { node: call, type: T.Blank, run: (ctx) => raise(arg.run(ctx)) }
}

function raise(value: FxValue): FxError {
  if (value instanceof FxError) return value
  if (typeof value === 'string') return new FxError([{ kind: ErrorKind.Custom, message: value }])
  if (value instanceof FxRecord) return new FxError([errorDetail(value)])
  if (value instanceof FxTable && value.rows.length) {
    const details = value.rows.map((row) => (row instanceof FxRecord ? errorDetail(row) : undefined))
    const errors = mergedErrors(value.rows)
    if (errors) return errors
    return new FxError(details.filter((d) => d !== undefined))
  }
  return fxError('InvalidArgument')
}

function errorDetail(row: FxRecord): FxErrorDetail {
  const raw = row.get('Kind')
  const kind = raw === null ? new Dec(0, 0) : toDec(raw)
  if (kind instanceof FxError) return { kind: ErrorKind.InvalidArgument, message: defaultErrorMessage(ErrorKind.InvalidArgument) }
  const number = Math.trunc(decToNumber(kind))
  const message = row.get('Message')
  const [source, observed, details] = [row.get('Source'), row.get('Observed'), row.get('Details')]
  return {
    kind: number,
    message: typeof message === 'string' && message !== '' ? message : defaultErrorMessage(number),
    ...(typeof source === 'string' ? { source } : {}),
    ...(typeof observed === 'string' ? { observed } : {}),
    ...(details === null ? {} : { details }),
  }
}

/* --- tests on a value --- */

const test = (name: string, about: string, check: (value: FxValue) => FxValue): FnDef =>
  special(F, name, 'value', about, (b, call) => {
    const arg = b.bind(call.args[0] as Node)
    if (arg.type.kind === 'Error' || arg.type.kind === 'Void') b.badArguments(call)
    return { node: call, type: T.Boolean, run: (ctx) => check(arg.run(ctx)) }
  })

const blankCheck = (value: FxValue): boolean => isBlank(value) || (value instanceof FxDynamic && value.node === '')

function bindIsNumeric(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  return { node: call, type: T.Boolean, run: (ctx) => isNumericValue(arg.run(ctx)) }
}

function isNumericValue(value: FxValue): FxValue {
  if (value === null) return false
  if (value instanceof FxError) return value
  if (typeof value === 'boolean') return false
  return !(toDec(value) instanceof FxError) || typeof value === 'number'
}

function bindIsEmpty(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  const { kind } = arg.type
  if (kind !== 'Table' && kind !== 'Any' && kind !== 'Blank' && kind !== 'Dynamic') {
    if (kind !== 'Error') b.error('BadArgumentType', arg.node, [typeName(arg.type), 'Table'])
    b.badArguments(call)
  }
  return {
    node: call,
    type: T.Boolean,
    run: (ctx) => {
      const value = arg.run(ctx)
      if (value instanceof FxError) return value
      if (value instanceof FxTable) return value.rows.length === 0
      if (value instanceof FxDynamic) return Array.isArray(value.node) ? value.node.length === 0 : fxError('InvalidArgument')
      return value === null || value === ''
    },
  }
}

function bindCoalesce(b: Binder, call: CallNode): Bound {
  const args = call.args.map((arg) => b.bind(arg))
  let type: FxType = T.Blank
  let fine = true
  for (const arg of args) {
    const both = unify(type, arg.type)
    if (both && arg.type.kind !== 'Error') type = both
    else {
      fine = false
      if (!both) b.error('BadArgumentType', arg.node, [typeName(arg.type), typeName(type)])
    }
  }
  if (!fine) b.badArguments(call)
  const runs = args.map((arg) => b.convert(arg, type))
  return {
    node: call,
    type,
    run: (ctx) => {
      for (const run of runs) {
        const value = run(ctx)
        if (!isBlank(value)) return value
      }
      return null
    },
  }
}

function logical(name: string, about: string, stopOn: boolean): FnDef {
  return special(F, name, '...value: Boolean', about, (b, call) => {
    const parts = call.args.map((arg) => b.bind(arg))
    if (parts.map((part) => b.accepts(part, T.Boolean)).includes(false)) b.badArguments(call)
    return { node: call, type: T.Boolean, run: lazyLogic(stopOn, parts.map((part) => boolOperand(part.run, part.type))) }
  }, { min: 1 })
}

function bindNot(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  if (arg.type.kind === 'Table') {
    const convert = coercer(T.Boolean)
    return { node: call, type: tableType({ Value: T.Boolean }), run: (ctx) => notTable(arg.run(ctx), convert, ctx) }
  }
  if (!b.accepts(arg, T.Boolean)) b.badArguments(call)
  return { node: call, type: T.Boolean, run: not(boolOperand(arg.run, arg.type)) }
}

function notTable(table: FxValue, convert: (v: FxValue, ctx: Ctx) => FxValue, ctx: Ctx): FxValue {
  if (!(table instanceof FxTable)) return table
  return new FxTable(
    table.rows.map((row) => {
      const cell = row instanceof FxRecord ? convert([...row.fields.values()][0] ?? null, ctx) : row
      return new FxRecord(new Map([['Value', cell instanceof FxError ? cell : !(cell ?? false)]]))
    }),
  )
}

function bindWith(b: Binder, call: CallNode): Bound {
  const [first, body] = call.args as [Node, Node]
  const alias = first.kind === 'as' ? first.name : undefined
  const row = b.bind(first.kind === 'as' ? first.left : first)
  if (row.type.kind !== 'Record' && row.type.kind !== 'Any' && row.type.kind !== 'Dynamic') {
    if (row.type.kind !== 'Error') b.error('BadArgumentType', row.node, [typeName(row.type), 'Record'])
    b.badArguments(call)
  }
  const slot = b.newSlot()
  const result = b.within({ slot, row: row.type, ...(alias === undefined ? {} : { alias }) }, () => b.bind(body))
  return {
    node: call,
    type: result.type,
    run: (ctx) => {
      const value = row.run(ctx)
      if (value instanceof FxError || value === null) return value
      ctx.slots[slot] = value
      return result.run(ctx)
    },
  }
}

export const logicFunctions: readonly FnDef[] = [
  logical('And', 'Whether all values are true.', false),
  special(F, 'Blank', '', 'No value.', (_, call) => constant(call, T.Blank, null)),
  special(F, 'Coalesce', '...value', 'The first value that is not blank.', bindCoalesce, { min: 1 }),
  special(F, 'Error', 'information', 'Raises an error of your own.', bindError),
  special(F, 'If', 'condition: Boolean, then, ...more', 'One value or another, by condition.', bindIf, { min: 2 }),
  special(F, 'IfError', 'value, fallback, ...more', 'Another value in place of an error.', bindIfError, { min: 2 }),
  test('IsBlank', 'Whether a value is blank or an empty text.', (v) => (v instanceof FxError ? v : blankCheck(v))),
  test('IsBlankOrError', 'Whether a value is blank or an error.', (v) => v instanceof FxError || blankCheck(v)),
  special(F, 'IsEmpty', 'table', 'Whether a table has no rows.', bindIsEmpty),
  test('IsError', 'Whether a value is an error.', (v) => v instanceof FxError),
  special(F, 'IsNumeric', 'value', 'Whether a value is a number or reads as one.', bindIsNumeric),
  special(F, 'Not', 'value', 'True becomes false and the reverse.', bindNot),
  logical('Or', 'Whether any value is true.', true),
  special(F, 'Switch', 'value, match, result, ...more', 'The result for the first match.', bindSwitch, { min: 3 }),
  special(F, 'With', 'record, formula', 'Names the fields of a record for one formula.', bindWith),
]

