import { parseDocument } from '../topics/index.ts'
import type { Component, CopilotDefinition } from '../topics/types.ts'
import type { GlobalVariable, RuntimeCopilot, Topic, Trigger } from './copilot.ts'
import type { EntityDefinition } from './entities/define-entity.ts'
import { readDefinition } from './entities/read-definition.ts'
import { Expressions } from './fx.ts'
import { inputQuestions } from './input-questions.ts'
import type { OptionSets } from './fx.ts'
import { lowerActions } from './lower.ts'
import type { Code } from './lower.ts'
import { knownNodeKinds } from './nodes/index.ts'
import { systemOptionSets } from './system-options.ts'
import { translateActions } from './translate-topic.ts'
import { triggerKinds } from './triggers/index.ts'

type Document = Record<string, unknown>
type Parsed = { component: Component; document: Document; order: number }

const isDocument = (value: unknown): value is Document => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown) => (typeof value === 'string' ? value : '')
const kinds = new Map(knownNodeKinds.map((kind) => [kind.kind, kind]))
const withPhrases = new Set(triggerKinds.filter((kind) => kind.phrases).map((kind) => kind.kind))

/** Makes a copilot ready to run. Documents that cannot be read are left out; the checker of src/topics reports them. */
export function compileCopilot(definition: CopilotDefinition): RuntimeCopilot {
  const parsed = definition.components.flatMap(readComponent)
  const documents = parsed.filter(({ component }) => component.kind !== 'translation')
  const translations = translationsOf(parsed)
  const entities = readEntities(documents)
  const topics = documents.filter(({ component, document }) => isTopic(component, document)).map((topic) => readTopic(topic, translations.get(topic.component.schemaName) ?? []))
  const optionSets: OptionSets = { ...systemOptionSets, ...optionSetsOf(entities.values()), ...embeddedOptionSets(documents) }
  return {
    schemaName: definition.schemaName,
    name: definition.name,
    locale: definition.locale,
    generative: isGenerative(definition.configuration),
    topics: new Map(topics.map((topic) => [topic.schemaName, topic])),
    triggers: triggersOf(topics),
    entities,
    variables: new Map(documents.flatMap(({ document }) => readVariable(document)).map((variable) => [variable.name, variable])),
    environment: new Map(definition.environmentVariables.map((variable) => [variable.schemaName, environmentOf(variable)])),
    optionSets,
    expressions: new Expressions(optionSets),
    intents: topics.filter((topic) => topic.on && withPhrases.has(topic.trigger.kind) && topic.trigger.phrases.length > 0).map((topic) => ({ topic: topic.schemaName, phrases: topic.trigger.phrases })),
  }
}

function readComponent(component: Component, order: number): Parsed[] {
  if (component.text === undefined) return []
  const { value } = parseDocument(component.text, component.path)
  return isDocument(value) ? [{ component, document: value, order }] : []
}

const isTopic = (component: Component, document: Document) => document['kind'] === 'AdaptiveDialog' || (component.kind === 'topic' && document['beginDialog'] !== undefined)

function isGenerative(configuration: Record<string, unknown>): boolean {
  const settings = configuration['settings']
  return isDocument(settings) && settings['GenerativeActionsEnabled'] === true
}

function environmentOf(variable: CopilotDefinition['environmentVariables'][number]) {
  const value = variable.value ?? variable.defaultValue
  return value === undefined ? { type: variable.type } : { type: variable.type, value }
}

function readVariable(document: Document): GlobalVariable[] {
  if (document['kind'] !== 'Variable' && document['kind'] !== 'GlobalVariableComponent') return []
  const name = text(document['name'])
  return name ? [{ name, defaultValue: document['defaultValue'], fromOutside: document['isExternalInitializationAllowed'] === true }] : []
}

// Topics

type Translation = { locale: string; document: Document }

/** `bot.topic.Greeting.pt-BR` holds the words of `bot.topic.Greeting` in Portuguese. */
function translationsOf(parsed: Parsed[]): Map<string, Translation[]> {
  const translations = new Map<string, Translation[]>()
  for (const { component, document } of parsed) {
    const name = /^(.+)\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?)$/.exec(component.schemaName)
    if (component.kind !== 'translation' || !name) continue
    const [, topic = '', locale = ''] = name
    translations.set(topic, [...(translations.get(topic) ?? []), { locale: locale.toLowerCase(), document }])
  }
  return translations
}

function readTopic({ component, document }: Parsed, translations: Translation[]): Topic {
  const trigger = triggerDocument(document)
  const actions = [...inputQuestions(document), ...(Array.isArray(trigger['actions']) ? trigger['actions'] : [])]
  return {
    schemaName: component.schemaName,
    name: component.name || component.schemaName.split('.').at(-1) || component.schemaName,
    on: component.state === 'on',
    startBehavior: readStartBehavior(document['startBehavior']),
    trigger: readTrigger(trigger, component, document, translations),
    inputs: readInputs(document),
    inputNames: propertyNames(document['inputType']),
    outputNames: propertyNames(document['outputType']),
    code: codeByLanguage(actions, translations),
  }
}

function codeByLanguage(actions: unknown[], translations: Translation[]): Topic['code'] {
  const codes = new Map<Translation | undefined, Code>()
  return (locale) => {
    const translation = translations.length === 0 ? undefined : translationFor(translations, locale)
    let code = codes.get(translation)
    if (!code) {
      code = lowerActions(translation ? translateActions(actions, triggerDocument(translation.document)['actions']) : actions, kinds)
      codes.set(translation, code)
    }
    return code
  }
}

