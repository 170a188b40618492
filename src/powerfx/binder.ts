import { type CallNode, type Node, printNode, type Span } from './ast.ts'
import { type Bound, constant, failed } from './bound.ts'
import { coercer } from './coerce/coerce.ts'
import { diagnostic, type FxDiagnostic, type MessageCode } from './diagnostics.ts'
import { enumByName } from './enums.ts'
import { functionByName } from './functions/index.ts'
import { hostOptionSets, type OptionSet } from './host/option-sets.ts'
import { bindDot } from './bind-dot.ts'
import { bindInterpolation, bindRecord, bindTableLiteral } from './bind-literals.ts'
import { bindBinary, bindUnary } from './operators/bind.ts'
import type { Ctx, Eval } from './runtime.ts'
import { type BindOptions, PROBE, type Probed, type RowScope } from './scope.ts'
import { coerces, type FxType, sameType, T, typeName } from './types.ts'
import { Dec, parseDec } from './values/decimal.ts'
import { dynamicMember } from './values/member.ts'
import { FxDynamic, FxError, FxRecord } from './values/value.ts'

const ROOTS = ['Topic', 'Global', 'System', 'Env']

export class Binder {
  readonly diagnostics: FxDiagnostic[] = []
  readonly options: BindOptions
  private readonly scopes: RowScope[] = []
  private slots = 0
  readonly onProbe: ((found: Probed) => void) | undefined
  constructor(options: BindOptions, onProbe?: (found: Probed) => void) {
    this.options = options
    this.onProbe = onProbe
  }

  error(code: MessageCode, span: Span, parts: readonly (string | number)[] = [], severity: 'error' | 'warning' = 'error'): void {
    this.diagnostics.push(diagnostic(code, span, parts, severity))
  }

  bind(node: Node): Bound {
    switch (node.kind) {
      case 'number':
        return constant(node, T.Decimal, literal(node.text))
      case 'text':
        return constant(node, T.Text, node.value)
      case 'boolean':
        return constant(node, T.Boolean, node.value)
      case 'name':
        return this.name(node)
      case 'dot':
        return bindDot(this, node)
      case 'call':
        return this.call(node)
      case 'binary':
        return bindBinary(this, node)
      case 'unary':
        return bindUnary(this, node)
      case 'record':
        return bindRecord(this, node)
      case 'table':
        return bindTableLiteral(this, node)
      case 'interpolation':
        return bindInterpolation(this, node)
      case 'as':
        this.bind(node.left)
        this.error('AsNotHere', node)
        return failed(node)
      case 'type':
        this.error('TypeOutOfPlace', node)
        return failed(node)
      case 'empty':
        return constant(node, T.Blank, null)
      case 'parent':
      case 'self':
        this.error('NameNotFound', node, [node.kind === 'parent' ? 'Parent' : 'Self'])
        return failed(node)
      case 'error':
        return failed(node)
    }
  }

  /* --- scopes --- */

  newSlot(): number {
    return this.slots++
  }

  /** Binds with a row scope open. */
  within<R>(scope: RowScope, bind: () => R): R {
    this.scopes.push(scope)
    try {
      return bind()
    } finally {
      this.scopes.pop()
    }
  }

  private name(node: Extract<Node, { kind: 'name' }>): Bound {
    if (node.name === PROBE) this.onProbe?.({ names: this.namesInView() })
    const loose: RowScope[] = []
    if (!node.global) {
      for (let i = this.scopes.length - 1; i >= 0; i--) {
        const scope = this.scopes[i] as RowScope
        const found = this.inScope(scope, node)
        if (found) return loose.length ? withFallback(node, loose, found) : found
        if (!scope.alias && !scope.hidden && scope.row.kind === 'Any') loose.push(scope)
      }
    }
    const found = this.globalName(node)
    if (found && (loose.length === 0 || ROOTS.includes(node.name) || found.type.kind.endsWith('Space'))) return found
    if (loose.length) return withFallback(node, loose, found)
    // A choice list of another component: its schema name has dots, its items are taken at their word.
    if (this.options.lenient && node.name.includes('.')) return { node, type: { kind: 'OptionSetSpace', name: node.name }, run: () => null }
    this.error('NameNotFound', node, [node.name])
    return failed(node)
  }

  private inScope(scope: RowScope, node: Extract<Node, { kind: 'name' }>): Bound | undefined {
    const { name } = node
    const { slot } = scope
    if (scope.alias === name || (name === 'ThisRecord' && !scope.alias && !scope.hidden)) {
      return { node, type: scope.row, run: (ctx) => ctx.slots[slot] ?? null }
    }
    const hasFields = !scope.alias && !scope.hidden && scope.row.kind === 'Record'
    const type = hasFields && scope.row.kind === 'Record' ? scope.row.fields.get(name) : undefined
    const extra = scope.extra?.get(name)
    if (!type) return extra && { node, type: extra.type, run: (ctx) => ctx.slots[extra.slot] ?? null }
    return {
      node,
      type,
      run: (ctx) => {
        const row = ctx.slots[slot]
        return row instanceof FxRecord ? (row.fields.get(name) ?? null) : row instanceof FxError ? row : null
      },
    }
  }

