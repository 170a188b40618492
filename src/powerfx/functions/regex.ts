import { PatternProblem, TooManySteps, compileProgram, findMatches, type Compiled, type PatternMatch } from '../../patterns/index.ts'
import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import type { RegexFlags } from '../regex/characters.ts'
import { RegexProblem } from '../regex/cursor.ts'
import { translateRegex } from '../regex/translate.ts'
import type { Ctx } from '../runtime.ts'
import { fxError } from '../errors.ts'
import { T, enumType, recordType, tableOf, tableType, typeName, type AggregateType, type FxType } from '../types.ts'
import { decFromInt } from '../values/decimal.ts'
import { FxEnumValue, FxError, FxRecord, FxTable, valueColumn, type FxValue } from '../values/value.ts'
import { special, type FnDef } from './define.ts'

const F = 'text'

type Pattern = { compiled: Compiled; names: readonly (string | undefined)[]; type: AggregateType; numbered: boolean }

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
    const { tree, names } = translateRegex(source, flags)
    return { compiled: compileProgram(tree, { keepCaptures: true }), names, type: matchType(names, flags.numbered), numbered: flags.numbered }
  } catch (problem) {
    if (!(problem instanceof RegexProblem || problem instanceof PatternProblem)) throw problem
    b.error('Regex', node, [problem.message])
    b.badArguments(call)
    return undefined
  }
}

function matchType(names: readonly (string | undefined)[], numbered: boolean): AggregateType {
  const fields = new Map<string, FxType>([['FullMatch', T.Text], ['StartMatch', T.Decimal]])
  if (numbered) fields.set('SubMatches', tableType({ Value: T.Text }))
  for (const name of names) if (name !== undefined) fields.set(name, T.Text)
  return recordType(fields)
}

function subject(value: FxValue, ctx: Ctx): string | FxError {
  if (value instanceof FxError) return value
  const text = typeof value === 'string' ? value : ''
  ctx.spend(10 + text.length)
  return text
}

const tooLong = (): FxError => fxError('Timeout', 'The regular expression takes too long on this text.')

function matchRecord(match: PatternMatch, pattern: Pattern): FxRecord {
  const fields = new Map<string, FxValue>([['FullMatch', match.text], ['StartMatch', decFromInt(match.index + 1)]])
  const groups = match.groups.map((group): FxValue => group ?? null)
  if (pattern.numbered) fields.set('SubMatches', valueColumn(groups))
  pattern.names.forEach((name, i) => {
    if (name !== undefined) fields.set(name, groups[i] ?? null)
  })
  return new FxRecord(fields)
}

const bindIsMatch = (b: Binder, call: CallNode): Bound =>
  bindMatching(b, call, T.Boolean, () => T.Boolean, (matches) => matches.next().done !== true)

const bindMatch = (b: Binder, call: CallNode): Bound =>
  bindMatching(b, call, T.Error, (pattern) => pattern.type, (matches, pattern) => {
    const { value: match } = matches.next()
    return match ? matchRecord(match, pattern) : null
  })

const bindMatchAll = (b: Binder, call: CallNode): Bound =>
  bindMatching(b, call, T.Error, (pattern) => tableOf(pattern.type), (matches, pattern, ctx) => {
    const rows: FxRecord[] = []
    for (const match of matches) {
      ctx.rows(1)
      rows.push(matchRecord(match, pattern))
    }
    return new FxTable(rows)
  })

type Answer = (matches: Generator<PatternMatch, void>, pattern: Pattern, ctx: Ctx) => FxValue

/** What the three have in common: the pattern is bound and compiled once, the text converted, its errors passed on. */
function bindMatching(b: Binder, call: CallNode, bad: FxType, typeOf: (pattern: Pattern) => FxType, answer: Answer): Bound {
  const { text, pattern } = bindPattern(b, call)
  if (!pattern) return { node: call, type: bad, run: () => fxError('BadRegex') }
  const run = b.convert(text, T.Text)
  return {
    node: call,
    type: typeOf(pattern),
    run: (ctx) => {
      const value = subject(run(ctx), ctx)
      if (value instanceof FxError) return value
      try {
        return answer(findMatches(pattern.compiled, value), pattern, ctx)
      } catch (problem) {
        if (problem instanceof TooManySteps) return tooLong()
        throw problem
      }
    },
  }
}

export const regexFunctions: readonly FnDef[] = [
  special(F, 'IsMatch', 'text: Text, pattern: Match, options?: MatchOptions', 'Whether a text matches a pattern.', bindIsMatch),
  special(F, 'Match', 'text: Text, pattern: Match, options?: MatchOptions', 'The first match of a pattern.', bindMatch),
  special(F, 'MatchAll', 'text: Text, pattern: Match, options?: MatchOptions', 'All matches of a pattern.', bindMatchAll),
]
