import { compilePattern, isPattern } from '../patterns/index.ts'
import { isRecord } from '../platform/index.ts'
import { checkAskingCard, checkShownCard } from './check-card.ts'
import { checkClosedList, checkOneOf } from './check-entity.ts'
import { sourceChecks } from './check-sources.ts'
import { checkPhone, checkPhoneTransfer } from './check-telephony.ts'
import { toolChecks } from './check-tools.ts'
import { list, words, type Findings } from './findings.ts'
import { isLiteral } from './literal.ts'
import type { Path } from './parse-document.ts'

type Check = (value: Record<string, unknown>, path: Path, findings: Findings) => void

const longestInstructions = 8000
const mostPhrases = 200
const longestPhrase = 1000

/** Rules about one kind of element that its schema does not say. */
const checks: Record<string, Check> = {
  ...sourceChecks,
  Intent: checkPhrases,
  ClosedListEntity: checkClosedList,
  OneOfMultiEntityReference: checkOneOf,
  RegexEntity({ pattern }, path, findings) {
    if (pattern === undefined || pattern === null || pattern === '') findings.add({ severity: 'warning', code: 'InvalidRegex', path: [...path, 'pattern'], message: 'There is no pattern, so nothing useful is ever found.', fix: 'Write what to look for: "pattern: …".' })
    if (typeof pattern !== 'string') return
    const compiled = compilePattern(pattern)
    if (isPattern(compiled)) return
    // The original takes more of .NET than we do: no reason to block publishing.
    findings.add({ severity: 'warning', code: 'InvalidRegex', path: [...path, 'pattern'], offset: compiled.at, message: `The pattern cannot be used, and questions that ask for it will fail. ${compiled.message}`, fix: 'Change the pattern at this place.' })
  },
  GptComponentMetadata({ instructions, displayName, description }, path, findings) {
    if (typeof instructions === 'string' && instructions.length > longestInstructions)
      findings.add({ severity: 'warning', code: 'MaxLengthExceeded', path: [...path, 'instructions'], message: `The instructions have ${instructions.length} characters; Copilot Studio takes ${longestInstructions}.`, fix: 'Shorten them.' })
    const missing = (member: string, code: string, message: string) => findings.add({ severity: 'information', code, path: [...path, member], message, fix: 'Write one, or delete the empty line.', edits: [{ type: 'remove', path: [...path, member] }] })
    if (displayName === '') missing('displayName', 'GptValidationMissingName', 'The copilot’s name is empty here.')
    if (description === '') missing('description', 'GptValidationMissingDescription', 'The copilot’s description is empty.')
    if (instructions === '') missing('instructions', 'GptValidationMissingInstructions', 'The copilot’s instructions are empty.')
  },
  AdaptiveCardTemplate: checkShownCard,
  AdaptiveCardPrompt: checkAskingCard,
  ConditionGroup({ conditions }, path, findings) {
    if (Array.isArray(conditions) && conditions.length === 0) findings.add({ severity: 'warning', code: 'EmptyCollection', path: [...path, 'conditions'], atKey: true, message: 'There is no condition here.', fix: 'Add a condition, or delete the node.', edits: isListItem(path) ? [{ type: 'remove', path }] : undefined })
  },
  Question({ prompt }, path, findings) {
    if (isEmptyMessage(prompt)) findings.add({ severity: 'warning', code: 'MissingRequiredProperty', path: [...path, 'prompt'], message: 'The question says nothing, so the customer does not know what is wanted.', fix: 'Write what to ask.' })
  },
  SendActivity({ activity }, path, findings) {
    if (isEmptyMessage(activity)) findings.add({ severity: 'warning', code: 'MissingRequiredProperty', path: [...path, 'activity'], message: 'The message is empty.', fix: 'Write what to say, or delete the node.', edits: isListItem(path) ? [{ type: 'remove', path }] : undefined })
  },
  HttpRequestAction(value, path, findings) {
    const { url } = value
    if (url === '') findings.add({ code: 'InvalidUrl', path: [...path, 'url'], message: 'The request has no address.', fix: 'Write where it goes: https://…' })
    else if (isLiteral(url) && !/^https?:\/\/[^\s/]+/i.test(url))
      findings.add({ code: 'InvalidUrl', path: [...path, 'url'], message: `"${url}" is not a web address.`, fix: 'Start it with https://.', edits: /^[\w-]+(\.[\w-]+)+(\/|:|$)/.test(url) ? [{ type: 'replace', path: [...path, 'url'], offset: 0, length: 0, text: 'https://' }] : undefined })
    checkNotNegative('requestTimeoutInMilliseconds')(value, path, findings)
  },
  OpenUrl({ url }, path, findings) {
    if (isLiteral(url) && url !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(url))
      findings.add({ severity: 'warning', code: 'InvalidUrl', path: [...path, 'url'], message: `"${url}" is not a web address.`, fix: 'Start it with https://.', edits: [{ type: 'replace', path: [...path, 'url'], offset: 0, length: 0, text: 'https://' }] })
  },
  OnInactivity: checkNotNegative('durationInSeconds'),
  TransferConversation({ telephoneNumber }, path, findings) {
    checkPhone(telephoneNumber, [...path, 'telephoneNumber'], findings)
  },
  TransferToPhoneNumber: checkPhoneTransfer,
  SearchAndSummarizeContent: checkAdditionalInstructions,
  SearchAndSummarizeWithCustomModel: checkAdditionalInstructions,
  AnswerQuestionWithAI: checkAdditionalInstructions,
  SetMultipleVariables({ assignments }, path, findings) {
    if (Array.isArray(assignments) && assignments.length === 0) findings.add({ severity: 'warning', code: 'EmptyCollection', path: [...path, 'assignments'], atKey: true, message: 'No variable is set here.', fix: 'Add an assignment, or delete the node.', edits: isListItem(path) ? [{ type: 'remove', path }] : undefined })
    const seen = new Set<unknown>()
    for (const [index, assignment] of list(assignments).entries()) {
      if (!isRecord(assignment)) continue
      const variable = words(assignment.variable).replace(/^init:/, '')
      const at = [...path, 'assignments', index]
      if (variable && seen.has(variable)) findings.add({ code: 'DuplicateVariableAssignment', path: [...at, 'variable'], message: `${variable} is set twice in one node.`, fix: 'Delete one of the two.', edits: [{ type: 'remove', path: at }] })
      seen.add(variable)
    }
  },
}

