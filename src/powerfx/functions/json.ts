import type { CallNode, Node } from '../ast.ts'
import { dynamic, dynamicMember } from '../values/member.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { toText } from '../coerce/to-text.ts'
import { fxError } from '../errors.ts'
import { readTyped, typeFromNode, type NamedTypes } from '../host/type-arguments.ts'
import { writeJson } from '../text/write-json.ts'
import type { Eval } from '../runtime.ts'
import { T, enumType, isAggregate, typeName, type FxType } from '../types.ts'
import { parseJson } from '../values/json-node.ts'
import { FxDynamic, FxEnumValue, FxError, FxRecord, type FxValue } from '../values/value.ts'
import { special, type FnDef } from './define.ts'

const F = 'json'

function parsed(value: FxValue): FxValue {
  if (value === null || value instanceof FxError) return value
  if (typeof value !== 'string') return fxError('InvalidArgument')
  if (value === '') return null
  const node = parseJson(value)
  return node === undefined ? fxError('InvalidJSON') : dynamic(node)
}

function bindParseJson(b: Binder, call: CallNode): Bound {
  const text = b.bind(call.args[0] as Node)
  if (!b.accepts(text, T.Text)) b.badArguments(call)
  const source = b.convert(text, T.Text)
  if (call.args.length === 1) return { node: call, type: T.Dynamic, run: (ctx) => parsed(source(ctx)) }
  const type = typeArgument(b, call, 1)
  if (!type) return { node: call, type: T.Error, run: () => fxError('Internal') }
  return { node: call, type, run: typed(type, (ctx) => parsed(source(ctx))) }
}

const typed = (type: FxType, run: Eval): Eval => (ctx) => {
  const value = run(ctx)
  if (value === null || value instanceof FxError) return value
  return value instanceof FxDynamic ? readTyped(value.node, type, ctx) : fxError('InvalidArgument')
}

function typeArgument(b: Binder, call: CallNode, index: number): FxType | undefined {
  const node = call.args[index] as Node
  const names: NamedTypes = { report: (code, span, parts) => b.error(code, span, parts) }
  if (node.kind === 'name') {
    const type = typeFromNode(node, names)
    if (!type) b.error('BadTypeArgument', call, [b.textOf(node)])
    return type
  }
  if (node.kind === 'type') {
    const type = typeFromNode(node.body, { ...names, place: node })
    if (!type) b.error('BadTypeExpression', node, [b.textOf(node)])
    return type
  }
  b.error('BadTypeArgument', node, [b.textOf(node)])
  return undefined
}

function bindAsType(b: Binder, call: CallNode): Bound {
  const value = bindUntyped(b, call)
  const type = typeArgument(b, call, 1)
  if (!type) return { node: call, type: T.Error, run: () => fxError('Internal') }
  return { node: call, type, run: typed(type, value.run) }
}

function bindIsType(b: Binder, call: CallNode): Bound {
  const value = bindUntyped(b, call)
  const type = typeArgument(b, call, 1)
  if (!type) return { node: call, type: T.Boolean, run: () => fxError('Internal') }
  return {
    node: call,
    type: T.Boolean,
    run: (ctx) => {
      const found = value.run(ctx)
      if (found instanceof FxError) return found
      return found instanceof FxDynamic && found.node !== null && !(readTyped(found.node, type, ctx) instanceof FxError)
    },
  }
}

function bindUntyped(b: Binder, call: CallNode): Bound {
  const value = b.bind(call.args[0] as Node)
  const { kind } = value.type
  if (kind !== 'Dynamic' && kind !== 'Any' && kind !== 'Blank') {
    if (kind !== 'Error') b.error('BadArgumentType', value.node, [typeName(value.type), 'Dynamic'])
    b.badArguments(call)
  }
  return value
}

function bindColumn(b: Binder, call: CallNode): Bound {
  const value = bindUntyped(b, call)
  const name = b.bind(call.args[1] as Node)
  if (!b.accepts(name, T.Text)) b.badArguments(call)
  return {
    node: call,
    type: value.type.kind === 'Any' ? T.Any : T.Dynamic,
    run: (ctx) => {
      const [from, raw] = [value.run(ctx), name.run(ctx)]
      if (from instanceof FxError) return from
      const key = raw === null ? '' : toText(raw, ctx)
      if (key instanceof FxError || from === null) return key instanceof FxError ? key : null
      if (from instanceof FxRecord) return from.get(key)
      return from instanceof FxDynamic ? dynamicMember(from, key) : fxError('InvalidArgument')
    },
  }
}

function bindJson(b: Binder, call: CallNode): Bound {
  const [value, format] = call.args.map((arg) => b.bind(arg)) as [Bound, Bound | undefined]
  const bad = unserializable(value.type)
  if (bad) {
    b.error('CannotSerialize', value.node, [bad])
    b.badArguments(call)
  }
  if (value.type.kind === 'Error' || (format && !b.accepts(format, enumType('JSONFormat')))) b.badArguments(call)
  return {
    node: call,
    type: T.Text,
    run: (ctx) => {
      const found = value.run(ctx)
      const how = format ? format.run(ctx) : ''
      if (found instanceof FxError) return found
      if (how instanceof FxError) return how
      const flags = String((how instanceof FxEnumValue ? how.value : how) ?? '')
      return writeJson(found, { indent: flags.includes('4'), flatten: flags.includes('_'), skip: flags.includes('I') }, ctx)
    },
  }
}

function unserializable(type: FxType): string | undefined {
  if (type.kind === 'Void') return 'Void'
  if (isAggregate(type)) for (const field of type.fields.values()) if (unserializable(field)) return unserializable(field)
  return undefined
}

export const jsonFunctions: readonly FnDef[] = [
  special(F, 'AsType', 'value: Dynamic, type', 'An untyped value as a type, or an error.', bindAsType),
  special(F, 'Column', 'value: Dynamic, name: Text', 'A field of an untyped object by name.', bindColumn),
  special(F, 'IsType', 'value: Dynamic, type', 'Whether an untyped value is of a type.', bindIsType),
  special(F, 'JSON', 'value, format?: JSONFormat', 'A value as JSON text.', bindJson),
  special(F, 'ParseJSON', 'json: Text, type?', 'Reads JSON into an untyped value, or into a type.', bindParseJson),
]
