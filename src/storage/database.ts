import { Kysely, Migrator, PostgresDialect, type Generated, type Migration } from 'kysely'
import pg from 'pg'
import * as start from './migrations/0001-start.ts'
import * as toolMappings from './migrations/0002-tool-mappings.ts'
import * as knowledge from './migrations/0003-knowledge.ts'
import * as turns from './migrations/0004-turns.ts'
import * as recognition from './migrations/0005-recognition.ts'
import * as signIn from './migrations/0006-sign-in.ts'
import * as conversationFiles from './migrations/0007-conversation-files.ts'
import * as accounts from './migrations/0008-accounts.ts'

/** Migrations in order; a released one is never edited. */
const migrations: Record<string, Migration> = { '0001-start': start, '0002-tool-mappings': toolMappings, '0003-knowledge': knowledge, '0004-turns': turns, '0005-recognition': recognition, '0006-sign-in': signIn, '0007-conversation-files': conversationFiles, '0008-accounts': accounts }

export type Database = {
  db: Kysely<Tables>
  pool: pg.Pool
  close(): Promise<void>
}

// Counts and sums come back as numbers; none of ours exceeds 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Opens a pool on a PostgreSQL 15+ database. `poolSize` connections at most. */
export function openDatabase(url: string, poolSize = 10): Database {
  const pool = new pg.Pool({ connectionString: url, max: poolSize, idleTimeoutMillis: 30_000, options: '-c plan_cache_mode=force_generic_plan' })
  // An idle connection that breaks (database restarted) is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, close: () => db.destroy() }
}

/** Brings the schema up to date. Several nodes may start at once: the migrator takes a lock. */
export async function migrate(database: Database): Promise<void> {
  const migrator = new Migrator({ db: database.db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

type Json = unknown
export type Tables = {
  setting: { name: string; value: Json }
  environment: { id: string; name: string; hub_installed: boolean; created_at: Generated<Date> }
  app_user: {
    id: string
    environment_id: string
    kind: 'person' | 'application'
    name: string
    email: string
    roles: string[]
    disabled: Generated<boolean>
    presence: Generated<string>
    capacity: Generated<number>
    load: Generated<number>
    last_assigned_at: Date | null
    presence_before: string | null
    created_at: Generated<Date>
    last_sign_in_at: Generated<Date | null>
    session_generation: Generated<number>
  }
  person_password: { user_id: string; hash: string; changed_at: Date }
  person_identity: { user_id: string; issuer: string; subject: string }
  account_link: { token_hash: string; purpose: string; user_id: string | null; created_by: string | null; created_at: Date; expires_at: Date }
  sign_in_tries: { key: string; tries: number; last_at: Date; blocked_until: Date }
  copilot: {
    id: string
    environment_id: string
    schema_name: string
    name: string
    language: Generated<number>
    definition: Json
    published_version: number | null
    created_at: Generated<Date>
    changed_at: Generated<Date>
  }
  copilot_component: {
    copilot_id: string
    schema_name: string
    kind: string
    name: string
    description: Generated<string>
    path: string
    body: string | null
    blob: Buffer | null
    state: Generated<string>
    parts: Generated<Json>
    revision: Generated<number>
    changed_at: Generated<Date>
  }
  copilot_version: { copilot_id: string; version: number; published_at: Generated<Date>; published_by: string; definition: Json }
  package_part: { copilot_id: string; path: string; reason: string; bytes: Buffer }
  direct_line_secret: { copilot_id: string; secret_hash: string; created_at: Generated<Date> }
  hub_connection: {
    copilot_id: string
    environment_id: string
    application_user_id: string
    enabled: boolean
    connected_at: Date
    disconnected_at: Date | null
  }
  queue: { id: string; environment_id: string; name: string; priority: Generated<number> }
  queue_member: { queue_id: string; user_id: string }
  workstream: {
    id: string
    environment_id: string
    name: string
    copilot_id: string | null
    rules: Generated<Json>
    fallback_queue_id: string
    offer_seconds: Generated<number>
    capacity_units: Generated<number>
    wrap_up_minutes: Generated<number>
  }
  widget: { id: string; environment_id: string; workstream_id: string; name: string; settings: Json; created_at: Generated<Date> }
  conversation: {
    id: string
    environment_id: string
    version: number
    last_seq: number
    status: string
    owner_kind: string
    owner_id: string | null
    channel: string
    workstream_id: string | null
    widget_id: string | null
    copilot_id: string | null
    copilot_version: number | null
    queue_id: string | null
    capacity_units: number
    offer: Json | null
    offer_agent_id: Generated<string | null>
    data: Json
    dialog: Json | null
    created_at: Date
    queued_at: Date | null
    wrap_up_at: Date | null
    closed_at: Date | null
    changed_at: Date
  }
  tool_mapping: {
    environment_id: string
    kind: 'flow' | 'connector' | 'mcp'
    target: string
    name: string
    url: string
    private_host: boolean
    header_name: string | null
    header_value: string | null
    secret: string
    secret_made_at: Date
    enabled: boolean
    changed_at: Date
    changed_by: string
  }
  log_entry: { conversation_id: string; seq: number; at: Date; audience: string; author: Json; activity: Json; client_id: string | null }
  conversation_file: { conversation_id: string; id: string; environment_id: string; name: string; content_type: string; size: number; sha256: string; bytes: Buffer; created_at: Date }
  turn_record: { conversation_id: string; turn: number; at: Date; record: Json }
  telemetry_event: { id: Generated<number>; copilot_id: string; conversation_id: string; channel: string; at: Date; name: string; properties: Json }
  remembered_variables: { copilot_id: string; customer_id: string; variables: Json; changed_at: Date }
  environment_value: { environment_id: string; schema_name: string; value: string; secret: boolean; changed_at: Date; changed_by: string }
  recognition_model: { copilot_id: string; key: string; bytes: Buffer; used_at: Generated<Date> }
  recognition_vector: { copilot_id: string; key: string; bytes: Buffer }
  recognition_miss: { id: string; copilot_id: string; said: string; said_key: string; times: Generated<number>; first_at: Date; last_at: Date }
  knowledge_reading: { copilot_id: string; hash: string; title: string; problem: string | null; passages: number; body: Json; vectors: Buffer | null; encoder: string | null; read_at: Generated<Date> }
  knowledge_site: { copilot_id: string; address: string; problem: string | null; fetched_at: Date | null; pages: Json }
  model_prompt: { environment_id: string; model_id: string; name: string; text: string; changed_at: Generated<Date>; changed_by: string }
  sign_in_provider: { copilot_id: string; settings: Json; secret: string | null; changed_at: Date; changed_by: string }
  sign_in_attempt: { state: string; copilot_id: string; conversation_id: string; customer_id: string; finished: Generated<boolean>; tries: Generated<number>; sealed: string; expires_at: Date }
  customer_token: { copilot_id: string; customer_id: string; connection: string; token: string; changed_at: Date }
  skill_connection: { copilot_id: string; skill_id: string; settings: Json; secret: string | null; changed_at: Date; changed_by: string }
  deadline: { subject: string; kind: string; due_at: Date; claimed_until: Date | null }
}
