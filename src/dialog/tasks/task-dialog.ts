import { isRecord } from '../../platform/index.ts'
import { textOf } from '../document.ts'
import type { Document } from '../document.ts'
import { inputQuestions } from '../input-questions.ts'

const confirmed = 'confirmed by the customer'

/**
 * A tool (TaskDialog) as a topic that others go to. A planner would choose it, fill its inputs and word its answer;
 * without one it is called by BeginDialog: inputs nobody passed are asked for (`AutomaticTaskInput`), a confirmation is
 * a yes-or-no question, and a response is said as it is written.
 */
export function taskAsTopic(document: Document): Document {
  const inputs = Array.isArray(document['inputs']) ? document['inputs'].filter(isRecord) : []
  const action = isRecord(document['action']) ? document['action'] : {}
  return {
    kind: 'AdaptiveDialog',
    inputs: inputs.filter((input) => input['kind'] === 'ManualTaskInput' || input['defaultValue'] !== undefined),
    inputType: { properties: Object.fromEntries(inputs.map((input) => [textOf(input['propertyName']), 'String'])) },
    outputType: { properties: Object.fromEntries(outputNames(document).map((name) => [name, 'String'])) },
    beginDialog: {
      kind: 'OnRedirect',
      id: 'main',
      actions: [
        { kind: 'TakeTaskInputs', id: 'inputs' },
        ...inputQuestions(document),
        ...confirmation(document['confirmation']),
        callOf(action, { name: textOf(document['modelDisplayName']), inputs: inputs.map((input) => textOf(input['propertyName'])).filter(Boolean), outputs: outputNames(document) }),
        ...response(document['response']),
      ],
    },
  }
}

export const isTask = (document: Document) => document['kind'] === 'TaskDialog'

function outputNames(document: Document): string[] {
  const outputs = Array.isArray(document['outputs']) ? document['outputs'].filter(isRecord) : []
  return outputs.map((output) => textOf(output['propertyName'])).filter(Boolean)
}

/** The schema gives actions of tools no id: there is one in each. */
const callOf = (action: Document, more: { name: string; inputs: string[]; outputs: string[] }): Document => ({ ...action, ...more, id: 'action' })

function confirmation(template: unknown): Document[] {
  if (!isRecord(template) || !template['activity']) return []
  return [
    { kind: 'Question', id: 'confirmation', alwaysPrompt: true, variable: `Topic.'${confirmed}'`, entity: 'BooleanPrebuiltEntity', prompt: template['activity'] },
    { kind: 'ConditionGroup', id: 'declined', conditions: [{ id: 'no', condition: `=!Topic.'${confirmed}'`, actions: [{ kind: 'EndDialog', id: 'stop' }] }] },
    { kind: 'ResetVariable', id: 'forget', variable: `Topic.'${confirmed}'` },
  ]
}

function response(template: unknown): Document[] {
  if (!isRecord(template) || !template['activity'] || template['mode'] === 'Generated') return []
  return [{ kind: 'SendActivity', id: 'response', activity: template['activity'] }]
}

/** What the frame of a tool holds besides its inputs. */
export const notAnInput = (name: string) => name === confirmed
