import { createHash } from 'node:crypto'
import { sql, type Kysely, type Transaction } from 'kysely'
import { hashToken, linkMs, newToken, type Ways } from '../accounts/index.ts'
import { role, type adminApi, type Role } from '../contracts/index.ts'
import { BatonError, newId, type Clock } from '../platform/index.ts'
import { administratorsWhoSignIn } from './accounts.ts'
import type { Database, Tables } from './database.ts'

type Tx = Transaction<Tables>
type Person = adminApi.Person
type PersonWanted = adminApi.PersonWanted

export type NewLink = { token: string; purpose: 'invitation' | 'reset'; expiresAt: Date }

/**
 * People of one environment, for its administrators; an id of another environment, or of an application user, is NOT_FOUND. A
 * change names the revision it read. Changes of one environment wait for each other, so that its last administrator stays.
 */
export type People = {
  list(environmentId: string): Promise<Person[]>
  /** With the token of an invitation, which is told once. Throws EMAIL_TAKEN. */
  add(environmentId: string, wanted: PersonWanted, by: string): Promise<{ person: Person; link: NewLink }>
  /** Throws CHANGED_MEANWHILE, EMAIL_TAKEN, LAST_ADMINISTRATOR. */
  change(environmentId: string, id: string, wanted: PersonWanted & { revision: string }): Promise<Person>
  /** Ends their sessions, takes their link back and releases their conversations. Throws LAST_ADMINISTRATOR. */
  disable(environmentId: string, id: string): Promise<Person>
  enable(environmentId: string, id: string): Promise<Person>
  /** An invitation, or a reset for who has a password; earlier links of the person lead nowhere. Throws PERSON_DISABLED. */
  link(environmentId: string, id: string, by: string): Promise<{ person: Person; link: NewLink }>
  withdrawLink(environmentId: string, id: string): Promise<Person>
}

