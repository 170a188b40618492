import { isRecord } from '../platform/index.ts'
import { compileExpression, isError, toJson, type FxEnv } from '../powerfx/index.ts'
import { words, type Findings } from './findings.ts'
import { jsonMistake } from './json-mistake.ts'
import type { Path } from './parse-document.ts'

/** What an input of a card may not be called: the name of the button that was pressed. */
const reserved = 'actionSubmitId'

/** A card in a message: it is only shown. */
export function checkShownCard({ cardContent }: Record<string, unknown>, path: Path, findings: Findings) {
  checkCard(cardContent, [...path, 'cardContent'], findings)
}

/** A card that asks: somebody must be able to answer it, and every answer needs a name. */
export function checkAskingCard({ card, output, outputType }: Record<string, unknown>, path: Path, findings: Findings) {
  const at = [...path, 'card']
  const parsed = checkCard(card, at, findings)
  if (parsed === undefined) {
    // What a formula makes of variables is not known, but a card that is written out names its buttons.
    if (typeof card === 'string' && card.startsWith('=') && card.includes('"AdaptiveCard"') && !/Action\.(Submit|Execute)|ParseJSON|actions:\s*[A-Z]/.test(card))
      findings.add({ severity: 'warning', code: 'AdaptiveCardMissingActionSubmit', path: at, message: 'The card has no Action.Submit, so nobody can answer it.', fix: 'Add an Action.Submit to its actions.' })
    return
  }
  const parts = [...partsOf(parsed)]
  const submits = parts.filter(({ type }) => type === 'Action.Submit' || type === 'Action.Execute')
  if (submits.length === 0) findings.add({ code: 'AdaptiveCardMissingActionSubmit', path: at, message: 'The card has no Action.Submit, so nobody can answer it.', fix: 'Add an Action.Submit to its actions.' })
  for (const { data } of submits)
    if (isRecord(data) && reserved in data && typeof data[reserved] !== 'string')
      findings.add({ severity: 'warning', code: 'AdaptiveCardActionSubmitIdTypeMismatch', path: at, message: `A button sends "${reserved}" as ${words(data[reserved])}, and it is text.`, fix: `Put the value into quotes: "${words(data[reserved])}".` })
  const declared = isRecord(outputType) && isRecord(outputType.properties) ? outputType.properties[reserved] : undefined
  const type = isRecord(declared) ? (declared.type ?? declared.kind) : declared
  if (typeof type === 'string' && type !== 'String' && type !== 'Any')
    findings.add({ severity: 'warning', code: 'AdaptiveCardActionSubmitIdTypeMismatch', path: [...path, 'outputType', 'properties', reserved], message: `"${reserved}" is the name of the button that was pressed: text, not ${type}.`, fix: 'Write "String".', edits: [{ type: 'set', path: [...path, 'outputType', 'properties', reserved], value: 'String' }] })
  checkInputs(parts, at, findings)
  checkBindings(parts, submits, output, path, findings)
}

function checkInputs(parts: Record<string, unknown>[], path: Path, findings: Findings) {
  const seen = new Set<string>()
  for (const { type, id, label, title, isRequired, errorMessage } of parts) {
    if (typeof type !== 'string' || !type.startsWith('Input.')) continue
    const name = words(id)
    const warn = (code: string, message: string, fix: string) => findings.add({ severity: 'warning', code, path, message, fix })
    if (name === reserved) warn('AdaptiveCardUseOfReservedKeyword', `An input is called "${reserved}", which is the name of the pressed button.`, 'Give the input another id.')
    if (name === '') warn('MissingRequiredProperty', `An ${type} has no id, so its answer is lost.`, 'Give it an id.')
    else if (seen.has(name)) warn('DuplicateItem', `Two inputs have the id "${name}"; one answer is lost.`, 'Give each an id of its own.')
    seen.add(name)
    if (type === 'Input.Toggle' && words(title) === '') warn('AdaptiveCardToggleInputMissingTitle', `The toggle "${name}" has no title, so nobody sees what it switches.`, 'Give it a title.')
    if (isRequired !== true) continue
    if (words(errorMessage) === '') warn('AdaptiveCardInputIsRequiredMissingErrorMessage', `The input "${name}" is required, and says nothing when it is left empty.`, 'Give it an errorMessage.')
    if (type !== 'Input.Toggle' && words(label) === '') warn('AdaptiveCardInputIsRequiredMissingLabel', `The input "${name}" is required and has no label.`, 'Give it a label.')
  }
}

