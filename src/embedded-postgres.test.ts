import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { silentLog } from './platform/index.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'baton-embedded-'))
fs.chmodSync(folder, 0o755)
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const start = () => startEmbeddedPostgres({ folder, log: silentLog })

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows as T[]
}

describe('the embedded database', () => {
  it('keeps what was written over a stop and start, with fsync on', async () => {
    const first = await start()
    await ask(first.url, 'create table note (text text)')
    await ask(first.url, `insert into note values ('Größe 大')`)
    await first.stop()
    const second = await start()
    expect(await ask(second.url, 'select text, current_setting($$fsync$$) as fsync from note')).toEqual([{ text: 'Größe 大', fsync: 'on' }])
    await second.stop()
  })

  it('refuses a second Baton on the same folder in words', async () => {
    const first = await start()
    await expect(start()).rejects.toThrow(/Another Baton \(process \d+\) already uses/)
    expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await first.stop()
  })

  it('takes a note about a process that is not PostgreSQL for what it is', async () => {
    fs.writeFileSync(path.join(folder, 'pgdata', 'postmaster.pid'), `${process.ppid}\n/nowhere\n0\n1\n\n127.0.0.1\n0\nready\n`)
    const server = await start()
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
  })

  it('starts a server again that died', async () => {
    const server = await start()
    process.kill(Number(fs.readFileSync(path.join(folder, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
    await expect.poll(() => ask(server.url, 'select 1 as one').catch(() => 'away'), { timeout: 10_000 }).toEqual([{ one: 1 }])
    await server.stop()
  })

  it('lets nobody in without the password, and keeps the password to its owner', async () => {
    const server = await start()
    await expect(ask(server.url.replace(/:[0-9a-f]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/)
    expect(fs.statSync(path.join(folder, 'postgres.password')).mode & 0o777).toBe(0o600)
    await server.stop()
  })
})
