import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import type { RegExpMatchLike } from '../regex/backtrack.ts'
import { compileRegex } from '../regex/compile.ts'
import type { RegexFlags } from '../regex/characters.ts'
import { RegexProblem } from '../regex/cursor.ts'
import { translateRegex, type Translated } from '../regex/translate.ts'
import type { Ctx } from '../runtime.ts'
import { fxError } from '../errors.ts'
import { T, enumType, recordType, tableOf, tableType, typeName, type AggregateType, type FxType } from '../types.ts'
import { decFromInt } from '../values/decimal.ts'
import { FxEnumValue, FxError, FxRecord, FxTable, valueColumn, type FxValue } from '../values/value.ts'
import { special, type FnDef } from './define.ts'

const F = 'text'

type Pattern = { translated: Translated; type: AggregateType; numbered: boolean }

/** Reads the pattern and options of a call; both must be known while binding. Undefined after reporting. */
function bindPattern(b: Binder, call: CallNode): { text: Bound; pattern: Pattern | undefined } {
  const [text, pattern, options] = call.args.map((arg) => b.bind(arg)) as [Bound, Bound, Bound | undefined]
  const fine = [b.accepts(text, T.Text), acceptsPattern(b, pattern), !options || acceptsOptions(b, options)].every(Boolean)
  const source = plainText(pattern)
  const chosen = options ? plainText(options) : ''
  if (!fine || source === undefined || chosen === undefined) {
    b.badArguments(call)
    return { text, pattern: undefined }
  }
  return { text, pattern: translate(b, call, pattern.node, source, flagsOf(chosen)) }
}

const plainText = ({ constant }: Bound): string | undefined => {
  const value = constant instanceof FxEnumValue ? constant.value : constant
  return typeof value === 'string' ? value : undefined
}

function acceptsPattern(b: Binder, pattern: Bound): boolean {
  const { type } = pattern
  const wanted = enumType('Match')
  const isMatch = type.kind === 'Text' || (type.kind === 'Enum' && type.name === 'Match')
  if (isMatch || type.kind === 'Blank') {
    if (plainText(pattern) !== undefined) return true
    b.error('RegexConstant', pattern.node)
    return false
  }
  if (type.kind !== 'Error') b.error('BadArgumentType', pattern.node, [typeName(type), typeName(wanted)])
  return false
}

function acceptsOptions(b: Binder, options: Bound): boolean {
  const { type } = options
  if (type.kind === 'Enum' && type.name === 'MatchOptions') {
    if (plainText(options) !== undefined) return true
    b.error('MatchOptionsConstant', options.node)
    return false
  }
  if (type.kind === 'Text' || type.kind === 'Enum') b.error('BadArgumentType', options.node, [typeName(type), typeName(enumType('MatchOptions'))])
  else if (type.kind !== 'Error') b.error('MatchOptionsConstant', options.node)
  return false
}

/** Without a position option a pattern may match anywhere: the rule of Power Fx 1.0, for IsMatch too. */
function flagsOf(options: string): RegexFlags {
  return {
    ignoreCase: options.includes('i'),
    multiline: options.includes('m'),
    dotAll: options.includes('s'),
    freeSpacing: options.includes('x'),
    numbered: options.includes('N'),
    begins: options.includes('^c'),
    ends: options.includes('c$'),
  }
}

function translate(b: Binder, call: CallNode, node: Node, source: string, flags: RegexFlags): Pattern | undefined {
  try {
    const translated = translateRegex(source, flags)
    return { translated, type: matchType(translated, flags.numbered), numbered: flags.numbered }
  } catch (problem) {
    if (!(problem instanceof RegexProblem)) throw problem
    b.error('Regex', node, [problem.message])
    b.badArguments(call)
    return undefined
  }
}

function matchType(translated: Translated, numbered: boolean): AggregateType {
  const fields = new Map<string, FxType>([['FullMatch', T.Text], ['StartMatch', T.Decimal]])
  if (numbered) fields.set('SubMatches', tableType({ Value: T.Text }))
  for (const name of translated.captures) if (name !== undefined) fields.set(name, T.Text)
  return recordType(fields)
}

function subject(value: FxValue, ctx: Ctx): string | FxError {
  if (value instanceof FxError) return value
  const text = typeof value === 'string' ? value : ''
  ctx.spend(10 + text.length)
  return text
}

const tooLong = (): FxError => fxError('Timeout', 'The regular expression takes too long on this text.')

function matchRecord(match: RegExpMatchLike, pattern: Pattern): FxRecord {
  const fields = new Map<string, FxValue>([['FullMatch', match[0]], ['StartMatch', decFromInt(match.index + 1)]])
  const groups = pattern.translated.captures.map((_, i): FxValue => match.groups[i] ?? null)
  if (pattern.numbered) fields.set('SubMatches', valueColumn(groups))
  pattern.translated.captures.forEach((name, i) => {
    if (name !== undefined) fields.set(name, groups[i] ?? null)
  })
  return new FxRecord(fields)
}

const bindIsMatch = (b: Binder, call: CallNode): Bound =>
  bindMatching(b, call, T.Boolean, () => T.Boolean, (value, { regex }) => {
    const match = regex.exec(value, 0)
    return match === 'timeout' ? tooLong() : match !== null
  })

const bindMatch = (b: Binder, call: CallNode): Bound =>
  bindMatching(b, call, T.Error, (pattern) => pattern.type, (value, { regex, pattern }) => {
    const match = regex.exec(value, 0)
    if (match === 'timeout') return tooLong()
    return match ? matchRecord(match, pattern) : null
  })

const bindMatchAll = (b: Binder, call: CallNode): Bound =>
  bindMatching(b, call, T.Error, (pattern) => tableOf(pattern.type), (value, { regex, pattern, ctx }) => {
    const rows: FxRecord[] = []
    for (let at = 0; at <= value.length; ) {
      const match = regex.exec(value, at)
      if (match === 'timeout') return tooLong()
      if (!match) break
      ctx.rows(1)
      rows.push(matchRecord(match, pattern))
      at = match.index + Math.max(match[0].length, 1)
      if (!match[0] && /[\udc00-\udfff]/.test(value[at] ?? '')) at++
    }
    return new FxTable(rows)
  })

type Found = (value: string, context: { regex: ReturnType<typeof compileRegex>; pattern: Pattern; ctx: Parameters<Bound['run']>[0] }) => ReturnType<Bound['run']>

/** What the three have in common: the pattern is bound and compiled once, the text converted, its errors passed on. */
function bindMatching(b: Binder, call: CallNode, bad: Bound['type'], typeOf: (pattern: Pattern) => Bound['type'], found: Found): Bound {
  const { text, pattern } = bindPattern(b, call)
  if (!pattern) return { node: call, type: bad, run: () => fxError('BadRegex') }
  const run = b.convert(text, T.Text)
  const regex = compileRegex(pattern.translated)
  return {
    node: call,
    type: typeOf(pattern),
    run: (ctx) => {
      const value = subject(run(ctx), ctx)
      return value instanceof FxError ? value : found(value, { regex, pattern, ctx })
    },
  }
}

export const regexFunctions: readonly FnDef[] = [
  special(F, 'IsMatch', 'text: Text, pattern: Match, options?: MatchOptions', 'Whether a text matches a pattern.', bindIsMatch),
  special(F, 'Match', 'text: Text, pattern: Match, options?: MatchOptions', 'The first match of a pattern.', bindMatch),
  special(F, 'MatchAll', 'text: Text, pattern: Match, options?: MatchOptions', 'All matches of a pattern.', bindMatchAll),
]
