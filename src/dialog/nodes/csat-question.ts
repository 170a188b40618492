import { z } from 'zod'
import { imBack } from '../activity-template.ts'
import { builtinText } from '../builtin-texts.ts'
import { defineNode } from '../define-node.ts'
import { findEntity } from '../entities/index.ts'
import { fromJson } from '../fx.ts'
import { plainValue } from '../plain-value.ts'
import type { Turn } from '../turn.ts'
import { DEFAULT_REPEATS } from './prompt-parts.ts'

const schema = z.looseObject({ id: z.string(), variable: z.string().optional() })

/** The survey at the end, 1 to 5. Not answering it is allowed: after the last repeat the topic goes on. */
export const csatQuestion = defineNode({
  kind: 'CSATQuestion',
  title: 'Ask for a rating',
  schema,
  run(_node, turn) {
    ask(turn, builtinText('survey', turn.locale))
    turn.telemetry('CSATSurveyRequest', {})
    turn.wait()
  },
  prompt: {
    fits: (_node, turn, activity) => (score(turn, activity.text) === undefined ? 'no' : 'exact'),
    answer(node, turn, activity) {
      const rating = score(turn, activity.text)
      if (rating === undefined && (turn.frame?.prompt?.asked ?? 1) <= DEFAULT_REPEATS) {
        ask(turn, builtinText('surveyRetry', turn.locale))
        return turn.wait()
      }
      if (rating !== undefined && node.variable) turn.set(node.variable, fromJson(rating))
      if (rating !== undefined) turn.telemetry('CSATSurveyResponse', { score: rating })
      turn.answered()
    },
    again: (_node, turn) => ask(turn, builtinText('survey', turn.locale)),
  },
})

function ask(turn: Turn, text: string) {
  turn.send({ type: 'message', text, inputHint: 'expectingInput', suggestedActions: { actions: ['1', '2', '3', '4', '5'].map(imBack) } })
}

function score(turn: Turn, text = ''): number | undefined {
  const { kind, reference } = findEntity('NumberPrebuiltEntity')
  const match = kind.match(text, reference, turn, { topic: '', trigger: '', node: '' })
  const value = match?.exact ? plainValue(match.value) : undefined
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 5 ? value : undefined
}
