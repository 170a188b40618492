import { randomText } from '../../src/platform/index.ts'
import { migrate, openDatabase, type Database } from '../../src/storage/index.ts'
import { startEmbeddedPostgres } from '../../src/embedded-postgres.ts'
import { silentLog } from '../../src/platform/index.ts'
import pg from 'pg'

/** A fresh, migrated database of the test's own. `close` drops it. Give `poolSize` where a test needs many connections at once. */
export async function testDatabase(poolSize = 5): Promise<Database & { url: string }> {
  const server = await testServer()
  const name = `test_${randomText(12)}`
  await server.admin(`create database ${name} template ${server.template}`)
  const url = server.urlOf(name)
  const database = openDatabase(url, poolSize)
  return {
    ...database,
    url,
    async close() {
      await database.close()
      await server.admin(`drop database if exists ${name} with (force)`)
    },
  }
}

type Server = { template: string; urlOf(database: string): string; admin(sql: string): Promise<void> }
let server: Promise<Server> | undefined

/** One PostgreSQL for all workers of a run (DATABASE_URL, or an embedded one that the first worker starts). */
function testServer(): Promise<Server> {
  return (server ??= startServer())
}

async function startServer(): Promise<Server> {
  const run = process.env['BATON_TEST_RUN']
  if (!run) throw new Error('testDatabase needs test/support/global-setup.ts in the globalSetup of vitest.config.ts.')
  const url = process.env['DATABASE_URL'] ?? (await startShared(run))
  const urlOf = (database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href
  const pool = new pg.Pool({ connectionString: urlOf('postgres'), max: 1, allowExitOnIdle: true })
  pool.on('error', () => {})
  const admin = async (sql: string) => void (await pool.query(sql))
  const template = `template_${run.replace(/\W/g, '_').slice(-40).toLowerCase()}`
  await buildTemplate(pool, template, urlOf)
  return { template, urlOf, admin }
}

async function startShared(run: string): Promise<string> {
  const quick = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200', autovacuum: 'off' }
  return (await startEmbeddedPostgres({ folder: run, log: silentLog, shared: true, settings: quick })).url
}

/** Workers queue on an advisory lock; the first one migrates, the others find the template finished. */
async function buildTemplate(pool: pg.Pool, template: string, urlOf: (database: string) => string) {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock(731944002)')
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
    if (rowCount) return
    await client.query(`drop database if exists ${template}_draft with (force)`)
    await client.query(`create database ${template}_draft`)
    const draft = openDatabase(urlOf(`${template}_draft`), 1)
    await migrate(draft).finally(() => draft.close())
    await client.query(`alter database ${template}_draft rename to ${template}`)
  } finally {
    await client.query('select pg_advisory_unlock(731944002)').catch(() => {})
    client.release()
  }
}
