import { isRecord, type Findings, words } from './findings.ts'
import type { Path } from './parse-document.ts'

type Check = (value: Record<string, unknown>, path: Path, findings: Findings) => void

const longestInstructions = 8000
const mostPhrases = 200

/** Rules about one kind of element that its schema does not say. */
const checks: Record<string, Check> = {
  Intent: checkPhrases,
  ClosedListEntity: checkClosedList,
  RegexEntity({ pattern }, path, findings) {
    if (typeof pattern !== 'string') return
    try {
      new RegExp(pattern.replace(/^\(\?[a-z]+\)/, ''))
    } catch (error) {
      // Copilot Studio takes .NET patterns, a few of which we lack: no reason to block publishing.
      const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : ''
      findings.add({ severity: 'warning', code: 'InvalidRegex', path: [...path, 'pattern'], message: `The pattern cannot be used as a regular expression: ${reason}.`, fix: 'Close every bracket, and escape characters with a meaning of their own.' })
    }
  },
  GptComponentMetadata({ instructions }, path, findings) {
    if (typeof instructions === 'string' && instructions.length > longestInstructions)
      findings.add({ severity: 'warning', code: 'MaxLengthExceeded', path: [...path, 'instructions'], message: `The instructions have ${instructions.length} characters; Copilot Studio takes ${longestInstructions}.`, fix: 'Shorten them.' })
  },
  AdaptiveCardTemplate({ cardContent }, path, findings) {
    checkCard(cardContent, [...path, 'cardContent'], findings)
  },
  AdaptiveCardPrompt({ card }, path, findings) {
    const parsed = checkCard(card, [...path, 'card'], findings)
    if (parsed !== undefined && !JSON.stringify(parsed).includes('"Action.Submit"'))
      findings.add({ code: 'AdaptiveCardMissingActionSubmit', path: [...path, 'card'], message: 'The card has no Action.Submit, so nobody can answer it.', fix: 'Add an Action.Submit to its actions.' })
  },
  HttpRequestAction(value, path, findings) {
    const { url } = value
    if (isLiteral(url) && !/^https?:\/\/[^\s/]+/i.test(url))
      findings.add({ code: 'InvalidUrl', path: [...path, 'url'], message: `"${url}" is not a web address.`, fix: 'Start it with https://.' })
    checkNotNegative('requestTimeoutInMilliseconds')(value, path, findings)
  },
  OpenUrl({ url }, path, findings) {
    if (isLiteral(url) && url !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(url))
      findings.add({ severity: 'warning', code: 'InvalidUrl', path: [...path, 'url'], message: `"${url}" is not a web address.`, fix: 'Start it with https://.' })
  },
  OnInactivity: checkNotNegative('durationInSeconds'),
  TransferConversation({ telephoneNumber }, path, findings) {
    checkPhone(telephoneNumber, [...path, 'telephoneNumber'], findings)
  },
  TransferToPhoneNumber: checkPhoneTransfer,
  ActionOutputBinding({ binding }, path, findings) {
    for (const [name, variable] of Object.entries(isRecord(binding) ? binding : {})) checkVariablePath(variable, [...path, 'binding', name], findings)
  },
  SetMultipleVariables({ assignments }, path, findings) {
    const seen = new Set<unknown>()
    for (const [index, assignment] of list(assignments).entries()) {
      if (!isRecord(assignment)) continue
      const variable = words(assignment.variable).replace(/^init:/, '')
      if (variable && seen.has(variable))
        findings.add({ code: 'DuplicateVariableAssignment', path: [...path, 'assignments', index, 'variable'], message: `${variable} is set twice in one node.`, fix: 'Delete one of the two.' })
      seen.add(variable)
    }
  },
}

