import { sql, type Kysely, type Transaction } from 'kysely'
import type { Account, AccountStore, LinkPurpose, SignedIn, Ways } from '../accounts/index.ts'
import type { Database, Tables } from './database.ts'

type Db = Kysely<Tables>
type Row = { id: string; environment_id: string; name: string; email: string; session_generation: number; hash: string | null }

/** What signing in reads and writes. Application users and people who are disabled are not there. */
export function accountStore({ db }: Pick<Database, 'db'>): AccountStore {
  const accounts = (from: Db = db) =>
    from
      .selectFrom('app_user as u')
      .leftJoin('person_password as p', 'p.user_id', 'u.id')
      .where('u.kind', '=', 'person')
      .where('u.disabled', '=', false)
      .select(['u.id', 'u.environment_id', 'u.name', 'u.email', 'u.session_generation', 'p.hash'])
  const one = async (query: { executeTakeFirst(): Promise<Row | undefined> }) => {
    const row = await query.executeTakeFirst()
    return row && toAccount(row)
  }

  return {
    byEmail: (email) => one(accounts().where(sql`lower(u.email)`, '=', sql`lower(${email})`)),
    byId: (id) => one(accounts().where('u.id', '=', id)),
    byIdentity: ({ issuer, subject }) => one(accounts().innerJoin('person_identity as i', 'i.user_id', 'u.id').where('i.issuer', '=', issuer).where('i.subject', '=', subject)),
    async bindIdentity(userId, { issuer, subject }) {
      // An earlier provider's id says nothing any more, and must not keep the person from this one.
      await db.deleteFrom('person_identity').where('user_id', '=', userId).where('issuer', '<>', issuer).execute()
      await db.insertInto('person_identity').values({ user_id: userId, issuer, subject }).onConflict((conflict) => conflict.doNothing()).execute()
      const bound = await db.selectFrom('person_identity').select('user_id').where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst()
      return bound?.user_id === userId
    },
    async signedIn(userId, now) {
      const row = await db.updateTable('app_user').set({ last_sign_in_at: now }).where('id', '=', userId).where('kind', '=', 'person').where('disabled', '=', false).returning(sessionColumns).executeTakeFirst()
      return row && toSession(row)
    },
    async rehash(userId, before, after) {
      await db.updateTable('person_password').set({ hash: after }).where('user_id', '=', userId).where('hash', '=', before).execute()
    },
    changePassword: (userId, before, after, now) =>
      db.transaction().execute(async (tx) => {
        const { numUpdatedRows } = await tx.updateTable('person_password').set({ hash: after, changed_at: now }).where('user_id', '=', userId).where('hash', '=', before).executeTakeFirst()
        return numUpdatedRows > 0n ? endOldWaysIn(tx, userId) : undefined
      }),
    async endSessions(userId) {
      await newGeneration(db, userId)
    },

    hasAdministrator: (ways) => administratorsWhoSignIn(db, ways).then((ids) => ids.length > 0),
    async findLink(tokenHash, now) {
      const link = await db.selectFrom('account_link').select(['purpose', 'user_id', 'expires_at']).where('token_hash', '=', tokenHash).where('expires_at', '>', now).executeTakeFirst()
      if (!link) return undefined
      const account = link.user_id === null ? undefined : await one(accounts().where('u.id', '=', link.user_id))
      if (link.user_id !== null && !account) return undefined
      return { purpose: link.purpose as LinkPurpose, expiresAt: link.expires_at, account }
    },
    async keepFirstLink(tokenHash, now, expiresAt) {
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('account_link').where('purpose', '=', 'first-administrator').execute()
        await tx.insertInto('account_link').values({ token_hash: tokenHash, purpose: 'first-administrator', user_id: null, created_by: null, created_at: now, expires_at: expiresAt }).execute()
      })
    },
    useLink: (tokenHash, passwordHash, now) =>
      db.transaction().execute(async (tx) => {
        const used = await tx.deleteFrom('account_link').where('token_hash', '=', tokenHash).where('expires_at', '>', now).where('user_id', 'is not', null).returning('user_id').executeTakeFirst()
        return used?.user_id ? startWithPassword(tx, used.user_id, passwordHash, now) : undefined
      }),
    claim: (tokenHash, { id, name, email, passwordHash, roles }, ways, now) =>
      db.transaction().execute(async (tx) => {
        // The first environment is where the installation began; whoever changes people there waits for this.
        const { id: environmentId } = await tx.selectFrom('environment').select('id').orderBy('created_at').orderBy('id').limit(1).forUpdate().executeTakeFirstOrThrow()
        const used = await tx.deleteFrom('account_link').where('token_hash', '=', tokenHash).where('expires_at', '>', now).where('purpose', '=', 'first-administrator').returning('token_hash').executeTakeFirst()
        if (!used || (await administratorsWhoSignIn(tx, ways)).length > 0) return undefined
        // Whoever starts the server may be anybody: a person with that address becomes the administrator.
        const known = await tx.selectFrom('app_user').select(['id', 'environment_id']).where('kind', '=', 'person').where(sql`lower(email)`, '=', sql`lower(${email})`).executeTakeFirst()
        if (known) await tx.updateTable('app_user').set({ name, roles, disabled: false }).where('id', '=', known.id).execute()
        else await tx.insertInto('app_user').values({ id, environment_id: environmentId, kind: 'person', name, email, roles, capacity: firstCapacity, presence_before: 'available', last_assigned_at: null }).execute()
        const userId = known?.id ?? id
        await tx
          .insertInto('queue_member')
          .columns(['queue_id', 'user_id'])
          .expression((eb) => eb.selectFrom('queue').where('environment_id', '=', known?.environment_id ?? environmentId).select(['id', eb.val(userId).as('user_id')]))
          .onConflict((conflict) => conflict.doNothing())
          .execute()
        return startWithPassword(tx, userId, passwordHash, now)
      }),
  }
}

