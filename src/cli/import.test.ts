import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { testDatabase } from '../../test/support/database.ts'
import { copilotStore } from '../storage/index.ts'
import { runImport } from './import.ts'

const folder = mkdtempSync(join(tmpdir(), 'baton-import-'))
let database: Awaited<ReturnType<typeof testDatabase>>

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.close()
})

const topic = (text: string) => `kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRedirect\n  id: main\n  actions:\n    - kind: SendActivity\n      id: a\n      activity: ${text}\n`
function workspace(name: string, text = topic('Hi')): string {
  for (const [path, content] of Object.entries({ 'settings.mcs.yml': `schemaName: shop_${name}\nname: ${name}\n`, 'topics/Main.mcs.yml': text })) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true })
    writeFileSync(join(folder, name, path), content)
  }
  return join(folder, name)
}

describe('baton import', () => {
  it('needs an installation that was started once', async () => {
    expect(await baton(workspace('early'))).toMatchObject({ code: 1, err: expect.stringContaining('no environment yet') as string })
  })

  it('brings a workspace into the only environment, and publishes on request', async () => {
    await database.db.insertInto('environment').values({ id: 'env_a', name: 'Contoso', hub_installed: true }).execute()
    const { code, out } = await baton(workspace('shop'), '--publish')
    expect(out).toMatch(/Imported "shop" \(shop_shop, cop_\w+\) with 1 components\.\n1 other parts are kept for a later export\.\nPublished "shop" as version 1\.\n/)
    expect(code).toBe(0)
    const [stored] = await copilotStore(database.db).list('env_a')
    expect(stored).toMatchObject({ publishedVersion: 1, unpublishedChanges: false, topics: 1 })
    writeFileSync(join(folder, 'shop/topics/Main.mcs.yml'), topic('Hello again'))
    expect((await baton(workspace('shop', topic('Hello again')), '--environment', 'contoso', '--publish')).out).toContain('as version 2')
  })

  it('imports what has errors, but does not publish it', async () => {
    const { code, out } = await baton(workspace('broken', topic('Hi {Uppper(1)}')), '--publish', '--json')
    expect(code).toBe(1)
    const report = JSON.parse(out) as { copilots: unknown[]; published: { version?: number; errors: { line: number }[] }[] }
    expect(report.copilots).toHaveLength(1)
    expect(report.published[0]?.version).toBeUndefined()
  })

  it('explains what it cannot do', async () => {
    await database.db.insertInto('environment').values({ id: 'env_b', name: 'Fabrikam', hub_installed: true }).execute()
    expect(await baton(workspace('shop'))).toMatchObject({ code: 1, err: expect.stringContaining('"Contoso", "Fabrikam"') as string })
    expect(await baton(workspace('shop'), '--environment', 'Nowhere')).toMatchObject({ code: 1, err: expect.stringContaining('no environment "Nowhere"') as string })
    expect(await baton(join(folder, 'gone'))).toMatchObject({ code: 1 })
    expect(await baton()).toMatchObject({ code: 2, err: expect.stringContaining('baton import <solution.zip') as string })
  })
})

async function baton(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((said.out += String(text)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += String(text)), true)),
  ]
  try {
    const code = await runImport(args, async () => ({ db: database.db, close: async () => {} }))
    return { code, ...said }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}
