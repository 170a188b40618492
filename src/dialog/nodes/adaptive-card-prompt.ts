import { z } from 'zod'
import type { Activity } from '../../contracts/activity.ts'
import { isRecord } from '../../platform/index.ts'
import { renderCard } from '../activity-template.ts'
import { PROMPT_MARK } from '../card-mark.ts'
import { defineNode } from '../define-node.ts'
import { fromJson } from '../fx.ts'
import type { Json } from '../state.ts'
import type { Turn } from '../turn.ts'
import { shapeValue } from '../value-type.ts'
import { DEFAULT_REPEATS, escalate, retryTemplate, sendPrompt } from './prompt-parts.ts'

const schema = z.looseObject({
  id: z.string(),
  card: z.unknown().optional(),
  output: z.looseObject({ binding: z.record(z.string(), z.string()).optional() }).optional(),
  outputType: z.unknown().optional(),
  repeatCount: z.unknown().optional(),
  unrecognizedPrompt: z.unknown().optional(),
})
type CardPrompt = z.infer<typeof schema>

export const adaptiveCardPrompt = defineNode({
  kind: 'AdaptiveCardPrompt',
  title: 'Ask with an adaptive card',
  schema,
  run(node, turn) {
    const id = `${turn.state.turn}.${node.id}`
    sendCard(node, turn, id)
    turn.wait(id)
  },
  prompt: {
    fits: (_node, _turn, activity) => (submitted(activity) ? 'exact' : 'no'),
    answer(node, turn, activity) {
      const values = submitted(activity)
      if (!values) return retry(node, turn)
      takeValues(node, turn, values)
      turn.answered()
    },
    again: (node, turn) => sendCard(node, turn, turn.frame?.prompt?.card),
  },
})

function sendCard(node: CardPrompt, turn: Turn, id: string | undefined) {
  const content = markSubmits(renderCard(node.card, turn), id)
  turn.send({ type: 'message', inputHint: 'expectingInput', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] })
}

/**
 * Every submit button says which one it is, because the answer's `actionSubmitId` is the only way to tell them apart, and
 * which prompt it belongs to, because cards stay in the chat after they were answered.
 */
function markSubmits(part: unknown, id: string | undefined): unknown {
  if (Array.isArray(part)) return part.map((item) => markSubmits(item, id))
  if (typeof part !== 'object' || part === null) return part
  const marked: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(part)) marked[name] = markSubmits(member, id)
  if (marked['type'] !== 'Action.Submit') return marked
  const data = typeof marked['data'] === 'object' && marked['data'] !== null ? marked['data'] : marked['data'] === undefined ? {} : undefined
  return data ? { ...marked, data: { actionSubmitId: marked['id'] ?? marked['title'] ?? 'submit', ...(id === undefined ? {} : { [PROMPT_MARK]: id }), ...data } } : marked
}

function submitted(activity: Activity): Record<string, unknown> | undefined {
  const { value } = activity
  return isRecord(value) ? value : undefined
}

function takeValues(node: CardPrompt, turn: Turn, values: Record<string, unknown>) {
  const types = (node.outputType as { properties?: Record<string, unknown> } | undefined)?.properties ?? {}
  for (const [field, path] of Object.entries(node.output?.binding ?? {})) {
    const value: Json = values[field] ?? null
    turn.set(path, types[field] === undefined ? fromJson(value) : shapeValue(value, types[field]))
  }
}

function retry(node: CardPrompt, turn: Turn) {
  if ((turn.frame?.prompt?.asked ?? 1) > turn.number(node.repeatCount, DEFAULT_REPEATS)) {
    turn.answered()
    return escalate(turn, node.id)
  }
  sendPrompt(turn, retryTemplate(turn, node.unrecognizedPrompt, 'retryCard'), [])
  sendCard(node, turn, turn.frame?.prompt?.card)
  turn.wait()
}
