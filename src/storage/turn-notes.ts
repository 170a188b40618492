import type { Pool } from 'pg'

export type StoredTurn = { turn: number; at: string; record: unknown }

/** Rows that one statement forgets, so that nobody waits long for it. */
const forgottenAtOnce = 5_000

/** Reading, and forgetting, what turns of copilots left; they are written with their conversation. */
export function turnNotes(pool: Pool) {
  return {
    /** What a conversation's turns left, oldest first. */
    async turnsOf(conversationId: string, limit: number): Promise<StoredTurn[]> {
      const { rows } = await pool.query<{ turn: number; at: Date; record: unknown }>({
        name: 'turns-of',
        text: 'select turn, at, record from turn_record where conversation_id = $1 order by turn limit $2',
        values: [conversationId, limit],
      })
      return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
    },

    /** A customer's variables of scope User with this copilot. */
    async remembered(copilotId: string, customerId: string): Promise<Record<string, unknown> | undefined> {
      const { rows } = await pool.query<{ variables: Record<string, unknown> }>({
        name: 'remembered',
        text: 'select variables from remembered_variables where copilot_id = $1 and customer_id = $2',
        values: [copilotId, customerId],
      })
      return rows[0]?.variables
    },

    /** Forgets records and logged events that are older, and what is remembered of customers after a year more; how many rows went. */
    async forgetTurns(before: Date): Promise<number> {
      let gone = 0
      const yearBefore = new Date(before.getTime() - 365 * 86_400_000)
      for (const [table, column, limit] of [['turn_record', 'at', before], ['telemetry_event', 'at', before], ['remembered_variables', 'changed_at', yearBefore]] as const) {
        for (;;) {
          const { rowCount } = await pool.query(`delete from ${table} where ctid = any(array(select ctid from ${table} where ${column} < $1 limit ${forgottenAtOnce}))`, [limit])
          gone += rowCount ?? 0
          if ((rowCount ?? 0) < forgottenAtOnce) break
        }
      }
      return gone
    },
  }
}
