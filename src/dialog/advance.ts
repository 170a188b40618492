import type { Activity } from '../contracts/activity.ts'
import { builtinText } from './builtin-texts.ts'
import { INTERRUPT_SCORE, chooseIntent } from './choose-intent.ts'
import type { RuntimeCopilot, Topic } from './copilot.ts'
import { debugCommand } from './debug-command.ts'
import { ContentFailure } from './failure.ts'
import { fromJson, toJson } from './fx.ts'
import { armInactivity, fireInactivity } from './inactivity.ts'
import type { Instruction } from './lower.ts'
import { plainJson } from './plain-value.ts'
import { copyOf, freshState } from './state.ts'
import type { AgendaItem, EngineState, Frame, Json } from './state.ts'
import { matchedReason } from './system-options.ts'
import { activityTriggers } from './triggers/index.ts'
import { MAX_STEPS, Turn } from './turn.ts'
import type { CallResult, DialogEvent, DialogState, RankedIntent, Step, TurnContext } from './types.ts'

/**
 * One step of a conversation with a copilot: from its state and what happened to its new state and what it wants done.
 * Pure and synchronous; the same arguments give the same step. With `call` in the step the turn is not over.
 */
export function advance(copilot: RuntimeCopilot, state: DialogState | undefined, event: DialogEvent, context: TurnContext): Step {
  const before = state as EngineState | undefined
  if (before && !takes(before, event)) return { state: before, effects: [] }
  const turn = new Turn(copilot, before ? copyOf(before) : freshState(), context)
  if (turn.state.status === 'calling' && event.type !== 'answer') return queue(turn, event)

  receive(turn, event)
  work(turn)
  for (let next = takeQueued(turn); next; next = takeQueued(turn)) {
    receive(turn, next)
    work(turn)
  }
  return finish(turn)
}

function takes(state: EngineState, event: DialogEvent): boolean {
  if (state.status === 'ended' || state.status === 'transferred') return false
  if (event.type === 'answer') return state.status === 'calling' && state.pending?.callId === event.callId
  return !(event.type === 'start' && state.started)
}

/** The customer goes on writing while the outside is asked: one thing after the other. */
function queue(turn: Turn, event: Exclude<DialogEvent, { type: 'answer' }>): Step {
  turn.state.queue = [...(turn.state.queue ?? []), event]
  return { state: turn.state, effects: [] }
}

function takeQueued(turn: Turn) {
  const waiting = turn.state.queue
  if (turn.call || turn.over || !waiting) return undefined
  const [next, ...rest] = waiting
  if (rest.length > 0) turn.state.queue = rest
  else delete turn.state.queue
  return next
}

function finish(turn: Turn): Step {
  const { state } = turn
  if (!turn.call && !turn.over) armInactivity(turn)
  else if (turn.over) cancelInactivity(turn)
  if (!turn.over) state.status = turn.call ? 'calling' : turn.frame ? 'waiting' : 'idle'
  if (turn.call && turn.activity) state.activity = turn.activity
  else delete state.activity
  if (!turn.frame) delete state.failing
  return turn.call ? { state, effects: turn.effects, call: turn.call } : { state, effects: turn.effects }
}

function cancelInactivity(turn: Turn) {
  delete turn.state.queue
  if (!turn.state.inactivity) return
  delete turn.state.inactivity
  turn.effects.push({ type: 'inactivity', dueAt: undefined })
}

/** Of a text that is kept from turn to turn. */
const MAX_REMEMBERED = 4_000

// What happened

function receive(turn: Turn, event: DialogEvent) {
  turn.forgetSystem()
  if (event.type === 'answer') return guarded(turn, () => receiveAnswer(turn, event.result))
  turn.state.turn++
  turn.steps = 0
  turn.calls = 0
  turn.activity = event.type === 'activity' ? event.activity : undefined
  guarded(turn, () => {
    if (event.type === 'start') receiveStart(turn, event.context)
    else if (event.type === 'inactivity') fireInactivity(turn)
    else receiveActivity(turn, event.activity)
  })
}

