import type { Activity } from '../contracts/activity.ts'
import { couldStart } from './could-start.ts'
import { builtinText } from './builtin-texts.ts'
import { promptOfCard } from './card-mark.ts'
import { INTERRUPT_SCORE, chooseIntent } from './choose-intent.ts'
import { instructionOf, moveOn } from './cursor.ts'
import { fromJson, toJson } from './fx.ts'
import type { Instruction } from './lower.ts'
import { signInChecked } from './sign-in.ts'
import { plainJson } from './plain-value.ts'
import { askPlanner, completePlan, hearDuringPlan, plans, takeComposed, takePlan } from './planner.ts'
import { topicName } from './topic-name.ts'
import type { AgendaItem, Frame } from './state.ts'
import { matchedReason } from './system-options.ts'
import type { Turn } from './turn.ts'
import type { CallResult, RankedIntent } from './types.ts'

/** How many of the ranked topics a trace names. */
const TRACED_INTENTS = 5

/** A message goes to the prompt that waits, unless it interrupts; else it is recognised and starts a topic. */
export function deliver(turn: Turn, item: AgendaItem & { do: 'message' }) {
  turn.activity = item.activity
  turn.forgetSystem()
  hearDuringPlan(turn)
  const frame = turn.frame
  const card = promptOfCard(item.activity)
  if (card !== undefined && card !== frame?.prompt?.card) return turn.send({ type: 'message', text: builtinText('oldCard', turn.locale) })
  if (frame?.prompt) return deliverToPrompt(turn, frame, item.activity)
  const text = item.activity.text?.trim()
  if (!text) return item.handled ? undefined : unknown(turn)
  if (plans(turn)) return askPlanner(turn, text)
  recognize(turn, text, 'route')
}

/** Where there is no plan, phrases have to do; where nothing fits, the topics for that. */
function planned(turn: Turn, result: CallResult) {
  const plan = takePlan(turn, result)
  if (plan === 'nothing') unknown(turn)
  if (plan === 'failed') recognize(turn, turn.activity?.text?.trim() ?? '', 'route')
}

export function finishPlan(turn: Turn, item: AgendaItem & { do: 'plan-complete' }) {
  if (completePlan(turn, item) === 'nothing') unknown(turn)
}

function recognize(turn: Turn, text: string, purpose: 'route' | 'interrupt') {
  if (turn.copilot.intents.length === 0) return recognized(turn, [], purpose)
  turn.request({ type: 'recognize', text, locale: turn.locale }, purpose)
}

function deliverToPrompt(turn: Turn, frame: Frame, activity: Activity) {
  const instruction = instructionOf(turn, frame)
  const prompt = instruction?.spec?.prompt
  if (!instruction || !prompt) {
    frame.prompt = undefined
    return
  }
  const fit = prompt.fits(instruction.node, turn, activity)
  if (fit === 'exact' || !activity.text?.trim() || !interruption(turn, instruction.node).allowed) return answer(turn, instruction, activity)
  recognize(turn, activity.text, 'interrupt')
}

function answer(turn: Turn, instruction: Instruction, activity: Activity) {
  instruction.spec?.prompt?.answer(instruction.node, turn, activity)
  turn.takeStop()
}

type InterruptionPolicy = { allowInterruption?: unknown; interruptionTopicListFilter?: { allowedInterruptTopics?: unknown } }

function interruption(turn: Turn, node: unknown): { allowed: boolean; only?: readonly string[] } {
  const policy = (node as { interruptionPolicy?: InterruptionPolicy }).interruptionPolicy
  const only = policy?.interruptionTopicListFilter?.allowedInterruptTopics
  const allowed = turn.boolean(policy?.allowInterruption, true)
  return Array.isArray(only) ? { allowed, only } : { allowed }
}

/** The outside answered: the ranked intents of a message, or what a node asked for. */
export function receiveAnswer(turn: Turn, result: CallResult) {
  const { pending, activity } = turn.state
  if (!pending) return
  turn.state.pending = undefined
  turn.activity = activity
  turn.steps = pending.steps
  turn.calls = pending.calls
  if (pending.purpose === 'sign-in') return signInChecked(turn, result, pending.reason)
  if (pending.purpose === 'plan') return planned(turn, result)
  if (pending.purpose === 'compose') return takeComposed(turn, result)
  if (pending.purpose !== 'node') return recognized(turn, intentsOf(turn, result), pending.purpose)
  const frame = turn.frame
  const instruction = frame && instructionOf(turn, frame)
  if (frame && instruction?.spec?.resume) moveOn(turn, frame, () => instruction.spec?.resume?.(instruction.node, turn, result))
}

function intentsOf(turn: Turn, result: CallResult): RankedIntent[] {
  if (result.type === 'recognized') return result.intents
  const message = result.type === 'failed' ? result.message : `an answer of type ${result.type}`
  turn.trace({ kind: 'error', code: 'RecognitionFailed', message })
  return []
}

