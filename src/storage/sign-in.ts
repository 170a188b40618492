import type { Kysely, Selectable } from 'kysely'
import type { CustomerToken, SignInAttempt, SignInProvider, SignInStore, SkillConnection } from '../engagement/index.ts'
import type { Tables } from './database.ts'
import type { Sealer } from './flow-sealed.ts'

type Changed = { at: Date; by: string }
export type StoredProvider = { provider: SignInProvider; changed: Changed }
export type StoredSkillConnection = { skillId: string; connection: SkillConnection; changed: Changed }

/** A token that was neither given nor renewed for this long is somebody's who does not come back. */
const keptUnusedMs = 90 * 24 * 3600_000

/** Sign-in providers, sign-ins under way and customers' tokens. Secrets, verifiers, codes and tokens lie sealed. */
export function signInStore(db: Kysely<Tables>, sealer: Sealer): SignInStore & { stored(copilotId: string): Promise<StoredProvider | undefined>; save(copilotId: string, provider: SignInProvider | undefined, changed: Changed): Promise<void> } {
  const stored = async (copilotId: string): Promise<StoredProvider | undefined> => {
    const row = await db.selectFrom('sign_in_provider').selectAll().where('copilot_id', '=', copilotId).executeTakeFirst()
    if (!row) return undefined
    const clientSecret = row.secret === null ? undefined : sealer.open(row.secret, `sign-in provider ${copilotId}`)
    return { provider: { ...(row.settings as SignInProvider), clientSecret }, changed: { at: row.changed_at, by: row.changed_by } }
  }
  const read = (row: Selectable<Tables['sign_in_attempt']> | undefined): SignInAttempt | undefined => {
    const inside = row && sealer.open(row.sealed, aboutAttempt(row.state))
    if (!row || inside === undefined) return undefined
    const { state, tries, copilot_id: copilotId, conversation_id: conversationId, customer_id: customerId, expires_at: expiresAt } = row
    return { state, tries, copilotId, conversationId, customerId, expiresAt, ...(JSON.parse(inside) as Pick<SignInAttempt, 'verifier' | 'nonce' | 'resource' | 'code' | 'token'>) }
  }
  return {
    stored,
    async save(copilotId, provider, changed) {
      if (!provider) return void (await db.deleteFrom('sign_in_provider').where('copilot_id', '=', copilotId).execute())
      const { clientSecret, ...settings } = provider
      const values = { settings: JSON.stringify(settings), secret: clientSecret ? sealer.seal(clientSecret, `sign-in provider ${copilotId}`) : null, changed_at: changed.at, changed_by: changed.by }
      await db
        .insertInto('sign_in_provider')
        .values({ copilot_id: copilotId, ...values })
        .onConflict((conflict) => conflict.column('copilot_id').doUpdateSet(values))
        .execute()
    },
    provider: async (copilotId) => (await stored(copilotId))?.provider,
    async begin(attempt, now) {
      const { state, copilotId, conversationId, customerId, tries, expiresAt, ...inside } = attempt
      await db
        .deleteFrom('sign_in_attempt')
        .where((where) => where.or([where('conversation_id', '=', conversationId), where('expires_at', '<', now)]))
        .execute()
      await db.deleteFrom('customer_token').where('changed_at', '<', new Date(now.getTime() - keptUnusedMs)).execute()
      await db
        .insertInto('sign_in_attempt')
        .values({ state, copilot_id: copilotId, conversation_id: conversationId, customer_id: customerId, tries, expires_at: expiresAt, sealed: sealer.seal(JSON.stringify(inside), aboutAttempt(state)) })
        .execute()
    },
    byState: async (state) => read(await db.selectFrom('sign_in_attempt').selectAll().where('state', '=', state).executeTakeFirst()),
    async finish(state, code, token) {
      const before = read(await db.selectFrom('sign_in_attempt').selectAll().where('state', '=', state).executeTakeFirst())
      if (!before) return false
      const { verifier, nonce } = before
      const sealed = sealer.seal(JSON.stringify({ verifier, nonce, code, token }), aboutAttempt(state))
      const { numUpdatedRows } = await db.updateTable('sign_in_attempt').set({ finished: true, sealed }).where('state', '=', state).where('finished', '=', false).executeTakeFirst()
      return numUpdatedRows > 0n
    },
    ofConversation: async (conversationId) => read(await db.selectFrom('sign_in_attempt').selectAll().where('conversation_id', '=', conversationId).orderBy('expires_at', 'desc').executeTakeFirst()),
    async countTry(state) {
      const row = await db
        .updateTable('sign_in_attempt')
        .set((set) => ({ tries: set('tries', '+', 1) }))
        .where('state', '=', state)
        .returning('tries')
        .executeTakeFirst()
      return row?.tries ?? Infinity
    },
    async forget(state) {
      await db.deleteFrom('sign_in_attempt').where('state', '=', state).execute()
    },
    async token(copilotId, customerId, connection) {
      const row = await db.selectFrom('customer_token').select('token').where('copilot_id', '=', copilotId).where('customer_id', '=', customerId).where('connection', '=', connection).executeTakeFirst()
      const text = row && sealer.open(row.token, aboutToken(copilotId, customerId, connection))
      if (text === undefined) return undefined
      const { renewedUntil: _, ...token } = JSON.parse(text) as CustomerToken & Renewing
      return token
    },
    async beginRenewal(copilotId, customerId, connection, token, until, now) {
      const about = aboutToken(copilotId, customerId, connection)
      const row = await db.selectFrom('customer_token').select('token').where('copilot_id', '=', copilotId).where('customer_id', '=', customerId).where('connection', '=', connection).executeTakeFirst()
      const text = row && sealer.open(row.token, about)
      if (!row || text === undefined) return undefined
      const { renewedUntil, ...kept } = JSON.parse(text) as CustomerToken & Renewing
      if (kept.refreshToken !== token.refreshToken || kept.accessToken !== token.accessToken || (renewedUntil && Date.parse(renewedUntil) > now.getTime())) return undefined
      // Sealing never gives the same text twice, so the text says which row was read.
      const swap = async (before: string, after: string, at: Date | undefined) => {
        const update = db.updateTable('customer_token').set({ token: after, ...(at ? { changed_at: at } : {}) })
        const { numUpdatedRows } = await update.where('copilot_id', '=', copilotId).where('customer_id', '=', customerId).where('connection', '=', connection).where('token', '=', before).executeTakeFirst()
        return numUpdatedRows > 0n
      }
      const marked = sealer.seal(JSON.stringify({ ...kept, renewedUntil: until.toISOString() } satisfies CustomerToken & Renewing), about)
      if (!(await swap(row.token, marked, undefined))) return undefined
      return { end: (fresh, at) => swap(marked, sealer.seal(JSON.stringify(fresh), about), at) }
    },
    async keepToken(copilotId, customerId, connection, token, now) {
      const values = { token: sealer.seal(JSON.stringify(token), aboutToken(copilotId, customerId, connection)), changed_at: now }
      await db
        .insertInto('customer_token')
        .values({ copilot_id: copilotId, customer_id: customerId, connection, ...values })
        .onConflict((conflict) => conflict.columns(['copilot_id', 'customer_id', 'connection']).doUpdateSet(values))
        .execute()
    },
    async forgetTokens(copilotId, customerId) {
      await db.deleteFrom('customer_token').where('copilot_id', '=', copilotId).where('customer_id', '=', customerId).execute()
    },
  }
}

