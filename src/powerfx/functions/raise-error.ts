import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { toDec } from '../coerce/to-number.ts'
import { defaultErrorMessage, ErrorKind, fxError, mergedErrors } from '../errors.ts'
import { coerces, T, typeName } from '../types.ts'
import { Dec, decToNumber } from '../values/decimal.ts'
import { FxError, type FxErrorDetail, FxRecord, FxTable, type FxValue } from '../values/value.ts'

export function bindError(b: Binder, call: CallNode): Bound {
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
