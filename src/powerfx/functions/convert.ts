import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { toBool } from '../coerce/to-number.ts'
import { toGuid } from '../coerce/coerce.ts'
import { fxError } from '../errors.ts'
import type { Ctx } from '../runtime.ts'
import { coerces, onlyColumn, T, tableType, typeName } from '../types.ts'
import { FxError, FxGuid, FxRecord, FxTable, type FxValue, isBlank, valueColumn } from '../values/value.ts'
import { bindConcatenate } from './concatenate.ts'
import { type FnDef, special } from './define.ts'
import { bindNumber } from './to-number.ts'
import { bindText } from './to-text.ts'

const F = 'conversion'

function bindBoolean(b: Binder, call: CallNode): Bound {
  const arg = b.bind(call.args[0] as Node)
  const column = arg.type.kind === 'Table' ? onlyColumn(arg.type) : undefined
  const subject = column ? column[1] : arg.type
  if (subject.kind === 'Enum' || subject.kind === 'Error' || !coerces(subject, T.Boolean)) {
    if (subject.kind !== 'Error') b.error('BadArgumentType', arg.node, [typeName(subject), 'Text'])
    b.badArguments(call)
  }
  const convert = (value: FxValue): FxValue => (isBlank(value) ? null : toBool(value))
  return {
    node: call,
    type: column ? tableType({ Value: T.Boolean }) : T.Boolean,
    run: (ctx) => {
      const value = arg.run(ctx)
      if (value instanceof FxTable && column) {
        return valueColumn(value.rows.map((row) => (row instanceof FxRecord ? convert([...row.fields.values()][0] ?? null) : row)))
      }
      return convert(value)
    },
  }
}

function bindGuid(b: Binder, call: CallNode): Bound {
  const arg = call.args[0] && b.bind(call.args[0])
  if (arg && !(arg.type.kind === 'Guid' || b.accepts(arg, T.Text))) b.badArguments(call)
  return {
    node: call,
    type: T.Guid,
    run: (ctx) => {
      if (!arg) return new FxGuid(randomGuid(ctx))
      const value = arg.run(ctx)
      if (value === null || value instanceof FxError) return value
      if (isBlank(value)) return value === '' ? fxError('InvalidArgument') : null
      return toGuid(value)
    },
  }
}

function randomGuid(ctx: Ctx): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(ctx.env.random() * 16))
  hex[12] = 4
  hex[16] = 8 + ((hex[16] ?? 0) % 4)
  const text = hex.map((n) => n.toString(16)).join('')
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
}

export const convertFunctions: readonly FnDef[] = [
  special(F, 'Boolean', 'value', 'Text, a number or JSON as true or false.', bindBoolean),
  special(F, 'Concatenate', '...text: Text', 'Joins texts.', bindConcatenate, { min: 1 }),
  special(F, 'Decimal', 'value, language?: Text', 'A value as a decimal number.', (b, call) => bindNumber(b, call, 'Decimal')),
  special(F, 'Float', 'value, language?: Text', 'A value as a floating-point number.', (b, call) => bindNumber(b, call, 'Number')),
  special(F, 'GUID', 'text?: Text', 'A GUID from text, or a new one.', bindGuid),
  special(F, 'Text', 'value, format?: Text, language?: Text', 'A value as text, in a format.', bindText),
  special(F, 'Value', 'value, language?: Text', 'Text or JSON as a number.', (b, call) => bindNumber(b, call, 'Decimal')),
]