/** The locale itself, else the same language as spoken elsewhere. */
function translationFor(translations: Translation[], locale: string): Translation | undefined {
  const wanted = locale.toLowerCase()
  return translations.find((translation) => translation.locale === wanted) ?? translations.find((translation) => translation.locale.slice(0, 2) === wanted.slice(0, 2))
}

function triggerDocument(document: Document): Document {
  const begin = document['beginDialog'] ?? (Array.isArray(document['triggers']) ? document['triggers'][0] : undefined)
  return isDocument(begin) ? begin : {}
}

function readStartBehavior(value: unknown): Topic['startBehavior'] {
  return value === 'CancelOtherTopics' || value === 'UseLatestPublishedContentAndCancelOtherTopics' ? value : 'Default'
}

function readTrigger(trigger: Document, component: Component, document: Document, translations: Translation[]): Trigger {
  const kind = text(trigger['kind'])
  const intent = isDocument(trigger['intent']) ? trigger['intent'] : {}
  const displayName = text(intent['displayName']) || component.name
  const filterName = triggerKinds.find((known) => known.kind === kind)?.filter
  const filter = filterName ? text(trigger[filterName]) : ''
  return {
    kind,
    id: text(trigger['id']) || 'main',
    ...(trigger['condition'] === undefined || trigger['condition'] === null ? {} : { condition: trigger['condition'] }),
    priority: Number(trigger['priority'] ?? 0) || 0,
    runOnce: trigger['runOnce'] === true,
    ...(filter ? { filter } : {}),
    durationInSeconds: trigger['durationInSeconds'],
    displayName,
    offered: intent['includeInOnSelectIntent'] !== false,
    phrases: [...phrasesOf(kind, intent, displayName, document), ...translations.flatMap((translation) => translatedPhrases(kind, translation))],
  }
}

/** Without phrases a planner would choose by name and description; here the name stands in as a phrase. */
function phrasesOf(kind: string, intent: Document, displayName: string, document: Document): string[] {
  if (!withPhrases.has(kind)) return []
  const phrases = Array.isArray(intent['triggerQueries']) ? intent['triggerQueries'].filter((phrase) => typeof phrase === 'string' || typeof phrase === 'number').map(String) : []
  return phrases.length > 0 ? phrases : [displayName, text(document['modelDisplayName'])].filter((phrase) => phrase.trim() !== '')
}

function translatedPhrases(kind: string, { document }: Translation): string[] {
  const intent = triggerDocument(document)['intent']
  return isDocument(intent) ? phrasesOf(kind, intent, '', document) : []
}

function readInputs(document: Document): Topic['inputs'] {
  const inputs = Array.isArray(document['inputs']) ? document['inputs'].filter(isDocument) : []
  return inputs.flatMap((input): Topic['inputs'][number][] => {
    const name = text(input['propertyName'])
    if (input['kind'] === 'ManualTaskInput') return [{ name, value: input['value'], fixed: true }]
    return input['defaultValue'] === undefined ? [] : [{ name, value: input['defaultValue'], fixed: false }]
  })
}

const propertyNames = (type: unknown): string[] => (isDocument(type) && isDocument(type['properties']) ? Object.keys(type['properties']) : [])

/** In the order they are tried: lower priority numbers first, then as the copilot lists them. */
function triggersOf(topics: Topic[]): Map<string, Topic[]> {
  const triggers = new Map<string, Topic[]>()
  for (const topic of topics.filter(({ on }) => on)) {
    const same = triggers.get(topic.trigger.kind)
    if (same) same.push(topic)
    else triggers.set(topic.trigger.kind, [topic])
  }
  for (const same of triggers.values()) same.sort((a, b) => a.trigger.priority - b.trigger.priority)
  return triggers
}

// Entities and their option sets

function readEntities(documents: Parsed[]): Map<string, EntityDefinition> {
  const entities = new Map<string, EntityDefinition>()
  for (const { component, document } of documents) {
    if (document['kind'] !== 'ClosedListEntity' && document['kind'] !== 'RegexEntity') continue
    const entity = readDefinition(document, text(document['optionSetName']) || component.schemaName)
    if (entity) entities.set(component.schemaName, entity)
  }
  return entities
}

function optionSetsOf(entities: Iterable<EntityDefinition>): OptionSets {
  const sets: OptionSets = {}
  for (const entity of entities) {
    if (entity.kind === 'ClosedListEntity') sets[entity.name] = entity.items.map((item) => ({ id: item.id, name: item.title }))
  }
  return sets
}

/** Lists written into questions have option sets too, named after topic, trigger and question. */
function embeddedOptionSets(documents: Parsed[]): OptionSets {
  const found: EntityDefinition[] = []
  for (const { component, document } of documents) {
    const trigger = triggerDocument(document)
    visitNodes(trigger['actions'], (node) => {
      const entity = node['entity']
      if (!isDocument(entity) || entity['kind'] !== 'EmbeddedEntity') return
      const definition = readDefinition(entity['definition'], embeddedSetName(entity, `${component.schemaName}.${text(trigger['id']) || 'main'}.${text(node['id'])}`))
      if (definition) found.push(definition)
    })
  }
  return optionSetsOf(found)
}

function embeddedSetName(entity: Document, otherwise: string): string {
  const definition = entity['definition']
  return (isDocument(definition) && text(definition['optionSetName'])) || otherwise
}

function visitNodes(part: unknown, visit: (node: Document) => void) {
  if (Array.isArray(part)) for (const item of part) visitNodes(item, visit)
  if (!isDocument(part)) return
  visit(part)
  for (const member of ['actions', 'conditions', 'elseActions']) visitNodes(part[member], visit)
}