/** What an agent takes at once until somebody says otherwise. */
const firstCapacity = 3

/** Ids of enabled administrators who have a way to sign in, of one environment or of all. */
export async function administratorsWhoSignIn(db: Db, { development, issuer }: Ways, environmentId?: string): Promise<string[]> {
  const rows = await db
    .selectFrom('app_user as u')
    .leftJoin('person_password as p', 'p.user_id', 'u.id')
    .leftJoin('person_identity as i', 'i.user_id', 'u.id')
    .where('u.kind', '=', 'person')
    .where('u.disabled', '=', false)
    .where((eb) => eb('u.roles', '@>', eb.val(['administrator'])))
    .$if(environmentId !== undefined, (query) => query.where('u.environment_id', '=', environmentId!))
    .$if(!development, (query) => query.where((eb) => eb.or([eb('p.user_id', 'is not', null), ...(issuer === undefined ? [] : [eb('i.issuer', '=', issuer)])])))
    .select('u.id')
    .execute()
  return rows.map(({ id }) => id)
}

const sessionColumns = ['id', 'environment_id', 'session_generation'] as const
const toSession = (row: Pick<Row, (typeof sessionColumns)[number]>): SignedIn => ({ id: row.id, environmentId: row.environment_id, sessionGeneration: row.session_generation })
const toAccount = ({ hash, ...row }: Row): Account => ({ ...toSession(row), name: row.name, email: row.email, passwordHash: hash ?? undefined })

/** Cookies of earlier generations stop counting. Undefined for somebody disabled. */
async function newGeneration(db: Db, userId: string): Promise<SignedIn | undefined> {
  const row = await db
    .updateTable('app_user')
    .set((set) => ({ session_generation: set('session_generation', '+', 1) }))
    .where('id', '=', userId)
    .where('disabled', '=', false)
    .returning(sessionColumns)
    .executeTakeFirst()
  return row && toSession(row)
}

/** With a new password: nobody comes in any more by a session or a link from before it. */
async function endOldWaysIn(tx: Transaction<Tables>, userId: string): Promise<SignedIn | undefined> {
  await tx.deleteFrom('account_link').where('user_id', '=', userId).execute()
  return newGeneration(tx, userId)
}

async function startWithPassword(tx: Transaction<Tables>, userId: string, hash: string, now: Date): Promise<SignedIn | undefined> {
  await tx
    .insertInto('person_password')
    .values({ user_id: userId, hash, changed_at: now })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ hash, changed_at: now }))
    .execute()
  await tx.updateTable('app_user').set({ last_sign_in_at: now }).where('id', '=', userId).execute()
  return endOldWaysIn(tx, userId)
}