  private globalName(node: Extract<Node, { kind: 'name' }>): Bound | undefined {
    const { name } = node
    const { scope, lenient } = this.options
    const declared = scope && Object.hasOwn(scope, name) ? scope[name] : undefined
    const type = declared ?? (lenient && ROOTS.includes(name) ? T.Any : undefined)
    if (type) return { node, type, run: (ctx) => ctx.env.lookup(name) ?? null }
    if (this.optionSet(name)) return { node, type: { kind: 'OptionSetSpace', name }, run: () => null }
    if (enumByName(name)) return { node, type: { kind: 'EnumSpace', name }, run: () => null }
    return undefined
  }

  optionSet(name: string): OptionSet | undefined {
    return this.options.optionSets?.find((set) => set.name === name) ?? hostOptionSets.find((set) => set.name === name)
  }

  /** The names a formula may use here, innermost first. */
  private namesInView(): [string, FxType][] {
    const names = new Map<string, FxType>()
    const add = (name: string, type: FxType): void => void (names.has(name) || names.set(name, type))
    for (const scope of this.scopes.toReversed()) {
      if (scope.alias) add(scope.alias, scope.row)
      else if (!scope.hidden) {
        add('ThisRecord', scope.row)
        if (scope.row.kind === 'Record') scope.row.fields.forEach((type, name) => add(name, type))
      }
      scope.extra?.forEach(({ type }, name) => add(name, type))
    }
    for (const [name, type] of Object.entries(this.options.scope ?? {})) add(name, type)
    if (this.options.lenient) for (const root of ROOTS) add(root, T.Any)
    return [...names]
  }

  /** Whether a name stands for a scope of variables here. */
  isRoot(name: string): boolean {
    return ROOTS.includes(name) && !this.scopes.some((s) => s.alias === name)
  }

  private call(node: CallNode): Bound {
    const definition = node.namespace === undefined ? functionByName(node.name) : undefined
    if (!definition) {
      for (const arg of node.args) this.bind(arg)
      this.error(isKnownElsewhere(node.name) ? 'UnsupportedFunction' : 'UnknownFunction', node, [node.name])
      return failed(node)
    }
    const count = node.args.length
    if (count < definition.min || count > definition.max) return this.wrongArity(node, definition.min, definition.max)
    const bound = definition.bind(this, node)
    const { run } = bound
    return {
      ...bound,
      run: (ctx) => {
        ctx.spend(1)
        return run(ctx)
      },
    }
  }

  private wrongArity(node: CallNode, min: number, max: number): Bound {
    for (const arg of node.args) if (arg.kind !== 'as') this.bind(arg)
    const expected = min === max ? min : max === Infinity ? `${min} or more` : `${min}-${max}`
    this.error('BadArity', node, [node.args.length, expected])
    if (node.name === 'FirstN' || node.name === 'LastN') this.badArguments(node)
    return failed(node)
  }

  badArguments(node: CallNode): void {
    if (!this.diagnostics.some((d) => d.code === 'BadArguments' && d.start === node.head.start && d.end === node.head.end)) {
      this.error('BadArguments', node.head, [node.name])
    }
  }

  /* --- help for functions --- */

  /** The evaluator of a value converted to a type; the types have been checked. */
  convert(bound: Bound, to: FxType): Eval {
    if (to.kind === 'Any' || to.kind === 'Blank' || to.kind === 'Error' || sameType(bound.type, to)) return bound.run
    const convert = coercer(to)
    const { run } = bound
    return (ctx) => convert(run(ctx), ctx)
  }

  textOf(node: Node): string {
    return printNode(node)
  }

  /** Checks that an argument can become the type; reports and answers whether it can. */
  accepts(bound: Bound, to: FxType): boolean {
    if (bound.type.kind !== 'Error' && coerces(bound.type, to)) return true
    if (bound.type.kind !== 'Error') this.error('BadArgumentType', bound.node, [typeName(bound.type), typeName(to)])
    return false
  }
}

const literal = (text: string): Dec => {
  const n = parseDec(text)
  return n instanceof Dec ? n : new Dec(0, 0)
}

const SUPPORTED_ELSEWHERE = new Set(['ReadNFC', 'Set', 'Collect', 'ClearCollect', 'Clear', 'Remove', 'RemoveIf', 'UpdateIf', 'Navigate', 'Notify', 'UpdateContext', 'User', 'Concurrent'])

const isKnownElsewhere = (name: string): boolean => SUPPORTED_ELSEWHERE.has(name)

/** A name that may be a field of rows whose columns are not known: the row decides, then what lies further out. */
function withFallback(node: Extract<Node, { kind: 'name' }>, loose: RowScope[], outer: Bound | undefined): Bound {
  const slots = loose.map((scope) => scope.slot)
  const { name } = node
  return {
    node,
    type: T.Any,
    run: (ctx: Ctx) => {
      for (const slot of slots) {
        const row = ctx.slots[slot] ?? null
        if (row instanceof FxRecord && row.fields.has(name)) return row.get(name)
        if (row instanceof FxDynamic && row.node instanceof Map && row.node.has(name)) return dynamicMember(row, name)
        if (row instanceof FxError) return row
        if (name === 'Value' && row !== null && !(row instanceof FxRecord)) return row
      }
      return outer ? outer.run(ctx) : null
    },
  }
}
