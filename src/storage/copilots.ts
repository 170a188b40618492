import { sql, type Kysely, type Selectable, type Transaction } from 'kysely'
import type { CopilotHeader, CopilotStore, CopilotWriter, StoredComponent, StoredCopilot } from '../solutions/index.ts'
import type { Component, ComponentKind, CopilotDefinition } from '../topics/types.ts'
import type { Tables } from './database.ts'

/** Copilots, their components and versions in PostgreSQL. */
export function copilotStore(db: Kysely<Tables>): CopilotStore {
  return {
    list: async (environmentId) => (await selectCopilots(db).where('copilot.environment_id', '=', environmentId).orderBy('copilot.name').execute()).map(toCopilot),
    async find(environmentId, copilotId) {
      const row = await selectCopilots(db).where('copilot.environment_id', '=', environmentId).where('copilot.id', '=', copilotId).executeTakeFirst()
      return row && toCopilot(row)
    },
    components: (copilotId) => selectComponents(db, copilotId, false),
    component: (copilotId, schemaName) => selectComponent(db, copilotId, schemaName),
    inTransaction: (work) => db.transaction().execute((transaction) => work(copilotWriter(transaction))),
    async loadDraft(copilotId) {
      // One snapshot: a save between the two selects would tear the copilot.
      return db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (transaction) => {
          const row = await transaction.selectFrom('copilot').select('definition').where('id', '=', copilotId).executeTakeFirst()
          if (!row) return undefined
          const components = await selectComponents(transaction, copilotId)
          return { ...(row.definition as CopilotHeader), components: components.map(({ revision: _, changedAt: __, ...component }) => component) }
        })
    },
    async loadVersion(copilotId, version) {
      const row = await db.selectFrom('copilot_version').select('definition').where('copilot_id', '=', copilotId).where('version', '=', version).executeTakeFirst()
      return row && fromSnapshot(row.definition as Snapshot)
    },
    async preserved(copilotId) {
      const rows = await db.selectFrom('package_part').selectAll().where('copilot_id', '=', copilotId).orderBy('path').execute()
      return rows.map(({ path, reason, bytes }) => ({ path, reason, bytes: new Uint8Array(bytes) }))
    },
  }
}