function recognized(turn: Turn, ranked: RankedIntent[], purpose: 'route' | 'interrupt') {
  const waiting = turn.frame
  if (purpose === 'interrupt' && waiting?.prompt) return recognizedWhileWaiting(turn, waiting, ranked)
  const choice = chooseIntent(usable(turn, ranked), (topic) => offered(turn, topic))
  turn.trace({ kind: 'recognized', intents: ranked.slice(0, TRACED_INTENTS), verdict: choice.kind })
  if (choice.kind === 'none') return unknown(turn)
  if (choice.kind === 'one') return startByPhrase(turn, choice.intent)
  letCustomerSelect(turn, choice.intents, 'Recognition')
}

function recognizedWhileWaiting(turn: Turn, frame: Frame, ranked: RankedIntent[]) {
  const instruction = instructionOf(turn, frame)
  const activity = turn.activity
  if (!instruction || !activity) return
  const { only } = interruption(turn, instruction.node)
  const others = usable(turn, ranked).filter((intent) => intent.topic !== frame.topic && (!only || only.includes(turn.copilot.topics.get(intent.topic)?.document ?? intent.topic)))
  const choice = chooseIntent(others, (topic) => offered(turn, topic))
  const fit = instruction.spec?.prompt?.fits(instruction.node, turn, activity)
  const sure = fit === 'no' || (choice.kind === 'one' && choice.intent.score >= INTERRUPT_SCORE)
  const interrupts = choice.kind !== 'none' && sure
  turn.trace({ kind: 'recognized', intents: ranked.slice(0, TRACED_INTENTS), verdict: interrupts ? choice.kind : 'answer' })
  if (!interrupts) return answer(turn, instruction, activity)
  if (frame.prompt) frame.prompt = { ...frame.prompt, again: true }
  if (choice.kind === 'one') startByPhrase(turn, choice.intent)
  else letCustomerSelect(turn, choice.intents, 'Interruption')
}

/** The intents whose topics could start now. */
function usable(turn: Turn, ranked: RankedIntent[]): RankedIntent[] {
  return ranked.filter(({ topic }) => couldStart(turn, topic))
}

const offered = (turn: Turn, topic: string) => turn.copilot.topics.get(topic)?.trigger.offered ?? false

function startByPhrase(turn: Turn, intent: RankedIntent) {
  const topic = turn.copilot.topics.get(intent.topic)
  if (!topic) return
  turn.state.fallbackCount = 0
  const said = turn.activity?.text ?? ''
  const reason = intent.phrase === undefined ? 'it fits what was said' : `what was said is like "${intent.phrase}"`
  if (turn.begin(intent.topic, { said, reason, score: intent.score })) turn.noteTopic(topic, said)
}

function letCustomerSelect(turn: Turn, intents: RankedIntent[], why: 'Recognition' | 'Interruption') {
  const [best] = intents
  const selectors = turn.triggered('OnSelectIntent')
  const depth = turn.state.stack.length
  turn.set('System.Recognizer.IntentOptions', fromJson(intents.map((intent) => intentOption(turn, intent))))
  turn.setJson('System.Recognizer.SelectedIntent', null)
  turn.set('System.Recognizer.MultipleTopicsMatchedReason', matchedReason(why))
  for (const selector of selectors) {
    if (!turn.begin(selector.schemaName, { reason: 'several topics fit what was said' })) continue
    if (turn.activity) turn.state.agenda = [{ do: 'selected-intent', activity: turn.activity, depth: Math.min(depth, turn.state.stack.length - 1) }, ...turn.state.agenda]
    return
  }
  if (best) startByPhrase(turn, best)
}

function intentOption(turn: Turn, intent: RankedIntent) {
  const topic = turn.copilot.topics.get(intent.topic)
  return { DisplayName: topic?.trigger.displayName ?? intent.topic, TopicId: topic?.document ?? intent.topic, TriggerId: topic?.trigger.id ?? 'main', Score: Math.round(intent.score * 1000) / 1000 }
}

/** The customer chose among several topics: the chosen one starts with what was said first. */
export function startSelected(turn: Turn, activity: Activity) {
  const selected = plainJson(toJson(turn.get('System.Recognizer.SelectedIntent'))) as { TopicId?: unknown; TriggerId?: unknown; Score?: unknown } | null
  const document = typeof selected?.TopicId === 'string' ? selected.TopicId : ''
  const other = topicName(document, String(selected?.TriggerId ?? ''))
  const name = turn.copilot.topics.has(other) ? other : document
  if (!turn.copilot.topics.get(name)?.on) return
  turn.activity = activity
  turn.forgetSystem()
  startByPhrase(turn, { topic: name, score: typeof selected?.Score === 'number' ? selected.Score : 1 })
}

function unknown(turn: Turn) {
  turn.state.fallbackCount++
  turn.forgetSystem()
  turn.state.spoke = undefined
  const depth = turn.state.stack.length
  const topics = turn.triggered('OnUnknownIntent')
  if (topics.length === 0) turn.trace({ kind: 'error', code: 'NoFallbackTopic', message: 'Nothing fits what was said, and no topic has the trigger OnUnknownIntent.' })
  turn.schedule(topics.map((topic) => ({ do: 'topic', topic: topic.schemaName, depth, reason: 'no topic fits what was said', group: 'unknown' })))
}
