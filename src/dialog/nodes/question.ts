import { z } from 'zod'
import type { Activity } from '../../contracts/activity.ts'
import { renderActivity } from '../activity-template.ts'
import { builtinText } from '../builtin-texts.ts'
import { defineNode } from '../define-node.ts'
import type { Match, Option, Place } from '../entities/define-entity.ts'
import { findEntity } from '../entities/index.ts'
import { matchInside, matchReference } from '../entities/match-reference.ts'
import { shownGlobals } from '../fillers.ts'
import { isBlank, toJson } from '../fx.ts'
import type { Turn } from '../turn.ts'
import { checkTarget } from './check-target.ts'
import { DEFAULT_REPEATS, escalate, retryTemplate, sendPrompt } from './prompt-parts.ts'

const schema = z.looseObject({
  id: z.string(),
  variable: z.string(),
  prompt: z.unknown().optional(),
  entity: z.unknown().optional(),
  alwaysPrompt: z.unknown().optional(),
  skipQuestionMode: z.unknown().optional(),
  repeatCount: z.unknown().optional(),
  unrecognizedPrompt: z.unknown().optional(),
  invalidPrompt: z.unknown().optional(),
  validation: z.unknown().optional(),
  defaultValue: z.unknown().optional(),
  defaultValueResponse: z.unknown().optional(),
  fallbackDialogOnInvalidEntity: z.unknown().optional(),
})
type Question = z.infer<typeof schema>

export const question = defineNode({
  kind: 'Question',
  title: 'Ask a question',
  partly: 'voice settings have no effect',
  schema,
  check: (node) => checkTarget(node.variable),
  run(node, turn) {
    if (skips(node, turn)) return
    if (fillsFromWhatWasSaid(node, turn)) return
    if (turn.copilot.fillers.size > 0 && turn.fillsGlobals(shownGlobals(node, node.prompt))) return
    ask(node, turn)
  },
  prompt: {
    fits(node, turn, activity) {
      const match = find(node, turn, activity)
      return !match ? 'no' : match.exact ? 'exact' : 'possible'
    },
    answer(node, turn, activity) {
      const match = find(node, turn, activity)
      if (!match) return retry(node, turn, node.unrecognizedPrompt)
      if (match.or) return askWhich(turn, match.or)
      if (!take(node, turn, match)) return retry(node, turn, node.invalidPrompt ?? node.unrecognizedPrompt)
      turn.answered()
    },
    again: (node, turn) => sendPrompt(turn, node.prompt, optionsOf(node, turn)),
  },
})

/** A filled variable makes the question unnecessary: by default the first time the question is reached only. */
function skips(node: Question, turn: Turn): boolean {
  const { frame } = turn
  if (!frame) return true
  const first = !frame.visited?.includes(node.id)
  if (first) frame.visited = [...(frame.visited ?? []), node.id]
  if (turn.boolean(node.alwaysPrompt, false)) return false
  const mode = node.skipQuestionMode === undefined ? '' : turn.string(node.skipQuestionMode)
  if (mode === 'AlwaysAsk' || (!first && mode !== 'AlwaysSkipIfVariableHasValue')) return false
  return !turn.isBlank(node.variable)
}

/**
 * The sentence that started the topic may hold the answer ("where is order 4711"). What one question took is gone for the
 * next ones; of several values that fit the customer chooses.
 */
function fillsFromWhatWasSaid(node: Question, turn: Turn): boolean {
  const { frame } = turn
  if (!frame || turn.boolean(node.alwaysPrompt, false)) return false
  if (frame.unread) {
    frame.unread = undefined
    const match = turn.activity && find(node, turn, turn.activity)
    return match !== undefined && !match.or && take(node, turn, match)
  }
  if (!frame.said) return false
  const matches = withoutRepeats(matchInside(frame.said, node.entity, turn, placeOf(node, turn)))
  const [match] = matches
  if (!match) return false
  const choice = match.or ?? (matches.length > 1 ? matches.map(toOption) : undefined)
  if (!choice) return take(node, turn, match)
  sendPrompt(turn, node.prompt, choice)
  turn.wait()
  return true
}

const withoutRepeats = (matches: readonly Match[]): Match[] => matches.filter((match, at) => matches.findIndex((other) => JSON.stringify(toJson(other.value)) === JSON.stringify(toJson(match.value))) === at)
const toOption = ({ value, literal = '' }: Match, index: number): Option => ({ id: String(index + 1), title: literal, synonyms: [], value })

/** The answer has two meanings: the customer chooses, which counts as no new attempt. */
function askWhich(turn: Turn, options: readonly Option[]) {
  const { frame } = turn
  if (frame?.prompt) frame.prompt = { ...frame.prompt, asked: frame.prompt.asked - 1 }
  sendPrompt(turn, builtinText('retryChoice', turn.locale), options)
  turn.wait()
}

function ask(node: Question, turn: Turn) {
  sendPrompt(turn, node.prompt, optionsOf(node, turn))
  turn.wait()
}

function find(node: Question, turn: Turn, activity: Activity): Match | undefined {
  const text = activity.text ?? textOfValue(activity)
  return findEntity(node.entity).kind.matchActivity?.(turn) ?? (text ? matchReference(text, node.entity, turn, placeOf(node, turn)) : undefined)
}

/** A button may send its value without a text. */
const textOfValue = (activity: Activity) => (typeof activity.value === 'string' || typeof activity.value === 'number' || typeof activity.value === 'boolean' ? String(activity.value) : '')

/** Puts the value into the variable, where `validation` sees it; a refused value is taken back. */
function take(node: Question, turn: Turn, match: Match): boolean {
  if (node.validation === undefined) {
    turn.set(node.variable, match.value)
    useUp(turn, match)
    return true
  }
  const before = toJson(turn.get(node.variable))
  turn.set(node.variable, match.value)
  const valid = turn.condition(node.validation)
  if (valid) useUp(turn, match)
  else turn.setJson(node.variable, before)
  return valid
}

/** The words of a value that was taken answer no other question. */
function useUp({ frame }: Turn, { literal }: Match) {
  if (!frame?.said || !literal) return
  const left = frame.said.replace(literal, ' ')
  frame.said = left.trim() === '' ? undefined : left
}

function retry(node: Question, turn: Turn, own: unknown) {
  const repeats = turn.number(node.repeatCount, DEFAULT_REPEATS)
  if ((turn.frame?.prompt?.asked ?? 1) > repeats) return giveUp(node, turn)
  const options = optionsOf(node, turn)
  sendPrompt(turn, retryTemplate(turn, own, options.length > 0 ? 'retryChoice' : 'retry'), options)
  turn.wait()
}

function giveUp(node: Question, turn: Turn) {
  turn.answered()
  if (node.fallbackDialogOnInvalidEntity !== undefined) return turn.replace(turn.string(node.fallbackDialogOnInvalidEntity), { reason: `the question ${node.id} was not answered` })
  if (node.defaultValue === undefined) return escalate(turn, node.id)
  const value = turn.value(node.defaultValue)
  turn.set(node.variable, isBlank(value) ? null : value)
  if (node.defaultValueResponse !== undefined) turn.send(renderActivity(node.defaultValueResponse, turn))
}

function optionsOf(node: Question, turn: Turn) {
  const { kind, reference } = findEntity(node.entity)
  return kind.options?.(reference, turn, placeOf(node, turn)) ?? []
}

function placeOf(node: Question, turn: Turn): Place {
  const frame = turn.frame
  const topic = frame && turn.topicOf(frame)
  return { topic: topic?.document ?? '', trigger: topic?.trigger.id ?? 'main', node: node.id }
}

