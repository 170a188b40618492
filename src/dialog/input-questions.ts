import { isRecord } from '../platform/index.ts'
import type { Document } from './document.ts'

/**
 * A topic may declare inputs that the customer is asked for when nobody passed them (`AutomaticTaskInput`). A planner
 * asks in its own words; here each becomes a question in front of the topic's actions.
 */
export function inputQuestions(document: Document): Document[] {
  const inputs = Array.isArray(document['inputs']) ? document['inputs'].filter(isRecord) : []
  return inputs.filter((input) => input['kind'] === 'AutomaticTaskInput' && input['shouldPromptUser'] !== false && input['defaultValue'] === undefined).map(toQuestion)
}

function toQuestion(input: Document): Document {
  const name = String(input['propertyName'] ?? '')
  const settings = isRecord(input['inputSettings']) ? input['inputSettings'] : {}
  const description = typeof input['description'] === 'string' ? input['description'].trim() : ''
  return {
    prompt: description ? `Please tell me: ${description.replace(/[{}]/g, '')}` : `Please tell me the ${name}.`,
    ...settings,
    kind: 'Question',
    id: `input_${name}`,
    variable: `Topic.${name}`,
    entity: input['entity'] ?? 'StringPrebuiltEntity',
  }
}
