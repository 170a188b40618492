import type { Presence } from '../contracts/index.ts'
import type { Agent, AgentStore } from '../engagement/index.ts'
import type { Database } from './database.ts'

type Row = {
  id: string
  environment_id: string
  name: string
  presence: Presence
  presence_before: Presence | null
  capacity: number
  load: number
  last_assigned_at: Date | null
  queue_ids: string[]
}

const columns = `u.id, u.environment_id, u.name, u.presence, u.presence_before, u.capacity, u.load, u.last_assigned_at,
  coalesce((select array_agg(m.queue_id) from queue_member m where m.user_id = u.id), '{}') as queue_ids`

/** People who serve, with presence and capacity in use. */
export function agentStore({ pool }: Pick<Database, 'pool'>): AgentStore {
  return {
    async ofEnvironment(environmentId) {
      const { rows } = await pool.query<Row>({
        name: 'agents-of-environment',
        text: `select ${columns} from app_user u where u.environment_id = $1 and u.kind = 'person' and not u.disabled and 'agent' = any(u.roles) order by u.name`,
        values: [environmentId],
      })
      return rows.map(fromRow)
    },
    async find(agentId) {
      const { rows } = await pool.query<Row>({ name: 'agent', text: `select ${columns} from app_user u where u.id = $1 and not u.disabled and 'agent' = any(u.roles)`, values: [agentId] })
      return rows[0] && fromRow(rows[0])
    },
    async setPresence(agentId, presence, before, onlyFrom) {
      await pool.query('update app_user set presence = $2, presence_before = $3 where id = $1 and ($4::text is null or presence = $4)', [agentId, presence, before ?? null, onlyFrom ?? null])
    },
    async present() {
      const { rows } = await pool.query<{ id: string }>(`select id from app_user where kind = 'person' and presence <> 'offline'`)
      return rows.map((row) => row.id)
    },
  }
}

function fromRow(row: Row): Agent {
  return {
    agentId: row.id,
    environmentId: row.environment_id,
    name: row.name,
    presence: row.presence,
    presenceBefore: row.presence_before ?? undefined,
    capacity: row.capacity,
    used: row.load,
    queueIds: row.queue_ids,
    lastAssignedAt: row.last_assigned_at?.getTime() ?? 0,
  }
}
