import type { Activity } from '../../contracts/activity.ts'
import { imBack, renderActivity } from '../activity-template.ts'
import { builtinText } from '../builtin-texts.ts'
import type { Option } from '../entities/define-entity.ts'
import { ContentFailure } from '../failure.ts'
import type { Turn } from '../turn.ts'

/** How often a prompt is repeated after the first time. */
export const DEFAULT_REPEATS = 2

/** Sends a prompt that expects an answer, its options as buttons unless it brings its own. */
export function sendPrompt(turn: Turn, template: unknown, options: readonly Option[]) {
  const activity: Activity = { ...renderActivity(template, turn) }
  if (options.length > 0 && !activity.suggestedActions) activity.suggestedActions = { actions: options.map((option) => imBack(option.title)) }
  if (activity.type === 'message') activity.inputHint ??= 'expectingInput'
  turn.send(activity)
}

/** What to say when an answer was not usable: the node's own words, else the built-in ones. */
export function retryTemplate(turn: Turn, own: unknown, builtin: 'retry' | 'retryChoice' | 'retryCard' | 'surveyRetry'): unknown {
  return own ?? builtinText(builtin, turn.locale)
}

/** Nobody could answer: a person takes over, through the topic with the trigger OnEscalate. */
export function escalate(turn: Turn, nodeId: string) {
  const [topic] = turn.triggered('OnEscalate')
  if (topic) turn.begin(topic.schemaName, { reason: `the question ${nodeId} was not answered` })
  else throw new ContentFailure('ContentError', `The question ${nodeId} was not answered, and no topic with the trigger OnEscalate is on to go to.`)
}
