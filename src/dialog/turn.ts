import type { Activity } from '../contracts/activity.ts'
import type { Topic } from './copilot.ts'
import { ContentFailure } from './failure.ts'
import { toJson } from './fx.ts'
import { latencyMessage } from './latency-message.ts'
import type { Code } from './lower.ts'
import { plainJson } from './plain-value.ts'
import { leaveSkill } from './skills.ts'
import { copyOfFrame } from './state.ts'
import type { AgendaItem, Frame, Json, PendingCall } from './state.ts'
import { onEventActivity } from './triggers/on-event-activity.ts'
import { TurnValues } from './turn-values.ts'
import type { ConversationOutcome, HostCall, Transfer } from './types.ts'

/** More than this in one turn is a copilot that runs in circles. */
export const MAX_STEPS = 10_000
const MAX_CALLS = 50
const MAX_DEPTH = 60
const MAX_TOPICS = 500
/** How many topics and phrases of the customer a conversation remembers, and how much of each phrase. */
const MEMORY = 50
const PHRASE_LENGTH = 1_000

type Begin = { inputs?: Record<string, Json>; outputs?: Record<string, string>; reason: string; said?: string; unread?: boolean; score?: number }
type HostRequest = HostCall extends infer Call ? (Call extends HostCall ? Omit<Call, 'callId'> : never) : never

/**
 * One step of one conversation: the working copy of its state, what it wants done, and everything a node may do.
 * Nodes change nothing but through it.
 */
export class Turn extends TurnValues {
  call: HostCall | undefined
  /** Instructions run so far. */
  steps = 0
  /** Topics started so far. */
  topics = 0
  /** The running instruction chose what comes next itself. */
  jumped = false
  private stopped = false

  // Topics

  topicOf(frame: Frame): Topic {
    return this.copilot.topics.get(frame.topic) ?? this.missing(frame.topic)
  }

  codeOf(frame: Frame): Code {
    return this.topicOf(frame).code(this.locale)
  }

  /** The topics with this trigger, in the order they are tried. */
  triggered(kind: string): readonly Topic[] {
    const topics = this.copilot.triggers.get(kind) ?? []
    const { disabled } = this.state
    return disabled ? topics.filter((topic) => !disabled.includes(topic.document)) : topics
  }

  /** Starts a topic on top of the stack. False when its condition does not hold: then it is as if it were not there. */
  begin(name: string, options: Begin): boolean {
    const topic = this.findTopic(name)
    const trigger = topic.trigger
    if (trigger.runOnce && this.state.ran?.includes(topic.schemaName)) return false
    if (trigger.condition !== undefined && !this.holds(trigger.condition)) return false
    if (topic.startBehavior !== 'Default') this.cancelOthers(topic)
    if (this.state.stack.length >= MAX_DEPTH) {
      throw new ContentFailure('InfiniteLoopInBotContent', `The topics call each other more than ${MAX_DEPTH} deep, the last one is "${topic.name}".`)
    }
    if (++this.topics > MAX_TOPICS) throw new ContentFailure('InfiniteLoopInBotContent', `More than ${MAX_TOPICS} topics started in one turn, the last one is "${topic.name}".`)
    if (trigger.runOnce) this.state.ran = [...(this.state.ran ?? []), topic.schemaName]
    this.state.stack.push(this.newFrame(topic, options))
    this.trace({ kind: 'trigger', topic: topic.schemaName, trigger: trigger.kind, reason: options.reason, ...(options.score === undefined ? {} : { score: options.score }) })
    for (const name in options.inputs) this.trace({ kind: 'variable', name: `Topic.${name}`, value: plainJson(options.inputs[name]), topic: topic.schemaName })
    this.fillInputs(topic)
    return true
  }

  private findTopic(name: string): Topic {
    const { topics, schemaName } = this.copilot
    const topic = topics.get(name) ?? topics.get(`${schemaName}.topic.${name.split('.topic.').at(-1)}`) ?? this.inOtherCapitals(name)
    if (!topic) this.missing(name)
    if (!topic.on) throw new ContentFailure('RedirectToDisabledDialog', `The topic "${topic.name}" (${topic.schemaName}) is off. Turn it on, or do not redirect to it.`)
    return topic
  }

