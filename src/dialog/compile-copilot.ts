import { isRecord } from '../platform/index.ts'
import { parseDocument } from '../topics/index.ts'
import { agentInstructionsOf, sourceConditionsOf } from './agent-instructions.ts'
import type { Component, CopilotDefinition } from '../topics/types.ts'
import type { GlobalVariable, RuntimeCopilot, Topic } from './copilot.ts'
import { textOf } from './document.ts'
import { fillersOf } from './fillers.ts'
import type { Document, Parsed } from './document.ts'
import { Expressions } from './fx.ts'
import type { OptionSets } from './fx.ts'
import { aliasesOf, embeddedEntities, optionSetsOf, readEntities } from './option-sets.ts'
import { agentAsTopic, isAgent, knowledgeDocument, plannablesOf } from './plannable.ts'
import { readTopics } from './read-topic.ts'
import { readSkills } from './skills.ts'
import { systemOptionSets } from './system-options.ts'
import { isTask, taskAsTopic } from './tasks/task-dialog.ts'
import { translationsOf } from './translations.ts'

/** Makes a copilot ready to run. Documents that cannot be read are left out; the checker of src/topics reports them. */
export function compileCopilot(definition: CopilotDefinition): RuntimeCopilot {
  const parsed = definition.components.flatMap(readComponent)
  const documents = parsed.filter(({ component }) => component.kind !== 'translation')
  const translations = translationsOf(parsed)
  const entities = readEntities(documents)
  const generative = isGenerative(definition.configuration)
  const agent = agentInstructionsOf(documents, definition.configuration)
  const knows = definition.components.some(({ kind, state }) => state === 'on' && (kind === 'file' || kind === 'knowledge'))
  const knowledge = generative && (knows || agent.ownKnowledge) ? knowledgeTopic(definition.schemaName) : undefined
  const topics = [...documents, ...(knowledge ? [knowledge] : [])].flatMap(topicOf).flatMap((topic) => readTopics(topic, translations.get(topic.component.schemaName) ?? []))
  const lists = [...entities.values(), ...embeddedEntities(documents)]
  const variables = new Map(documents.flatMap(({ document }) => readVariable(document)).map((variable) => [variable.name, variable]))
  const optionSets: OptionSets = { ...systemOptionSets, ...optionSetsOf(lists) }
  const aliases = aliasesOf(lists)
  return {
    schemaName: definition.schemaName,
    name: definition.name,
    locale: definition.locale,
    generative,
    agent,
    plannables: generative ? plannablesOf(documents, knowledge?.component.schemaName) : [],
    sourceConditions: sourceConditionsOf(documents),
    knows,
    topics: new Map(topics.map((topic) => [topic.schemaName, topic])),
    triggers: triggersOf(topics),
    entities,
    variables,
    awaited: [...variables.values()].filter((variable) => variable.awaitedMs > 0),
    remembered: [...variables.values()].filter((variable) => variable.remembered).map((variable) => variable.name),
    fillers: fillersOf(topics, variables),
    signIn: readSignIn(definition),
    skills: readSkills(documents),
    environment: new Map(definition.environmentVariables.map((variable) => [variable.schemaName, environmentOf(variable)])),
    optionSets,
    aliases,
    expressions: new Expressions(optionSets, aliases.keys()),
    intents: topics.filter((topic) => topic.on && topic.trigger.phrases.length > 0).map(({ schemaName: topic, trigger: { phrases, about } }) => ({ topic, phrases, ...(about ? { about } : {}) })),
  }
}

/** However long a maker lets the start wait for values from outside. */
const LONGEST_WAIT_MS = 60_000

function readComponent(component: Component): Parsed[] {
  if (component.text === undefined) return []
  const { value } = parseDocument(component.text, component.path)
  return isRecord(value) ? [{ component, document: value }] : []
}

/** Topics, and tools that topics go to as if they were some. */
function topicOf({ component, document }: Parsed): Parsed[] {
  if (isTask(document)) return [{ component, document: taskAsTopic(document) }]
  if (isAgent(document)) return [{ component, document: agentAsTopic(document) }]
  return isTopic(component, document) ? [{ component, document }] : []
}

const isTopic = (component: Component, document: Document) => document['kind'] === 'AdaptiveDialog' || (component.kind === 'topic' && (document['beginDialog'] !== undefined || document['triggers'] !== undefined))

/** The planner's search in the documents, as a topic beside the makers' own. */
function knowledgeTopic(schemaName: string): Parsed {
  const component: Component = { schemaName: `${schemaName}.#knowledge`, kind: 'topic', name: 'Knowledge', description: '', path: '', state: 'on', parts: {} }
  return { component, document: knowledgeDocument }
}

function isGenerative(configuration: Record<string, unknown>): boolean {
  const settings = configuration['settings']
  return isRecord(settings) && settings['GenerativeActionsEnabled'] === true
}

function environmentOf(variable: CopilotDefinition['environmentVariables'][number]) {
  // What a package has for a secret is where another system keeps it.
  if (variable.secret || variable.type === 'Secret') return { type: 'Secret' }
  const value = variable.value ?? variable.defaultValue
  return value === undefined ? { type: variable.type } : { type: variable.type, value }
}

function readVariable(document: Document): GlobalVariable[] {
  if (document['kind'] !== 'Variable' && document['kind'] !== 'GlobalVariableComponent') return []
  const name = textOf(document['name'])
  const missing = document['missingInitializationBehavior']
  return name
    ? [
        {
          name,
          defaultValue: document['defaultValue'],
          fromOutside: document['isExternalInitializationAllowed'] === true,
          remembered: document['scope'] === 'User',
          awaitedMs: document['isExternalInitializationAllowed'] === true ? Math.min(Number(document['initializationTimeoutInMilliseconds'] ?? 0) || 0, LONGEST_WAIT_MS) : 0,
          whenMissing: missing === 'ThrowError' || missing === 'Escalate' ? missing : 'UseDefault',
        },
      ]
    : []
}

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

/** Microsoft's integrated sign-in needs a channel of Microsoft's: only manual modes can be meant for ours. (8) */
function readSignIn({ authenticationMode, authenticationTrigger }: CopilotDefinition): RuntimeCopilot['signIn'] {
  if (authenticationMode !== 'CustomAzureActiveDirectory' && authenticationMode !== 'GenericOAuth2') return 'never'
  return authenticationTrigger === 'Always' ? 'always' : 'as-needed'
}
