import { isRecord } from '../platform/index.ts'
import type { Component } from '../topics/types.ts'
import type { Topic, Trigger } from './copilot.ts'
import { textOf, triggerDocuments, triggerId } from './document.ts'
import type { Document, Parsed } from './document.ts'
import { inputQuestions } from './input-questions.ts'
import { lowerActions } from './lower.ts'
import type { Code } from './lower.ts'
import { knownNodeKinds } from './nodes/index.ts'
import { taskActionKinds } from './tasks/task-actions.ts'
import { topicName } from './topic-name.ts'
import { translateActions } from './translate-topic.ts'
import { translationFor } from './translations.ts'
import type { Translation } from './translations.ts'
import { triggerKinds } from './triggers/index.ts'

const kinds = new Map([...knownNodeKinds, ...taskActionKinds].map((kind) => [kind.kind, kind]))
const withPhrases = new Set(triggerKinds.filter((kind) => kind.phrases).map((kind) => kind.kind))

/** A document with several triggers is several topics that share all but trigger and nodes; redirects reach the first. */
export function readTopics(parsed: Parsed, translations: Translation[]): Topic[] {
  return triggerDocuments(parsed.document).map((trigger, index) => readTopic(parsed, trigger, index, translations))
}

function readTopic({ component, document }: Parsed, trigger: Document, index: number, translations: Translation[]): Topic {
  const actions = [...inputQuestions(document), ...(Array.isArray(trigger['actions']) ? trigger['actions'] : [])]
  return {
    schemaName: index === 0 ? component.schemaName : topicName(component.schemaName, triggerId(trigger)),
    document: component.schemaName,
    name: component.name || component.schemaName.split('.').at(-1) || component.schemaName,
    on: component.state === 'on',
    startBehavior: readStartBehavior(document['startBehavior']),
    trigger: readTrigger(trigger, index, component, document, translations),
    inputs: readInputs(document),
    actions,
    code: codeByLanguage(actions, translations),
  }
}

function codeByLanguage(actions: unknown[], translations: Translation[]): Topic['code'] {
  const codes = new Map<Translation | undefined, Code>()
  return (locale) => {
    const translation = translations.length === 0 ? undefined : translationFor(translations, locale)
    let code = codes.get(translation)
    if (!code) {
      code = lowerActions(translation ? translateActions(actions, triggerDocuments(translation.document).map((trigger) => trigger['actions'])) : actions, kinds)
      codes.set(translation, code)
    }
    return code
  }
}

function readStartBehavior(value: unknown): Topic['startBehavior'] {
  return value === 'CancelOtherTopics' || value === 'UseLatestPublishedContentAndCancelOtherTopics' ? value : 'Default'
}

function readTrigger(trigger: Document, index: number, component: Component, document: Document, translations: Translation[]): Trigger {
  const kind = textOf(trigger['kind'])
  const intent = isRecord(trigger['intent']) ? trigger['intent'] : {}
  const displayName = textOf(intent['displayName']) || component.name
  const filterName = triggerKinds.find((known) => known.kind === kind)?.filter
  const filter = filterName ? textOf(trigger[filterName]) : ''
  const phrases = phrasesOf(kind, intent)
  const translated = translations.flatMap((translation) => translatedPhrases(kind, index, translation))
  return {
    kind,
    id: triggerId(trigger),
    ...(trigger['condition'] === undefined || trigger['condition'] === null ? {} : { condition: trigger['condition'] }),
    priority: Number(trigger['priority'] ?? 0) || 0,
    runOnce: trigger['runOnce'] === true,
    ...(filter ? { filter } : {}),
    durationInSeconds: trigger['durationInSeconds'],
    displayName,
    offered: intent['includeInOnSelectIntent'] !== false,
    channels: Array.isArray(intent['availableInChannels']) ? intent['availableInChannels'].map((channel) => String(channel).toLowerCase()) : [],
    ...(phrases.length + translated.length > 0 ? { phrases: [...phrases, ...translated] } : standIns(kind, displayName, component, document)),
  }
}

function phrasesOf(kind: string, intent: Document): string[] {
  if (!withPhrases.has(kind)) return []
  return Array.isArray(intent['triggerQueries']) ? intent['triggerQueries'].filter((phrase) => typeof phrase === 'string' || typeof phrase === 'number').map(String) : []
}

/** Without phrases a planner would choose by name and description: the names stand in as phrases, descriptions help to find the topic. */
function standIns(kind: string, displayName: string, component: Component, document: Document): Pick<Trigger, 'phrases' | 'about'> {
  if (!withPhrases.has(kind)) return { phrases: [] }
  const said = (texts: string[]) => [...new Set(texts.map((text) => text.trim()))].filter((text) => text !== '')
  return { phrases: said([displayName, textOf(document['modelDisplayName'])]), about: said([textOf(document['modelDescription']), component.description]) }
}

function translatedPhrases(kind: string, index: number, { document }: Translation): string[] {
  const intent = triggerDocuments(document)[index]?.['intent']
  return isRecord(intent) ? phrasesOf(kind, intent) : []
}

function readInputs(document: Document): Topic['inputs'] {
  const inputs = Array.isArray(document['inputs']) ? document['inputs'].filter(isRecord) : []
  return inputs.flatMap((input): Topic['inputs'][number][] => {
    const name = textOf(input['propertyName'])
    if (input['kind'] === 'ManualTaskInput') return [{ name, value: input['value'], fixed: true }]
    return input['defaultValue'] === undefined ? [] : [{ name, value: input['defaultValue'], fixed: false }]
  })
}
