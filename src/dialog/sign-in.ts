import type { Activity } from '../contracts/activity.ts'
import { ContentFailure } from './failure.ts'
import type { AgendaItem, Frame } from './state.ts'
import type { Turn } from './turn.ts'
import type { CallResult, SignInCall, SignedInUser } from './types.ts'

type SignInReason = 'SignInRequired' | 'Initializer'

/** A link has to be made, or a token looked up: that takes no longer than a request of ours. */
const TIMEOUT_MS = 30_000
/** What only a signed-in user has. Name and id are known of every customer. */
const READS_SIGN_IN = /\b(System\.User\.(AccessToken|Email|PrincipalName)|bot\.AuthToken)\b/

/**
 * Whether a node needs the customer signed in: it signs in, or reads what only then is known. One that asks whether they
 * are provides for both. Nodes inside it speak for themselves.
 */
export function needsSignIn(action: Record<string, unknown>): boolean {
  if (action['kind'] === 'OAuthInput') return true
  const own = JSON.stringify(action, (name, member: unknown) => (/^(actions|elseActions)$/.test(name) ? undefined : member))
  return READS_SIGN_IN.test(own) && !/\bIsLoggedIn\b/.test(own)
}

export const isSignedIn = (turn: Pick<Turn, 'state' | 'context'>) => turn.state.signedIn !== undefined && turn.context.signIn?.accessToken() !== undefined

export function signedIn(turn: Turn, user: SignedInUser | undefined) {
  turn.state.signedIn = user
  turn.forgetSystem()
}

export const isSignInTopic = (turn: Turn, frame: Frame) => turn.copilot.topics.get(frame.topic)?.trigger.kind === 'OnSignIn'

const isSigningIn = (turn: Turn) => turn.state.stack.some((frame) => isSignInTopic(turn, frame))

/** Customers have to sign in before anything else: whatever happens waits until they have, or is dropped. (2.4, 8) */
export function signInFirst(turn: Turn) {
  const required = turn.context.signIn?.required ?? turn.copilot.signIn === 'always'
  if (!required || isSignedIn(turn) || isSigningIn(turn)) return
  turn.schedule([{ do: 'sign-in', depth: turn.state.stack.length, reason: 'SignInRequired' }])
}

/** Asks whether the customer is signed in already, before they are asked to be. */
export function checkSignIn(turn: Turn, reason?: SignInReason) {
  requestSignIn(turn, { step: 'check' }, 'sign-in')
  if (turn.state.pending && reason) turn.state.pending.reason = reason
}

export function requestSignIn(turn: Turn, request: Pick<SignInCall, 'step' | 'code' | 'resource'>, purpose: 'node' | 'sign-in' = 'node') {
  const { conversationId, customer, bot } = turn.context
  turn.request({ type: 'sign-in', ...request, conversation: { id: conversationId, customerId: customer.id, copilotId: bot.id, environmentId: bot.environmentId }, timeoutMs: TIMEOUT_MS }, purpose)
}

/** The host knows: either nothing has to be asked, or the topic with the trigger OnSignIn does it. */
export function signInChecked(turn: Turn, result: CallResult, reason: SignInReason | undefined) {
  if (result.type === 'failed') throw new ContentFailure(result.code, result.message)
  if (result.type === 'sign-in' && result.outcome === 'signed-in') return signedIn(turn, result.user)
  signedIn(turn, undefined)
  if (!reason) return
  turn.state.signInReason = reason
  turn.forgetSystem()
  const depth = turn.state.stack.length
  const topics = turn.triggered('OnSignIn').map((topic): AgendaItem => ({ do: 'topic', topic: topic.schemaName, depth, reason: reason === 'SignInRequired' ? 'customers have to sign in' : 'a node needs the customer signed in' }))
  if (topics.length === 0) throw new ContentFailure('AuthenticationNotConfigured', 'Customers have to sign in, and no topic with the trigger OnSignIn is on to ask them. Turn it on, or do not require sign-in.')
  if (reason === 'SignInRequired') return turn.schedule([...topics, { do: 'sign-in-gate', depth }])
  for (const item of topics.toReversed()) if (item.do === 'topic') turn.begin(item.topic, { reason: item.reason })
}

/** Who has not signed in although they have to gets no answer to what they said. */
export function passGate(turn: Turn) {
  if (!isSignedIn(turn)) turn.state.agenda = []
}

/** Before a node that needs it: true when the customer is asked first and the node runs afterwards, signed in or not. */
export function signsInFirst(turn: Turn, frame: Frame): boolean {
  if (frame.askedToSignIn || isSignedIn(turn) || isSigningIn(turn) || (!turn.context.signIn && turn.copilot.signIn === 'never') || turn.triggered('OnSignIn').length === 0) return false
  frame.askedToSignIn = true
  checkSignIn(turn, 'Initializer')
  turn.takeStop()
  return true
}

/** What clients send when a sign-in succeeds in them rather than in the chat; the door has taken the token out of it. */
export const isSignInActivity = ({ type, name }: Activity) => (type === 'invoke' && /^signin\/(tokenexchange|verifystate)$/i.test(name ?? '')) || (type === 'event' && name?.toLowerCase() === 'tokens/response')

/** The six digits that the sign-in page shows, as a message or in `signin/verifyState`. */
export function codeIn({ type, text, value }: Activity): string | undefined {
  const said = type === 'message' ? text : typeof value === 'object' && value !== null && 'state' in value && typeof value.state === 'string' ? value.state : undefined
  return /^\s*(\d{3})\s?(\d{3})\s*$/.exec(said ?? '')?.slice(1).join('')
}
