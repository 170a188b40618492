import { close, copilotSays, deadlineKinds, tell, withDeadline, withState, type Change } from '../conversations/index.ts'
import type { Entry } from '../contracts/index.ts'
import { advance, handoffInitiate, type CallResult, type DialogEvent, type DialogState, type Effect, type HostCall, type Step, type TurnContext } from '../dialog/index.ts'
import { changeMessage } from './change-message.ts'
import { conceal, reveal } from './steps/concealed-state.ts'
import type { ReadyCopilot } from './copilot-library.ts'
import { handOff, lastCustomerLine, transcript, type Desk } from './hand-off.ts'
import { fitsNothing } from './improve/misses.ts'
import { TurnRecorder } from './steps/turn-record.ts'

export type OutsideCall = Exclude<HostCall, { type: 'recognize' | 'change-message' }>
export type Turn = { change: Change; call: OutsideCall | undefined }

/** However long a maker is willing to wait. */
const longestCallMs = 120_000

type Input = {
  ready: ReadyCopilot
  bot: { id: string; name: string }
  desk: Desk
  /** Lines before this change; read only when there is something to hand over. */
  earlier(): Promise<Entry[]>
  /** What environment variables of type Secret hold now, by schema name. */
  secrets?: Record<string, string> | undefined
  /** Customers can sign in to this copilot. */
  signIn?: TurnContext['signIn'] | undefined
  /** A language model is connected. */
  model?: boolean | undefined
  /** Hears what no topic was for. */
  missed?(text: string): void
}

/**
 * One turn of the copilot that owns the conversation: the engine decides, this carries its effects into the change.
 * Recognition is answered on the spot; a call to the outside ends the turn and is performed after the commit, so that
 * what the customer wrote is never held back by somebody else's slow service.
 */
export async function takeTurn(change: Change, event: DialogEvent, input: Input): Promise<Turn> {
  const context = turnContext(change, input)
  const before = reveal(change.after.dialog as DialogState | undefined, concealedBy(input))
  const recorder = new TurnRecorder(change, event, input.ready.copilot, context)
  let step = advance(input.ready.copilot, before, event, context)
  recorder.step(event, before, step)
  let next = await carryOut(change, step, input)
  while (step.call?.type === 'recognize' || step.call?.type === 'change-message') {
    const { callId } = step.call
    const said = step.call.type === 'recognize' ? step.call.text : undefined
    let result: CallResult
    if (step.call.type === 'recognize') {
      const recognized = input.ready.recognizer.recognize(step.call.text, step.call.locale)
      // Most are known at once; only a sentence whose meaning has to be looked up takes a moment.
      result = { type: 'recognized', intents: Array.isArray(recognized) ? recognized : await recognized }
    } else {
      const outcome = changeMessage(next, input.desk.now, input.bot, step.call, await input.earlier())
      next = outcome.change
      result = outcome.result
    }
    const asking = step.state
    const answer: DialogEvent = { type: 'answer', callId, result }
    step = advance(input.ready.copilot, asking, answer, context)
    recorder.answer(callId, result)
    recorder.step(answer, asking, step)
    if (said !== undefined && fitsNothing(step)) input.missed?.(said)
    next = await carryOut(next, step, input)
  }
  next = recorder.into(next)
  const call = step.call as OutsideCall | undefined
  const { now } = input.desk
  // Somebody may write while a call is under way: that turn makes no call and must not disarm the one that waits.
  const waits = (next.after.dialog as DialogState | undefined)?.status === 'calling'
  if (!call) return { change: waits ? next : withDeadline(next, deadlineKinds.call, undefined), call }
  // Should this process die before the answer comes, whoever finds the deadline tells the topic that the call failed.
  const bounded = { ...call, timeoutMs: Math.min(Math.max(1, Math.round(call.timeoutMs) || 1), longestCallMs) }
  const lost = new Date(now.getTime() + bounded.timeoutMs + 10_000)
  return { change: withDeadline(next, deadlineKinds.call, lost), call: bounded }
}