function receiveStart(turn: Turn, context: Record<string, unknown> | undefined) {
  if (turn.state.started) return
  turn.state.started = true
  setFromOutside(turn, context)
  const depth = turn.state.stack.length
  schedule(turn, turn.triggered('OnConversationStart').map((topic) => ({ do: 'topic', topic: topic.schemaName, depth, reason: 'the conversation started' })))
}

/** Values from outside reach the globals that allow it, whatever the spelling of the name's capitals. */
function setFromOutside(turn: Turn, values: unknown) {
  if (typeof values !== 'object' || values === null) return
  for (const [name, value] of Object.entries(values)) {
    const variable = turn.copilot.variables.get(name) ?? [...turn.copilot.variables.values()].find((other) => other.name.toLowerCase() === name.toLowerCase())
    if (variable?.fromOutside) turn.set(`Global.${variable.name}`, fromJson(value as Json))
  }
}

function receiveActivity(turn: Turn, activity: Activity) {
  switch (activity.type) {
    case 'message':
      if (activity.text?.startsWith('/debug') && debugCommand(turn, activity.text)) return
      noteMessage(turn, activity)
      break
    case 'event':
      if (activity.name === 'startConversation') return receiveStart(turn, undefined)
      if (activity.name === 'pvaSetContext') setFromOutside(turn, activity.value)
      break
    case 'endOfConversation':
      return leave(turn)
    case 'typing':
      return
  }
  const depth = turn.state.stack.length
  const topics: AgendaItem[] = activityTriggers
    .flatMap((kind) => turn.triggered(kind.kind).filter((topic) => kind.matches(topic.trigger, activity) && !isUnderWay(turn, topic)))
    .toSorted((a, b) => Number(a.trigger.filter !== undefined) - Number(b.trigger.filter !== undefined) || a.trigger.priority - b.trigger.priority)
    .map((topic) => ({ do: 'topic', topic: topic.schemaName, depth, reason: `the activity ${activity.type}${activity.name ? ` ${activity.name}` : ''} arrived` }))
  if (activity.type === 'message') topics.push({ do: 'message', activity, depth, ...(topics.length > 0 ? { handled: true as const } : {}) })
  schedule(turn, topics)
}

/** A topic that fires on messages and asks something must not fire on the answer. */
const isUnderWay = (turn: Turn, topic: Topic) => turn.state.stack.some((frame) => frame.topic === topic.schemaName)

function noteMessage(turn: Turn, activity: Activity) {
  const { state } = turn
  if (state.current) state.last = state.current
  state.current = { ...(activity.id === undefined ? {} : { id: activity.id }), ...(activity.text === undefined ? {} : { text: activity.text.slice(0, MAX_REMEMBERED) }) }
  state.heardAt = turn.context.now.toISOString()
}

function leave(turn: Turn) {
  turn.cancelAll()
  turn.state.status = 'ended'
  turn.effects.push({ type: 'end', outcome: turn.state.outcome ?? 'Abandoned' })
}

function schedule(turn: Turn, items: AgendaItem[]) {
  if (items.length > 0) turn.state.agenda = [...items, ...turn.state.agenda]
}

// Working

/** Runs topics and agenda until nothing is left, something waits, or the outside is asked. */
function work(turn: Turn) {
  while (!turn.over && !turn.call && guarded(turn, () => workOnce(turn))) {}
}

function workOnce(turn: Turn): boolean {
  const frame = turn.frame
  if (frame && !frame.prompt) return step(turn, frame)
  const [item, ...rest] = turn.state.agenda
  if (item && turn.state.stack.length <= item.depth) {
    turn.state.agenda = rest
    perform(turn, item)
    return true
  }
  if (frame?.prompt?.again) askAgain(turn, frame)
  return false
}

