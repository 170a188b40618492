import { Binder } from './binder.ts'
import type { BindOptions, FxScopeType } from './scope.ts'
import type { Bound } from './bound.ts'
import { toBool } from './coerce/to-number.ts'
import { toText as valueToText } from './coerce/to-text.ts'
import type { FxDiagnostic } from './diagnostics.ts'
import { fxError } from './errors.ts'
import { tokenize } from './lexer.ts'
import { parse } from './parser.ts'
import { Ctx, Exhausted, type FxEnv } from './runtime.ts'
import { T, type FxType } from './types.ts'
import { formatValue } from './text/format.ts'
import { writeJson } from './text/write-json.ts'
import { Dec, FxDynamic, FxError, FxRecord, FxTable, type FxValue } from './values/value.ts'

export type CompiledExpression = {
  readonly source: string
  readonly type: FxType
  readonly diagnostics: readonly FxDiagnostic[]
  evaluate(env: FxEnv): FxValue
}

export type CompileOptions = BindOptions

/** Never throws: what is wrong is in `diagnostics`, and evaluating a formula with errors gives an error value. */
export function compileExpression(source: string, options: CompileOptions = {}): CompiledExpression {
  const { root, diagnostics, usable } = parse(source, options.lenient)
  if (!usable) return broken(source, diagnostics)
  const binder = new Binder(options)
  binder.diagnostics.push(...diagnostics)
  const bound = guarded(binder, () => binder.bind(root))
  if (!bound || blocks(binder.diagnostics)) return broken(source, binder.diagnostics, bound?.type)
  return { source, type: bound.type, diagnostics: binder.diagnostics, evaluate: (env) => evaluate(bound, env) }
}

/** A warning alone does not stop a formula. */
const blocks = (diagnostics: readonly FxDiagnostic[]): boolean => diagnostics.some((d) => d.severity === 'error')

function guarded(binder: Binder, bind: () => Bound): Bound | undefined {
  try {
    return bind()
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem
    binder.error('TooDeep', { start: 0, end: 0 })
    return undefined
  }
}

function broken(source: string, diagnostics: FxDiagnostic[], type: FxType = T.Error): CompiledExpression {
  const message = diagnostics.find((d) => d.severity === 'error')?.message ?? ''
  return { source, type, diagnostics, evaluate: () => fxError('AnalysisError', message) }
}

function evaluate(bound: Bound, env: FxEnv): FxValue {
  try {
    return bound.run(new Ctx(env))
  } catch (problem) {
    if (problem instanceof Exhausted) return problem.result
    if (problem instanceof RangeError) return fxError('InsufficientMemory', 'The formula used too much memory.')
    throw problem
  }
}

/** The result type and every diagnostic, without running anything. */
export function check(source: string, scope: FxScopeType | CompileOptions = {}): { type: FxType; diagnostics: readonly FxDiagnostic[] } {
  const options = isOptions(scope) ? scope : { scope }
  const { type, diagnostics } = compileExpression(source, options)
  return { type, diagnostics }
}

const isOptions = (value: FxScopeType | CompileOptions): value is CompileOptions =>
  'lenient' in value || 'optionSets' in value || ('scope' in value && !isType(value.scope))

const isType = (value: unknown): boolean => typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'

export type CompiledTemplate = { readonly diagnostics: readonly FxDiagnostic[]; evaluate(env: FxEnv): string }

/** A message with `{expressions}` in it. A brace without an expression that parses is text, with a warning. */
export function compileTemplate(text: string, options: CompileOptions = {}): CompiledTemplate {
  const parts: (string | CompiledExpression)[] = []
  const diagnostics: FxDiagnostic[] = []
  let literal = ''
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    if (open < 0) break
    literal += text.slice(at, open)
    const close = closingBrace(text, open)
    const source = close < 0 ? '' : text.slice(open + 1, close)
    if (source.trim() === '' || !parse(source).usable) {
      diagnostics.push({
        severity: 'warning',
        code: 'LiteralBrace',
        message: 'This brace is shown as it is, because no expression follows it.',
        start: open,
        end: open + 1,
      })
      literal += '{'
      at = open + 1
      continue
    }
    const compiled = compileExpression(source, options)
    for (const d of compiled.diagnostics) diagnostics.push({ ...d, start: d.start + open + 1, end: d.end + open + 1 })
    if (literal) parts.push(literal)
    literal = ''
    parts.push(compiled)
    at = close + 1
  }
  literal += text.slice(at)
  if (literal) parts.push(literal)
  return { diagnostics, evaluate: (env) => parts.map((part) => (typeof part === 'string' ? part : toText(part.evaluate(env), env.locale))).join('') }
}

/** Where the brace of a template at `open` closes, minding strings and nested braces; -1 when it does not. */
export function closingBrace(text: string, open: number): number {
  const rest = text.slice(open + 1)
  let depth = 0
  for (const token of tokenize(rest)) {
    if (token.kind === 'CurlyOpen') depth++
    else if (token.kind === 'CurlyClose' && depth-- === 0) return open + 1 + token.start
  }
  return -1
}

/** A value as a message prints it: Blank and errors as nothing, tables and records as JSON. */
export function toText(value: FxValue, locale = 'en-US'): string {
  if (value === null || value instanceof FxError) return ''
  const ctx = new Ctx({ lookup: () => undefined, now: () => new Date(0), random: () => 0, timeZone: 'UTC', locale })
  const text = messageText(value, ctx)
  return typeof text === 'string' ? text : ''
}

/** Records, tables and JSON print as JSON; numbers the way the language of the conversation writes them. */
function messageText(value: FxValue, ctx: Ctx): FxValue {
  if (value instanceof FxRecord || value instanceof FxTable) return writeJson(value, PLAIN_JSON, ctx)
  if (value instanceof FxDynamic && typeof value.node === 'object') return writeJson(value, PLAIN_JSON, ctx)
  if (value instanceof Dec || typeof value === 'number') return formatValue(value, '', ctx.env.locale, ctx)
  return valueToText(value, ctx)
}
const PLAIN_JSON = { indent: false, flatten: true, skip: true }

/** Whether a condition holds. Blank and errors do not. */
export function truthy(value: FxValue): boolean {
  const result = toBool(value)
  return result === true
}