/** What must not lie in the database in the clear, by name: only copilots that have secrets pay for it. */
function concealedBy({ secrets, signIn }: Input): Record<string, string> | undefined {
  const token = signIn?.accessToken()
  return token ? { ...secrets, 'System.User.AccessToken': token } : secrets
}

function turnContext(change: Change, { ready, bot, desk, secrets, model, signIn }: Input): TurnContext {
  const { after } = change
  // A token is worth as much as a secret of the environment: nobody is shown it by mistake.
  const token = signIn?.accessToken()
  const hidden = [...Object.values(secrets ?? {}), ...(token ? [token] : [])]
  return {
    now: desk.now,
    conversationId: after.id,
    channelId: channelIdOf(after.channel),
    customer: after.data.customer,
    locale: after.data.locale,
    timeZone: after.data.timeZone ?? 'UTC',
    inTestMode: after.channel === 'test',
    bot: { ...bot, environmentId: desk.configuration.environment.id, tenantId: desk.configuration.environment.id },
    environment: secrets ? { ...ready.environment, ...secrets } : ready.environment,
    ...(hidden.length > 0 ? { secrets: hidden } : {}),
    ...(signIn ? { signIn } : {}),
    ...(model ? { model } : {}),
  }
}

/** What `System.Activity.ChannelId` says for each door of ours. */
export function channelIdOf(channel: Change['after']['channel']): string {
  return channel === 'livechat' ? 'omnichannel' : channel === 'test' ? 'pva-studio' : 'directline'
}

async function carryOut(change: Change, step: Step, input: Input): Promise<Change> {
  let next = withState(change, input.desk.now, { dialog: conceal(step.state, concealedBy(input)) })
  for (const effect of step.effects) next = await apply(next, effect, input)
  return next
}

async function apply(change: Change, effect: Effect, input: Input): Promise<Change> {
  const { bot, desk } = input
  const { now } = desk
  switch (effect.type) {
    case 'send':
      return copilotSays(change, now, bot, { ...effect.activity, ...lastCustomerLine([], change.lines) })
    case 'inactivity':
      return withDeadline(change, deadlineKinds.inactivity, effect.dueAt ? new Date(effect.dueAt) : undefined)
    case 'end':
      if (change.after.channel === 'livechat') return close(change, now, 'copilot-ended')
      // A copilot alone: the talk is over, the conversation stays; whoever writes again begins anew.
      return withDeadline(
        withState(copilotSays(change, now, bot, { type: 'endOfConversation', code: 'completedSuccessfully' }), now, { dialog: undefined }),
        deadlineKinds.inactivity,
        undefined,
      )
    case 'transfer':
      if (change.after.channel === 'livechat') return handOff(change, effect.transfer, await input.earlier(), bot, desk)
      return handOffToNobody(change, effect.transfer, await input.earlier(), input)
    case 'notify':
      return { ...change, afterwards: [...(change.afterwards ?? []), effect.call] }
    case 'telemetry':
    case 'remember':
    case 'trace':
      return change
  }
}

/**
 * Outside the hub the event is all there is: a custom canvas or an adapter may act on it. Nobody of ours will come, and
 * the chat says so; the copilot stays reachable. (S7)
 */
function handOffToNobody(change: Change, transfer: Extract<Effect, { type: 'transfer' }>['transfer'], earlier: Entry[], { bot, desk }: Input): Change {
  const event = handoffInitiate({
    transfer,
    transcript: transcript(earlier, change.lines),
    conversationId: change.after.id,
    bot,
    customer: change.after.data.customer,
    channelId: 'directline',
    now: desk.now,
    ...lastCustomerLine(earlier, change.lines),
  })
  const handed = withState(copilotSays(change, desk.now, bot, event), desk.now, { dialog: undefined })
  const words =
    change.after.channel === 'test'
      ? 'The copilot handed this conversation off. In the test chat nobody joins: try it in the chat widget of the engagement hub.'
      : 'No person can be reached in this chat. It talks to the copilot alone.'
  return tell(handed, desk.now, words)
}
