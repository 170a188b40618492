import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import { type Bound, constant } from '../bound.ts'
import { coercer } from '../coerce/coerce.ts'
import { boolOperand } from '../operators/operands.ts'
import { lazyLogic, not } from '../operators/text-and-logic.ts'
import type { Ctx } from '../runtime.ts'
import { type FxType, T, tableType, typeName, unify } from '../types.ts'
import { FxError, FxRecord, FxTable, type FxValue, isBlank } from '../values/value.ts'
import { type FnDef, special } from './define.ts'
import { bindIfError } from './if-error.ts'
import { bindIf, bindSwitch } from './if.ts'
import { bindError } from './raise-error.ts'
import { bindIsEmpty, bindIsNumeric, blankCheck, test } from './is.ts'

const F = 'logic'

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
