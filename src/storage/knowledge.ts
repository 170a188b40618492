import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import type { KnowledgeStore } from '../engagement/index.ts'
import type { Tables } from './database.ts'

const passages = z.array(z.object({ text: z.string(), heading: z.string(), page: z.number().optional() }))
const pages = z.array(z.object({ url: z.string(), title: z.string(), hash: z.string(), problem: z.string().optional() }))

/** What copilots know, in PostgreSQL. */
export function knowledgeStore(db: Kysely<Tables>): KnowledgeStore {
  return {
    async readings(copilotId, hashes) {
      if (hashes.length === 0) return []
      const rows = await db
        .selectFrom('knowledge_reading')
        .select(['hash', 'title', 'problem', 'passages', 'encoder'])
        .where('copilot_id', '=', copilotId)
        .where('hash', 'in', [...hashes])
        .execute()
      return rows.map((row) => ({ hash: row.hash, title: row.title, problem: row.problem ?? undefined, passages: row.passages, encoder: row.encoder ?? undefined }))
    },
    async bodies(copilotId, hashes) {
      if (hashes.length === 0) return []
      const rows = await db.selectFrom('knowledge_reading').select(['hash', 'body', 'vectors', 'encoder']).where('copilot_id', '=', copilotId).where('hash', 'in', [...hashes]).execute()
      return rows.map((row) => ({ hash: row.hash, passages: passages.parse(row.body).map(({ page, ...passage }) => (page === undefined ? passage : { ...passage, page })), vectors: row.vectors ? new Uint8Array(row.vectors) : undefined, encoder: row.encoder ?? undefined }))
    },
    async putReading(copilotId, { hash, title, passages: read, problem }) {
      const values = { title, problem: problem ?? null, passages: read.length, body: json(read), vectors: null, encoder: null, read_at: sql<Date>`clock_timestamp()` }
      await db
        .insertInto('knowledge_reading')
        .values({ copilot_id: copilotId, hash, ...values })
        .onConflict((conflict) => conflict.columns(['copilot_id', 'hash']).doUpdateSet(values))
        .execute()
    },
    async putVectors(copilotId, hash, vectors, encoder) {
      await db.updateTable('knowledge_reading').set({ vectors: Buffer.from(vectors), encoder }).where('copilot_id', '=', copilotId).where('hash', '=', hash).execute()
    },
    async forgetReadings(copilotId, except, before) {
      const all = db.deleteFrom('knowledge_reading').where('copilot_id', '=', copilotId).where('read_at', '<', before)
      await (except.length > 0 ? all.where('hash', 'not in', [...except]) : all).execute()
    },
    async sites(copilotId) {
      const rows = await db.selectFrom('knowledge_site').selectAll().where('copilot_id', '=', copilotId).orderBy('address').execute()
      return rows.map((row) => ({ address: row.address, problem: row.problem ?? undefined, fetchedAt: row.fetched_at ?? undefined, pages: pages.parse(row.pages).map(({ problem, ...page }) => ({ ...page, problem })) }))
    },
    async putSite(copilotId, { address, problem, fetchedAt, pages: fetched }) {
      const values = { problem: problem ?? null, fetched_at: fetchedAt ?? null, pages: json(fetched) }
      await db
        .insertInto('knowledge_site')
        .values({ copilot_id: copilotId, address, ...values })
        .onConflict((conflict) => conflict.columns(['copilot_id', 'address']).doUpdateSet(values))
        .execute()
    },
    async deleteSite(copilotId, address) {
      await db.deleteFrom('knowledge_site').where('copilot_id', '=', copilotId).where('address', '=', address).execute()
    },
    async prompts(environmentId) {
      const rows = await db.selectFrom('model_prompt').selectAll().where('environment_id', '=', environmentId).orderBy('name').execute()
      return rows.map(toPrompt)
    },
    async prompt(environmentId, modelId) {
      const row = await db.selectFrom('model_prompt').selectAll().where('environment_id', '=', environmentId).where('model_id', '=', modelId.toLowerCase()).executeTakeFirst()
      return row && toPrompt(row)
    },
    async putPrompt(environmentId, { modelId, name, text }, by) {
      const values = { name, text, changed_by: by, changed_at: sql<Date>`clock_timestamp()` }
      await db
        .insertInto('model_prompt')
        .values({ environment_id: environmentId, model_id: modelId.toLowerCase(), ...values })
        .onConflict((conflict) => conflict.columns(['environment_id', 'model_id']).doUpdateSet(values))
        .execute()
    },
    async deletePrompt(environmentId, modelId) {
      const result = await db.deleteFrom('model_prompt').where('environment_id', '=', environmentId).where('model_id', '=', modelId.toLowerCase()).executeTakeFirst()
      return result.numDeletedRows > 0n
    },
  }
}

const toPrompt = (row: { model_id: string; name: string; text: string; changed_at: Date }) => ({ modelId: row.model_id, name: row.name, text: row.text, changedAt: row.changed_at })

/** As JSON text: the driver would take an array for a PostgreSQL array. */
function json(value: unknown) {
  return sql<never>`${JSON.stringify(value)}::json`
}
