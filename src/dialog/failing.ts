import { builtinText } from './builtin-texts.ts'
import { ContentFailure } from './failure.ts'
import type { Turn } from './turn.ts'

/** True while there is more to do. A failure in the content becomes System.Error and runs OnError. */
export function guarded(turn: Turn, work: () => boolean | void): boolean {
  try {
    return work() === true
  } catch (failure) {
    raise(turn, failure instanceof ContentFailure ? failure : new ContentFailure('SystemError', failure instanceof Error ? failure.message : String(failure)))
    return true
  }
}

function raise(turn: Turn, failure: ContentFailure) {
  const { frame, state } = turn
  turn.takeStop()
  turn.call = undefined
  state.pending = undefined
  turn.trace({ kind: 'error', code: failure.code, message: failure.message, ...(frame ? { topic: frame.topic } : {}), ...(frame?.node ? { nodeId: frame.node } : {}) })
  state.error = { code: failure.code, message: failure.message }
  turn.forgetSystem()
  turn.cancelAll()
  const person = failure.escalates && !state.failing ? turn.triggered('OnEscalate')[0] : undefined
  if (person) return guarded(turn, () => turn.begin(person.schemaName, { reason: failure.message })), undefined
  const handler = state.failing ? undefined : turn.triggered('OnError')[0]
  if (!handler) return apologise(turn)
  state.failing = true
  turn.allowRecovery()
  guarded(turn, () => turn.begin(handler.schemaName, { reason: `an error: ${failure.code}` }) || apologise(turn))
}

function apologise(turn: Turn) {
  turn.state.failing = undefined
  turn.allowRecovery()
  const { error } = turn.state
  const details = turn.context.inTestMode && error ? ` (${error.code}: ${error.message})` : ''
  turn.send({ type: 'message', text: builtinText('failure', turn.locale) + details })
}
