import { sql } from 'kysely'
import type { LearntStore } from '../recognition/ports.ts'
import type { Database } from './database.ts'

/** Models of one copilot that are kept: the version customers have, the one before, and what makers go back to. */
const MODELS = 4
/** Rows a statement: four kilobytes each. */
const TOGETHER = 500

/** What was learnt, in PostgreSQL. A copilot that is not there keeps nothing, and everything goes with it. */
export function learntStore({ db, pool }: Pick<Database, 'db' | 'pool'>): LearntStore {
  return {
    async findModel(copilotId, key) {
      const row = await db
        .updateTable('recognition_model')
        .set({ used_at: sql`clock_timestamp()` })
        .where('copilot_id', '=', copilotId)
        .where('key', '=', key)
        .returning('bytes')
        .executeTakeFirst()
      return row?.bytes
    },
    async saveModel(copilotId, key, bytes, vectorKeys) {
      await db.transaction().execute(async (transaction) => {
        // Locks the copilot's row: two nodes that learnt the same store one after the other.
        const owner = await transaction.selectFrom('copilot').select('id').where('id', '=', copilotId).forUpdate().executeTakeFirst()
        if (!owner) return
        await transaction
          .insertInto('recognition_model')
          .values({ copilot_id: copilotId, key, bytes: Buffer.from(bytes) })
          .onConflict((conflict) => conflict.columns(['copilot_id', 'key']).doUpdateSet({ used_at: sql`clock_timestamp()` }))
          .execute()
        await sql`delete from recognition_model where copilot_id = ${copilotId} and key in (select key from recognition_model where copilot_id = ${copilotId} order by used_at desc, key offset ${MODELS})`.execute(transaction)
        await sql`delete from recognition_vector where copilot_id = ${copilotId} and key <> all(${[...vectorKeys]}::text[])`.execute(transaction)
      })
    },
    async findVectors(copilotId, keys) {
      const found = new Map<string, Uint8Array>()
      for (let i = 0; i < keys.length; i += TOGETHER) {
        const rows = await db.selectFrom('recognition_vector').select(['key', 'bytes']).where('copilot_id', '=', copilotId).where('key', 'in', keys.slice(i, i + TOGETHER)).execute()
        for (const { key, bytes } of rows) found.set(key, bytes)
      }
      return found
    },
    async saveVectors(copilotId, vectors) {
      const all = [...vectors]
      for (let i = 0; i < all.length; i += TOGETHER) {
        const part = all.slice(i, i + TOGETHER)
        await pool.query(
          `insert into recognition_vector (copilot_id, key, bytes)
           select $1, key, bytes from unnest($2::text[], $3::bytea[]) as made(key, bytes) where exists (select from copilot where id = $1)
           on conflict do nothing`,
          [copilotId, part.map(([key]) => key), part.map(([, bytes]) => Buffer.from(bytes))],
        )
      }
    },
  }
}
