import { longestConnectableName } from './copilot-name.ts'
import type { AgentTransfers } from './studio-api.ts'

export type TransfersState = 'connected' | 'no-hub' | 'name-too-long' | 'not-published' | 'blocked' | 'ready'

/** Which row of the behaviour table the Agent transfers page is in. A connection counts before what would refuse a new one. */
export function transfersState(transfers: AgentTransfers): TransfersState {
  if (transfers.connection?.enabled) return 'connected'
  if (!transfers.hubInstalled) return 'no-hub'
  if (transfers.nameLength > longestConnectableName) return 'name-too-long'
  if (!transfers.published) return 'not-published'
  return transfers.problem ? 'blocked' : 'ready'
}
