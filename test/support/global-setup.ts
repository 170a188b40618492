import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { stopSharedPostgres } from '../../src/embedded-postgres.ts'

/**
 * Names the folder of this run's PostgreSQL; the first test that wants a database starts it there, so a run without
 * one pays nothing. Afterwards it is stopped and removed.
 */
export default async function setup() {
  await sweep()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `baton-test-${process.pid}-`))
  fs.chmodSync(folder, 0o755)
  process.env['BATON_TEST_RUN'] = folder
  return async () => {
    if (process.env['DATABASE_URL']) await dropTemplate(process.env['DATABASE_URL'], folder)
    await remove(folder)
  }
}

/** Servers of runs that were killed. */
async function sweep() {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const owner = Number(/^baton-test-(\d+)-/.exec(name)?.[1])
    if (owner && !isAlive(owner)) await remove(path.join(os.tmpdir(), name)).catch(() => {})
  }
}

async function remove(folder: string) {
  await stopSharedPostgres(folder)
  fs.rmSync(folder, { recursive: true, force: true })
}

async function dropTemplate(url: string, folder: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`drop database if exists template_${folder.replace(/\W/g, '_').slice(-40).toLowerCase()} with (force)`)
  await client.end()
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
