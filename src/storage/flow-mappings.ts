import type { Kysely, Selectable } from 'kysely'
import type { ToolKind, ToolMapping, ToolMappingStore } from '../engagement/index.ts'
import type { Tables } from './database.ts'
import type { Sealer } from './flow-sealed.ts'

type Row = Selectable<Tables['tool_mapping']>

/** Where an environment's flows, connections and MCP servers are; secrets leave it decrypted, and lie in it encrypted. */
export function toolMappingStore(db: Kysely<Tables>, sealer: Sealer): ToolMappingStore {
  const one = (from: Kysely<Tables>, environmentId: string, kind: ToolKind, target: string) =>
    from.selectFrom('tool_mapping').selectAll().where('environment_id', '=', environmentId).where('kind', '=', kind).where('target', '=', target)
  return {
    async list(environmentId) {
      const rows = await db.selectFrom('tool_mapping').selectAll().where('environment_id', '=', environmentId).orderBy('kind').orderBy('name').orderBy('target').execute()
      return rows.map((row) => toMapping(row, sealer))
    },
    async find(environmentId, kind, target) {
      const row = await one(db, environmentId, kind, target).executeTakeFirst()
      return row && toMapping(row, sealer)
    },
    change: (environmentId, kind, target, decide) =>
      db.transaction().execute(async (tx) => {
        await tx.selectFrom('environment').select('id').where('id', '=', environmentId).forUpdate().executeTakeFirstOrThrow()
        const row = await one(tx, environmentId, kind, target).executeTakeFirst()
        const mapping = decide(row && toMapping(row, sealer))
        const values = toRow(environmentId, mapping, sealer)
        await tx
          .insertInto('tool_mapping')
          .values(values)
          .onConflict((conflict) => conflict.columns(['environment_id', 'kind', 'target']).doUpdateSet(values))
          .execute()
        return mapping
      }),
    async remove(environmentId, kind, target) {
      const { numDeletedRows } = await db.deleteFrom('tool_mapping').where('environment_id', '=', environmentId).where('kind', '=', kind).where('target', '=', target).executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

const about = (row: { environment_id: string; kind: string; target: string }, what: string) => JSON.stringify([row.environment_id, row.kind, row.target, what])

function toMapping(row: Row, sealer: Sealer): ToolMapping {
  const value = row.header_value === null ? undefined : sealer.open(row.header_value, about(row, 'header'))
  return {
    kind: row.kind,
    target: row.target,
    name: row.name,
    url: row.url,
    privateHost: row.private_host,
    header: row.header_name === null || value === undefined ? undefined : { name: row.header_name, value },
    secret: sealer.open(row.secret, about(row, 'secret')),
    secretMadeAt: row.secret_made_at,
    enabled: row.enabled,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  }
}

function toRow(environmentId: string, mapping: ToolMapping, sealer: Sealer): Row {
  const key = { environment_id: environmentId, kind: mapping.kind, target: mapping.target }
  return {
    ...key,
    name: mapping.name,
    url: mapping.url,
    private_host: mapping.privateHost,
    header_name: mapping.header?.name ?? null,
    header_value: mapping.header ? sealer.seal(mapping.header.value, about(key, 'header')) : null,
    secret: sealer.seal(mapping.secret ?? '', about(key, 'secret')),
    secret_made_at: mapping.secretMadeAt,
    enabled: mapping.enabled,
    changed_at: mapping.changedAt,
    changed_by: mapping.changedBy,
  }
}