/** Outputs that no input, no button and no data of the card can fill. */
function checkBindings(parts: Record<string, unknown>[], submits: Record<string, unknown>[], output: unknown, path: Path, findings: Findings) {
  const binding = isRecord(output) && isRecord(output.binding) ? output.binding : {}
  const names = new Set([reserved, ...parts.filter(({ type }) => words(type).startsWith('Input.')).map(({ id }) => words(id)), ...submits.flatMap(({ data }) => (isRecord(data) ? Object.keys(data) : []))])
  for (const name of Object.keys(binding))
    if (!names.has(name)) findings.add({ severity: 'warning', code: 'InvalidBindingOutput', path: [...path, 'output', 'binding', name], atKey: true, message: `No input of the card is called "${name}", so the variable stays blank.`, fix: 'Write the id of an input, or delete this line.', edits: [{ type: 'remove', path: [...path, 'output', 'binding', name] }] })
}

function* partsOf(value: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(value)) for (const item of value as unknown[]) yield* partsOf(item)
  else if (isRecord(value)) {
    yield value
    for (const member of Object.values(value)) yield* partsOf(member)
  }
}

/** The card when it is literal JSON, or a formula without variables; undefined for any other formula and for a broken card. */
function checkCard(card: unknown, path: Path, findings: Findings): unknown {
  if (typeof card !== 'string' || card.trim() === '') return undefined
  if (card.startsWith('=')) return cardOfFormula(card.slice(1))
  const mistake = jsonMistake(card)
  if (mistake) {
    // A card may carry {formulas}; only plain JSON can be judged.
    if (!/\{\s*[A-Za-z]/.test(card)) findings.add({ code: 'AdaptiveCardJsonParsingError', path, offset: mistake.offset, message: `The card is not JSON: ${mistake.message}.`, fix: 'Mend it here, or copy it again from the card designer.' })
    return undefined
  }
  const parsed: unknown = JSON.parse(card)
  const version = isRecord(parsed) ? words(parsed.version) : ''
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 1 || (major === 1 && minor > 6)) {
    const at = card.search(new RegExp(`"${version.replaceAll('.', '\\.')}"`))
    findings.add({ severity: 'warning', code: 'AdaptiveCardVersionNotSupported', path, ...(at < 0 ? {} : { offset: at }), message: `The card asks for version ${version}; 1.6 is the newest that is shown.`, fix: 'Set its version to 1.5.', edits: at < 0 ? undefined : [{ type: 'replace', path, offset: at + 1, length: version.length, text: '1.5' }] })
  }
  const template = /\$\{[^}]*\}/.exec(card)
  if (template)
    findings.add({ severity: 'warning', code: 'AdaptiveCardDataBinding', path, offset: template.index, message: `${template[0]} is data binding of card templates, which is shown as it stands.`, fix: 'Write the card as a formula ("= {type: …}") that names variables.' })
  return parsed
}

const nowhere: FxEnv = { lookup: () => undefined, now: () => new Date(0), random: () => 0, timeZone: 'UTC', locale: 'en-US' }

/** Most cards are records written as a formula: `={type: "AdaptiveCard", body: […]}`. */
function cardOfFormula(formula: string): unknown {
  if (/\b(Topic|Global|System|Env)\./.test(formula)) return undefined
  const value = compileExpression(formula, { lenient: true }).evaluate(nowhere)
  const card = isError(value) ? undefined : toJson(value)
  return isRecord(card) ? card : undefined
}
