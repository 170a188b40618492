import { isRecord } from '../platform/index.ts'
import { T, check, coerces, compileTemplate, functionNames, type CompileOptions, type FxDiagnostic, type FxType } from '../powerfx/index.ts'
import type { TypedScope } from './check-types.ts'
import { nearest, type Findings, words } from './findings.ts'
import { typeInWords } from './infer-types.ts'
import type { Path } from './parse-document.ts'
import { enums } from './schema-table.ts'
import type { PlaceType } from './schema.ts'
import { triggersOf } from './triggers-of.ts'

const syntax = new Set(['OperandExpected', 'OperatorExpected', 'ColonExpected', 'UnexpectedCharacters', 'UnexpectedToken', 'EmptyIsland', 'IdentifierExpected', 'ClosedAtEnd'])
const names = new Set(['NameNotFound', 'UnknownFunction', 'UnsupportedFunction', 'ColumnNotFound', 'ColumnNotFoundSimilar'])
const types = /^(Bad(Argument|Operand|Type|Dot|Interpolation)|Incomparable|NotOrdered|ResultMismatch|Incompatible|CannotUseType|Not[A-Z]|WrongFieldType|CannotConvert|RecordOrTable|Needs)/

/** The choices formulas may name: `'schema name'.choice`, with the items of the copilot's own lists. What each holds is decided when it runs. */
export type OptionSets = { items: ReadonlyMap<string, ReadonlySet<string>>; ownPrefix: string | undefined; compile: CompileOptions }

/** Choices every copilot can name. */
const systemSets = [...(enums.SystemOptionSetName ?? '').split(' '), 'ChannelId', 'Locale', 'Language', 'SignInReason', 'MultipleTopicsMatchedReason', 'ActivityType', 'UserInputType']

/** `lists` are the copilot's own. */
export function optionSets(lists: Iterable<readonly [string, ReadonlySet<string>]>, ownPrefix: string | undefined): OptionSets {
  const items = new Map<string, ReadonlySet<string>>([...systemSets.map((name) => [name, new Set<string>()] as const), ...lists])
  return { items, ownPrefix: ownPrefix?.toLowerCase(), compile: { lenient: true, optionSets: [...items.keys()].map((name) => ({ name, options: [] })) } }
}

/** The lists of choices a document brings: an entity's by its schema name or alias, a question's by `topic.trigger.node`. */
export function optionSetsIn(value: unknown, schemaName: string | undefined): Map<string, ReadonlySet<string>> {
  const lists = new Map<string, ReadonlySet<string>>()
  if (!isRecord(value)) return lists
  if (value.kind === 'ClosedListEntity' && schemaName) lists.set(schemaName, itemsOf(value))
  if (typeof value.optionSetName === 'string') lists.set(value.optionSetName, itemsOf(value))
  for (const { value: trigger } of triggersOf(value)) collectEmbedded(trigger, `${schemaName ?? ''}.${typeof trigger.id === 'string' ? trigger.id : 'main'}`, lists)
  return lists
}

/** Ids and names of a list's items: formulas may use either. */
function itemsOf({ items }: Record<string, unknown>): ReadonlySet<string> {
  return new Set(Array.isArray(items) ? (items as unknown[]).flatMap((item) => (isRecord(item) ? [words(item.id), words(item.displayName)].filter(Boolean) : [])) : [])
}

function collectEmbedded(value: Record<string, unknown>, prefix: string, lists: Map<string, ReadonlySet<string>>) {
  const { entity, id } = value
  if (isRecord(entity) && entity.kind === 'EmbeddedEntity') {
    const definition = isRecord(entity.definition) ? entity.definition : {}
    if (typeof id === 'string') lists.set(`${prefix}.${id}`, itemsOf(definition))
    if (typeof definition.optionSetName === 'string') lists.set(definition.optionSetName, itemsOf(definition))
  }
  for (const member of Object.values(value))
    for (const item of Array.isArray(member) ? (member as unknown[]) : [member]) if (isRecord(item)) collectEmbedded(item, prefix, lists)
}