/** Where an element writes: the property must name a variable. */
const targets: Record<string, string[]> = {
  SetVariable: ['variable'],
  SetTextVariable: ['variable'],
  ResetVariable: ['variable'],
  ParseValue: ['variable'],
  Question: ['variable'],
  EditTable: ['itemsVariable', 'resultVariable'],
  EditTableV2: ['itemsVariable'],
  Foreach: ['value', 'index'],
  HttpRequestAction: ['response', 'responseHeaders'],
  SingleVariableOutputBinding: ['variable'],
  SearchAndSummarizeContent: ['variable'],
  AnswerQuestionWithAI: ['variable'],
  CreateSearchQuery: ['result'],
}

export function checkElement(kind: string, value: Record<string, unknown>, path: Path, findings: Findings) {
  checks[kind]?.(value, path, findings)
  for (const property of targets[kind] ?? []) checkVariablePath(value[property], [...path, property], findings)
}

function checkVariablePath(value: unknown, path: Path, findings: Findings) {
  if (typeof value !== 'string' || value === '') return
  if (/^(init:)?(Topic|Global|System)\.\S/.test(value)) return
  const scope = /^(?:init:)?(\w+)\./.exec(value)?.[1]
  findings.add({ code: 'InvalidPropertyPath', path, message: scope === undefined ? `"${value}" does not name a variable.` : `There are no variables called "${scope}.…" to write to: only Topic, Global and System.`, fix: `Write ${/^[\p{L}_][\p{L}\p{N}_]*$/u.test(value) ? `"Topic.${value}"` : 'Topic.Name or Global.Name'}${value.startsWith('=') ? ', without "="' : ''}.` })
}

function checkPhrases({ triggerQueries }: Record<string, unknown>, path: Path, findings: Findings) {
  const phrases = list(triggerQueries)
  if (phrases.length > mostPhrases)
    findings.add({ severity: 'warning', code: 'MaxCount', path: [...path, 'triggerQueries'], atKey: true, message: `The topic has ${phrases.length} trigger phrases; Copilot Studio takes ${mostPhrases}.`, fix: 'Keep the ones that differ most.' })
  const seen = new Set<string>()
  for (const [index, phrase] of phrases.entries()) {
    const text = words(phrase).trim().toLowerCase()
    const at = [...path, 'triggerQueries', index]
    if (text === '') findings.add({ severity: 'warning', code: 'EmptyCollection', path: at, message: 'This trigger phrase is empty.', fix: 'Delete it.' })
    else if (seen.has(text)) findings.add({ severity: 'warning', code: 'DuplicateItem', path: at, message: `The trigger phrase "${words(phrase)}" is given twice.`, fix: 'Delete one of the two.' })
    seen.add(text)
  }
}

function checkClosedList({ items }: Record<string, unknown>, path: Path, findings: Findings) {
  const ids = new Set<string>()
  const taken = new Map<string, string>()
  for (const [index, item] of list(items).entries()) {
    if (!isRecord(item)) continue
    const at = [...path, 'items', index]
    const id = words(item.id)
    const name = words(item.displayName)
    if (id !== '' && ids.has(id)) findings.add({ code: 'DuplicateItem', path: [...at, 'id'], message: `Another item of this list has the id "${id}" already.`, fix: 'Give this item an id of its own.' })
    ids.add(id)
    if (isRecord(item.displayName) || Array.isArray(item.displayName)) findings.add({ code: 'DisplayNameMustBeScalar', path: [...at, 'displayName'], message: 'An item’s name is one text.' })
    if (item.synonyms !== undefined && item.synonyms !== null && (!Array.isArray(item.synonyms) || item.synonyms.some((synonym) => typeof synonym === 'object')))
      findings.add({ code: 'SynonymsMustBeArrayOfScalars', path: [...at, 'synonyms'], message: 'Synonyms are a list of texts.' })
    for (const [number, word] of [name, ...list(item.synonyms)].entries()) {
      const text = words(word).trim().toLowerCase()
      if (text === '') continue
      const other = taken.get(text)
      if (other !== undefined && other !== id)
        findings.add({ severity: 'warning', code: 'SynonymsNotUnique', path: number === 0 ? [...at, 'displayName'] : [...at, 'synonyms', number - 1], message: `"${words(word)}" stands for another item of this list too; the first one wins.`, fix: 'Keep it in one of them.' })
      else taken.set(text, id)
    }
  }
}

