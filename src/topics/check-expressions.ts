import { check, compileTemplate, type FxDiagnostic } from '../powerfx/index.ts'
import type { Findings } from './findings.ts'
import type { Path } from './parse-document.ts'
import type { PlaceType } from './schema.ts'

const syntax = new Set(['OperandExpected', 'OperatorExpected', 'ColonExpected', 'UnexpectedCharacters', 'UnexpectedToken', 'EmptyIsland', 'IdentifierExpected'])
const names = new Set(['NameNotFound', 'UnknownFunction', 'UnsupportedFunction', 'ColumnNotFound', 'ColumnNotFoundSimilar'])
const types = /^(Bad(Argument|Operand|Type|Dot|Interpolation)|Incomparable|NotOrdered|ResultMismatch|Incompatible|CannotUseType|Not[A-Z]|WrongFieldType|CannotConvert|RecordOrTable|Needs)/

/** A formula with its leading `=`. Its mistakes are told where they stand in the file. */
export function checkExpression(text: string, path: Path, wants: PlaceType | undefined, findings: Findings) {
  const source = text.slice(1)
  if (source.trim() === '') {
    findings.add({ code: 'UnexpectedCharacter', path, message: 'The formula is empty.', fix: 'Write a formula after the "=", or delete it.' })
    return
  }
  const { type, diagnostics } = check(source, { lenient: true })
  report(diagnostics, 1, path, findings)
  const broken = diagnostics.some((diagnostic) => diagnostic.severity === 'error')
  if (!broken && wants?.boolean && !wants.anything && (type.kind === 'Record' || type.kind === 'Table'))
    findings.add({ code: 'IncompatibleTypes', path, offset: 1, message: `A condition is true or false, but this formula gives a ${type.kind.toLowerCase()}.`, fix: 'Compare it with something, or ask IsEmpty or IsBlank.' })
}

/** Text with {formulas} in it. */
export function checkTemplate(text: string, path: Path, findings: Findings) {
  if (text.includes('{')) report(compileTemplate(text, { lenient: true }).diagnostics, 0, path, findings)
}

/** The first mistake of a formula: what comes after it mostly follows from it. */
function report(diagnostics: readonly FxDiagnostic[], shift: number, path: Path, findings: Findings) {
  let failed = false
  for (const { severity, code, message, start } of diagnostics) {
    // A brace without a formula is ordinary in JSON and examples.
    if (code === 'LiteralBrace' || (severity === 'error' && failed)) continue
    failed ||= severity === 'error'
    findings.add({
      severity: code === 'UnsupportedFunction' ? 'warning' : severity,
      code: syntax.has(code) ? 'UnexpectedCharacter' : names.has(code) ? 'IdentifierNotRecognized' : types.test(code) ? 'IncompatibleTypes' : 'PowerFxError',
      path,
      offset: start + shift,
      message,
      fix: fixFor(code),
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
