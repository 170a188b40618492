import type { TurnStep } from '../../contracts/turns.ts'
import { PROMPT_MARK, traceInWords, type DialogEvent, type ReplayStep, type RuntimeCopilot } from '../../dialog/index.ts'

const longestValue = 600
const mostNodes = 200

/** A step as makers and supervisors see it: topics by name, values shortened. `turn` is filled in by whoever lists turns. */
export function viewOfStep(step: ReplayStep, copilot: RuntimeCopilot): TurnStep {
  const nameOf = (topic: string) => copilot.topics.get(topic)?.name ?? topic
  return {
    turn: 0,
    at: step.at,
    event: viewOfEvent(step.event),
    recognized: step.recognized.map(({ verdict, intents }) => ({
      verdict,
      intents: intents.map(({ topic, score, phrase }) => ({ topic, name: nameOf(topic), score, ...(phrase === undefined ? {} : { phrase }) })),
    })),
    triggers: step.triggers.map(({ topic, trigger, reason, score }) => ({ topic, name: nameOf(topic), trigger, reason, ...(score === undefined ? {} : { score }) })),
    nodes: step.nodes.slice(0, mostNodes).map(({ topic, nodeId, nodeKind }) => ({ topic, name: nameOf(topic), nodeId, nodeKind })),
    changes: step.changes.map(({ name, topic, before, after }) => ({ variable: name, ...(topic === undefined ? {} : { topic: nameOf(topic) }), before: shown(before), after: shown(after) })),
    errors: step.errors.map(({ code, message, topic, nodeId }) => ({ code, message, ...(topic === undefined ? {} : { topic: nameOf(topic) }), ...(nodeId === undefined ? {} : { nodeId }) })),
    ...(step.answers.length > 0 ? { answers: step.answers.map((answer) => shorten(traceInWords(answer).trim())) } : {}),
    said: step.said.map((activity) => shorten(activity.text ?? (activity.attachments?.length ? '[card]' : `[${activity.name ?? activity.type}]`))),
    logged: step.logged.map(({ name, properties }) => ({ name, properties: shown(properties) })),
    call: step.call && step.call.type !== 'recognize' ? step.call.type : null,
  }
}

function viewOfEvent(event: DialogEvent): TurnStep['event'] {
  switch (event.type) {
    case 'start':
      return { kind: 'start', text: 'The conversation starts.' }
    case 'inactivity':
      return { kind: 'inactivity', text: 'The customer was silent.' }
    case 'answer':
      return { kind: 'answer', text: event.result.type === 'failed' ? `${event.result.code}: ${event.result.message}` : event.result.type }
    case 'activity': {
      const { activity } = event
      if (activity.text) return { kind: 'said', text: shorten(activity.text) }
      if (activity.type === 'message' && activity.value !== undefined) return { kind: 'card', text: shown(withoutMark(activity.value)) }
      return { kind: 'event', text: activity.name ?? activity.type }
    }
    default:
      return { kind: 'other', text: event.type }
  }
}

/** What the customer filled in, without what a card carries for the engine. */
function withoutMark(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== PROMPT_MARK))
}

const shorten = (text: string) => (text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text)
const shown = (value: unknown) => shorten(JSON.stringify(value ?? null))
