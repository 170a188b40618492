import { describe, expect, it } from 'vitest'
import { testDatabase } from './database.ts'

describe('a test database', () => {
  it('is migrated, empty and apart from others', async () => {
    const [one, two] = await Promise.all([testDatabase(), testDatabase()])
    await one.db.insertInto('environment').values({ id: 'env_a', name: 'A', hub_installed: true }).execute()
    expect(await one.db.selectFrom('environment').selectAll().execute()).toHaveLength(1)
    expect(await two.db.selectFrom('environment').selectAll().execute()).toHaveLength(0)
    await Promise.all([one.close(), two.close()])
  })
})
