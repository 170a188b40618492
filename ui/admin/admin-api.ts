import { z } from 'zod'
import { adminOverview, people, person, personWanted, personWithLink, queue, widget, workstream, type AdminOverview, type Person, type PersonWanted, type PersonWithLink, type Queue, type Widget, type Workstream } from '../../src/contracts/admin.ts'
import { api, callApi } from '../kit/api.ts'

export type { AdminOverview, Person, PersonWanted, PersonWithLink, Queue, Widget, Workstream }
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

const ofPerson = (id: string) => `/api/admin/people/${encodeURIComponent(id)}`
export const loadPeople = async (signal?: AbortSignal) => (await api(people, '/api/admin/people', signal ? { signal } : {})).people
export const addPerson = (wanted: PersonWanted) => api(personWithLink, '/api/admin/people', { body: personWanted.parse(wanted) })
export const changePerson = (id: string, wanted: PersonWanted & { revision: string }) => api(person, ofPerson(id), { method: 'PUT', body: wanted })
export const setDisabled = (id: string, disabled: boolean) => api(person, `${ofPerson(id)}/${disabled ? 'disable' : 'enable'}`, { method: 'POST' })
export const newLink = (id: string) => api(personWithLink, `${ofPerson(id)}/link`, { method: 'POST' })
export const withdrawLink = (id: string) => api(person, `${ofPerson(id)}/link`, { method: 'DELETE' })


export const remove = (name: 'workstreams' | 'queues' | 'widgets', id: string) => callApi(`/api/admin/${name}/${encodeURIComponent(id)}`, { method: 'DELETE' })
