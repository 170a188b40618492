/** Positions are UTF-16 offsets in the expression; `end` is exclusive. */
export type Span = { readonly start: number; readonly end: number }

export type BinaryOp =
  | '||' | '&&' | 'in' | 'exactin' | '=' | '<>' | '<' | '<=' | '>' | '>=' | '&' | '+' | '-' | '*' | '/' | '^'
type UnaryOp = '-' | '!' | '%'

/**
 * The tree as parsed. `start`/`end` cover what a diagnostic about the node underlines: the operator of a binary
 * expression, `.name` of a dotted name, the whole of a call, record or table.
 */
export type Node =
  | (Span & { kind: 'number'; text: string })
  | (Span & { kind: 'text'; value: string })
  | (Span & { kind: 'boolean'; value: boolean })
  | (Span & { kind: 'name'; name: string; global?: boolean })
  | (Span & { kind: 'parent' | 'self' })
  | (Span & { kind: 'dot'; left: Node; name: string })
  | (Span & { kind: 'call'; name: string; head: Span; namespace?: string; args: Node[] })
  | (Span & { kind: 'binary'; op: BinaryOp; left: Node; right: Node })
  | (Span & { kind: 'unary'; op: UnaryOp; arg: Node })
  | (Span & { kind: 'as'; left: Node; name: string })
  | (Span & { kind: 'record'; fields: RecordField[] })
  | (Span & { kind: 'table'; items: Node[] })
  | (Span & { kind: 'interpolation'; parts: Node[] })
  | (Span & { kind: 'type'; body: Node; head: Span })
  | (Span & { kind: 'error' })
  | (Span & { kind: 'empty' })

export type RecordField = { name: string; span: Span; value: Node }
export type CallNode = Extract<Node, { kind: 'call' }>

/** The node back as text, spaced the way messages quote it: `1 / 0`, `{ a:1 }`. */
export function printNode(node: Node): string {
  switch (node.kind) {
    case 'number':
      return node.text
    case 'text':
      return `"${node.value.replaceAll('"', '""')}"`
    case 'boolean':
      return String(node.value)
    case 'name':
      return node.global ? `[@${node.name}]` : quoteName(node.name)
    case 'parent':
      return 'Parent'
    case 'self':
      return 'Self'
    case 'dot':
      return `${printNode(node.left)}.${quoteName(node.name)}`
    case 'call':
      return `${node.namespace ? `${node.namespace}.` : ''}${node.name}(${node.args.map(printNode).join(', ')})`
    case 'binary':
      return `${printNode(node.left)} ${node.op} ${printNode(node.right)}`
    case 'unary':
      return node.op === '%' ? `${printNode(node.arg)}%` : `${node.op}${printNode(node.arg)}`
    case 'as':
      return `${printNode(node.left)} As ${quoteName(node.name)}`
    case 'record':
      return node.fields.length ? `{ ${node.fields.map((f) => `${quoteName(f.name)}:${printNode(f.value)}`).join(', ')} }` : '{  }'
    case 'table':
      return node.items.length ? `[ ${node.items.map(printNode).join(', ')} ]` : '[  ]'
    case 'interpolation':
      return `$"${node.parts.map((p) => (p.kind === 'text' ? p.value.replaceAll('"', '""') : `{${printNode(p)}}`)).join('')}"`
    case 'type':
      return `Type(${printNode(node.body)})`
    case 'error':
    case 'empty':
      return ''
  }
}

const KEYWORDS = new Set([
  'true', 'false', 'in', 'exactin', 'As', 'And', 'Or', 'Not', 'Parent', 'Self', 'This', 'Is', 'Child', 'Children',
  'blank', 'null', 'empty', 'none', 'nothing', 'undefined',
])
export const RESERVED = new Set(['This', 'Is', 'Child', 'Children', 'blank', 'null', 'empty', 'none', 'nothing', 'undefined'])

const IDENTIFIER = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*$/u
/** A name as it must be written: quoted when it is no identifier or is a word of the language. */
export const quoteName = (name: string): string =>
  IDENTIFIER.test(name) && !KEYWORDS.has(name) ? name : `'${name.replaceAll("'", "''")}'`
