import { rememberedForMs, waitAfter, type TryStore } from '../accounts/index.ts'
import type { Database } from './database.ts'

/** Long ago, and not now: two who come within a millisecond read their clocks before they wait for each other. */
const notBlocked = new Date(0)

/** Tries to sign in, as rows: a restart does not make anybody patient again, and all nodes count together. */
export function tryStore({ db }: Pick<Database, 'db'>): TryStore {
  return {
    async take(limits, now) {
      const before = new Date(now.getTime() - rememberedForMs)
      await db.deleteFrom('sign_in_tries').where('last_at', '<', before).execute()
      // Always in the order of their keys, so that two who try at once wait for each other instead of for ever.
      const keys = limits.map(({ key }) => key).toSorted()
      return db.transaction().execute(async (tx) => {
        const fresh = await tx
          .insertInto('sign_in_tries')
          .values(keys.map((key) => ({ key, tries: 0, last_at: now, blocked_until: notBlocked })))
          .onConflict((conflict) => conflict.doNothing())
          .returning('key')
          .execute()
        const rows = await tx.selectFrom('sign_in_tries').selectAll().where('key', 'in', keys).orderBy('key').forUpdate().execute()
        const wait = Math.max(...rows.map((row) => row.blocked_until.getTime() - now.getTime()))
        if (wait > 0) {
          // Who has to wait leaves no rows behind, however many names they think of meanwhile.
          const made = fresh.map(({ key }) => key)
          if (made.length > 0) await tx.deleteFrom('sign_in_tries').where('key', 'in', made).execute()
          return wait
        }
        for (const limit of limits) {
          const tries = (rows.find(({ key }) => key === limit.key)?.tries ?? 0) + 1
          const next = waitAfter(tries, limit)
          await tx.updateTable('sign_in_tries').set({ tries, last_at: now, blocked_until: next === 0 ? notBlocked : new Date(now.getTime() + next) }).where('key', '=', limit.key).execute()
        }
        return 0
      })
    },
    async succeeded(forgotten, others) {
      if (forgotten.length > 0) await db.deleteFrom('sign_in_tries').where('key', 'in', [...forgotten]).execute()
      await db
        .updateTable('sign_in_tries')
        .set((set) => ({ tries: set('tries', '-', 1), blocked_until: notBlocked }))
        .where('key', 'in', [...others])
        .where('tries', '>', 0)
        .execute()
    },
  }
}