  /** Schema names of the original product are found whatever their capitals; real workspaces rely on it. */
  private inOtherCapitals(name: string): Topic | undefined {
    const wanted = name.toLowerCase()
    for (const [schemaName, topic] of this.copilot.topics) if (schemaName.toLowerCase() === wanted) return topic
    return undefined
  }

  private missing(name: string): never {
    throw new ContentFailure('RedirectToNonExistentDialog', `There is no topic "${name}" in this copilot.`)
  }

  private cancelOthers(topic: Topic) {
    for (const frame of this.state.stack) this.remember(frame)
    this.state.stack = []
    this.state.agenda = this.state.agenda.filter((item) => item.do === 'message').map((item) => ({ ...item, depth: 0 }))
    if (topic.startBehavior === 'UseLatestPublishedContentAndCancelOtherTopics') this.state.wantsLatestContent = true
  }

  private newFrame(topic: Topic, options: Begin): Frame {
    const { inputs, outputs, said, unread } = options
    return copyOfFrame({ topic: topic.schemaName, pc: 0, vars: { ...inputs }, outputs, said: said?.slice(0, PHRASE_LENGTH), unread: unread || undefined })
  }

  private fillInputs(topic: Topic) {
    for (const input of topic.inputs) {
      const frame = this.frame
      if (!frame || (!input.fixed && frame.vars[input.name] !== undefined)) continue
      this.setJson(`Topic.${input.name}`, toJson(this.value(input.value)))
    }
  }

  /** Ends the running topic and hands its outputs to the topic that called it. */
  endTopic() {
    const frame = this.state.stack.pop()
    if (!frame) return
    this.remember(frame)
    if (frame.planned) this.state.found = frame.vars
    if (!frame.outputs || !this.frame) return
    for (const [name, path] of Object.entries(frame.outputs)) this.setJson(path, frame.vars[name] ?? null)
  }

  /** Another topic in the place of the running one; what waits below stays. */
  replace(name: string, options: Begin) {
    const outputs = this.frame?.outputs
    const leaving = this.state.stack.pop()
    if (leaving) this.remember(leaving)
    this.begin(name, outputs ? { ...options, outputs } : options)
  }

  restartTopic(inputs: Record<string, Json>) {
    const frame = this.frame
    if (!frame) return
    this.remember(frame)
    this.state.stack.pop()
    this.state.stack.push(copyOfFrame({ topic: frame.topic, pc: 0, vars: inputs, outputs: frame.outputs }))
    this.fillInputs(this.topicOf(frame))
  }

  cancelAll() {
    for (const frame of this.state.stack) this.remember(frame)
    this.state.stack = []
    this.state.agenda = []
  }

  /** Topics that wait to be gone back to after an interruption are given up. */
  dropInterrupted() {
    const { stack } = this.state
    for (const frame of stack) if (frame.prompt?.again) this.remember(frame)
    if (stack.some((frame) => frame.prompt?.again)) this.state.stack = stack.filter((frame) => !frame.prompt?.again)
  }

  private remember(frame: Frame) {
    if (frame.skill) leaveSkill(this, frame)
    for (const _ in frame.vars) {
      this.state.past = { ...this.state.past, ...frame.vars }
      return
    }
  }

  /** A topic was started by the customer's words. */
  noteTopic(topic: Topic, phrase: string) {
    this.state.topics = [...this.state.topics, topic.name].slice(-MEMORY)
    this.state.phrases = [...this.state.phrases, phrase.slice(0, PHRASE_LENGTH)].slice(-MEMORY)
  }

  // The agenda

  /** In front of what is planned already. */
  schedule(items: AgendaItem[]) {
    if (items.length > 0) this.state.agenda = [...items, ...this.state.agenda]
  }

  /** Other topics that the same event fired stay away; the message itself is still delivered. */
  dropQueuedTopics() {
    this.state.agenda = this.state.agenda.filter((item) => item.do !== 'topic')
  }