/** A formula with its leading `=`. Its mistakes are told where they stand in the file. */
export function checkExpression(text: string, path: Path, wants: PlaceType | undefined, sets: OptionSets, findings: Findings, typed?: TypedScope) {
  const source = text.slice(1)
  if (source.trim() === '') {
    findings.add({ code: 'UnexpectedCharacter', path, message: 'The formula is empty.', fix: 'Write a formula after the "=", or delete it.' })
    return
  }
  const result = check(source, { ...sets.compile, ...(typed ? { scope: typed.scope } : {}) })
  const loose = typed && hasErrors(result.diagnostics) ? check(source, sets.compile) : result
  report(loose.diagnostics, text, 1, path, findings)
  if (typed && loose !== result && !hasErrors(loose.diagnostics)) reportTypes(result.diagnostics, loose.diagnostics, text, 1, path, typed, sets, findings)
  checkChoices(source, 1, path, sets, findings)
  if (!hasErrors(loose.diagnostics)) checkResult(result.type, source, path, wants, sets, typed, findings)
}

const hasErrors = (diagnostics: readonly FxDiagnostic[]) => diagnostics.some(({ severity }) => severity === 'error')

/** What a formula gives where true or false, or a number, is wanted. */
function checkResult(type: FxType, source: string, path: Path, wants: PlaceType | undefined, sets: OptionSets, typed: TypedScope | undefined, findings: Findings) {
  if (!wants || wants.anything || wants.list || wants.map || wants.text || wants.template || wants.kinds.size > 0 || wants.unnamed !== undefined) return
  const target = wants.boolean ? T.Boolean : wants.number ? T.Decimal : undefined
  if (!target || type.kind === 'Error' || coerces(type, target)) return
  const certain = isAggregate(check(source, sets.compile).type) || (typed?.isSure(source) ?? false)
  const isCondition = target === T.Boolean
  findings.add({
    severity: certain && isAggregate(type) ? 'error' : 'warning',
    code: 'IncompatibleTypes',
    path,
    offset: 1,
    message: `${isCondition ? 'A condition is true or false' : 'A number is wanted here'}, but this formula gives ${typeInWords(type)}.`,
    fix: isCondition ? 'Compare it with something, or ask IsEmpty or IsBlank.' : 'Convert it, for example with Value() or CountRows().',
  })
}

const isAggregate = (type: FxType) => type.kind === 'Record' || type.kind === 'Table'

/** Text with {formulas} in it. */
export function checkTemplate(text: string, path: Path, sets: OptionSets, findings: Findings, typed?: TypedScope) {
  if (!text.includes('{')) return
  const { diagnostics } = compileTemplate(text, { ...sets.compile, ...(typed ? { scope: typed.scope } : {}) })
  const loose = typed && hasErrors(diagnostics) ? compileTemplate(text, sets.compile).diagnostics : diagnostics
  report(loose, text, 0, path, findings)
  if (typed && loose !== diagnostics && !hasErrors(loose)) reportTypes(diagnostics, loose, text, 0, path, typed, sets, findings)
  checkChoices(text, 0, path, sets, findings)
}

/** What only the types of variables show to be wrong: an error when they are certain, otherwise a warning. */
function reportTypes(diagnostics: readonly FxDiagnostic[], loose: readonly FxDiagnostic[], text: string, shift: number, path: Path, typed: TypedScope, sets: OptionSets, findings: Findings) {
  const known = new Set(loose.map(({ code, start }) => `${code} ${start}`))
  const first = diagnostics.find(({ severity, code, start }) => severity === 'error' && !known.has(`${code} ${start}`))
  if (!first) return
  const { code, message, start, end } = first
  const member = code === 'NameNotFound' ? missingMember(text, start + shift, end + shift, typed, sets) : undefined
  findings.add({
    // There may be more system variables than we know.
    severity: member === undefined && certain.test(code) && typed.isSure(text) ? 'error' : member?.system && !member.meant ? 'information' : 'warning',
    code: publishedCode(code),
    path,
    offset: (member?.offset ?? start + shift),
    message: member?.message ?? message,
    fix: member ? (member.meant ? `Write "${member.meant}".` : 'Name a member it has.') : fixFor(code),
    edits: member?.meant ? [{ type: 'replace', path, offset: member.offset, length: member.length, text: member.meant }] : undefined,
  })
}

const certain = /^(Incomparable|BadOperands|NotOrdered|BadTypeList)$/

