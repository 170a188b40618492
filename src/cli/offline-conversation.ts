import type { Activity } from '../contracts/activity.ts'
import { handoffInitiate, runTurn } from '../dialog/index.ts'
import type { DialogEvent, DialogState, Effect, ModelMessage, RuntimeCopilot, TurnContext, TurnHost } from '../dialog/index.ts'

type Parts = {
  copilot: RuntimeCopilot
  host: TurnHost
  channelId: string
  /** A language model is connected. */
  model?: boolean
  print: { activity(activity: Activity): void; trace(trace: unknown): void }
}

/** Offline time starts here, so that a script gives the same lines on every day and every machine. */
const START = Date.UTC(2026, 0, 5, 9, 0, 0)
const SECONDS_PER_LINE = 10

/** One conversation with a copilot in this process: no server, a clock of its own, ids that count. */
export class OfflineConversation {
  private readonly parts: Parts
  private state: DialogState | undefined
  private now = START
  private dueAt: number | undefined
  private count = 0
  private lastHeard: string | undefined
  private readonly transcript: Activity[] = []
  private readonly conversationId = 'offline-1'
  private readonly customer = { id: 'customer-1', name: 'Customer' }

  constructor(parts: Parts) {
    this.parts = parts
  }

  get over(): boolean {
    return this.state?.status === 'ended' || this.state?.status === 'transferred'
  }

  /** What was said so far, for a model. */
  talk(): ModelMessage[] {
    return this.transcript.flatMap(({ type, text, from }) => (type === 'message' && text ? [{ role: from?.role === 'user' ? ('user' as const) : ('assistant' as const), content: text }] : []))
  }

  start(): Promise<void> {
    return this.take({ type: 'start' })
  }

  /** One line of the customer, or a command: `/wait 120`, `/card {"answer":"yes"}`, `/event name {"x":1}`. */
  async hear(line: string): Promise<void> {
    const command = /^\/(wait|card|event)\s+(.*)$/.exec(line)
    if (command?.[1] === 'wait') return this.wait(Number(command[2]) || 0)
    await this.wait(SECONDS_PER_LINE)
    if (this.over) return
    const activity = this.stamp({ ...customerActivity(command, line), from: { ...this.customer, role: 'user' } })
    this.lastHeard = activity.id
    this.transcript.push(activity)
    await this.take({ type: 'activity', activity })
  }

  private async wait(seconds: number) {
    const until = this.now + seconds * 1000
    while (this.dueAt !== undefined && this.dueAt <= until && !this.over) {
      this.now = this.dueAt
      this.dueAt = undefined
      await this.take({ type: 'inactivity' })
    }
    this.now = until
  }

  private async take(event: DialogEvent) {
    const { state, effects } = await runTurn(this.parts.copilot, this.state, event, this.context(), this.parts.host)
    this.state = state
    for (const effect of effects) this.carryOut(effect)
  }

  private context(): TurnContext {
    const { copilot, channelId, model } = this.parts
    return {
      ...(model ? { model } : {}),
      now: new Date(this.now),
      conversationId: this.conversationId,
      channelId,
      customer: this.customer,
      locale: copilot.locale,
      timeZone: 'UTC',
      inTestMode: false,
      bot: { id: copilot.schemaName, name: copilot.name, environmentId: 'offline', tenantId: 'offline' },
      environment: {},
    }
  }

  private carryOut(effect: Effect) {
    switch (effect.type) {
      case 'send':
        return this.say(effect.activity)
      case 'transfer':
        return this.say(this.handoff(effect))
      case 'end':
        return this.say({ type: 'endOfConversation', code: 'completedSuccessfully' })
      case 'inactivity':
        this.dueAt = effect.dueAt === undefined ? undefined : Date.parse(effect.dueAt)
        return
      case 'trace':
        return this.parts.print.trace(effect.trace)
      case 'telemetry':
        return this.parts.print.trace({ kind: 'telemetry', name: effect.name, properties: effect.properties })
    }
  }

  private say(activity: Activity) {
    const { copilot } = this.parts
    const said = this.stamp({ ...activity, from: { id: copilot.schemaName, name: copilot.name, role: 'bot' }, recipient: this.customer, ...(this.lastHeard === undefined ? {} : { replyToId: this.lastHeard }) })
    this.transcript.push(said)
    this.parts.print.activity(said)
  }

  private handoff({ transfer }: Effect & { type: 'transfer' }): Activity {
    const { copilot, channelId } = this.parts
    const bot = { id: copilot.schemaName, name: copilot.name }
    return handoffInitiate({ transfer, transcript: [...this.transcript], conversationId: this.conversationId, bot, customer: this.customer, channelId, now: new Date(this.now), replyToId: this.lastHeard })
  }

  private stamp(activity: Activity): Activity {
    const id = `${this.conversationId}|${String(this.count++).padStart(7, '0')}`
    return { ...activity, id, timestamp: new Date(this.now).toISOString(), channelId: this.parts.channelId, conversation: { id: this.conversationId } }
  }
}

function customerActivity(command: RegExpExecArray | null, line: string): Activity {
  if (command?.[1] === 'card') return { type: 'message', value: readJson(command[2] ?? '') }
  if (command?.[1] !== 'event') return { type: 'message', text: line }
  const [name = '', ...json] = (command[2] ?? '').split(' ')
  return { type: 'event', name, value: readJson(json.join(' ')) }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text || undefined
  }
}
