import type { adminApi } from '../contracts/index.ts'
import type { Bus, HubConfiguration } from '../engagement/index.ts'
import type { Clock } from '../platform/index.ts'
import type { Database } from './database.ts'

/** Another node's change is seen after at most this long; one of this process at once. */
const freshMs = 2_000

/** Reads an environment's configuration as the hub needs it and keeps it while it is fresh. */
export function hubConfiguration({ db }: Pick<Database, 'db'>, bus: Bus, clock: Clock): (environmentId: string) => Promise<HubConfiguration | undefined> {
  const cache = new Map<string, { at: number; loading: Promise<HubConfiguration | undefined>; next?: Promise<unknown> | undefined }>()
  bus.subscribe((hint) => {
    if (hint.type === 'configuration') cache.delete(hint.environmentId)
  })
  const read = (environmentId: string) => {
    const entry = { at: clock.now().getTime(), loading: load(db, environmentId) }
    entry.loading.catch(() => cache.delete(environmentId))
    cache.set(environmentId, entry)
    return entry.loading
  }
  return (environmentId) => {
    const entry = cache.get(environmentId)
    // After a quiet time what is known may be arbitrarily old: then the reader waits.
    if (!entry || clock.now().getTime() - entry.at > 3 * freshMs) return read(environmentId)
    if (clock.now().getTime() - entry.at > freshMs && !entry.next) {
      // Nobody waits for the refresh; whoever comes until then gets what is known.
      entry.next = load(db, environmentId).then(
        (configuration) => cache.get(environmentId) === entry && cache.set(environmentId, { at: clock.now().getTime(), loading: Promise.resolve(configuration) }),
        () => (entry.next = undefined),
      )
    }
    return entry.loading
  }
}

async function load(db: Database['db'], environmentId: string): Promise<HubConfiguration | undefined> {
  const environment = await db.selectFrom('environment').selectAll().where('id', '=', environmentId).executeTakeFirst()
  if (!environment) return undefined

  const [workstreams, queues, widgets, copilots, connections] = await Promise.all([
    db.selectFrom('workstream').selectAll().where('environment_id', '=', environmentId).execute(),
    db.selectFrom('queue').selectAll().where('environment_id', '=', environmentId).execute(),
    db.selectFrom('widget').selectAll().where('environment_id', '=', environmentId).execute(),
    db.selectFrom('copilot').select(['id', 'name', 'published_version']).where('environment_id', '=', environmentId).execute(),
    db.selectFrom('hub_connection').select(['copilot_id', 'enabled']).where('environment_id', '=', environmentId).execute(),
  ])
  const connected = new Set(connections.filter((connection) => connection.enabled).map((connection) => connection.copilot_id))
  return {
    environment: { id: environment.id, name: environment.name, hubInstalled: environment.hub_installed },
    workstreams: new Map(workstreams.map((row) => [row.id, toWorkstream(row)])),
    queues: new Map(queues.map(({ id, name, priority }) => [id, { id, name, priority }])),
    widgets: new Map(widgets.map((row) => [row.id, { id: row.id, workstreamId: row.workstream_id }])),
    copilots: new Map(copilots.map((row) => [row.id, { id: row.id, name: row.name, publishedVersion: row.published_version ?? undefined, connected: connected.has(row.id) }])),
  }
}

type WorkstreamRow = { id: string; name: string; copilot_id: string | null; rules: unknown; fallback_queue_id: string; offer_seconds: number; capacity_units: number; wrap_up_minutes: number }

export function toWorkstream(row: WorkstreamRow): adminApi.Workstream {
  return {
    id: row.id,
    name: row.name,
    copilotId: row.copilot_id,
    rules: row.rules as adminApi.RoutingRule[],
    fallbackQueueId: row.fallback_queue_id,
    offerSeconds: row.offer_seconds,
    capacityUnits: row.capacity_units,
    wrapUpMinutes: row.wrap_up_minutes,
  }
}
