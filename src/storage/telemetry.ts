import type { Kysely } from 'kysely'
import type { Tables } from './database.ts'

export type LoggedEvent = { id: number; at: string; name: string; properties: unknown; conversationId: string; channel: string }

/** What a copilot's topics logged, newest first. */
export function telemetryStore(db: Kysely<Tables>) {
  return {
    /** `before`: the id of the last one that was read; `name`: only these. */
    async list(copilotId: string, { before, name, limit }: { before?: number | undefined; name?: string | undefined; limit: number }): Promise<LoggedEvent[]> {
      const rows = await db
        .selectFrom('telemetry_event')
        .selectAll()
        .where('copilot_id', '=', copilotId)
        .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
        .$if(name !== undefined, (query) => query.where('name', '=', name ?? ''))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ id: Number(row.id), at: row.at.toISOString(), name: row.name, properties: row.properties, conversationId: row.conversation_id, channel: row.channel }))
    },
    async names(copilotId: string): Promise<{ name: string; times: number }[]> {
      return db
        .selectFrom('telemetry_event')
        .select(['name', (query) => query.fn.countAll<number>().as('times')])
        .where('copilot_id', '=', copilotId)
        .groupBy('name')
        .orderBy('name')
        .execute()
    },
  }
}

export type TelemetryStore = ReturnType<typeof telemetryStore>
