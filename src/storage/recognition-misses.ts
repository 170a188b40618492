import { sql, type Kysely } from 'kysely'
import type { MissStore } from '../engagement/ports.ts'
import { newId } from '../platform/index.ts'
import type { Tables } from './database.ts'

/** Of one copilot; the oldest make room. */
const KEPT = 1_000
/** People's words are not kept for ever. */
const DAYS = 90

/** What customers said in vain, in PostgreSQL. */
export function missStore(db: Kysely<Tables>): MissStore {
  const owned = (environmentId: string, copilotId: string) => db.selectFrom('copilot').select('id').where('id', '=', copilotId).where('environment_id', '=', environmentId)
  return {
    async note(copilotId, { said, key, at }) {
      await sql`
        with noted as (
          insert into recognition_miss (id, copilot_id, said, said_key, first_at, last_at)
          select ${newId('mis')}, id, ${said}, ${key}, ${at}, ${at} from copilot where id = ${copilotId}
          on conflict (copilot_id, said_key) do update set times = recognition_miss.times + 1, last_at = greatest(recognition_miss.last_at, excluded.last_at)
        )
        delete from recognition_miss
        where copilot_id = ${copilotId} and said_key <> ${key}
          and (last_at < ${new Date(at.getTime() - DAYS * 86_400_000)}
            or id in (select id from recognition_miss where copilot_id = ${copilotId} order by last_at desc, id offset ${KEPT - 1}))`.execute(db)
    },
    async list(environmentId, copilotId, limit) {
      const rows = await db
        .selectFrom('recognition_miss')
        .select(['id', 'said', 'times', 'first_at', 'last_at'])
        .where('copilot_id', 'in', owned(environmentId, copilotId))
        .orderBy('last_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(({ first_at, last_at, ...row }) => ({ ...row, firstAt: first_at, lastAt: last_at }))
    },
    async forget(environmentId, copilotId, ids) {
      if (ids !== 'all' && ids.length === 0) return
      const those = db.deleteFrom('recognition_miss').where('copilot_id', 'in', owned(environmentId, copilotId))
      await (ids === 'all' ? those : those.where('id', 'in', [...ids])).execute()
    },
  }
}
