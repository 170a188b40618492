import { isRecord } from '../platform/index.ts'
import { textOf, triggerDocuments } from './document.ts'
import type { Document, Parsed } from './document.ts'
import type { ModelTool } from './model-types.ts'
import { numberIn } from './plain-value.ts'

/** A topic, tool, child agent or the knowledge that a planner may choose. */
/** `outputs`: names of what it finds; a tool that names none gives all it has. */
export type Plannable = { topic: string; tool: ModelTool; outputs: readonly string[] | 'all' }

export const KNOWLEDGE_TOOL = 'search_knowledge'
const LONGEST_DESCRIPTION = 1_000
const EXAMPLES = 5
const MOST_TOOLS = 100

/** What the planner may choose of a copilot, by names and descriptions, as its makers wrote them. (S2.2, S3.8) */
export function plannablesOf(documents: readonly Parsed[], knowledgeTopic: string | undefined): Plannable[] {
  const plannables = documents.flatMap((parsed, index) => plannableOf(parsed, index))
  const knowledge: Plannable[] = knowledgeTopic
    ? [
        {
          topic: knowledgeTopic,
          tool: {
            name: KNOWLEDGE_TOOL,
            description: 'Answers questions from the documents and websites of the company. Use it for every question that no other tool is for.',
            inputs: { Question: { type: 'string', description: 'The question in full, understandable without the conversation.' } },
            required: ['Question'],
          },
          outputs: [],
        },
      ]
    : []
  return [...knowledge, ...plannables].slice(0, MOST_TOOLS)
}

function plannableOf({ component, document }: Parsed, index: number): Plannable[] {
  const described = describe(document)
  if (component.state === 'off' || !described) return []
  const shown = textOf(document['modelDisplayName']) || component.name || component.schemaName
  const description = [shown, described.description || component.description, ...described.examples.slice(0, EXAMPLES).map((phrase) => `For example: ${phrase}`)].filter(Boolean).join('. ')
  const inputs = inputsOf(document)
  return [
    {
      topic: component.schemaName,
      tool: { name: `t${index}_${shown.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '').slice(0, 50)}`, description: description.slice(0, LONGEST_DESCRIPTION), inputs, required: [] },
      outputs: outputsOf(document),
    },
  ]
}

/** Nothing for documents that are not the planner's to choose: those redirected to, and those of events and errors. */
function describe(document: Document): { description: string; examples: string[] } | undefined {
  const description = textOf(document['modelDescription'])
  if (document['kind'] === 'TaskDialog') return { description, examples: [] }
  const [trigger = {}] = triggerDocuments(document)
  switch (trigger['kind']) {
    case 'OnToolSelected':
      return { description: textOf(trigger['description']) || description, examples: [] }
    case 'OnRecognizedIntent':
    case 'OnEscalate': {
      const intent = isRecord(trigger['intent']) ? trigger['intent'] : {}
      const phrases: unknown[] = Array.isArray(intent['triggerQueries']) ? intent['triggerQueries'] : []
      return { description, examples: phrases.map(textOf).filter(Boolean) }
    }
    default:
      return undefined
  }
}

/** The inputs a planner fills: those of tools are listed, those of topics and agents declared as a type. */
function inputsOf(document: Document): ModelTool['inputs'] {
  const listed = (Array.isArray(document['inputs']) ? document['inputs'] : []).filter(isRecord)
  const fixed = new Set(listed.filter((input) => input['kind'] === 'ManualTaskInput').map((input) => textOf(input['propertyName'])))
  const declared = propertiesOf(document['inputType'])
  const names = new Set([...listed.map((input) => textOf(input['propertyName'])), ...Object.keys(declared)])
  const inputs: ModelTool['inputs'] = {}
  for (const name of names) {
    if (!name || fixed.has(name)) continue
    const input = listed.find((one) => one['propertyName'] === name) ?? {}
    const type = declared[name]
    const description = textOf(input['description']) || (isRecord(type) ? textOf(type['description']) : '')
    inputs[name] = { type: jsonType(type, input['entity']), ...(description ? { description } : {}) }
  }
  return inputs
}

function jsonType(type: unknown, entity: unknown): string {
  const name = isRecord(type) ? textOf(type['type']) : textOf(type)
  const kind = isRecord(entity) ? textOf(entity['kind']) : textOf(entity)
  if (name === 'Boolean' || kind === 'BooleanPrebuiltEntity') return 'boolean'
  return name === 'Number' || /^(Number|Age|Percentage|Money|Temperature)PrebuiltEntity$/.test(kind) ? 'number' : 'string'
}

function outputsOf(document: Document): string[] | 'all' {
  const listed = (Array.isArray(document['outputs']) ? document['outputs'] : []).filter(isRecord).map((output) => textOf(output['propertyName']))
  const names = [...new Set([...listed, ...Object.keys(propertiesOf(document['outputType']))])].filter(Boolean)
  return names.length === 0 && document['kind'] === 'TaskDialog' ? 'all' : names
}

const propertiesOf = (type: unknown): Document => (isRecord(type) && isRecord(type['properties']) ? type['properties'] : {})

/** Only what the declared type can be; the rest is asked for. */
export function fittingInputs({ tool }: Plannable, given: Record<string, unknown>): Record<string, string | number | boolean> {
  const inputs: Record<string, string | number | boolean> = {}
  for (const [name, { type }] of Object.entries(tool.inputs)) {
    const value = given[name]
    if (type === 'string' && (typeof value === 'string' || typeof value === 'number') && String(value).trim()) inputs[name] = String(value).trim()
    if (type === 'boolean' && typeof value === 'boolean') inputs[name] = value
    const number = numberIn(value)
    if (type === 'number' && number !== undefined) inputs[name] = number
  }
  return inputs
}

/** A child agent as a topic: its own nodes, or an answer that follows its instructions. */
export function agentAsTopic(document: Document): Document {
  const [trigger = {}] = triggerDocuments(document)
  const settings = isRecord(document['settings']) ? document['settings'] : {}
  const own: unknown[] = Array.isArray(trigger['actions']) ? trigger['actions'] : []
  const answer = { kind: 'SearchAndSummarizeContent', id: 'answer', userInput: '=System.Activity.Text', additionalInstructions: settings['instructions'], ...(isRecord(settings['knowledgeSources']) ? { knowledgeSources: settings['knowledgeSources'] } : {}) }
  return { ...document, kind: 'AdaptiveDialog', beginDialog: { ...trigger, actions: own.length > 0 ? own : [answer] } }
}

export const isAgent = (document: Document) => document['kind'] === 'AgentDialog'

/** What the planner's search in the documents is, said as a topic. */
export const knowledgeDocument: Document = {
  kind: 'AdaptiveDialog',
  inputType: { properties: { Question: 'String' } },
  beginDialog: { kind: 'OnRedirect', id: 'main', actions: [{ kind: 'SearchAndSummarizeContent', id: 'answer', userInput: '=Topic.Question', variable: 'Topic.Answer' }] },
}
