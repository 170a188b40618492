import type { Node } from './ast.ts'
import type { Binder } from './binder.ts'
import { type Bound, constant, failed } from './bound.ts'
import { enumByName } from './enums.ts'
import type { Eval } from './runtime.ts'
import { PROBE } from './scope.ts'
import { typeName } from './types.ts'
import { memberOfValue } from './values/member.ts'
import { FxOption } from './values/value.ts'

/** `left.name`: a field, an enum member, a choice, or whatever the value turns out to have. */
export function bindDot(b: Binder, node: Extract<Node, { kind: 'dot' }>): Bound {
  const left = b.bind(node.left)
  const { name } = node
  const { type } = left
  if (name === PROBE) b.onProbe?.({ owner: type })
  switch (type.kind) {
    case 'EnumSpace': {
      const member = enumByName(type.name)?.members.get(name)
      if (member) return constant(node, { kind: 'Enum', name: type.name }, member)
      break
    }
    case 'OptionSetSpace': {
      const set = b.optionSet(type.name)
      const option = set?.options.find((o) => o.id === name) ?? set?.options.find((o) => o.name === name)
      if (set && option) return constant(node, { kind: 'OptionSet', name: set.name }, new FxOption(set.name, option.id, option.name))
      if (b.options.lenient) return constant(node, { kind: 'OptionSet', name: type.name }, new FxOption(type.name, name, name))
      break
    }
    case 'Record': {
      const field = type.fields.get(name)
      if (field) return { node, type: field, run: fieldOf(left, name) }
      break
    }
    case 'Table':
      b.error('DeprecatedDot', node)
      return failed(node)
    case 'Dynamic':
    case 'Any':
      return { node, type, run: left.node.kind === 'name' && b.isRoot(left.node.name) ? rootMember(left.node.name, name) : fieldOf(left, name) }
    case 'Error':
      if (left.node.kind === 'call') break
      b.error('BadDot', node, ['.', 'Error'])
      return failed(node)
    default:
      b.error('BadDot', node, ['.', typeName(type)])
      return failed(node)
  }
  b.error('NameNotFound', node, [name])
  return failed(node)
}

const rootMember = (root: string, name: string): Eval => (ctx) => ctx.env.lookup(root, name) ?? null

function fieldOf(left: Bound, name: string): Eval {
  const { run } = left
  return (ctx) => memberOfValue(run(ctx), name)
}