function step(turn: Turn, frame: Frame): boolean {
  const instruction = turn.codeOf(frame).instructions[frame.pc]
  if (!instruction) {
    turn.endTopic()
    return true
  }
  if (++turn.steps > MAX_STEPS) throw new ContentFailure('InfiniteLoopInBotContent', `The topic "${turn.topicOf(frame).name}" runs in circles: more than ${MAX_STEPS} nodes in one turn.`)
  if (instruction.id) enter(turn, frame, instruction)
  moveOn(turn, frame, () => instruction.run(turn))
  return true
}

function enter(turn: Turn, frame: Frame, instruction: Instruction) {
  frame.node = instruction.id
  turn.trace({ kind: 'node', topic: frame.topic, nodeId: instruction.id, nodeKind: instruction.kind })
  if (instruction.outcome) turn.outcome(instruction.outcome)
}

/** Unless what ran waits or jumps, its topic goes on with the next instruction. */
function moveOn(turn: Turn, frame: Frame, run: () => void) {
  const at = frame.pc
  turn.jumped = false
  run()
  if (!turn.takeStop() && !turn.jumped) frame.pc = at + 1
}

function askAgain(turn: Turn, frame: Frame) {
  const instruction = instructionOf(turn, frame)
  delete frame.prompt?.again
  instruction?.spec?.prompt?.again(instruction.node, turn)
  turn.takeStop()
}

/** The instruction a frame waits at, found by its node's id when the content changed meanwhile. */
function instructionOf(turn: Turn, frame: Frame): Instruction | undefined {
  const { instructions, at } = turn.codeOf(frame)
  if (instructions[frame.pc]?.id === frame.node) return instructions[frame.pc]
  frame.pc = at.get(frame.node ?? '') ?? instructions.length
  return instructions[frame.pc]
}

function perform(turn: Turn, item: AgendaItem) {
  switch (item.do) {
    case 'topic':
      if (item.group === 'unknown' && turn.state.spoke) return
      return void turn.begin(item.topic, { reason: item.reason, ...(item.group && turn.activity?.text ? { said: turn.activity.text } : {}) })
    case 'message':
      return deliver(turn, item)
    case 'selected-intent':
      return startSelected(turn, item.activity)
  }
}

// A message

function deliver(turn: Turn, item: AgendaItem & { do: 'message' }) {
  turn.activity = item.activity
  turn.forgetSystem()
  const frame = turn.frame
  if (frame?.prompt) return deliverToPrompt(turn, frame, item.activity)
  const text = item.activity.text?.trim()
  if (!text) return item.handled ? undefined : unknown(turn)
  recognize(turn, text, 'route')
}

function recognize(turn: Turn, text: string, purpose: 'route' | 'interrupt') {
  if (turn.copilot.intents.length === 0) return recognized(turn, [], purpose)
  turn.request({ type: 'recognize', text, locale: turn.locale }, purpose)
}

