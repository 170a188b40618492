import { sql, type Kysely } from 'kysely'
import type { Connectable, ConnectionStore } from '../engagement/index.ts'
import { BatonError } from '../platform/index.ts'
import type { CopilotHeader } from '../solutions/index.ts'
import type { Tables } from './database.ts'

/** Connections of copilots to the hub, and the application users that stand for them. */
export function connectionStore(db: Kysely<Tables>): ConnectionStore {
  return {
    find: (environmentId, copilotId) => selectConnectable(db, environmentId, copilotId),
    async change(environmentId, copilotId, decide) {
      await db.transaction().execute(async (transaction) => {
        await transaction.selectFrom('copilot').select('id').where('id', '=', copilotId).where('environment_id', '=', environmentId).forUpdate().execute()
        const copilot = await selectConnectable(transaction, environmentId, copilotId)
        if (!copilot) throw new BatonError('NOT_FOUND', 'copilot', copilotId)
        const wanted = decide(copilot)
        await transaction
          .insertInto('app_user')
          .values({
            id: wanted.applicationUserId,
            environment_id: environmentId,
            kind: 'application',
            name: copilot.name,
            email: `${copilotId}@copilots.invalid`,
            roles: sql<string[]>`'{}'`,
            disabled: !wanted.enabled,
            last_assigned_at: null,
            presence_before: null,
          })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ name: copilot.name, disabled: !wanted.enabled }))
          .execute()
        const values = { application_user_id: wanted.applicationUserId, enabled: wanted.enabled, connected_at: wanted.connectedAt, disconnected_at: wanted.disconnectedAt }
        await transaction
          .insertInto('hub_connection')
          .values({ copilot_id: copilotId, environment_id: environmentId, ...values })
          .onConflict((conflict) => conflict.column('copilot_id').doUpdateSet(values))
          .execute()
      })
    },
  }
}

async function selectConnectable(db: Kysely<Tables>, environmentId: string, copilotId: string): Promise<Connectable | undefined> {
  const row = await db
    .selectFrom('copilot')
    .innerJoin('environment', 'environment.id', 'copilot.environment_id')
    .leftJoin('hub_connection', 'hub_connection.copilot_id', 'copilot.id')
    .select([
      'copilot.name',
      'copilot.definition',
      'copilot.published_version',
      'environment.name as environment_name',
      'environment.hub_installed',
      'hub_connection.enabled',
      'hub_connection.application_user_id',
      'hub_connection.connected_at',
      'hub_connection.disconnected_at',
    ])
    .where('copilot.id', '=', copilotId)
    .where('copilot.environment_id', '=', environmentId)
    .executeTakeFirst()
  if (!row) return undefined
  const workstreams = await db.selectFrom('workstream').select(['id', 'name']).where('copilot_id', '=', copilotId).where('environment_id', '=', environmentId).orderBy('name').execute()
  return {
    id: copilotId,
    name: row.name,
    published: row.published_version !== null,
    authenticationMode: (row.definition as CopilotHeader).authenticationMode,
    environment: { id: environmentId, name: row.environment_name, hubInstalled: row.hub_installed },
    connection:
      row.application_user_id === null || row.connected_at === null
        ? undefined
        : { enabled: row.enabled ?? false, applicationUserId: row.application_user_id, connectedAt: row.connected_at, disconnectedAt: row.disconnected_at },
    workstreams,
  }
}