/** The card when it is literal JSON; undefined for a formula or a broken one. */
function checkCard(card: unknown, path: Path, findings: Findings): unknown {
  if (typeof card !== 'string' || card.startsWith('=')) return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(card)
  } catch (error) {
    // A card may carry {formulas}; only plain JSON can be judged.
    if (/\{\s*[A-Za-z]/.test(card)) return undefined
    const reason = error instanceof Error ? error.message : ''
    const at = /end of JSON/.test(reason) ? card.length : /position (\d+)/.exec(reason)?.[1]
    findings.add({ code: 'AdaptiveCardJsonParsingError', path, ...(at === undefined ? {} : { offset: Number(at) }), message: `The card is not JSON: ${reason}.`, fix: 'Copy it again from the card designer.' })
    return undefined
  }
  const version = isRecord(parsed) ? words(parsed.version) : ''
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 1 || (major === 1 && minor > 6))
    findings.add({ severity: 'warning', code: 'AdaptiveCardVersionNotSupported', path, message: `The card asks for version ${version}; 1.6 is the newest that is shown.`, fix: 'Set its version to 1.5.' })
  return parsed
}

function checkPhoneTransfer(value: Record<string, unknown>, path: Path, findings: Findings) {
  checkPhone(value.phoneNumber, [...path, 'phoneNumber'], findings)
  const { sipUuiHeader, sipxHeaders, dtmfSequence } = value
  if (isLiteral(sipUuiHeader) && (sipUuiHeader.length > 128 || /[^\x20-\x7e]/.test(sipUuiHeader)))
    findings.add({ code: 'InvalidSipHeader', path: [...path, 'sipUuiHeader'], message: 'A user-to-user header has at most 128 printable ASCII characters.', fix: 'Shorten it, or send the rest in an X- header.' })
  for (const [name, header] of Object.entries(isRecord(sipxHeaders) ? sipxHeaders : {})) {
    if (!/^X-[A-Za-z0-9-]+$/i.test(name))
      findings.add({ code: 'InvalidSipXHeaderName', path: [...path, 'sipxHeaders', name], atKey: true, message: `"${name}" is not the name of an X- header.`, fix: 'Start it with "X-" and use letters, digits and hyphens.' })
    if (isLiteral(header) && /[\r\n\0]/.test(header)) findings.add({ code: 'InvalidSipXHeaderValue', path: [...path, 'sipxHeaders', name], message: 'A header’s value is one line.', fix: 'Delete the line breaks.' })
  }
  if (isLiteral(dtmfSequence) && !/^[0-9A-D*#,;wp ]*$/i.test(dtmfSequence))
    findings.add({ code: 'InvalidDtmfSequence', path: [...path, 'dtmfSequence'], message: `"${dtmfSequence}" has characters that are no keys of a telephone.`, fix: 'Use 0-9, A-D, * and #, and commas for pauses.' })
}

function checkPhone(value: unknown, path: Path, findings: Findings) {
  const number = typeof value === 'number' ? words(value) : value
  if (!isLiteral(number) || number === '') return
  if (/^(tel:)?\+?[\d\s().-]{3,25}$/.test(number) && /\d{3}/.test(number.replace(/\D/g, ''))) return
  if (/^sips?:[^\s@]+@[^\s@]+$/i.test(number)) return
  findings.add({ code: 'InvalidTransferPhoneNumber', path, message: `"${number}" is not a telephone number.`, fix: 'Write it with its country, for example +4930123456.' })
}

function checkNotNegative(property: string): Check {
  return (value, path, findings) => {
    if (typeof value[property] === 'number' && value[property] < 0)
      findings.add({ code: 'ValueCannotBeNegative', path: [...path, property], message: `"${property}" cannot be negative.`, fix: 'Write 0 or more.' })
  }
}

/** Text that is neither a formula nor a template with one. */
function isLiteral(value: unknown): value is string {
  return typeof value === 'string' && !value.startsWith('=') && !value.includes('{')
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
