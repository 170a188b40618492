import type { z } from 'zod'
import { connections, savedConnection, testedConnection, type Connection, type Connections, type saveConnection } from '../../src/contracts/connections.ts'
import { api, callApi } from '../kit/api.ts'
import { copilotPath } from './studio-api.ts'

export type { Connection, Connections }
export type SavedConnection = z.infer<typeof savedConnection>
export type TestedConnection = z.infer<typeof testedConnection>

const one = (copilotId: string, { kind, target }: Pick<Connection, 'kind' | 'target'>) => `${copilotPath(copilotId)}/connections/${kind}/${encodeURIComponent(target)}`

export const loadConnections = (copilotId: string, signal?: AbortSignal) => api(connections, `${copilotPath(copilotId)}/connections`, signal ? { signal } : {})
export const saveAddress = (copilotId: string, connection: Connection, body: z.input<typeof saveConnection>) => api(savedConnection, one(copilotId, connection), { method: 'PUT', body })
export const removeAddress = (copilotId: string, connection: Connection) => callApi(one(copilotId, connection), { method: 'DELETE' })
export const replaceSecret = (copilotId: string, connection: Connection) => api(savedConnection, `${one(copilotId, connection)}/secret`, { method: 'POST' })
export const tryConnection = (copilotId: string, connection: Connection, body: { operation: string; inputs: Record<string, unknown> }) => api(testedConnection, `${one(copilotId, connection)}/test`, { body })
