import type { Activity } from '../contracts/activity.ts'
import { trainRecognizer } from '../recognition/index.ts'
import type { CopilotDefinition } from '../topics/types.ts'
import { advance, compileCopilot } from './index.ts'
import type { CallResult, DialogEvent, DialogState, Effect, HostCall, RuntimeCopilot, Trace, TurnContext } from './index.ts'

type Parts = {
  /** Name -> document. A name that starts with `!` is off. */
  topics: Record<string, string>
  entities?: Record<string, string>
  variables?: Record<string, string>
  environment?: CopilotDefinition['environmentVariables']
}

/** A copilot called `bot` with these documents. */
export function definitionOf({ topics, entities = {}, variables = {}, environment = [] }: Parts): CopilotDefinition {
  const component = (kind: 'topic' | 'entity' | 'variable', infix: string) => ([name, text]: [string, string]) => {
    const plain = name.replace(/^!/, '')
    return { schemaName: `bot.${infix}.${plain}`, kind, name: plain, description: '', path: `${infix}/${plain}.mcs.yml`, text, state: name.startsWith('!') ? ('off' as const) : ('on' as const), parts: {} }
  }
  return {
    schemaName: 'bot',
    name: 'Bot',
    language: 1033,
    locale: 'en-US',
    template: 'default-2.1.0',
    authenticationMode: 'None',
    configuration: {},
    components: [
      ...Object.entries(topics).map(component('topic', 'topic')),
      ...Object.entries(entities).map(component('entity', 'entity')),
      ...Object.entries(variables).map(component('variable', 'globalvariable')),
    ],
    environmentVariables: environment,
  }
}

export const copilotOf = (parts: Parts): RuntimeCopilot => compileCopilot(definitionOf(parts))

/** A topic that the phrases start and that runs the actions, which are YAML list items. */
export const topicOf = (phrases: string[], actions: string, extra = ''): string =>
  `kind: AdaptiveDialog
${extra}
beginDialog:
  kind: OnRecognizedIntent
  id: main
  intent:
    displayName: ${phrases[0] ?? 'x'}
    triggerQueries: [${phrases.map((phrase) => JSON.stringify(phrase)).join(', ')}]
  actions:
${indent(actions)}`

/** A topic with any trigger; `members` are its lines. */
export const triggerOf = (kind: string, members: string, actions: string, extra = ''): string =>
  `kind: AdaptiveDialog
${extra}
beginDialog:
  kind: ${kind}
  id: main
${indent(members, 2)}
  actions:
${indent(actions)}`

const indent = (text: string, spaces = 4) =>
  text
    .replace(/^\n/, '')
    .replace(/\s+$/, '')
    .split('\n')
    .map((line) => ' '.repeat(spaces) + line)
    .join('\n')

export const say = (id: string, text: string) => `- kind: SendActivity\n  id: ${id}\n  activity: ${JSON.stringify(text)}\n`

export const context = (over: Partial<TurnContext> = {}): TurnContext => ({
  now: new Date('2026-01-05T09:00:00.000Z'),
  conversationId: 'conv-1',
  channelId: 'omnichannel',
  customer: { id: 'cust-1', name: 'Renata Vogel' },
  locale: 'en-US',
  timeZone: 'UTC',
  inTestMode: false,
  bot: { id: 'bot-1', name: 'Bot', environmentId: 'env-1', tenantId: 'tenant-1' },
  environment: {},
  ...over,
})

type Host = (call: HostCall) => CallResult | undefined

/** A conversation that is talked to in sentences; its clock stands still until it is moved. */
export class Talk {
  state: DialogState | undefined
  now = Date.parse('2026-01-05T09:00:00.000Z')
  last: Effect[] = []
  dueAt: number | undefined
  call: HostCall | undefined
  readonly copilot: RuntimeCopilot
  private readonly over: Partial<TurnContext>
  private readonly host: Host
  private readonly recognizer

  constructor(copilot: RuntimeCopilot, over: Partial<TurnContext> = {}, host: Host = () => undefined) {
    this.copilot = copilot
    this.over = over
    this.host = host
    this.recognizer = trainRecognizer(copilot)
  }

  start(values?: Record<string, unknown>) {
    return this.take(values ? { type: 'start', context: values } : { type: 'start' })
  }

  hear(text: string, more: Partial<Activity> = {}) {
    return this.take({ type: 'activity', activity: { type: 'message', text, ...more } })
  }

  get(activity: Activity) {
    return this.take({ type: 'activity', activity })
  }

  /** Lets time pass; the timer fires when it is due. What was said meanwhile, as `[seconds, text]`. */
  wait(seconds: number): string[] {
    const until = this.now + seconds * 1000
    const heard: string[] = []
    while (this.dueAt !== undefined && this.dueAt <= until) {
      this.now = this.dueAt
      this.dueAt = undefined
      heard.push(...this.take({ type: 'inactivity' }))
    }
    this.now = until
    return heard
  }

  /** The texts said in answer. */
  take(event: DialogEvent): string[] {
    const turnContext = context({ ...this.over, now: new Date(this.now) })
    let step = advance(this.copilot, this.state, event, turnContext)
    this.last = [...step.effects]
    for (;;) {
      this.call = step.call
      const result = step.call && this.resultOf(step.call)
      if (!step.call || !result) break
      step = advance(this.copilot, step.state, { type: 'answer', callId: step.call.callId, result }, turnContext)
      this.last.push(...step.effects)
    }
    this.state = JSON.parse(JSON.stringify(step.state)) as DialogState
    for (const effect of this.last) if (effect.type === 'inactivity') this.dueAt = effect.dueAt === undefined ? undefined : Date.parse(effect.dueAt)
    return this.said.map((activity) => activity.text ?? `[${activity.type}]`)
  }

  private resultOf(call: HostCall): CallResult | undefined {
    const answer = this.host(call)
    if (answer || call.type !== 'recognize') return answer ?? (call.type === 'tool' ? { type: 'failed', code: 'ToolNotMapped', message: 'Nobody has entered its address yet.' } : undefined)
    return { type: 'recognized', intents: this.recognizer.recognize(call.text, call.locale) }
  }

  get said(): Activity[] {
    return this.last.flatMap((effect) => (effect.type === 'send' ? [effect.activity] : []))
  }

  get traces(): Trace[] {
    return this.last.flatMap((effect) => (effect.type === 'trace' ? [effect.trace] : []))
  }

  get errors() {
    return this.traces.filter((trace) => trace.kind === 'error')
  }

  get transfer() {
    return this.last.flatMap((effect) => (effect.type === 'transfer' ? [effect.transfer] : []))[0]
  }

  get globals() {
    return this.state?.['globals'] as Record<string, unknown>
  }

  get topicVariables() {
    return (this.state?.['stack'] as { vars: Record<string, unknown> }[] | undefined)?.at(-1)?.vars ?? {}
  }
}
