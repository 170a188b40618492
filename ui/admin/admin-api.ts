import { z } from 'zod'
import { adminOverview, agentProfile, queue, widget, workstream, type AdminOverview, type AgentProfile, type Queue, type Widget, type Workstream } from '../../src/contracts/admin.ts'
import { api, callApi } from '../kit/api.ts'

export type { AdminOverview, AgentProfile, Queue, Widget, Workstream }
export type ListedWidget = AdminOverview['widgets'][number]
export type ConnectedCopilot = AdminOverview['copilots'][number]

export const loadOverview = (signal?: AbortSignal) => api(adminOverview, '/api/admin/overview', signal ? { signal } : {})

const withId = z.looseObject({ id: z.string() })

/** Creates without an id, replaces with one. The answer's other members may be richer or poorer than what was sent. */
function save(name: string, id: string | undefined, body: unknown) {
  const path = `/api/admin/${name}`
  return id === undefined ? api(withId, path, { body }) : api(withId, `${path}/${encodeURIComponent(id)}`, { method: 'PUT', body })
}

export const saveWorkstream = (id: string | undefined, body: Omit<Workstream, 'id'>) => save('workstreams', id, workstream.omit({ id: true }).parse(body))
export const saveQueue = (id: string | undefined, body: Omit<Queue, 'id'>) => save('queues', id, queue.omit({ id: true }).parse(body))
export const saveWidget = (id: string | undefined, body: Omit<Widget, 'id'>) => save('widgets', id, widget.omit({ id: true }).parse(body))
export const saveAgent = (id: string, body: { capacity: number; queueIds: string[] }) => api(agentProfile, `/api/admin/agents/${encodeURIComponent(id)}`, { method: 'PUT', body })

export const remove = (name: 'workstreams' | 'queues' | 'widgets', id: string) => callApi(`/api/admin/${name}/${encodeURIComponent(id)}`, { method: 'DELETE' })
