import type { CallResult } from '../dialog/types.ts'
import type { OutsideCall } from './copilot-turn.ts'
import type { HubDeps } from './ports.ts'

type Performers = { [Type in OutsideCall['type']]?: (call: Extract<OutsideCall, { type: Type }>, signal?: AbortSignal) => Promise<CallResult> }

/** One door to the outside for every type of call. */
export function outsideCalls(performers: Performers): HubDeps['callOutside'] {
  return (call, signal) => {
    const perform = performers[call.type] as ((call: OutsideCall, signal?: AbortSignal) => Promise<CallResult>) | undefined
    return perform?.(call, signal) ?? Promise.resolve({ type: 'failed', code: 'ElementNotSupported', message: `Calls of the type ${call.type} are not connected here.` })
  }
}