function deliverToPrompt(turn: Turn, frame: Frame, activity: Activity) {
  const instruction = instructionOf(turn, frame)
  const prompt = instruction?.spec?.prompt
  if (!instruction || !prompt) {
    delete frame.prompt
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

function receiveAnswer(turn: Turn, result: CallResult) {
  const { pending, activity } = turn.state
  if (!pending) return
  delete turn.state.pending
  turn.activity = activity
  turn.steps = pending.steps
  turn.calls = pending.calls
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
  if (choice.kind === 'none') return unknown(turn)
  if (choice.kind === 'one') return startByPhrase(turn, choice.intent)
  letCustomerSelect(turn, choice.intents, 'Recognition')
}

function recognizedWhileWaiting(turn: Turn, frame: Frame, ranked: RankedIntent[]) {
  const instruction = instructionOf(turn, frame)
  const activity = turn.activity
  if (!instruction || !activity) return
  const { only } = interruption(turn, instruction.node)
  const others = usable(turn, ranked).filter((intent) => intent.topic !== frame.topic && (!only || only.includes(intent.topic)))
  const choice = chooseIntent(others, (topic) => offered(turn, topic))
  const fit = instruction.spec?.prompt?.fits(instruction.node, turn, activity)
  const sure = fit === 'no' || (choice.kind === 'one' && choice.intent.score >= INTERRUPT_SCORE)
  if (choice.kind === 'none' || !sure) return answer(turn, instruction, activity)
  if (frame.prompt) frame.prompt.again = true
  if (choice.kind === 'one') startByPhrase(turn, choice.intent)
  else letCustomerSelect(turn, choice.intents, 'Interruption')
}

/** The intents whose topics could start now. */
function usable(turn: Turn, ranked: RankedIntent[]): RankedIntent[] {
  return ranked.filter(({ topic: name }) => {
    const topic = turn.copilot.topics.get(name)
    if (!topic?.on || turn.state.disabled?.includes(name)) return false
    if (topic.trigger.runOnce && turn.state.ran?.includes(name)) return false
    return topic.trigger.condition === undefined || turn.holds(topic.trigger.condition)
  })
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
  return { DisplayName: topic?.trigger.displayName ?? intent.topic, TopicId: intent.topic, TriggerId: topic?.trigger.id ?? 'main', Score: Math.round(intent.score * 1000) / 1000 }
}

function startSelected(turn: Turn, activity: Activity) {
  const selected = plainJson(toJson(turn.get('System.Recognizer.SelectedIntent'))) as { TopicId?: unknown; Score?: unknown } | null
  const name = typeof selected?.TopicId === 'string' ? selected.TopicId : ''
  if (!turn.copilot.topics.get(name)?.on) return
  turn.activity = activity
  turn.forgetSystem()
  startByPhrase(turn, { topic: name, score: typeof selected?.Score === 'number' ? selected.Score : 1 })
}

function unknown(turn: Turn) {
  turn.state.fallbackCount++
  turn.forgetSystem()
  delete turn.state.spoke
  const depth = turn.state.stack.length
  const topics = turn.triggered('OnUnknownIntent')
  if (topics.length === 0) turn.trace({ kind: 'error', code: 'NoFallbackTopic', message: 'Nothing fits what was said, and no topic has the trigger OnUnknownIntent.' })
  schedule(turn, topics.map((topic) => ({ do: 'topic', topic: topic.schemaName, depth, reason: 'no topic fits what was said', group: 'unknown' })))
}

// Failing

/** True while there is more to do. A failure in the content becomes System.Error and runs OnError. */
function guarded(turn: Turn, work: () => boolean | void): boolean {
  try {
    return work() === true
  } catch (failure) {
    raise(turn, failure instanceof ContentFailure ? failure : new ContentFailure('SystemError', failure instanceof Error ? failure.message : String(failure)))
    return true
  }
}

function raise(turn: Turn, failure: ContentFailure) {
  const { frame, state } = turn
  turn.takeStop()
  turn.call = undefined
  delete state.pending
  turn.trace({ kind: 'error', code: failure.code, message: failure.message, ...(frame ? { topic: frame.topic } : {}), ...(frame?.node ? { nodeId: frame.node } : {}) })
  state.error = { code: failure.code, message: failure.message }
  turn.forgetSystem()
  turn.cancelAll()
  const handler = state.failing ? undefined : turn.triggered('OnError')[0]
  if (!handler) return apologise(turn)
  state.failing = true
  turn.allowRecovery()
  guarded(turn, () => turn.begin(handler.schemaName, { reason: `an error: ${failure.code}` }) || apologise(turn))
}

function apologise(turn: Turn) {
  delete turn.state.failing
  turn.allowRecovery()
  const { error } = turn.state
  const details = turn.context.inTestMode && error ? ` (${error.code}: ${error.message})` : ''
  turn.send({ type: 'message', text: builtinText('failure', turn.locale) + details })
}
