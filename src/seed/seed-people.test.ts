import { afterEach, expect, it } from 'vitest'
import { testDatabase } from '../../test/support/database.ts'
import { createAccounts, createPasswords } from '../accounts/index.ts'
import { systemClock } from '../platform/index.ts'
import { accountStore, tryStore } from '../storage/index.ts'
import { seed } from './seed.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
afterEach(() => database.close())

async function seeded(environment: 'development' | 'production') {
  database = await testDatabase()
  const published: string[] = []
  const copilots = {
    async importAndPublish(environmentId: string, by: string) {
      published.push(by)
      await database.pool.query(`insert into copilot (id, environment_id, schema_name, name, definition) values ('bot', $1, 'bot', 'Bot', '{}')`, [environmentId])
      return 'bot'
    },
    connect: async () => {},
  }
  await seed(database.db, copilots, { withPeople: environment === 'development' })
  const people = (await database.pool.query(`select name from app_user where kind = 'person' order by name`)).rows.map(({ name }) => name as string)
  const queues = (await database.pool.query('select name from queue order by name')).rows.map(({ name }) => name as string)
  return { people, queues, published }
}

it('development begins with four people to try it with', async () => {
  expect(await seeded('development')).toEqual({ people: ['Ana Costa', 'Bo Larsen', 'Mia Tanaka', 'Sam Okafor'], queues: ['Billing', 'General'], published: ['user_mia'] })
})

it('production begins with nobody, and the first administrator serves its queues', async () => {
  expect(await seeded('production')).toEqual({ people: [], queues: ['Billing', 'General'], published: ['seed'] })
  const accounts = createAccounts({ store: accountStore(database), tries: tryStore(database), passwords: createPasswords({ N: 2, r: 1, p: 1 }), ways: { development: false, issuer: undefined }, clock: systemClock })
  const link = (await accounts.firstLink('http://localhost'))!
  await accounts.useLink({ token: link.split('=')[1]!, name: 'Robin', email: 'robin@shop.example', password: 'violet kettle on the stove' })
  expect((await database.pool.query('select q.name from queue_member m join queue q on q.id = m.queue_id order by q.name')).rows).toEqual([{ name: 'Billing' }, { name: 'General' }])
})