  /**
   * Runs the topics that listen to an event, once the running topic is over. False when there are none. An event that
   * does not bubble stops at whoever hears it first: a trigger of the running document, else the first topic in order.
   */
  raiseEvent(event: { name: string; value: Json }, bubbles = true): boolean {
    const activity: Activity = { type: 'event', name: event.name, value: event.value }
    const hearing = this.triggered('OnEventActivity').filter((topic) => onEventActivity.matches(topic.trigger, activity))
    const here = this.frame && this.topicOf(this.frame).document
    const nearest = hearing.find((topic) => topic.document === here) ?? hearing[0]
    const listening = bubbles || !nearest ? hearing : [nearest]
    const depth = Math.max(0, this.state.stack.length - 1)
    const items = listening.map((topic): AgendaItem => ({ do: 'topic', topic: topic.schemaName, depth, reason: `the event ${event.name} was raised` }))
    this.schedule(items)
    return items.length > 0
  }

  // The running node

  goTo(pc: number) {
    const frame = this.frame
    if (frame) frame.pc = pc
    this.jumped = true
  }

  /**
   * Asks the question that fills a global variable which the running node is about to show, and comes back to the node.
   * False when there is nothing to ask.
   */
  fillsGlobals(names: readonly string[]): boolean {
    const frame = this.frame
    if (!frame) return false
    for (const name of names) {
      const filler = this.copilot.fillers.get(name)
      if (!filler || this.hasGlobal(name) || frame.filled?.includes(name) || filler.topic === frame.topic) continue
      const topic = this.copilot.topics.get(filler.topic)
      const at = topic?.code(this.locale).at.get(filler.node)
      if (!topic || at === undefined || this.state.disabled?.includes(topic.document)) continue
      frame.filled = [...(frame.filled ?? []), name]
      if (this.state.stack.length >= MAX_DEPTH) return false
      const asking = this.newFrame(topic, { reason: '' })
      asking.pc = at
      asking.only = filler.node
      this.state.stack.push(asking)
      this.jumped = true
      this.trace({ kind: 'trigger', topic: topic.schemaName, trigger: topic.trigger.kind, reason: `Global.${name} has no value yet, and ${filler.node} asks for it` })
      return true
    }
    return false
  }

  goToNode(id: string) {
    const frame = this.frame
    if (!frame) return
    const at = this.codeOf(frame).at.get(id)
    if (at === undefined) throw new ContentFailure('ContentError', `There is no node "${id}" in the topic "${this.topicOf(frame).name}" to go to.`)
    this.goTo(at)
  }

  /** The running node waits for the customer's answer. */
  wait(card?: string) {
    const frame = this.frame
    if (!frame) return
    frame.prompt = { asked: (frame.prompt?.asked ?? 0) + 1, again: undefined, card: card ?? frame.prompt?.card }
    this.stopped = true
  }

  /** The prompt is over; the topic goes on after it. */
  answered() {
    const frame = this.frame
    if (!frame?.prompt) return
    frame.prompt = undefined
    frame.pc++
  }

  /** Asks the outside. The node goes on in `resume`. */
  request(request: HostRequest, purpose: PendingCall['purpose'] = 'node') {
    if (++this.calls > MAX_CALLS) throw new ContentFailure('InfiniteLoopInBotContent', `More than ${MAX_CALLS} calls to the outside in one turn.`)
    const callId = `${this.state.turn}.${this.calls}`
    const latency = purpose === 'node' ? latencyMessage(this) : undefined
    this.call = { ...request, callId, ...(latency ? { latency } : {}) } as HostCall
    this.state.pending = { callId, purpose, steps: this.steps, calls: this.calls }
    this.stopped = true
  }

  /** Whether the running node asked to stop here; asking takes the wish back. */
  takeStop(): boolean {
    const stopped = this.stopped
    this.stopped = false
    return stopped
  }

  outcome(outcome: ConversationOutcome) {
    this.state.outcome = outcome
  }

  // The end

  end() {
    this.cancelAll()
    this.state.status = 'ended'
    this.stopped = true
    this.emit({ type: 'end', outcome: this.state.outcome ?? 'None' })
  }

  transfer(transfer: Transfer) {
    this.state.outcome = 'Escalated'
    this.cancelAll()
    this.state.status = 'transferred'
    this.stopped = true
    this.emit({ type: 'transfer', transfer })
  }

  get over(): boolean {
    return this.state.status === 'ended' || this.state.status === 'transferred'
  }

  /** After a failure the topic that explains it may use as much as any other. */
  allowRecovery() {
    this.steps = 0
    this.topics = 0
    this.forgetMessages()
  }
}
