import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { JWK } from 'jose'
import type { Config } from './config.ts'
import { DataFolderError, startEmbeddedPostgres } from './embedded-postgres.ts'
import { newSkillKey } from './engagement/index.ts'
import type { Log } from './platform/index.ts'
import { migrate, openDatabase, type Database } from './storage/index.ts'

type Installation = { database: Database; close(): Promise<void> }

/** Opens and migrates the database of this installation: DATABASE_URL, or the embedded one in the data folder. */
export async function openInstallation(config: Config, log: Log): Promise<Installation> {
  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres({ folder: path.join(config.dataFolder, 'postgres'), log })
  return open(config.databaseUrl ?? embedded!.url, async () => embedded?.stop())
}

/** The same for a command beside a running server: its database is used and left running. */
export async function joinInstallation(config: Config, log: Log): Promise<Installation> {
  if (config.databaseUrl) return openInstallation(config, log)
  try {
    return await openInstallation(config, log)
  } catch (error) {
    if (!(error instanceof DataFolderError)) throw error
    const { url } = await startEmbeddedPostgres({ folder: path.join(config.dataFolder, 'postgres'), log, shared: true })
    return open(url, async () => {})
  }
}

async function open(url: string, stop: () => Promise<void>): Promise<Installation> {
  const database = openDatabase(url)
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    await stop()
    throw error
  }
  return {
    database,
    async close() {
      await database.close()
      await stop()
    },
  }
}

/** The key that signs sessions and tokens: made once, kept in the database so that every node has the same. */
export async function signingKey({ db }: Pick<Database, 'db'>): Promise<Uint8Array> {
  const fresh = randomBytes(32).toString('base64url')
  await db.insertInto('setting').values({ name: 'signing-key', value: JSON.stringify(fresh) }).onConflict((conflict) => conflict.doNothing()).execute()
  const { value } = await db.selectFrom('setting').select('value').where('name', '=', 'signing-key').executeTakeFirstOrThrow()
  return new Uint8Array(Buffer.from(String(value), 'base64url'))
}

/** The key that tokens for skills are signed with, whose public half anybody may read: made once. */
export async function skillKey({ db }: Pick<Database, 'db'>): Promise<JWK> {
  const fresh = await newSkillKey()
  await db.insertInto('setting').values({ name: 'skill-key', value: JSON.stringify(fresh) }).onConflict((conflict) => conflict.doNothing()).execute()
  const { value } = await db.selectFrom('setting').select('value').where('name', '=', 'skill-key').executeTakeFirstOrThrow()
  return value as JWK
}

/** The folder of this package, wherever the running file was bundled to. */
export function packageFolder(): string {
  let folder = import.meta.dirname
  while (!fs.existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder)
    if (parent === folder) throw new Error('The files of Baton are incomplete: package.json is missing.')
    folder = parent
  }
  return folder
}
