import type { Activity } from '../contracts/activity.ts'
import type { RuntimeCopilot, Topic } from './copilot.ts'
import { ContentFailure } from './failure.ts'
import { fromJson, isBlank, toJson, toText, truthy } from './fx.ts'
import type { FxEnv, FxValue } from './fx.ts'
import type { Code } from './lower.ts'
import { parsePath } from './paths.ts'
import { localeOfChoice } from './system-options.ts'
import { plainJson, plainValue } from './plain-value.ts'
import { seededRandom } from './random.ts'
import type { AgendaItem, EngineState, Frame, Json, PendingCall, Variables } from './state.ts'
import { environmentValue, systemVariable, systemWritten } from './system-variables.ts'
import { onEventActivity } from './triggers/on-event-activity.ts'
import type { ConversationOutcome, Effect, HostCall, Transfer, Trace, TurnContext } from './types.ts'
import { FxOption, FxRecord } from '../powerfx/index.ts'

/** More than this in one turn is a copilot that runs in circles. */
export const MAX_STEPS = 10_000
export const MAX_CALLS = 50
export const MAX_MESSAGES = 100
export const MAX_DEPTH = 60
const MAX_TRACES = 2_000
const FUEL = 2_000_000
const MEMORY = 50
const PHRASE_LENGTH = 1_000

export type Begin = { inputs?: Record<string, Json>; outputs?: Record<string, string>; reason: string; said?: string; unread?: boolean; score?: number }
type HostRequest = HostCall extends infer Call ? (Call extends HostCall ? Omit<Call, 'callId'> : never) : never

/**
 * One step of one conversation: the working copy of its state, what it wants done, and everything a node may do.
 * Nodes change nothing but through it.
 */
export class Turn {
  readonly copilot: RuntimeCopilot
  readonly context: TurnContext
  readonly state: EngineState
  readonly effects: Effect[] = []
  /** What the customer or the channel sent, if that is what this turn is about. */
  activity: Activity | undefined
  call: HostCall | undefined
  steps = 0
  calls = 0
  private messages = 0
  private stopped = false
  private readonly env: FxEnv
  private draw: (() => number) | undefined
  private systemCache = new Map<string, FxValue>()

  constructor(copilot: RuntimeCopilot, state: EngineState, context: TurnContext) {
    this.copilot = copilot
    this.state = state
    this.context = context
    const localeNow = () => this.locale
    this.env = {
      lookup: (scope, name) => this.lookup(scope, name),
      now: () => context.now,
      random: () => this.random(),
      timeZone: context.timeZone,
      // Asked for each time: a node may change the language in the middle of a turn.
      get locale() {
        return localeNow()
      },
      fuel: FUEL,
    }
  }

  get locale(): string {
    const chosen = this.state.system['User.Language']
    return (chosen === undefined ? undefined : localeOf(fromJson(chosen))) ?? this.context.locale
  }

  random(): number {
    this.draw ??= seededRandom(`${this.context.conversationId}/${this.state.turn}/${this.calls}`)
    return this.draw()
  }

  // The stack

  get frame(): Frame | undefined {
    return this.state.stack.at(-1)
  }

  topicOf(frame: Frame): Topic {
    return this.copilot.topics.get(frame.topic) ?? this.missing(frame.topic)
  }

  codeOf(frame: Frame): Code {
    return this.topicOf(frame).code(this.locale)
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
    if (trigger.runOnce) this.state.ran = [...(this.state.ran ?? []), topic.schemaName]
    this.state.stack.push(this.newFrame(topic, options))
    this.trace({ kind: 'trigger', topic: topic.schemaName, trigger: trigger.kind, reason: options.reason, ...(options.score === undefined ? {} : { score: options.score }) })
    this.fillInputs(topic)
    return true
  }

  private newFrame(topic: Topic, options: Begin): Frame {
    const frame: Frame = { topic: topic.schemaName, pc: 0, vars: { ...options.inputs } }
    if (options.outputs) frame.outputs = options.outputs
    if (options.said) frame.said = options.said.slice(0, PHRASE_LENGTH)
    if (options.unread) frame.unread = true
    return frame
  }

  private fillInputs(topic: Topic) {
    for (const input of topic.inputs) {
      const frame = this.frame
      if (!frame || (!input.fixed && frame.vars[input.name] !== undefined)) continue
      frame.vars[input.name] = toJson(this.value(input.value))
    }
  }

