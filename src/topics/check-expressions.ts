import { check, compileTemplate, type CompileOptions, type FxDiagnostic } from '../powerfx/index.ts'
import { isRecord, type Findings } from './findings.ts'
import type { Path } from './parse-document.ts'
import { enums } from './schema-table.ts'
import type { PlaceType } from './schema.ts'

const syntax = new Set(['OperandExpected', 'OperatorExpected', 'ColonExpected', 'UnexpectedCharacters', 'UnexpectedToken', 'EmptyIsland', 'IdentifierExpected'])
const names = new Set(['NameNotFound', 'UnknownFunction', 'UnsupportedFunction', 'ColumnNotFound', 'ColumnNotFoundSimilar'])
const types = /^(Bad(Argument|Operand|Type|Dot|Interpolation)|Incomparable|NotOrdered|ResultMismatch|Incompatible|CannotUseType|Not[A-Z]|WrongFieldType|CannotConvert|RecordOrTable|Needs)/

/** The choices formulas may name: `'schema name'.choice`. What each holds is decided when it runs. */
export type OptionSets = { names: Set<string>; ownPrefix: string | undefined; compile: CompileOptions }

/** Choices every copilot can name. */
const systemSets = [...(enums.SystemOptionSetName ?? '').split(' '), 'ChannelId', 'Locale', 'Language', 'SignInReason', 'MultipleTopicsMatchedReason', 'ActivityType', 'UserInputType']

/** `names` are those of the copilot's own lists. */
export function optionSets(names: Iterable<string>, ownPrefix: string | undefined): OptionSets {
  const all = new Set([...systemSets, ...names])
  return { names: all, ownPrefix: ownPrefix?.toLowerCase(), compile: { lenient: true, optionSets: [...all].map((name) => ({ name, options: [] })) } }
}

/** The lists of choices a document brings: an entity's by its schema name or alias, a question's by `topic.trigger.node`. */
export function optionSetsIn(value: unknown, schemaName: string | undefined): Set<string> {
  const names = new Set<string>()
  if (!isRecord(value)) return names
  if (value.kind === 'ClosedListEntity' && schemaName) names.add(schemaName)
  if (typeof value.optionSetName === 'string') names.add(value.optionSetName)
  const triggers: unknown[] = [value.beginDialog, ...(Array.isArray(value.triggers) ? (value.triggers as unknown[]) : [])]
  for (const trigger of triggers) if (isRecord(trigger)) collectEmbedded(trigger, `${schemaName ?? ''}.${typeof trigger.id === 'string' ? trigger.id : 'main'}`, names)
  return names
}

function collectEmbedded(value: Record<string, unknown>, prefix: string, names: Set<string>) {
  const { entity, id } = value
  if (isRecord(entity) && entity.kind === 'EmbeddedEntity') {
    if (typeof id === 'string') names.add(`${prefix}.${id}`)
    if (isRecord(entity.definition) && typeof entity.definition.optionSetName === 'string') names.add(entity.definition.optionSetName)
  }
  for (const member of Object.values(value))
    for (const item of Array.isArray(member) ? (member as unknown[]) : [member]) if (isRecord(item)) collectEmbedded(item, prefix, names)
}

/** A formula with its leading `=`. Its mistakes are told where they stand in the file. */
export function checkExpression(text: string, path: Path, wants: PlaceType | undefined, sets: OptionSets, findings: Findings) {
  const source = text.slice(1)
  if (source.trim() === '') {
    findings.add({ code: 'UnexpectedCharacter', path, message: 'The formula is empty.', fix: 'Write a formula after the "=", or delete it.' })
    return
  }
  const { type, diagnostics } = check(source, sets.compile)
  report(diagnostics, text, 1, path, findings)
  checkChoices(source, 1, path, sets, findings)
  const broken = diagnostics.some((diagnostic) => diagnostic.severity === 'error')
  if (!broken && wants?.boolean && !wants.anything && (type.kind === 'Record' || type.kind === 'Table'))
    findings.add({ code: 'IncompatibleTypes', path, offset: 1, message: `A condition is true or false, but this formula gives a ${type.kind.toLowerCase()}.`, fix: 'Compare it with something, or ask IsEmpty or IsBlank.' })
}

/** Text with {formulas} in it. */
export function checkTemplate(text: string, path: Path, sets: OptionSets, findings: Findings) {
  if (!text.includes('{')) return
  report(compileTemplate(text, sets.compile).diagnostics, text, 0, path, findings)
  checkChoices(text, 0, path, sets, findings)
}

/** `'schema name'.choice` where there is no such list. */
function checkChoices(source: string, shift: number, path: Path, { names, ownPrefix }: OptionSets, findings: Findings) {
  if (!source.includes("'")) return
  for (const match of source.matchAll(/"(?:[^"]|"")*"|'(?<set>[\w-]+\.(?:entity\.[^']+|topic\.[^'.]+\.[^']+))'\s*\./g)) {
    const set = match.groups?.set
    if (set === undefined || names.has(set)) continue
    const own = ownPrefix !== undefined && set.toLowerCase().startsWith(`${ownPrefix}.`)
    findings.add({ severity: own ? 'error' : 'warning', code: 'NotFound', path, offset: match.index + shift, message: `There is no list of choices "${set}" here.`, fix: 'Name the schema name of a list entity, or of topic, trigger and question.' })
  }
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
    findings.add({
      severity: code === 'UnsupportedFunction' ? 'warning' : severity,
      code: syntax.has(code) ? 'UnexpectedCharacter' : names.has(code) ? 'IdentifierNotRecognized' : types.test(code) ? 'IncompatibleTypes' : 'PowerFxError',
      path,
      offset: start + shift,
      message,
      fix: code === 'NameNotFound' && word.startsWith("'") ? `Text stands in double quotes: "${word.slice(1, -1)}".` : fixFor(code),
    })
  }
}

function fixFor(code: string): string | undefined {
  if (code === 'UnknownFunction') return 'Check the spelling of the function.'
  if (code === 'UnsupportedFunction') return 'Write it with functions that run here.'
  if (syntax.has(code)) return 'Look just before this place for a missing operator, bracket, comma or quote.'
  if (types.test(code)) return 'Convert one side, for example with Text() or Value().'
  return undefined
}

/** `Topic.X`, `Global.X`, `Env.X` that a formula reads, with where the name stands in it. Text in quotes is skipped. */
export function variablesRead(formula: string): { scope: string; name: string; offset: number }[] {
  const found: { scope: string; name: string; offset: number }[] = []
  const pattern = /(?<interpolated>\$")|"(?:[^"]|"")*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w.'])(?<scope>Topic|Global|Env)\.(?:'(?<quoted>(?:[^']|'')+)'|(?<plain>[\p{L}_][\p{L}\p{N}_]*))/gu
  for (const match of formula.matchAll(pattern)) {
    const { scope, quoted, plain } = match.groups ?? {}
    if (!scope) continue
    // A schema name has dots; Env.prefix_name does not.
    found.push({ scope, name: plain ?? quoted?.replaceAll("''", "'") ?? '', offset: match.index })
  }
  return found
}
