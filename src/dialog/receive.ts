import type { Activity } from '../contracts/activity.ts'
import type { Topic } from './copilot.ts'
import { instructionOf } from './cursor.ts'
import { debugCommand } from './debug-command.ts'
import { guarded } from './failing.ts'
import { fromJson } from './fx.ts'
import { EARLY_MS, fireInactivity } from './inactivity.ts'
import { receiveAnswer } from './messages.ts'
import { isSignInActivity, signInFirst } from './sign-in.ts'
import { receiveSkill } from './skills.ts'
import type { AgendaItem, Json } from './state.ts'
import { activityTriggers } from './triggers/index.ts'
import type { Turn } from './turn.ts'
import type { DialogEvent } from './types.ts'

/** Characters of a text that is kept from turn to turn. */
const MAX_REMEMBERED = 4_000

/** Takes in what happened: notes it, and puts the topics and the message it is about on the agenda. */
export function receive(turn: Turn, event: DialogEvent) {
  turn.forgetSystem()
  if (event.type === 'answer') return guarded(turn, () => receiveAnswer(turn, event.result))
  turn.state.turn++
  turn.steps = 0
  turn.topics = 0
  turn.calls = 0
  turn.activity = event.type === 'activity' ? event.activity : undefined
  guarded(turn, () => {
    if (event.type === 'start') receiveStart(turn, event.context, event.remembered)
    else if (event.type === 'inactivity') receiveSilence(turn)
    else if (event.type === 'skill') receiveSkill(turn, event.key, event.activity)
    else receiveActivity(turn, event.activity)
  })
}

function receiveStart(turn: Turn, context: Record<string, unknown> | undefined, remembered?: Record<string, unknown>) {
  if (turn.state.started) return
  turn.state.started = true
  for (const name of turn.copilot.remembered) if (remembered?.[name] !== undefined) turn.setJson(`Global.${name}`, remembered[name])
  setFromOutside(turn, context)
  const waitMs = Math.max(0, ...missing(turn).map((variable) => variable.awaitedMs))
  if (waitMs > 0) return holdStart(turn, new Date(turn.context.now.getTime() + waitMs).toISOString())
  startTopics(turn)
}

const missing = (turn: Turn) => turn.copilot.awaited.filter(({ name }) => !turn.hasGlobal(name))

function holdStart(turn: Turn, until: string) {
  turn.state.startsAt = until
  turn.effects.push({ type: 'inactivity', dueAt: until })
}

/** The values came, the customer could not wait, or the time is over: what is missing now is missing. */
function startHeld(turn: Turn) {
  turn.state.startsAt = undefined
  turn.effects.push({ type: 'inactivity', dueAt: undefined })
  startTopics(turn)
}

function receiveSilence(turn: Turn) {
  const { startsAt } = turn.state
  if (startsAt === undefined) return fireInactivity(turn)
  if (Date.parse(startsAt) - turn.context.now.getTime() > EARLY_MS) return holdStart(turn, startsAt)
  startHeld(turn)
}

function startTopics(turn: Turn) {
  const depth = turn.state.stack.length
  turn.schedule(turn.triggered('OnConversationStart').map((topic) => ({ do: 'topic', topic: topic.schemaName, depth, reason: 'the conversation started' })))
  signInFirst(turn)
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
    case 'conversationUpdate':
      if (Array.isArray(activity['membersAdded']) && activity['membersAdded'].length > 0) receiveStart(turn, undefined)
      break
    case 'endOfConversation':
      return leave(turn)
    case 'typing':
      return
  }
  if (isSignInActivity(activity)) return receiveSignIn(turn, activity)
  const depth = turn.state.stack.length
  const topics: AgendaItem[] = activityTriggers
    .flatMap((kind) => turn.triggered(kind.kind).filter((topic) => kind.matches(topic.trigger, activity) && !isUnderWay(turn, topic)))
    .toSorted((a, b) => tierOf(a) - tierOf(b) || a.trigger.priority - b.trigger.priority)
    .map((topic) => ({ do: 'topic', topic: topic.schemaName, depth, reason: `the activity ${activity.type}${activity.name ? ` ${activity.name}` : ''} arrived` }))
  if (activity.type === 'message') topics.push({ do: 'message', activity, depth, ...(topics.length > 0 ? { handled: true as const } : {}) })
  turn.schedule(topics)
  if (turn.state.startsAt !== undefined && (activity.type === 'message' || missing(turn).length === 0)) startHeld(turn)
  else signInFirst(turn)
}

/** To the node that waits for it; without one it is noted who the customer is now. */
function receiveSignIn(turn: Turn, activity: Activity) {
  const { frame } = turn
  const waits = frame?.prompt && instructionOf(turn, frame)?.kind === 'OAuthInput'
  const depth = turn.state.stack.length
  turn.schedule([waits ? { do: 'message', activity, depth } : { do: 'sign-in', depth }])
}

/** Any activity comes before those of one type; every custom event is of the type event. (2.3) */
const tierOf = ({ trigger }: Topic) => (trigger.kind === 'OnActivity' && trigger.filter === undefined ? 0 : 1)

/** A topic that fires on messages and asks something must not fire on the answer. */
const isUnderWay = (turn: Turn, topic: Topic) => turn.state.stack.some((frame) => frame.topic === topic.schemaName)

function noteMessage(turn: Turn, activity: Activity) {
  const { state } = turn
  if (state.current) state.last = state.current
  state.current = { id: activity.id, text: activity.text?.slice(0, MAX_REMEMBERED) }
  state.heardAt = turn.context.now.toISOString()
}

function leave(turn: Turn) {
  turn.cancelAll()
  turn.state.status = 'ended'
  turn.effects.push({ type: 'end', outcome: turn.state.outcome ?? 'Abandoned' })
}
