import { z } from 'zod'
import type { Activity } from '../../contracts/activity.ts'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import { codeIn, isSignInActivity, isSignInTopic, isSignedIn, requestSignIn, signedIn } from '../sign-in.ts'
import { signInText } from '../sign-in-texts.ts'
import type { Turn } from '../turn.ts'
import type { SignInResult } from '../types.ts'
import { DEFAULT_REPEATS } from './prompt-parts.ts'

const schema = z.looseObject({ id: z.string(), title: z.unknown().optional(), text: z.unknown().optional(), resource: z.unknown().optional() })
type OAuthInput = z.infer<typeof schema>

/** Sends the sign-in card and waits. Whether it worked is `System.User.IsLoggedIn`; a topic goes on either way. (8) */
export const oauthInput = defineNode({
  kind: 'OAuthInput',
  title: 'Sign the customer in',
  schema,
  run(node, turn) {
    const { frame } = turn
    // The sign-in topic has asked already, in vain.
    if (!frame || isSignedIn(turn) || frame.askedToSignIn) return
    begin(node, turn)
  },
  prompt: {
    fits: (_node, turn, activity) => (codeIn(activity) || isRequired(turn) ? 'exact' : 'no'),
    answer(_node, turn, activity) {
      const code = codeIn(activity)
      if (code) return requestSignIn(turn, { step: 'code', code })
      if (isSignInActivity(activity)) return requestSignIn(turn, { step: 'check' })
      if (isCancel(activity)) return giveUp(turn)
      tryAgain(turn, 'useButton')
    },
    again: begin,
  },
  resume(node, turn, result) {
    if (result.type !== 'sign-in') throw new ContentFailure(result.type === 'failed' ? result.code : 'SystemError', `The node ${node.id} could not sign the customer in: ${result.type === 'failed' ? result.message : 'the answer is of the wrong type'}`)
    if (result.outcome === 'link') return sendCard(node, turn, result)
    if (result.outcome === 'refused') return refused(node, turn, result.reason)
    if (result.outcome === 'signed-out') return tryAgain(turn, 'useButton')
    signedIn(turn, result.user)
    if (turn.frame) turn.frame.prompt = undefined
  },
})

function begin(node: OAuthInput, turn: Turn) {
  const resource = turn.string(node.resource ?? '')
  requestSignIn(turn, { step: 'begin', ...(resource ? { resource } : {}) })
}

function sendCard(node: OAuthInput, turn: Turn, { connectionName, url, exchange }: SignInResult & { outcome: 'link' }) {
  const title = turn.text(node.title) || signInText('button', turn.locale)
  const content = { text: turn.text(node.text) || signInText('card', turn.locale), connectionName, buttons: [{ type: 'signin', title, value: url }], ...(exchange ? { tokenExchangeResource: { id: exchange.id, uri: exchange.uri }, tokenPostResource: { sasUrl: exchange.postUrl } } : {}) }
  turn.send({ type: 'message', inputHint: 'expectingInput', attachments: [{ contentType: 'application/vnd.microsoft.card.oauth', content }] })
  turn.wait()
}

/** After the wrong code the link still works; after the rest there is a new one. */
function refused(node: OAuthInput, turn: Turn, reason: (SignInResult & { outcome: 'refused' })['reason']) {
  if (reason === 'wrong-code') return tryAgain(turn, 'wrongCode')
  if (reason === 'not-finished') return tryAgain(turn, 'useButton')
  if ((turn.frame?.prompt?.asked ?? 1) > DEFAULT_REPEATS) return giveUp(turn)
  turn.send({ type: 'message', text: signInText('newLink', turn.locale) })
  begin(node, turn)
}

function tryAgain(turn: Turn, words: 'useButton' | 'wrongCode') {
  if ((turn.frame?.prompt?.asked ?? 1) > DEFAULT_REPEATS) return giveUp(turn)
  turn.send({ type: 'message', text: signInText(words, turn.locale), inputHint: 'expectingInput' })
  turn.wait()
}

const isRequired = (turn: Turn) => turn.state.signInReason === 'SignInRequired' && turn.frame !== undefined && isSignInTopic(turn, turn.frame)
const isCancel = ({ text }: Activity) => /^\s*(cancel|abbrechen|annuler|cancelar|annulla|annuleren|キャンセル|取消)\s*[.!]?\s*$/i.test(text ?? '')

/** The topic goes on, not signed in. Who had to sign in is passed on to people instead, where a topic does that. */
function giveUp(turn: Turn) {
  const required = isRequired(turn)
  turn.answered()
  // In `resume` the topic would move on once more.
  turn.jumped = true
  const [escalate] = turn.triggered('OnEscalate')
  if (!required || !escalate) return
  turn.state.agenda = []
  turn.begin(escalate.schemaName, { reason: 'the customer did not sign in' })
}
