import type { Change, TurnNotes } from '../../conversations/index.ts'
import { withoutFiles } from '../../conversations/index.ts'
import type { TurnStep } from '../../contracts/turns.ts'
import { explainStep, withoutSecrets, type CallResult, type DialogEvent, type DialogState, type RuntimeCopilot, type Step, type TurnContext } from '../../dialog/index.ts'
import { viewOfStep } from './turn-view.ts'

/** An event as it is kept: what the customer said is the line of the log that has it. */
export type StoredEvent = { type: 'line'; seq: number } | Exclude<DialogEvent, { type: 'activity' }> | Extract<DialogEvent, { type: 'activity' }>

/** What is kept of one turn: enough to run it again, without secrets and tokens. */
export type TurnRecord = {
  /** Published version; 0 is the draft. */
  version: number
  event: StoredEvent
  /** What the outside answered within the turn, oldest first. */
  answers?: { callId: string; result: CallResult }[]
  /** How many messages the copilot said. */
  said?: number
  /** The environment variables that were read, secrets masked. */
  environment?: Record<string, string>
  signIn?: { required: boolean; signedIn: boolean }
  /** The customer's, where they are not UTC and en-US. */
  timeZone?: string
  locale?: string
  /** A language model was connected. */
  model?: true
  /** Something was too large to keep: running it again ends here. */
  cut?: true
  /** Of the test chat only, whose content is the draft of that moment: what happened, as it is shown. */
  steps?: TurnStep[]
}

/** Characters of a record as JSON; what answers of the outside it has go first. */
const longestRecord = 64_000
const hidden = '•••••'
/** What a record leaves out. */
export const defaults = { timeZone: 'UTC', locale: 'en-US' }

/** Collects what is worth keeping of a turn while it runs. */
export class TurnRecorder {
  private readonly record: TurnRecord
  private readonly logged: TurnNotes['logged'][number][] = []
  private readonly copilot: RuntimeCopilot
  private readonly context: TurnContext
  private remembered: Record<string, unknown> | undefined

  constructor(change: Change, event: DialogEvent, copilot: RuntimeCopilot, context: TurnContext) {
    this.copilot = copilot
    this.context = context
    this.record = { version: change.after.copilotVersion ?? 0, event: stored(change, event) }
    if (context.model) this.record.model = true
    if (context.timeZone !== defaults.timeZone) this.record.timeZone = context.timeZone
    if (context.locale !== defaults.locale) this.record.locale = context.locale
    if (context.signIn) this.record.signIn = { required: context.signIn.required, signedIn: context.signIn.accessToken() !== undefined }
  }

  step(event: DialogEvent, before: DialogState | undefined, step: Step) {
    for (const effect of step.effects) {
      if (effect.type === 'telemetry') this.logged.push({ name: effect.name, properties: effect.properties })
      if (effect.type === 'remember') this.remembered = effect.variables
      if (effect.type === 'send' && effect.activity.type === 'message') this.record.said = (this.record.said ?? 0) + 1
    }
    if (step.environmentRead) this.record.environment = { ...this.record.environment, ...step.environmentRead }
    if (this.context.inTestMode) this.record.steps = [...(this.record.steps ?? []), this.viewOf(event, before, step)]
  }

  private viewOf(event: DialogEvent, before: DialogState | undefined, step: Step): TurnStep {
    const explained = explainStep(event, this.context.now, before, step)
    return viewOfStep(this.context.secrets ? { ...explained, changes: withoutSecrets(explained.changes, this.context.secrets) } : explained, this.copilot)
  }

  answer(callId: string, result: CallResult) {
    const answers = (this.record.answers ??= [])
    answers.push({ callId, result: withoutTokens(result) })
  }

  /** The change with what is kept of its turn. */
  into(change: Change): Change {
    return { ...change, turn: { record: bounded(this.record), logged: this.logged, ...(this.remembered ? { remembered: this.remembered } : {}) } }
  }
}

function stored(change: Change, event: DialogEvent): StoredEvent {
  if (event.type === 'activity') {
    const line = change.lines.find(({ activity }) => activity === event.activity)
    return line ? { type: 'line', seq: line.seq } : { ...event, activity: withoutFiles(event.activity) }
  }
  return event.type === 'answer' ? { ...event, result: withoutTokens(event.result) } : withoutTokens(event)
}

/** Most records are far from the limit, and only those with answers of the outside can come near it. */
function bounded(record: TurnRecord): TurnRecord {
  const { answers, event, steps, environment } = record
  if (event.type === 'line' && !steps && !environment && (answers ?? []).every(({ result }) => result.type === 'recognized')) return record
  if (JSON.stringify(record).length <= longestRecord) return record
  const { steps: _, ...rest } = record
  if (steps && JSON.stringify(rest).length <= longestRecord) return { ...rest, cut: true }
  return { version: record.version, event: event.type === 'line' ? event : { type: 'inactivity' }, cut: true }
}

const secretName = /token|secret|password|passwd|api_?key|authorization|cookie|credential/i

/** An answer without what opens other doors: members and headers whose names say so are masked, in JSON texts too. */
export function withoutTokens<Part>(part: Part): Part {
  if (typeof part !== 'object' || part === null) return (typeof part === 'string' ? maskedText(part) : part) as Part
  if (Array.isArray(part)) return part.map((item: unknown) => withoutTokens(item)) as Part
  return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, secretName.test(name) && (typeof member === 'string' || typeof member === 'number') ? hidden : withoutTokens<unknown>(member)])) as Part
}

function maskedText(text: string): string {
  if (!/^\s*[[{]/.test(text) || !secretName.test(text)) return text
  try {
    return JSON.stringify(withoutTokens(JSON.parse(text) as unknown))
  } catch {
    return text
  }
}
