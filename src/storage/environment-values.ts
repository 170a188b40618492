import type { Kysely } from 'kysely'
import type { Tables } from './database.ts'
import type { Sealer } from './flow-sealed.ts'

/** A current value as an administrator set it. A secret's text is never among what is listed. */
export type EnvironmentValue = { schemaName: string; value: string | undefined; secret: boolean; changedAt: string; changedBy: string }

/** Current values of environment variables, one set an environment. Secrets are encrypted at rest. */
export function environmentValueStore(db: Kysely<Tables>, seals: Sealer) {
  const about = (environmentId: string, schemaName: string) => `environment value ${environmentId} ${schemaName}`
  const rowsOf = (environmentId: string, secret: boolean) => db.selectFrom('environment_value').selectAll().where('environment_id', '=', environmentId).where('secret', '=', secret).execute()

  return {
    async list(environmentId: string): Promise<EnvironmentValue[]> {
      const rows = await db.selectFrom('environment_value').selectAll().where('environment_id', '=', environmentId).orderBy('schema_name').execute()
      return rows.map((row) => ({
        schemaName: row.schema_name,
        value: row.secret ? undefined : row.value,
        secret: row.secret,
        changedAt: row.changed_at.toISOString(),
        changedBy: row.changed_by,
      }))
    },
    /** Values of those that are no secrets, by schema name. */
    async plain(environmentId: string): Promise<Record<string, string>> {
      return Object.fromEntries((await rowsOf(environmentId, false)).map((row) => [row.schema_name, row.value]))
    },
    /** The same for the environment of a copilot. */
    async plainOf(copilotId: string): Promise<Record<string, string>> {
      const row = await db.selectFrom('copilot').select('environment_id').where('id', '=', copilotId).executeTakeFirst()
      return row ? Object.fromEntries((await rowsOf(row.environment_id, false)).map((value) => [value.schema_name, value.value])) : {}
    },
    /** Secrets in the clear, by schema name, for the turns of copilots. One that another key sealed is left out. */
    async secrets(environmentId: string): Promise<Record<string, string>> {
      const opened = (await rowsOf(environmentId, true)).flatMap((row): [string, string][] => {
        const text = seals.open(row.value, about(environmentId, row.schema_name))
        return text === undefined ? [] : [[row.schema_name, text]]
      })
      return Object.fromEntries(opened)
    },
    async set(environmentId: string, schemaName: string, { value, secret, by, at }: { value: string; secret: boolean; by: string; at: Date }): Promise<void> {
      const kept = { value: secret ? seals.seal(value, about(environmentId, schemaName)) : value, secret, changed_at: at, changed_by: by }
      await db
        .insertInto('environment_value')
        .values({ environment_id: environmentId, schema_name: schemaName, ...kept })
        .onConflict((conflict) => conflict.columns(['environment_id', 'schema_name']).doUpdateSet(kept))
        .execute()
    },
    async clear(environmentId: string, schemaName: string): Promise<void> {
      await db.deleteFrom('environment_value').where('environment_id', '=', environmentId).where('schema_name', '=', schemaName).execute()
    },
  }
}

export type EnvironmentValueStore = ReturnType<typeof environmentValueStore>
