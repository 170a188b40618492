import type { CallResult } from '../dialog/types.ts'
import { silentLog, type Log } from '../platform/index.ts'
import type { OutsideCall } from './copilot-turn.ts'
import type { HubDeps } from './ports.ts'

type Performers = { [Type in OutsideCall['type']]?: (call: Extract<OutsideCall, { type: Type }>, signal?: AbortSignal) => Promise<CallResult> }

/** One door to the outside for every type of call. Never throws: a topic that waits hears of every failure at once. */
export function outsideCalls(performers: Performers, log: Log = silentLog): HubDeps['callOutside'] {
  return async (call, signal) => {
    const perform = performers[call.type] as ((call: OutsideCall, signal?: AbortSignal) => Promise<CallResult>) | undefined
    if (!perform) return { type: 'failed', code: 'ElementNotSupported', message: `Calls of the type ${call.type} are not connected here.` }
    try {
      return await perform(call, signal)
    } catch (error) {
      log.error('a call to the outside broke', error, { type: call.type })
      return { type: 'failed', code: 'SystemError', message: 'The call could not be made: something went wrong here.' }
    }
  }
}