/** Where an element writes: the property must name a variable. */
export const targets: Record<string, string[]> = {
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
  toolChecks[kind]?.(value, path, findings)
  for (const property of targets[kind] ?? []) checkVariablePath(value[property], [...path, property], findings)
  if (kind === 'ActionOutputBinding') for (const [name, variable] of Object.entries(isRecord(value.binding) ? value.binding : {})) checkVariablePath(variable, [...path, 'binding', name], findings)
}

function checkVariablePath(value: unknown, path: Path, findings: Findings) {
  if (typeof value !== 'string' || value === '') return
  if (/^(init:)?(Topic|Global|System)\.\S/.test(value)) return
  const scope = /^(?:init:)?(\w+)\./.exec(value)?.[1]
  const bare = value.replace(/^=/, '')
  const meant = /^(Topic|Global|System)\.\S+$/.test(bare) ? bare : /^[\p{L}_][\p{L}\p{N}_]*$/u.test(bare) ? `Topic.${bare}` : undefined
  findings.add({
    code: 'InvalidPropertyPath',
    path,
    message: scope === undefined ? `"${value}" does not name a variable.` : `There are no variables called "${scope}.…" to write to: only Topic, Global and System.`,
    fix: `Write ${meant === undefined ? 'Topic.Name or Global.Name' : `"${meant}"`}${value.startsWith('=') ? ', without "="' : ''}.`,
    edits: meant === undefined ? undefined : [{ type: 'set', path, value: meant }],
  })
}

function checkPhrases({ triggerQueries }: Record<string, unknown>, path: Path, findings: Findings) {
  const phrases = list(triggerQueries)
  if (typeof triggerQueries === 'string' && triggerQueries !== '')
    findings.add({ severity: 'warning', code: 'InvalidValue', path: [...path, 'triggerQueries'], message: 'Trigger phrases are a list; a text is not read as one.', fix: 'Put the phrase on a line of its own, with a dash.', edits: [{ type: 'set', path: [...path, 'triggerQueries'], value: [triggerQueries] }] })
  if (phrases.length > mostPhrases)
    findings.add({ severity: 'warning', code: 'MaxCountExceeded', path: [...path, 'triggerQueries'], atKey: true, message: `The topic has ${phrases.length} trigger phrases; Copilot Studio takes ${mostPhrases}.`, fix: 'Keep the ones that differ most.' })
  const seen = new Set<string>()
  for (const [index, phrase] of phrases.entries()) {
    const text = words(phrase).trim().toLowerCase()
    const at = [...path, 'triggerQueries', index]
    const remove = [{ type: 'remove' as const, path: at }]
    if (text === '') findings.add({ severity: 'warning', code: 'EmptyCollection', path: at, message: 'This trigger phrase is empty.', fix: 'Delete it.', edits: remove })
    else if (seen.has(text)) findings.add({ severity: 'warning', code: 'DuplicateItem', path: at, message: `The trigger phrase "${words(phrase)}" is given twice.`, fix: 'Delete one of the two.', edits: remove })
    if (text.length > longestPhrase) findings.add({ severity: 'warning', code: 'MaxLengthExceeded', path: at, message: `This trigger phrase has ${text.length} characters, which nobody says.`, fix: 'Write a short example of what a customer would say.' })
    seen.add(text)
  }
}

function checkAdditionalInstructions({ additionalInstructions }: Record<string, unknown>, path: Path, findings: Findings) {
  const { length } = words(additionalInstructions)
  if (length > longestInstructions)
    findings.add({ severity: 'warning', code: 'AdditionalInstructionsLengthGreaterThanMaxLengthAllowed', path: [...path, 'additionalInstructions'], message: `The instructions have ${length} characters; at most ${longestInstructions} are taken.`, fix: 'Shorten them.' })
}

function checkNotNegative(property: string): Check {
  return (value, path, findings) => {
    if (typeof value[property] === 'number' && value[property] < 0)
      findings.add({ code: 'ValueCannotBeNegative', path: [...path, property], message: `"${property}" cannot be negative.`, fix: 'Write 0 or more.', edits: [{ type: 'set', path: [...path, property], value: 0 }] })
  }
}

/** A message that neither says nor shows anything. */
function isEmptyMessage(activity: unknown): boolean {
  if (typeof activity === 'string') return activity.trim() === ''
  if (!isRecord(activity) || (activity.kind !== undefined && activity.kind !== 'Message')) return false
  const filled = (member: unknown) => member !== undefined && member !== null && member !== '' && !(Array.isArray(member) && member.every((item) => item === '' || item === null))
  return !['text', 'speak', 'attachments', 'quickReplies', 'value', 'channelData', 'summary'].some((member) => filled(activity[member]))
}

/** An element of a list, which can be taken out. */
const isListItem = (path: Path) => typeof path.at(-1) === 'number'