/** `Topic.Order.Nmae`: a member the record does not have, and the one that may be meant. */
function missingMember(text: string, start: number, end: number, { scope }: TypedScope, sets: OptionSets) {
  const owner = /[\p{L}_'][\p{L}\p{N}_.']*$/u.exec(text.slice(0, start))?.[0]
  const name = /^\.\s*([\p{L}_][\p{L}\p{N}_]*)$/u.exec(text.slice(start, end))?.[1]
  if (!owner || !name) return undefined
  const { type } = check(owner, { ...sets.compile, scope })
  if (type.kind !== 'Record') return undefined
  const meant = nearest(name, type.fields.keys())
  return { offset: end - name.length, length: name.length, meant, system: owner.startsWith('System'), message: `${owner} has no member "${name}"${type.fields.size > 0 && type.fields.size < 9 ? `: it has ${[...type.fields.keys()].join(', ')}` : ''}.` }
}

const operators = new Map(Object.entries({ Equal: '=', NotEqual: '<>', Greater: '>', GreaterEqual: '>=', Less: '<', LessEqual: '<=', In: 'in', ExactIn: 'exactin' }))

/** A condition as the builder writes it: `{kind: BooleanCondition, variable, operator, value}`, or several of them. */
export function checkBuiltCondition(condition: Record<string, unknown>, path: Path, sets: OptionSets, findings: Findings, typed?: TypedScope) {
  if (Array.isArray(condition.conditions)) {
    for (const [index, part] of (condition.conditions as unknown[]).entries()) if (isRecord(part)) checkBuiltCondition(part, [...path, 'conditions', index], sets, findings, typed)
    return
  }
  const { variable, value } = condition
  const operator = operators.get(typeof condition.operator === 'string' ? condition.operator : 'Equal')
  if (!operator || typeof variable !== 'string' || !typed) return
  const other = typeof value === 'string' ? (value.startsWith('=') ? value.slice(1) : `"${value.replaceAll('"', '""')}"`) : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
  if (other === undefined) return
  const formula = `${variable.replace(/^(=|init:)/, '')} ${operator} (${other})`
  const problem = check(formula, { ...sets.compile, scope: typed.scope }).diagnostics.find(({ code }) => code === 'Incomparable' || code === 'BadTypeList')
  if (problem)
    findings.add({ severity: typed.isSure(formula) ? 'error' : 'warning', code: 'IncompatibleTypeComparison', path: [...path, 'value'], message: problem.message, fix: 'Compare it with a value of its own type.' })
}

/** `'schema name'.choice` where there is no such list, or no such choice in it. */
function checkChoices(source: string, shift: number, path: Path, { items, ownPrefix }: OptionSets, findings: Findings) {
  if (!source.includes("'")) return
  for (const match of source.matchAll(/"(?:[^"]|"")*"|'(?<set>[\w-]+\.(?:entity\.[^']+|topic\.[^'.]+\.[^']+))'\s*\.\s*(?<choice>'(?:[^']|'')+'|[\p{L}_][\p{L}\p{N}_]*)?/gu)) {
    const { set, choice } = match.groups ?? {}
    if (set === undefined) continue
    const known = items.get(set)
    const own = ownPrefix !== undefined && set.toLowerCase().startsWith(`${ownPrefix}.`)
    if (known) checkChoice(set, choice, known, match.index + match[0].length - (choice?.length ?? 0) + shift, path, findings)
    else {
      const meant = nearest(set, items.keys())
      findings.add({
        severity: own ? 'error' : 'warning',
        code: 'NotFound',
        path,
        offset: match.index + shift,
        message: `There is no list of choices "${set}" here.`,
        fix: meant ? `Write '${meant}'.` : 'Name the schema name of a list entity, or of topic, trigger and question.',
        edits: meant ? [{ type: 'replace', path, offset: match.index + shift + 1, length: set.length, text: meant }] : undefined,
      })
    }
  }
}