/** Lies with a token while somebody renews it. ISO 8601. */
type Renewing = { renewedUntil?: string | undefined }

const aboutAttempt = (state: string) => `sign-in attempt ${state}`
const aboutToken = (...key: string[]) => `customer token ${JSON.stringify(key)}`

/** How copilots authenticate to their skills. Secrets lie sealed. */
export function skillConnectionStore(db: Kysely<Tables>, sealer: Sealer) {
  const about = (copilotId: string, skillId: string) => `skill connection ${JSON.stringify([copilotId, skillId])}`
  const read = (row: Selectable<Tables['skill_connection']>): StoredSkillConnection => {
    const secret = row.secret === null ? undefined : sealer.open(row.secret, about(row.copilot_id, row.skill_id))
    return { skillId: row.skill_id, connection: { ...(row.settings as SkillConnection), secret }, changed: { at: row.changed_at, by: row.changed_by } }
  }
  return {
    async find(_environmentId: string, copilotId: string, skillId: string): Promise<SkillConnection | undefined> {
      const row = await db.selectFrom('skill_connection').selectAll().where('copilot_id', '=', copilotId).where('skill_id', '=', skillId).executeTakeFirst()
      return row && read(row).connection
    },
    async list(copilotId: string): Promise<StoredSkillConnection[]> {
      return (await db.selectFrom('skill_connection').selectAll().where('copilot_id', '=', copilotId).execute()).map(read)
    },
    async save(copilotId: string, skillId: string, { secret, ...settings }: SkillConnection, changed: Changed): Promise<void> {
      const values = { settings: JSON.stringify(settings), secret: secret ? sealer.seal(secret, about(copilotId, skillId)) : null, changed_at: changed.at, changed_by: changed.by }
      await db
        .insertInto('skill_connection')
        .values({ copilot_id: copilotId, skill_id: skillId, ...values })
        .onConflict((conflict) => conflict.columns(['copilot_id', 'skill_id']).doUpdateSet(values))
        .execute()
    },
  }
}

export type SkillConnectionStore = ReturnType<typeof skillConnectionStore>