  private findTopic(name: string): Topic {
    const topic = this.copilot.topics.get(name) ?? this.copilot.topics.get(`${this.copilot.schemaName}.topic.${name.split('.topic.').at(-1)}`)
    if (!topic) this.missing(name)
    if (!topic.on) throw new ContentFailure('RedirectToDisabledDialog', `The topic "${topic.name}" (${topic.schemaName}) is off. Turn it on, or do not redirect to it.`)
    return topic
  }

  /** The topics with this trigger, in the order they are tried. */
  triggered(kind: string): readonly Topic[] {
    const topics = this.copilot.triggers.get(kind) ?? []
    const { disabled } = this.state
    return disabled ? topics.filter((topic) => !disabled.includes(topic.schemaName)) : topics
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

  /** Ends the running topic and hands its outputs to the topic that called it. */
  endTopic() {
    const frame = this.state.stack.pop()
    if (!frame) return
    this.remember(frame)
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
    this.state.stack.push({ topic: frame.topic, pc: 0, vars: inputs, ...(frame.outputs ? { outputs: frame.outputs } : {}) })
    this.fillInputs(this.topicOf(frame))
  }

  cancelAll() {
    for (const frame of this.state.stack) this.remember(frame)
    this.state.stack = []
    this.state.agenda = []
  }

  /** Other topics that the same event fired stay away; the message itself is still delivered. */
  dropQueuedTopics() {
    this.state.agenda = this.state.agenda.filter((item) => item.do !== 'topic')
  }

  /** Topics that wait to be gone back to after an interruption are given up. */
  dropInterrupted() {
    const { stack } = this.state
    for (const frame of stack) if (frame.prompt?.again) this.remember(frame)
    if (stack.some((frame) => frame.prompt?.again)) this.state.stack = stack.filter((frame) => !frame.prompt?.again)
  }

  /** Runs the topics that listen to an event, once the running topic is over. False when there are none. */
  raiseEvent(event: { name: string; value: Json }): boolean {
    const activity: Activity = { type: 'event', name: event.name, value: event.value }
    const listening = this.triggered('OnEventActivity').filter((topic) => onEventActivity.matches(topic.trigger, activity))
    const depth = Math.max(0, this.state.stack.length - 1)
    const items = listening.map((topic): AgendaItem => ({ do: 'topic', topic: topic.schemaName, depth, reason: `the event ${event.name} was raised` }))
    this.state.agenda = [...items, ...this.state.agenda]
    return items.length > 0
  }

  private remember(frame: Frame) {
    Object.assign(this.state.past, frame.vars)
  }

  goTo(pc: number) {
    const frame = this.frame
    if (frame) frame.pc = pc
    this.jumped = true
  }
  /** The running instruction chose what comes next itself. */
  jumped = false

  goToNode(id: string) {
    const frame = this.frame
    if (!frame) return
    const at = this.codeOf(frame).at.get(id)
    if (at === undefined) throw new ContentFailure('ContentError', `There is no node "${id}" in the topic "${this.topicOf(frame).name}" to go to.`)
    this.goTo(at)
  }

  // Waiting

  /** The running node waits for the customer's answer. */
  wait() {
    const frame = this.frame
    if (!frame) return
    frame.prompt = { asked: (frame.prompt?.asked ?? 0) + 1 }
    this.stopped = true
  }

  /** The prompt is over; the topic goes on after it. */
  answered() {
    const frame = this.frame
    if (!frame?.prompt) return
    delete frame.prompt
    frame.pc++
  }

  /** Asks the outside. The node goes on in `resume`. */
  request(request: HostRequest, purpose: PendingCall['purpose'] = 'node') {
    if (++this.calls > MAX_CALLS) throw new ContentFailure('InfiniteLoopInBotContent', `More than ${MAX_CALLS} calls to the outside in one turn.`)
    const callId = `${this.state.turn}.${this.calls}`
    this.call = { ...request, callId } as HostCall
    this.state.pending = { callId, purpose, steps: this.steps, calls: this.calls }
    this.stopped = true
  }

  /** Whether the running node asked to stop here; asking takes the wish back. */
  takeStop(): boolean {
    const stopped = this.stopped
    this.stopped = false
    return stopped
  }

  // Saying

  send(activity: Activity) {
    if (activity.type === 'message' && ++this.messages > MAX_MESSAGES) {
      throw new ContentFailure('InfiniteLoopInBotContent', `More than ${MAX_MESSAGES} messages in one turn.`)
    }
    if (activity.type === 'message') this.state.spoke = true
    this.effects.push({ type: 'send', activity })
  }

  /** After a failure the topic that explains it may use as much as any other. */
  allowRecovery() {
    this.steps = 0
    this.messages = 0
  }

  trace(trace: Trace) {
    if (this.traces++ < MAX_TRACES) this.effects.push({ type: 'trace', trace })
  }
  private traces = 0

  telemetry(name: string, properties: unknown) {
    this.effects.push({ type: 'telemetry', name, properties })
  }

  outcome(outcome: ConversationOutcome) {
    this.state.outcome = outcome
  }

  end() {
    this.cancelAll()
    this.state.status = 'ended'
    this.stopped = true
    this.effects.push({ type: 'end', outcome: this.state.outcome ?? 'None' })
  }

  transfer(transfer: Transfer) {
    this.state.outcome = 'Escalated'
    this.cancelAll()
    this.state.status = 'transferred'
    this.stopped = true
    this.effects.push({ type: 'transfer', transfer })
  }

  get over(): boolean {
    return this.state.status === 'ended' || this.state.status === 'transferred'
  }

  /** A topic was started by the customer's words. */
  noteTopic(topic: Topic, phrase: string) {
    this.state.topics = [...this.state.topics, topic.name].slice(-MEMORY)
    this.state.phrases = [...this.state.phrases, phrase.slice(0, PHRASE_LENGTH)].slice(-MEMORY)
  }

  // Values

  /** A member of a node that takes a literal or, with `=`, an expression. */
  value(raw: unknown): FxValue {
    if (typeof raw === 'string') return isExpression(raw) ? this.copilot.expressions.value(raw.slice(1), this.env) : raw
    if (Array.isArray(raw)) return fromJson(raw.map((item) => plainValue(this.value(item))))
    if (typeof raw === 'object' && raw !== null) return this.objectValue(raw as Record<string, unknown>)
    return raw === undefined ? null : fromJson(raw)
  }

  private objectValue(raw: Record<string, unknown>): FxValue {
    const type = raw['type'] as { name?: unknown } | undefined
    if (raw['kind'] === 'OptionDataValue') return new FxOption(String(type?.name ?? ''), String(raw['value']), String(raw['value']))
    return new FxRecord(new Map(Object.entries(raw).map(([name, member]) => [name, this.value(member)])))
  }

  text(raw: unknown): string {
    if (typeof raw === 'string' && isExpression(raw)) return toText(this.value(raw), this.locale)
    return typeof raw === 'string' ? this.copilot.expressions.text(raw, this.env) : raw === undefined || raw === null ? '' : toText(this.value(raw), this.locale)
  }

  /** As `text`, but a plain string is taken literally: for names, urls and ids rather than messages. */
  string(raw: unknown): string {
    return typeof raw === 'string' && !isExpression(raw) ? raw : toText(this.value(raw), this.locale)
  }

  boolean(raw: unknown, otherwise: boolean): boolean {
    if (raw === undefined || raw === null) return otherwise
    return typeof raw === 'boolean' ? raw : truthy(this.value(raw))
  }

  number(raw: unknown, otherwise: number): number {
    if (typeof raw === 'number') return raw
    if (raw === undefined || raw === null) return otherwise
    const value = plainValue(this.value(raw))
    const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() ? Number(value) : Number.NaN
    return Number.isFinite(number) ? number : otherwise
  }

  /** Plain JSON of a value, for clients and the outside. */
  plain(raw: unknown): Json {
    return plainValue(this.value(raw))
  }

  condition(raw: unknown): boolean {
    return raw === undefined ? false : this.boolean(raw, false)
  }

  /** A trigger's condition: it belongs to no topic, so it sees no topic variables. */
  holds(condition: unknown): boolean {
    if (typeof condition === 'boolean') return condition
    this.outsideTopic = true
    try {
      return this.condition(condition)
    } finally {
      this.outsideTopic = false
    }
  }
  private outsideTopic = false

  get(path: string): FxValue {
    const { scope, name, rest } = parsePath(path)
    let value = scope === 'System' ? this.system(name) : this.lookup(scope, name)
    for (const part of rest) value = value instanceof FxRecord ? value.get(part) : null
    return value ?? null
  }

  /** What the makers' variables hold now, by plain name; where two topics use a name, the later value. */
  userVariables(which: 'All' | 'Topic' | 'Global'): Record<string, Json> {
    const variables = new Map<string, Json>()
    const add = (from: Variables) => {
      for (const [name, json] of Object.entries(from)) if (json !== null) variables.set(name, plainJson(json))
    }
    if (which !== 'Global') for (const from of [this.state.past, ...this.state.stack.map((frame) => frame.vars)]) add(from)
    if (which !== 'Topic') add(this.state.globals)
    return Object.fromEntries(variables)
  }

  isBlank(path: string): boolean {
    return isBlank(this.get(path))
  }

  set(path: string, value: FxValue) {
    this.setJson(path, toJson(value))
  }

  setJson(path: string, json: Json) {
    const { scope, name, rest } = parsePath(path)
    if (scope === 'Env') throw new ContentFailure('ContentError', `"${path}" cannot be set: environment variables are read only.`)
    if (scope === 'System') this.setSystem([name, ...rest].join('.'), json)
    else this.setIn(scope === 'Topic' ? this.frame?.vars : this.state.globals, name, rest, json)
    this.trace({ kind: 'variable', name: path.replace(/^init:/, ''), value: plainJson(json) })
  }

  private setIn(variables: Record<string, Json> | undefined, name: string, rest: string[], json: Json) {
    if (!variables) return
    variables[name] = rest.length === 0 ? json : toJson(withMember(fromJson(variables[name] ?? null), rest, fromJson(json)))
  }

  private setSystem(path: string, json: Json) {
    this.state.system[path] = json
    this.systemCache.clear()
  }

  /** The engine itself learned something about the conversation; a record is rebuilt when it is next read. */
  forgetSystem() {
    this.systemCache.clear()
  }

  private lookup(scope: string, name?: string): FxValue | undefined {
    if (name === undefined) return this.wholeScope(scope)
    switch (scope) {
      case 'Topic':
      case 'Dialog':
        return this.outsideTopic ? undefined : variable(this.frame?.vars, name)
      case 'Global':
      case 'User':
      case 'Conversation':
        return variable(this.state.globals, name) ?? this.globalDefault(name)
      case 'System':
        return this.system(name)
      case 'Env':
        return environmentValue(this, name)
      default:
        return undefined
    }
  }

  private wholeScope(scope: string): FxValue | undefined {
    if (scope === 'Topic') return fromJsonRecord(this.frame?.vars ?? {})
    if (scope === 'Global') return fromJsonRecord(this.state.globals)
    return undefined
  }

  private globalDefault(name: string): FxValue | undefined {
    const defaultValue = this.copilot.variables.get(name)?.defaultValue
    return defaultValue === undefined || defaultValue === null || defaultValue === 'DEFAULT' ? undefined : this.value(defaultValue)
  }

  private system(name: string): FxValue {
    let value = this.systemCache.get(name)
    if (value === undefined) {
      value = systemWritten(this.state.system, name, systemVariable(this, name))
      this.systemCache.set(name, value)
    }
    return value
  }
}

export const isExpression = (text: string) => text.charCodeAt(0) === 61

function variable(variables: Record<string, Json> | undefined, name: string): FxValue | undefined {
  const json = variables && Object.hasOwn(variables, name) ? variables[name] : undefined
  return json === undefined ? undefined : typeof json === 'string' || typeof json === 'boolean' ? json : fromJson(json)
}

const fromJsonRecord = (variables: Record<string, Json>) =>
  new FxRecord(new Map(Object.entries(variables).map(([name, json]) => [name, fromJson(json)])))

function withMember(value: FxValue, path: string[], member: FxValue): FxRecord {
  const [name = '', ...rest] = path
  const fields = new Map(value instanceof FxRecord ? value.fields : [])
  return new FxRecord(fields.set(name, rest.length === 0 ? member : withMember(fields.get(name) ?? null, rest, member)))
}

/** `System.User.Language` holds a choice of the option set Locale, or a language tag. */
function localeOf(value: FxValue): string | undefined {
  if (value instanceof FxOption) return localeOfChoice(value.id)
  return typeof value === 'string' && value ? (localeOfChoice(value) ?? value) : undefined
}
