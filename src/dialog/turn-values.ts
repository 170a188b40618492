import type { Activity } from '../contracts/activity.ts'
import { FxOption, FxRecord } from '../powerfx/index.ts'
import type { RuntimeCopilot } from './copilot.ts'
import { ContentFailure } from './failure.ts'
import { fromJson, isBlank, toJson, toText, truthy } from './fx.ts'
import type { FxEnv, FxValue } from './fx.ts'
import { parsePath } from './paths.ts'
import { numberIn, plainJson, plainValue } from './plain-value.ts'
import { seededRandom } from './random.ts'
import type { EngineState, Frame, Json, Variables } from './state.ts'
import { localeOfChoice } from './system-options.ts'
import { classicVariables, environmentValue, systemVariable, systemWritten } from './system-variables.ts'
import { TurnOutput } from './turn-output.ts'
import type { TurnContext } from './types.ts'

/** What one formula may do before it is stopped. */
const FUEL = 2_000_000

/** What formulas see of a turn. A class: an object literal with a getter costs a hidden class for every turn, which outlives it. */
class TurnEnv implements FxEnv {
  readonly fuel = FUEL
  readonly timeZone: string
  private readonly turn: TurnValues

  constructor(turn: TurnValues) {
    this.turn = turn
    this.timeZone = turn.context.timeZone
  }
  lookup(scope: string, name?: string) {
    return this.turn.lookup(scope, name)
  }
  now() {
    return this.turn.context.now
  }
  random() {
    return this.turn.random()
  }
  /** Asked for each time: a node may change the language in the middle of a turn. */
  get locale() {
    return this.turn.locale
  }
}

/** The middle layer of a turn: literals, formulas and variables. */
export class TurnValues extends TurnOutput {
  /** What the customer or the channel sent, if that is what this turn is about. */
  activity: Activity | undefined
  /** Calls to the outside so far. */
  calls = 0
  private readonly env: FxEnv
  private draw: (() => number) | undefined
  private readonly systemCache = new Map<string, FxValue>()
  private outsideTopic = false
  /** Environment variables that formulas read, secrets masked. */
  environmentRead: Record<string, string> | undefined
  /** Something long was kept: the size of the state is worth looking at. */
  keptLong = false

  constructor(copilot: RuntimeCopilot, state: EngineState, context: TurnContext) {
    super(copilot, state, context)
    this.env = new TurnEnv(this)
  }

  get locale(): string {
    const chosen = this.state.system['User.Language']
    return (chosen === undefined ? undefined : localeOf(fromJson(chosen))) ?? this.context.locale
  }

  random(): number {
    this.draw ??= seededRandom(`${this.context.conversationId}/${this.state.turn}/${this.calls}`)
    return this.draw()
  }

  /** The topic that runs. */
  get frame(): Frame | undefined {
    return this.state.stack.at(-1)
  }

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
    return numberIn(plainValue(this.value(raw))) ?? otherwise
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

  get(path: string): FxValue {
    const { scope, name, rest } = parsePath(path)
    let value = scope === 'System' ? this.system(name) : this.lookup(scope, name)
    for (const part of rest) value = value instanceof FxRecord ? value.get(part) : null
    return value ?? null
  }

  isBlank(path: string): boolean {
    return isBlank(this.get(path))
  }

  set(path: string, value: FxValue) {
    this.setJson(path, toJson(value))
  }

  setJson(path: string, json: Json) {
    const { scope, name, rest } = parsePath(path)
    if (!this.keptLong && isLong(json)) this.keptLong = true
    if (scope === 'Env') throw new ContentFailure('ContentError', `"${path}" cannot be set: environment variables are read only.`)
    if (scope === 'System') this.setSystem([name, ...rest].join('.'), json)
    else if (scope === 'Global') this.state.globals = this.setIn(this.state.globals, name, rest, json)
    else if (this.frame) this.frame.vars = this.setIn(this.frame.vars, name, rest, json)
    const topic = scope === 'Topic' ? this.frame?.topic : undefined
    this.trace({ kind: 'variable', name: path.replace(/^init:/, ''), value: plainJson(json), ...(topic === undefined ? {} : { topic }) })
  }

  private setIn(variables: Variables, name: string, rest: string[], json: Json): Variables {
    return { ...variables, [name]: rest.length === 0 ? json : toJson(withMember(fromJson(variables[name] ?? null), rest, fromJson(json))) }
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

  /** The engine itself learned something about the conversation; a record is rebuilt when it is next read. */
  forgetSystem() {
    this.systemCache.clear()
  }

  /** Whether a global variable was given a value, blank included. */
  hasGlobal(name: string): boolean {
    return Object.hasOwn(this.state.globals, name) && this.state.globals[name] !== null
  }

  private setSystem(path: string, json: Json) {
    this.state.system = { ...this.state.system, [path]: json }
    this.systemCache.clear()
  }

  lookup(scope: string, name?: string): FxValue | undefined {
    if (name === undefined) return this.wholeScope(scope)
    switch (scope) {
      case 'Topic':
      case 'Dialog':
        return this.outsideTopic ? undefined : variable(this.frame?.vars, name)
      case 'Global':
      case 'User':
      case 'Conversation':
        return Object.hasOwn(this.state.globals, name) ? variable(this.state.globals, name) : this.unsetGlobal(name)
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
    if (scope === 'bot') return classicVariables(this)
    const list = this.copilot.aliases.get(scope)
    if (list) return new FxRecord(new Map(list.items.map((item) => [item.id, new FxOption(list.name, item.id, item.title)])))
    return undefined
  }

  private unsetGlobal(name: string): FxValue | undefined {
    const global = this.copilot.variables.get(name)
    if (!global) return undefined
    const { defaultValue, whenMissing } = global
    if (whenMissing !== 'UseDefault') {
      throw new ContentFailure('ContentError', `The variable Global.${name} has no value: nothing outside has set it (missingInitializationBehavior: ${whenMissing}).`, whenMissing === 'Escalate')
    }
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

/** Long enough that a few of them make a state too large. */
const LONG = 2_000
const isLong = (json: Json) => (typeof json === 'string' ? json.length > LONG : typeof json === 'object' && json !== null && JSON.stringify(json).length > LONG)

const isExpression = (text: string) => text.charCodeAt(0) === 61

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