function copilotWriter(db: Transaction<Tables>): CopilotWriter {
  const findLocked = async (environmentId: string, column: 'id' | 'schema_name', value: string) => {
    const locked = await db.selectFrom('copilot').select('id').where('environment_id', '=', environmentId).where(column, '=', value).forUpdate().executeTakeFirst()
    if (!locked) return undefined
    return toCopilot(await selectCopilots(db).where('copilot.id', '=', locked.id).executeTakeFirstOrThrow())
  }
  const touch = async (copilotId: string) => {
    await db.updateTable('copilot').set({ changed_at: sql`clock_timestamp()` }).where('id', '=', copilotId).execute()
  }
  return {
    async lockBySchemaName(environmentId, schemaName) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`${environmentId} ${schemaName}`}, 0))`.execute(db)
      return findLocked(environmentId, 'schema_name', schemaName)
    },
    lock: (environmentId, copilotId) => findLocked(environmentId, 'id', copilotId),
    async insert({ id, environmentId, header }) {
      await db
        .insertInto('copilot')
        .values({ id, environment_id: environmentId, schema_name: header.schemaName, name: header.name, language: header.language, definition: json(header), published_version: null })
        .execute()
    },
    async updateHeader(copilotId, header) {
      await db
        .updateTable('copilot')
        .set({ name: header.name, language: header.language, definition: json(header), changed_at: sql`clock_timestamp()` })
        .where('id', '=', copilotId)
        .execute()
      // The application user that stands for it in the hub goes by its name.
      await db
        .updateTable('app_user')
        .set({ name: header.name })
        .where('id', 'in', (query) => query.selectFrom('hub_connection').select('application_user_id').where('copilot_id', '=', copilotId))
        .execute()
    },
    async putComponents(copilotId, components) {
      let changed = 0
      for (const batch of batches(components)) {
        const result = await db
          .insertInto('copilot_component')
          .values(batch.map((component) => toRow(copilotId, component)))
          .onConflict((conflict) =>
            conflict
              .columns(['copilot_id', 'schema_name'])
              .doUpdateSet((expression) => ({
                kind: expression.ref('excluded.kind'),
                name: expression.ref('excluded.name'),
                description: expression.ref('excluded.description'),
                path: expression.ref('excluded.path'),
                body: expression.ref('excluded.body'),
                blob: expression.ref('excluded.blob'),
                state: expression.ref('excluded.state'),
                parts: expression.ref('excluded.parts'),
                revision: sql<number>`copilot_component.revision + 1`,
                changed_at: sql<Date>`clock_timestamp()`,
              }))
              .where(
                sql<boolean>`(copilot_component.kind, copilot_component.name, copilot_component.description, copilot_component.path, copilot_component.body, copilot_component.blob, copilot_component.state, copilot_component.parts)
                  is distinct from (excluded.kind, excluded.name, excluded.description, excluded.path, excluded.body, excluded.blob, excluded.state, excluded.parts)`,
              ),
          )
          .executeTakeFirst()
        changed += Number(result.numInsertedOrUpdatedRows ?? 0)
      }
      return changed
    },
    async updateComponent(copilotId, schemaName, revision, change) {
      const row = await db
        .updateTable('copilot_component')
        .set({
          ...(change.name === undefined ? {} : { name: change.name }),
          ...(change.text === undefined ? {} : { body: change.text }),
          ...(change.state === undefined ? {} : { state: change.state }),
          ...(change.kind === undefined ? {} : { kind: change.kind }),
          revision: revision + 1,
          changed_at: sql`clock_timestamp()`,
        })
        .where('copilot_id', '=', copilotId)
        .where('schema_name', '=', schemaName)
        .where('revision', '=', revision)
        .returning('revision')
        .executeTakeFirst()
      return row?.revision
    },
    async deleteComponent(copilotId, schemaName) {
      const result = await db.deleteFrom('copilot_component').where('copilot_id', '=', copilotId).where('schema_name', '=', schemaName).executeTakeFirst()
      return result.numDeletedRows > 0n
    },
    touch,
    components: (copilotId) => selectComponents(db, copilotId),
    component: (copilotId, schemaName) => selectComponent(db, copilotId, schemaName),
    async hasOpenConversations(copilotId) {
      const row = await db.selectFrom('conversation').select('id').where('copilot_id', '=', copilotId).where('closed_at', 'is', null).where('channel', '!=', 'test').executeTakeFirst()
      return row !== undefined
    },
    async putPreserved(copilotId, parts) {
      for (const batch of batches(parts))
        await db
          .insertInto('package_part')
          .values(batch.map(({ path, reason, bytes }) => ({ copilot_id: copilotId, path, reason, bytes: Buffer.from(bytes) })))
          .onConflict((conflict) =>
            conflict.columns(['copilot_id', 'path']).doUpdateSet((expression) => ({ reason: expression.ref('excluded.reason'), bytes: expression.ref('excluded.bytes') })),
          )
          .execute()
    },
    async addVersion(copilotId, publishedBy, definition) {
      const last = await db
        .selectFrom('copilot_version')
        .select(({ fn }) => fn.max('version').as('version'))
        .where('copilot_id', '=', copilotId)
        .executeTakeFirst()
      const version = (last?.version ?? 0) + 1
      const row = await db
        .insertInto('copilot_version')
        .values({ copilot_id: copilotId, version, published_by: publishedBy, definition: json(toSnapshot(definition)), published_at: sql<Date>`clock_timestamp()` })
        .returning('published_at')
        .executeTakeFirstOrThrow()
      await db.updateTable('copilot').set({ published_version: version }).where('id', '=', copilotId).execute()
      return { version, publishedAt: row.published_at }
    },
    async delete(copilotId) {
      await db.deleteFrom('copilot').where('id', '=', copilotId).execute()
    },
  }
}

function selectCopilots(db: Kysely<Tables>) {
  return db
    .selectFrom('copilot')
    .leftJoin('copilot_version', (join) => join.onRef('copilot_version.copilot_id', '=', 'copilot.id').onRef('copilot_version.version', '=', 'copilot.published_version'))
    .leftJoin('hub_connection', 'hub_connection.copilot_id', 'copilot.id')
    .select([
      'copilot.id',
      'copilot.environment_id',
      'copilot.definition',
      'copilot.published_version',
      'copilot.changed_at',
      'copilot_version.published_at',
      'hub_connection.enabled',
      sql<string>`copilot.changed_at::text`.as('draft'),
      sql<boolean>`copilot_version.published_at is null or copilot.changed_at > copilot_version.published_at`.as('unpublished_changes'),
    ])
    .select(({ selectFrom }) =>
      selectFrom('copilot_component')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('copilot_component.copilot_id', '=', 'copilot.id')
        .where('copilot_component.kind', '=', 'topic')
        .as('topics'),
    )
}

type CopilotRow = Awaited<ReturnType<ReturnType<typeof selectCopilots>['execute']>>[number]

function toCopilot(row: CopilotRow): StoredCopilot {
  return {
    id: row.id,
    environmentId: row.environment_id,
    header: row.definition as CopilotHeader,
    publishedVersion: row.published_version,
    publishedAt: row.published_at,
    changedAt: row.changed_at,
    draft: row.draft,
    unpublishedChanges: row.unpublished_changes,
    connected: row.enabled ?? false,
    topics: row.topics ?? 0,
  }
}

const columns = ['copilot_id', 'schema_name', 'kind', 'name', 'description', 'path', 'body', 'state', 'parts', 'revision', 'changed_at'] as const

async function selectComponents(db: Kysely<Tables>, copilotId: string, withBlobs = true): Promise<StoredComponent[]> {
  // "C": the same order on every machine; a copilot's tie-breaks depend on it.
  const rows = await db
    .selectFrom('copilot_component')
    .select(columns)
    .select(withBlobs ? 'blob' : sql<null>`null`.as('blob'))
    .where('copilot_id', '=', copilotId)
    .orderBy(sql`schema_name collate "C"`)
    .execute()
  return rows.map(toComponent)
}

async function selectComponent(db: Kysely<Tables>, copilotId: string, schemaName: string): Promise<StoredComponent | undefined> {
  const row = await db.selectFrom('copilot_component').selectAll().where('copilot_id', '=', copilotId).where('schema_name', '=', schemaName).executeTakeFirst()
  return row && toComponent(row)
}

function toComponent(row: Selectable<Tables['copilot_component']>): StoredComponent {
  return {
    schemaName: row.schema_name,
    kind: row.kind as ComponentKind,
    name: row.name,
    description: row.description,
    path: row.path,
    ...(row.body === null ? {} : { text: row.body }),
    ...(row.blob === null ? {} : { blob: new Uint8Array(row.blob) }),
    state: row.state === 'off' ? 'off' : 'on',
    parts: row.parts as Record<string, string>,
    revision: row.revision,
    changedAt: row.changed_at,
  }
}

function toRow(copilotId: string, component: Component) {
  return {
    copilot_id: copilotId,
    schema_name: component.schemaName,
    kind: component.kind,
    name: component.name,
    description: component.description,
    path: component.path,
    body: component.text ?? null,
    blob: component.blob ? Buffer.from(component.blob) : null,
    state: component.state,
    parts: json(component.parts),
  }
}

type Snapshot = CopilotHeader & { components: (Omit<Component, 'blob'> & { blobBase64?: string })[] }

function toSnapshot(definition: CopilotDefinition): Snapshot {
  return {
    ...definition,
    components: definition.components.map(({ blob, ...component }) => ({ ...component, ...(blob ? { blobBase64: Buffer.from(blob).toString('base64') } : {}) })),
  }
}

function fromSnapshot(snapshot: Snapshot): CopilotDefinition {
  return {
    ...snapshot,
    components: snapshot.components.map(({ blobBase64, ...component }) => ({ ...component, ...(blobBase64 === undefined ? {} : { blob: new Uint8Array(Buffer.from(blobBase64, 'base64')) }) })),
  }
}

/** As JSON text: the driver would take an array for a PostgreSQL array. */
function json(value: unknown) {
  return sql<never>`${JSON.stringify(value)}::jsonb`
}

/** Rows a statement: below the 65,535 parameters it takes, and not much more than eight megabytes of files. */
function batches<T extends { blob?: Uint8Array; bytes?: Uint8Array }>(items: T[]): T[][] {
  const result: T[][] = []
  let size = Infinity
  for (const item of items) {
    const bytes = (item.blob ?? item.bytes)?.byteLength ?? 0
    const current = result.at(-1)
    if (!current || current.length >= 100 || size + bytes > 8 * 1024 * 1024) {
      result.push([item])
      size = bytes
    } else {
      current.push(item)
      size += bytes
    }
  }
  return result
}

/** Direct Line secrets of copilots: one each, of which only the hash is kept. */
export function secretStore(db: Kysely<Tables>) {
  return {
    async createdAt(copilotId: string): Promise<Date | undefined> {
      const row = await db.selectFrom('direct_line_secret').select('created_at').where('copilot_id', '=', copilotId).executeTakeFirst()
      return row?.created_at
    },
    /** The secret before stops working at once. */
    async replace(copilotId: string, hash: string): Promise<Date> {
      const row = await db
        .insertInto('direct_line_secret')
        .values({ copilot_id: copilotId, secret_hash: hash })
        .onConflict((conflict) => conflict.column('copilot_id').doUpdateSet({ secret_hash: hash, created_at: sql`clock_timestamp()` }))
        .returning('created_at')
        .executeTakeFirstOrThrow()
      return row.created_at
    },
  }
}
