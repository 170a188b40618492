import { sql } from 'kysely'
import { adminApi, role, type Role } from '../contracts/index.ts'
import type { Database } from './database.ts'

export type Person = {
  id: string
  name: string
  email: string
  roles: Role[]
  environmentId: string
  environment: { id: string; name: string; hubInstalled: boolean }
  /** Sessions of another one have ended. */
  sessionGeneration: number
}

export type WidgetSettings = Omit<adminApi.Widget, 'id' | 'name' | 'workstreamId'>

/** A widget as its page needs it. `served`: a copilot is connected, or somebody is a member of its queues. */
export type PublicWidget = { id: string; environmentId: string; settings: WidgetSettings; served: boolean }
export type PublicCopilot = { id: string; name: string; environmentId: string; published: boolean }

/** Who is who and what is where: looked up on behalf of people and pages that are not (yet) trusted. */
export type Directory = {
  /** People only, and only enabled ones. */
  findPerson(id: string): Promise<Person | undefined>
  listPeople(): Promise<Person[]>
  findSecret(secretHash: string): Promise<{ copilotId: string; environmentId: string; secretHash: string } | undefined>
  findWidget(id: string): Promise<PublicWidget | undefined>
  firstWidgetId(): Promise<string | undefined>
  findCopilot(id: string): Promise<PublicCopilot | undefined>
  /** Throws when the database does not answer. */
  ping(): Promise<void>
}

export function createDirectory({ db }: Pick<Database, 'db'>): Directory {
  const people = () =>
    db
      .selectFrom('app_user as u')
      .innerJoin('environment as e', 'e.id', 'u.environment_id')
      .where('u.kind', '=', 'person')
      .where('u.disabled', '=', false)
      .select(['u.id', 'u.name', 'u.email', 'u.roles', 'u.environment_id', 'u.session_generation', 'e.name as environment_name', 'e.hub_installed'])

  return {
    async findPerson(id) {
      const row = await people().where('u.id', '=', id).executeTakeFirst()
      return row && toPerson(row)
    },
    async listPeople() {
      const rows = await people().orderBy('e.name').orderBy('u.name').limit(200).execute()
      return rows.map(toPerson)
    },
    async findSecret(secretHash) {
      const row = await db
        .selectFrom('direct_line_secret as s')
        .innerJoin('copilot as c', 'c.id', 's.copilot_id')
        .where('s.secret_hash', '=', secretHash)
        .select(['s.copilot_id', 'c.environment_id', 's.secret_hash'])
        .executeTakeFirst()
      return row && { copilotId: row.copilot_id, environmentId: row.environment_id, secretHash: row.secret_hash }
    },
    async findWidget(id) {
      const { rows } = await sql<WidgetRow>`
        select w.id, w.environment_id, w.settings, e.hub_installed and (
          exists (
            select from hub_connection h join copilot c on c.id = h.copilot_id
            where h.copilot_id = s.copilot_id and h.enabled and c.published_version is not null
          ) or exists (
            select from queue_member m join app_user u on u.id = m.user_id
            where not u.disabled and (m.queue_id = s.fallback_queue_id
              or m.queue_id in (select rule ->> 'queueId' from jsonb_array_elements(s.rules) rule))
          )) as served
        from widget w join workstream s on s.id = w.workstream_id join environment e on e.id = w.environment_id
        where w.id = ${id}`.execute(db)
      const row = rows.at(0)
      return row && { id: row.id, environmentId: row.environment_id, settings: readWidgetSettings(row.settings), served: row.served }
    },
    async firstWidgetId() {
      return (await db.selectFrom('widget').select('id').orderBy('created_at').orderBy('id').limit(1).executeTakeFirst())?.id
    },
    async findCopilot(id) {
      const row = await db.selectFrom('copilot').select(['id', 'name', 'environment_id', 'published_version']).where('id', '=', id).executeTakeFirst()
      return row && { id: row.id, name: row.name, environmentId: row.environment_id, published: row.published_version !== null }
    },
    async ping() {
      await sql`select 1`.execute(db)
    },
  }
}

type WidgetRow = { id: string; environment_id: string; settings: unknown; served: boolean }
type PersonRow = { id: string; name: string; email: string; roles: string[]; environment_id: string; environment_name: string; hub_installed: boolean; session_generation: number }

function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    roles: role.array().catch([]).parse(row.roles.filter((name) => role.safeParse(name).success)),
    environmentId: row.environment_id,
    environment: { id: row.environment_id, name: row.environment_name, hubInstalled: row.hub_installed },
    sessionGeneration: row.session_generation,
  }
}

const widgetSettings = adminApi.widget.omit({ id: true, name: true, workstreamId: true })

/** A setting of an earlier version that no longer fits falls back to the defaults: a page out there must not break. */
export function readWidgetSettings(stored: unknown): WidgetSettings {
  const read = widgetSettings.safeParse(stored ?? {})
  return read.success ? read.data : widgetSettings.parse({})
}