export function peopleStore({ db }: Pick<Database, 'db'>, ways: Ways, clock: Clock): People {
  const change = <T>(environmentId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    db.transaction().execute(async (tx) => {
      await tx.selectFrom('environment').select('id').where('id', '=', environmentId).forUpdate().executeTakeFirstOrThrow()
      return work(tx)
    })
  const find = async (from: Kysely<Tables>, environmentId: string, id: string) => {
    const [found] = await load(from, environmentId, clock.now(), ways, id)
    if (!found) throw new BatonError('NOT_FOUND', 'person', id)
    return found
  }
  const keepingAnAdministrator = async (tx: Tx, environmentId: string, person: Person, work: () => Promise<void>) => {
    const before = await administratorsWhoSignIn(tx, ways, environmentId)
    await work()
    const after = await administratorsWhoSignIn(tx, ways, environmentId)
    if (before.length > 0 && after.length === 0) throw new BatonError('LAST_ADMINISTRATOR', person.name)
  }
  const makeLink = async (tx: Tx, person: Person, by: string): Promise<NewLink> => {
    const now = clock.now()
    const link = { token: newToken(), purpose: person.hasPassword ? ('reset' as const) : ('invitation' as const), expiresAt: new Date(now.getTime() + linkMs) }
    const values = { token_hash: hashToken(link.token), purpose: link.purpose, created_by: by, created_at: now, expires_at: link.expiresAt }
    await tx
      .insertInto('account_link')
      .values({ ...values, user_id: person.id })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
      .execute()
    return link
  }

  return {
    list: (environmentId) => load(db, environmentId, clock.now(), ways),
    add: (environmentId, wanted, by) =>
      change(environmentId, async (tx) => {
        await mustBeFree(tx, wanted.email, undefined)
        const { name, email, roles, capacity } = wanted
        const id = newId('user')
        await tx.insertInto('app_user').values({ id, environment_id: environmentId, kind: 'person', name, email, roles, capacity, presence_before: 'available', last_assigned_at: null }).execute()
        await setQueues(tx, environmentId, id, wanted)
        const link = await makeLink(tx, await find(tx, environmentId, id), by)
        return { person: await find(tx, environmentId, id), link }
      }),
    change: (environmentId, id, wanted) =>
      change(environmentId, async (tx) => {
        const before = await find(tx, environmentId, id)
        if (before.revision !== wanted.revision) throw new BatonError('CHANGED_MEANWHILE', before.name)
        await mustBeFree(tx, wanted.email, id)
        const { name, email, roles, capacity } = wanted
        await keepingAnAdministrator(tx, environmentId, before, async () => {
          await tx.updateTable('app_user').set({ name, email, roles, capacity }).where('id', '=', id).execute()
          // Who has another address now may be somebody else at the provider, and is asked for by it again.
          if (email.toLowerCase() !== before.email.toLowerCase()) await tx.deleteFrom('person_identity').where('user_id', '=', id).execute()
        })
        await setQueues(tx, environmentId, id, wanted)
        if (before.roles.includes('agent') && !roles.includes('agent')) await release(tx, id, clock.now())
        return find(tx, environmentId, id)
      }),
    disable: (environmentId, id) =>
      change(environmentId, async (tx) => {
        const person = await find(tx, environmentId, id)
        if (person.status === 'disabled') return person
        await keepingAnAdministrator(tx, environmentId, person, async () => {
          await tx.updateTable('app_user').set((set) => ({ disabled: true, session_generation: set('session_generation', '+', 1) })).where('id', '=', id).execute()
        })
        await tx.deleteFrom('account_link').where('user_id', '=', id).execute()
        await release(tx, id, clock.now())
        return find(tx, environmentId, id)
      }),
    enable: (environmentId, id) =>
      change(environmentId, async (tx) => {
        await find(tx, environmentId, id)
        await tx.updateTable('app_user').set({ disabled: false }).where('id', '=', id).execute()
        return find(tx, environmentId, id)
      }),
    link: (environmentId, id, by) =>
      change(environmentId, async (tx) => {
        const person = await find(tx, environmentId, id)
        if (person.status === 'disabled') throw new BatonError('PERSON_DISABLED', person.name)
        const link = await makeLink(tx, person, by)
        return { person: await find(tx, environmentId, id), link }
      }),
    withdrawLink: (environmentId, id) =>
      change(environmentId, async (tx) => {
        await find(tx, environmentId, id)
        await tx.deleteFrom('account_link').where('user_id', '=', id).execute()
        return find(tx, environmentId, id)
      }),
  }
}

/** A link for whoever has this address, made by somebody who holds the database; undefined when nobody has it. */
export async function linkByEmail(database: Pick<Database, 'db'>, email: string, clock: Clock): Promise<(NewLink & { name: string }) | undefined> {
  const row = await database.db.selectFrom('app_user').select(['id', 'environment_id', 'name']).where('kind', '=', 'person').where(sql`lower(email)`, '=', sql`lower(${email.trim()})`).executeTakeFirst()
  if (!row) return undefined
  const { link } = await peopleStore(database, { development: false, issuer: undefined }, clock).link(row.environment_id, row.id, 'command line')
  return { ...link, name: row.name }
}

async function load(db: Kysely<Tables>, environmentId: string, now: Date, { development, issuer }: Ways, id?: string): Promise<Person[]> {
  const rows = await db
    .selectFrom('app_user as u')
    .leftJoin('person_password as p', 'p.user_id', 'u.id')
    .leftJoin('person_identity as i', 'i.user_id', 'u.id')
    .leftJoin('account_link as l', 'l.user_id', 'u.id')
    .where('u.environment_id', '=', environmentId)
    .where('u.kind', '=', 'person')
    .$if(id !== undefined, (query) => query.where('u.id', '=', id!))
    .select(['u.id', 'u.name', 'u.email', 'u.roles', 'u.capacity', 'u.disabled', 'u.last_sign_in_at', 'p.user_id as password_of', 'i.issuer', 'l.purpose', 'l.expires_at'])
    .select(sql<string[]>`coalesce((select array_agg(m.queue_id order by m.queue_id) from queue_member m where m.user_id = u.id), '{}')`.as('queue_ids'))
    .orderBy(sql`lower(u.name)`)
    .orderBy('u.id')
    .execute()
  return rows.map((row) => {
    const hasPassword = row.password_of !== null
    const known = hasPassword || development || (issuer !== undefined && row.issuer === issuer)
    const person = {
      id: row.id,
      name: row.name,
      email: row.email,
      roles: row.roles.flatMap((name): Role[] => role.safeParse(name).data ? [name as Role] : []),
      capacity: row.capacity,
      queueIds: row.queue_ids,
    }
    return {
      ...person,
      status: row.disabled ? 'disabled' : known ? 'active' : 'invited',
      hasPassword,
      lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
      link: row.purpose && row.expires_at ? { purpose: row.purpose === 'reset' ? 'reset' : 'invitation', expiresAt: row.expires_at.toISOString(), expired: row.expires_at <= now } : null,
      revision: createHash('sha256').update(JSON.stringify(person)).digest('base64url').slice(0, 16),
    }
  })
}

async function mustBeFree(tx: Tx, email: string, except: string | undefined) {
  const row = await tx.selectFrom('app_user').select('id').where('kind', '=', 'person').where(sql`lower(email)`, '=', sql`lower(${email})`).executeTakeFirst()
  if (row && row.id !== except) throw new BatonError('EMAIL_TAKEN', email)
}

/** Only agents serve queues. */
async function setQueues(tx: Tx, environmentId: string, userId: string, { roles, queueIds }: PersonWanted) {
  const wanted = roles.includes('agent') ? [...new Set(queueIds)] : []
  const rows = wanted.length === 0 ? [] : await tx.selectFrom('queue').select('id').where('environment_id', '=', environmentId).where('id', 'in', wanted).execute()
  const unknown = wanted.find((id) => !rows.some((row) => row.id === id))
  if (unknown !== undefined) throw new BatonError('NOT_FOUND', 'queue', unknown)
  await tx.deleteFrom('queue_member').where('user_id', '=', userId).execute()
  if (wanted.length > 0) await tx.insertInto('queue_member').values(wanted.map((queue_id) => ({ queue_id, user_id: userId }))).execute()
}

/** They serve no more: the deadline of an agent who does not come back is due at once, in the commit that says so. */
async function release(tx: Tx, userId: string, now: Date) {
  await tx.updateTable('app_user').set({ presence: 'offline', presence_before: 'available' }).where('id', '=', userId).execute()
  const due = { due_at: now, claimed_until: null }
  await tx
    .insertInto('deadline')
    .values({ subject: `agent:${userId}`, kind: 'release', ...due })
    .onConflict((conflict) => conflict.columns(['subject', 'kind']).doUpdateSet(due))
    .execute()
}
