import type { Kysely, Transaction } from 'kysely'
import { adminApi } from '../contracts/index.ts'
import { BatonError, newId } from '../platform/index.ts'
import type { Database, Tables } from './database.ts'
import { readWidgetSettings } from './directory.ts'
import { toWorkstream } from './hub-configuration.ts'

type Workstream = adminApi.Workstream
type Queue = adminApi.Queue
type Widget = adminApi.Widget
type AgentProfile = adminApi.AgentProfile
type WithoutId<T> = Omit<T, 'id'>

export type Configured = Omit<adminApi.AdminOverview, 'widgets'> & { widgets: Widget[] }

/**
 * What an administrator changes in one environment; an id of another environment is NOT_FOUND. `undefined` as id makes
 * a new one. Changes of one environment wait for each other, so that a check still holds when its change lands.
 */
export type Administration = {
  overview(environmentId: string): Promise<Configured>
  saveWorkstream(environmentId: string, id: string | undefined, wanted: WithoutId<Workstream>): Promise<Workstream>
  deleteWorkstream(environmentId: string, id: string): Promise<void>
  saveQueue(environmentId: string, id: string | undefined, wanted: WithoutId<Queue>): Promise<Queue>
  deleteQueue(environmentId: string, id: string): Promise<void>
  saveWidget(environmentId: string, id: string | undefined, wanted: WithoutId<Widget>): Promise<Widget>
  deleteWidget(environmentId: string, id: string): Promise<void>
  saveAgent(environmentId: string, id: string, wanted: { capacity: number; queueIds: string[] }): Promise<AgentProfile>
}

type Db = Kysely<Tables>
type Tx = Transaction<Tables>