function checkChoice(set: string, written: string | undefined, known: ReadonlySet<string>, offset: number, path: Path, findings: Findings) {
  const choice = written?.startsWith("'") ? written.slice(1, -1).replaceAll("''", "'") : written
  if (written === undefined || choice === undefined || known.size === 0 || known.has(choice)) return
  const meant = nearest(choice, known)
  findings.add({
    severity: 'warning',
    code: 'NotFound',
    path,
    offset,
    message: `The list "${set}" has no item "${choice}", so nothing is ever equal to it.`,
    fix: meant ? `Write '${meant}'.` : 'Name the id of one of its items.',
    edits: meant ? [{ type: 'replace', path, offset, length: written.length, text: `'${meant.replaceAll("'", "''")}'` }] : undefined,
  })
}

/** The first mistake of a formula: what comes after it mostly follows from it. */
function report(diagnostics: readonly FxDiagnostic[], text: string, shift: number, path: Path, findings: Findings) {
  let failed = false
  for (const { severity, code, message, start, end } of diagnostics) {
    if (code === 'LiteralBrace') {
      // Ordinary in JSON and examples, but not before what looks like a formula.
      if (/^\{\s*((Topic|Global|System|Env)\.|[A-Z][A-Za-z]+\()/.test(text.slice(start + shift)))
        findings.add({ severity: 'warning', code: 'UnexpectedCharacter', path, offset: start + shift, message: 'The formula in these braces cannot be read, so it is shown as text.', fix: fixFor('OperandExpected') })
      continue
    }
    if (severity === 'error' && failed) continue
    failed ||= severity === 'error'
    const word = text.slice(start + shift, end + shift)
    const better = mended(code, word, message)
    findings.add({
      severity: code === 'UnsupportedFunction' ? 'warning' : severity,
      code: publishedCode(code),
      path,
      offset: start + shift,
      message,
      fix: better?.fix ?? fixFor(code),
      edits: better ? [{ type: 'replace', path, offset: start + shift, length: better.length, text: better.text }] : undefined,
    })
  }
}

/** A word that can be put right without thinking: text in the wrong quotes, a misspelt function. */
function mended(code: string, word: string, message: string): { fix: string; length: number; text: string } | undefined {
  const close = code === 'ClosedAtEnd' ? /'(\S)'\.$/.exec(message)?.[1] : undefined
  if (close !== undefined) return { fix: `Write "${close}" at its end.`, length: 0, text: close }
  if (code === 'NameNotFound' && /^'[^']*'$/.test(word)) return { fix: `Text stands in double quotes: "${word.slice(1, -1)}".`, length: word.length, text: `"${word.slice(1, -1).replaceAll('"', '""')}"` }
  const name = code === 'UnknownFunction' ? /^[\p{L}_][\p{L}\p{N}_]*(?=\s*\()/u.exec(word)?.[0] : undefined
  const meant = name === undefined ? undefined : nearest(name, functionNames)
  return name !== undefined && meant !== undefined ? { fix: `Write "${meant}".`, length: name.length, text: meant } : undefined
}

function publishedCode(code: string): string {
  return syntax.has(code) ? 'UnexpectedCharacter' : names.has(code) ? 'IdentifierNotRecognized' : types.test(code) ? 'IncompatibleTypes' : 'PowerFxError'
}

function fixFor(code: string): string | undefined {
  if (code === 'UnknownFunction') return 'Check the spelling of the function.'
  if (code === 'UnsupportedFunction') return 'Write it with functions that run here.'
  if (syntax.has(code)) return 'Look just before this place for a missing operator, bracket, comma or quote.'
  if (types.test(code)) return 'Convert one side, for example with Text() or Value().'
  return undefined
}

/** `Topic.X`, `Global.X`, `Env.X`, `System.X` that a formula reads, with where the name stands in it. Text in quotes is skipped. */
export function variablesRead(formula: string): { scope: string; name: string; offset: number }[] {
  const found: { scope: string; name: string; offset: number }[] = []
  const pattern = /(?<interpolated>\$")|"(?:[^"]|"")*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w.'])(?<scope>Topic|Global|Env|System)\.(?:'(?<quoted>(?:[^']|'')+)'|(?<plain>[\p{L}_][\p{L}\p{N}_]*))/gu
  for (const match of formula.matchAll(pattern)) {
    const { scope, quoted, plain } = match.groups ?? {}
    if (!scope) continue
    // A schema name has dots; Env.prefix_name does not.
    found.push({ scope, name: plain ?? quoted?.replaceAll("''", "'") ?? '', offset: match.index })
  }
  return found
}