export function createAdministration({ db }: Pick<Database, 'db'>): Administration {
  const change = <T>(environmentId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    db.transaction().execute(async (tx) => {
      await tx.selectFrom('environment').select('id').where('id', '=', environmentId).forUpdate().executeTakeFirstOrThrow()
      return work(tx)
    })

  return {
    overview: (environmentId) => loadOverview(db, environmentId),
    saveWorkstream: (environmentId, id, wanted) => change(environmentId, (tx) => saveWorkstream(tx, environmentId, id, wanted)),
    saveQueue: (environmentId, id, wanted) => change(environmentId, (tx) => saveQueue(tx, environmentId, id, wanted)),
    saveWidget: (environmentId, id, wanted) => change(environmentId, (tx) => saveWidget(tx, environmentId, id, wanted)),
    saveAgent: (environmentId, id, wanted) => change(environmentId, (tx) => saveAgent(tx, environmentId, id, wanted)),
    deleteWorkstream: (environmentId, id) =>
      change(environmentId, async (tx) => {
        const found = await mustExist(tx, 'workstream', environmentId, id)
        const widgets = await tx.selectFrom('widget').select('name').where('workstream_id', '=', id).execute()
        const { going } = await conversationCount(tx, 'going').where('workstream_id', '=', id).executeTakeFirstOrThrow()
        mustBeUnused(`Workstream "${found.name}"`, [
          ...widgets.map((widget) => `the widget "${widget.name}"`),
          ...(going ? [`${going} conversations that are not closed`] : []),
        ])
        await tx.deleteFrom('workstream').where('id', '=', id).execute()
      }),
    deleteQueue: (environmentId, id) =>
      change(environmentId, async (tx) => {
        const found = await mustExist(tx, 'queue', environmentId, id)
        const rows = await tx.selectFrom('workstream').selectAll().where('environment_id', '=', environmentId).execute()
        const { waiting } = await conversationCount(tx, 'waiting').where('queue_id', '=', id).where('status', '=', 'open').executeTakeFirstOrThrow()
        mustBeUnused(`Queue "${found.name}"`, [
          ...rows.map(toWorkstream).flatMap((workstream) => usesOfQueue(workstream, id)),
          ...(waiting ? [`${waiting} waiting conversations`] : []),
        ])
        await tx.deleteFrom('queue').where('id', '=', id).execute()
      }),
    deleteWidget: (environmentId, id) =>
      change(environmentId, async (tx) => {
        await mustExist(tx, 'widget', environmentId, id)
        await tx.deleteFrom('widget').where('id', '=', id).execute()
      }),
  }
}

async function saveWorkstream(tx: Tx, environmentId: string, id: string | undefined, wanted: WithoutId<Workstream>): Promise<Workstream> {
  const before = id === undefined ? undefined : await mustExist(tx, 'workstream', environmentId, id)
  await mustBeFree(tx, 'workstream', environmentId, wanted.name, id)
  await mustBeQueues(tx, environmentId, [wanted.fallbackQueueId, ...wanted.rules.map((rule) => rule.queueId)])
  const { copilotId } = wanted
  if (copilotId !== null) await mustBeConnected(tx, environmentId, copilotId, before?.id)

  const rules = wanted.rules.map((rule) => ({ ...rule, id: rule.id || newId('rule') }))
  const values = {
    name: wanted.name,
    copilot_id: copilotId,
    rules: JSON.stringify(rules),
    fallback_queue_id: wanted.fallbackQueueId,
    offer_seconds: wanted.offerSeconds,
    capacity_units: wanted.capacityUnits,
    wrap_up_minutes: wanted.wrapUpMinutes,
  }
  const saved = before ?? { id: newId('workstream') }
  if (before) await tx.updateTable('workstream').set(values).where('id', '=', saved.id).execute()
  else await tx.insertInto('workstream').values({ id: saved.id, environment_id: environmentId, ...values }).execute()
  return { ...wanted, rules, id: saved.id }
}

async function saveQueue(tx: Tx, environmentId: string, id: string | undefined, wanted: WithoutId<Queue>): Promise<Queue> {
  const before = id === undefined ? undefined : await mustExist(tx, 'queue', environmentId, id)
  await mustBeFree(tx, 'queue', environmentId, wanted.name, id)
  const memberIds = [...new Set(wanted.memberIds)]
  await mustBeAgents(tx, environmentId, memberIds)

  const { name, priority } = wanted
  const saved = before ?? { id: newId('queue') }
  if (before) await tx.updateTable('queue').set({ name, priority }).where('id', '=', saved.id).execute()
  else await tx.insertInto('queue').values({ id: saved.id, environment_id: environmentId, name, priority }).execute()
  // Whoever is disabled is not shown among the members, and is one again when they come back.
  await tx.deleteFrom('queue_member').where('queue_id', '=', saved.id).where('user_id', 'in', agentRows(tx, environmentId).select('id')).execute()
  await addMembers(tx, memberIds.map((user_id) => ({ queue_id: saved.id, user_id })))
  return { id: saved.id, name, priority, memberIds }
}

async function saveWidget(tx: Tx, environmentId: string, id: string | undefined, wanted: WithoutId<Widget>): Promise<Widget> {
  const before = id === undefined ? undefined : await mustExist(tx, 'widget', environmentId, id)
  await mustBeFree(tx, 'widget', environmentId, wanted.name, id)
  await mustExist(tx, 'workstream', environmentId, wanted.workstreamId)

  const { name, workstreamId, ...settings } = wanted
  const values = { name, workstream_id: workstreamId, settings: JSON.stringify(settings) }
  const saved = before ?? { id: newId('widget') }
  if (before) await tx.updateTable('widget').set(values).where('id', '=', saved.id).execute()
  else await tx.insertInto('widget').values({ id: saved.id, environment_id: environmentId, ...values }).execute()
  return { ...wanted, id: saved.id }
}

async function saveAgent(tx: Tx, environmentId: string, id: string, { capacity, queueIds }: { capacity: number; queueIds: string[] }): Promise<AgentProfile> {
  await mustBeAgents(tx, environmentId, [id], () => new BatonError('NOT_FOUND', 'agent', id))
  await mustBeQueues(tx, environmentId, queueIds)
  await tx.updateTable('app_user').set({ capacity }).where('id', '=', id).execute()
  await tx.deleteFrom('queue_member').where('user_id', '=', id).execute()
  await addMembers(tx, [...new Set(queueIds)].map((queue_id) => ({ queue_id, user_id: id })))
  const profile = (await loadAgents(tx, environmentId)).find((agent) => agent.id === id)
  if (!profile) throw new BatonError('NOT_FOUND', 'agent', id)
  return profile
}

async function loadOverview(db: Db, environmentId: string): Promise<Configured> {
  const [environment, workstreams, queues, members, agents, widgets, copilots] = await Promise.all([
    db.selectFrom('environment').select(['id', 'name']).where('id', '=', environmentId).executeTakeFirstOrThrow(),
    db.selectFrom('workstream').selectAll().where('environment_id', '=', environmentId).orderBy('name').execute(),
    db.selectFrom('queue').selectAll().where('environment_id', '=', environmentId).orderBy('priority').orderBy('name').execute(),
    loadMembers(db, environmentId),
    loadAgents(db, environmentId),
    db.selectFrom('widget').selectAll().where('environment_id', '=', environmentId).orderBy('name').execute(),
    db
      .selectFrom('hub_connection as h')
      .innerJoin('copilot as c', 'c.id', 'h.copilot_id')
      .where('h.environment_id', '=', environmentId)
      .select(['h.copilot_id', 'c.name', 'h.application_user_id', 'h.enabled', 'h.connected_at', 'h.disconnected_at'])
      .orderBy('c.name')
      .execute(),
  ])
  return {
    environment,
    workstreams: workstreams.map(toWorkstream),
    queues: queues.map(({ id, name, priority }) => ({ id, name, priority, memberIds: members.filter((one) => one.queue_id === id).map((one) => one.user_id) })),
    agents,
    widgets: widgets.map((row) => ({ id: row.id, name: row.name, workstreamId: row.workstream_id, ...readWidgetSettings(row.settings) })),
    copilots: copilots.map((row) => ({
      copilotId: row.copilot_id,
      copilotName: row.name,
      applicationUserId: row.application_user_id,
      enabled: row.enabled,
      connectedAt: row.connected_at.toISOString(),
      disconnectedAt: row.disconnected_at?.toISOString() ?? null,
      workstreams: workstreams.filter((one) => one.copilot_id === row.copilot_id).map(({ id, name }) => ({ id, name })),
    })),
  }
}

const loadMembers = (db: Db, environmentId: string) =>
  db
    .selectFrom('queue_member as m')
    .innerJoin('queue as q', 'q.id', 'm.queue_id')
    .innerJoin('app_user as u', 'u.id', 'm.user_id')
    .where('q.environment_id', '=', environmentId)
    .where('u.disabled', '=', false)
    .select(['m.queue_id', 'm.user_id'])
    .orderBy('q.name')
    .execute()

const agentRows = (db: Db, environmentId: string) =>
  db
    .selectFrom('app_user')
    .where('environment_id', '=', environmentId)
    .where('kind', '=', 'person')
    .where('disabled', '=', false)
    .where((eb) => eb('roles', '@>', eb.val(['agent'])))

async function loadAgents(db: Db, environmentId: string): Promise<AgentProfile[]> {
  const [rows, members] = await Promise.all([agentRows(db, environmentId).selectAll().orderBy('name').execute(), loadMembers(db, environmentId)])
  return rows.map(({ id, name, email, roles, capacity }) => ({
    id,
    name,
    email,
    roles,
    capacity,
    queueIds: members.filter((one) => one.user_id === id).map((one) => one.queue_id),
  }))
}

async function addMembers(tx: Tx, members: { queue_id: string; user_id: string }[]) {
  if (members.length > 0) await tx.insertInto('queue_member').values(members).execute()
}

async function mustExist(tx: Tx, table: 'workstream' | 'queue' | 'widget', environmentId: string, id: string): Promise<{ id: string; name: string }> {
  const row = await tx.selectFrom(table).select(['id', 'name']).where('id', '=', id).where('environment_id', '=', environmentId).executeTakeFirst()
  if (!row) throw new BatonError('NOT_FOUND', table, id)
  return row
}

async function mustBeFree(tx: Tx, table: 'workstream' | 'queue' | 'widget', environmentId: string, name: string, except: string | undefined) {
  const row = await tx.selectFrom(table).select('id').where('name', '=', name).where('environment_id', '=', environmentId).executeTakeFirst()
  if (row && row.id !== except) throw new BatonError('NAME_TAKEN', table, name)
}

async function mustBeQueues(tx: Tx, environmentId: string, ids: string[]) {
  const rows = ids.length === 0 ? [] : await tx.selectFrom('queue').select('id').where('environment_id', '=', environmentId).where('id', 'in', ids).execute()
  const unknown = ids.find((id) => !rows.some((row) => row.id === id))
  if (unknown !== undefined) throw new BatonError('NOT_FOUND', 'queue', unknown)
}

async function mustBeAgents(tx: Tx, environmentId: string, ids: string[], refusal = (id: string) => new BatonError('NOT_FOUND', 'agent', id)) {
  const rows = ids.length === 0 ? [] : await agentRows(tx, environmentId).select('id').where('id', 'in', ids).execute()
  const unknown = ids.find((id) => !rows.some((row) => row.id === id))
  if (unknown !== undefined) throw refusal(unknown)
}

/** A workstream keeps a copilot that was disconnected later; a new choice must be connected. */
async function mustBeConnected(tx: Tx, environmentId: string, copilotId: string, workstreamId: string | undefined) {
  const stored = workstreamId && (await tx.selectFrom('workstream').select('copilot_id').where('id', '=', workstreamId).executeTakeFirst())
  if (stored && stored.copilot_id === copilotId) return
  const copilot = await tx.selectFrom('copilot').select('name').where('id', '=', copilotId).where('environment_id', '=', environmentId).executeTakeFirst()
  if (!copilot) throw new BatonError('NOT_FOUND', 'copilot', copilotId)
  const connection = await tx.selectFrom('hub_connection').select('enabled').where('copilot_id', '=', copilotId).executeTakeFirst()
  if (!connection?.enabled) throw new BatonError('NOT_CONNECTED', copilot.name)
}

function usesOfQueue({ name, fallbackQueueId, rules }: Workstream, queueId: string): string[] {
  return [
    ...(fallbackQueueId === queueId ? [`the workstream "${name}" as its fallback`] : []),
    ...rules.filter((rule) => rule.queueId === queueId).map((rule) => `the rule "${rule.name}" of workstream "${name}"`),
  ]
}

function mustBeUnused(what: string, uses: string[]) {
  if (uses.length > 0) throw new BatonError('IN_USE', what, uses.slice(0, 5).join(', '))
}

function conversationCount<Name extends string>(tx: Tx, name: Name) {
  return tx
    .selectFrom('conversation')
    .where('closed_at', 'is', null)
    .select((eb) => eb.fn.countAll<number>().as(name))
}
