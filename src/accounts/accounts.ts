import { createHash, randomBytes } from 'node:crypto'
import type { Role } from '../contracts/index.ts'
import { BatonError, newId, type Clock } from '../platform/index.ts'
import type { Passwords } from './password-hash.ts'
import { passwordProblem } from './password-rules.ts'
import type { Account, AccountLink, AccountStore, LinkPurpose, SignedIn, TryStore, Ways } from './ports.ts'
import { triesOf } from './tries.ts'

const hour = 3600_000
const firstLinkMs = 24 * hour
/** Invitations and resets. */
export const linkMs = 7 * 24 * hour

/** One person can do everything at once; they give roles away on the users page. */
const rolesOfTheFirst: Role[] = ['agent', 'supervisor', 'maker', 'administrator']

export type Accounts = {
  readonly ways: Ways
  /** Throws WRONG_CREDENTIALS, which does not tell whether the address is known, or TOO_MANY_REQUESTS. */
  signIn(given: { email: string; password: string; address: string }): Promise<SignedIn>
  /** Throws LINK_GONE. */
  lookAtLink(token: string): Promise<AccountLink>
  /** Sets the password, or makes the first administrator, and signs in. Throws LINK_GONE, PASSWORD_REFUSED, BAD_REQUEST. */
  useLink(given: { token: string; password: string; name?: string | undefined; email?: string | undefined }): Promise<SignedIn>
  /** Throws UNAUTHENTICATED for somebody who is gone. */
  find(userId: string): Promise<Account>
  /** Ends the person's other sessions. Throws WRONG_PASSWORD, PASSWORD_REFUSED, TOO_MANY_REQUESTS. */
  changePassword(userId: string, given: { current: string; wanted: string; address: string }): Promise<SignedIn>
  endSessions(userId: string): Promise<void>
  /** Nobody can administer this installation yet. */
  needsFirstAdministrator(): Promise<boolean>
  /** The address that makes the first administrator, in the place of earlier ones; undefined when there is one who can sign in. */
  firstLink(origin: string): Promise<string | undefined>
}

type Deps = { store: AccountStore; tries: TryStore; passwords: Passwords; ways: Ways; clock: Clock }

export function createAccounts({ store, tries, passwords, ways, clock }: Deps): Accounts {
  /** Counted before it is known whether the try succeeds, so that a hundred at once are not one. */
  const counted = async <T>(email: string, address: string, attempt: () => Promise<T>): Promise<T> => {
    const { limits, forgotten, others } = triesOf(email, address)
    const wait = await tries.take(limits, clock.now())
    if (wait > 0) throw new BatonError('TOO_MANY_REQUESTS', Math.ceil(wait / 1000))
    try {
      const result = await attempt()
      await tries.succeeded(forgotten, others)
      return result
    } catch (error) {
      // Too many wait for a processor: no password was looked at.
      if (error instanceof BatonError && error.code === 'TOO_MANY_REQUESTS') await tries.succeeded([], [...forgotten, ...others])
      throw error
    }
  }
  const signedIn = async (account: Account | undefined) => {
    const session = account && (await store.signedIn(account.id, clock.now()))
    if (!session) throw new BatonError('WRONG_CREDENTIALS')
    return session
  }
  const find = async (userId: string) => {
    const account = await store.byId(userId)
    if (!account) throw new BatonError('UNAUTHENTICATED')
    return account
  }
  const linkOf = async (token: string) => {
    const link = await store.findLink(hashToken(token), clock.now())
    // A way in for the operator alone: once somebody administers, the paper it stands on is worth nothing.
    if (!link || (link.purpose === 'first-administrator' && (await store.hasAdministrator(ways)))) throw new BatonError('LINK_GONE')
    return link
  }

  return {
    ways,
    async signIn({ email, password, address }) {
      return counted(email, address, async () => {
        const account = await store.byEmail(email)
        const stored = account?.passwordHash
        const { right, renew } = await passwords.verify(password, stored)
        if (!right || !account || stored === undefined) throw new BatonError('WRONG_CREDENTIALS')
        if (renew) await store.rehash(account.id, stored, await passwords.hash(password))
        return signedIn(account)
      })
    },

    lookAtLink: linkOf,

    async useLink({ token, password, name, email }) {
      const { account } = await linkOf(token)
      const person = account ?? { name: name ?? '', email: email ?? '' }
      if (!person.name || !person.email) throw new BatonError('BAD_REQUEST', 'the first administrator needs a name and an e-mail address')
      mustBeGood(password, person)
      const passwordHash = await passwords.hash(password)
      const session = account
        ? await store.useLink(hashToken(token), passwordHash, clock.now())
        : await store.claim(hashToken(token), { id: newId('user'), ...person, passwordHash, roles: rolesOfTheFirst }, ways, clock.now())
      if (!session) throw new BatonError('LINK_GONE')
      return session
    },

    find,

    async changePassword(userId, { current, wanted, address }) {
      const account = await find(userId)
      const stored = account.passwordHash
      if (stored === undefined) throw new BatonError('WRONG_PASSWORD')
      await counted(account.email, address, async () => {
        if (!(await passwords.verify(current, stored)).right) throw new BatonError('WRONG_PASSWORD')
      })
      mustBeGood(wanted, account)
      const session = await store.changePassword(userId, stored, await passwords.hash(wanted), clock.now())
      if (!session) throw new BatonError('CHANGED_MEANWHILE', 'Your password')
      return session
    },

    endSessions: (userId) => store.endSessions(userId),
    needsFirstAdministrator: async () => !ways.development && !(await store.hasAdministrator(ways)),
    async firstLink(origin) {
      if (ways.development || (await store.hasAdministrator(ways))) return undefined
      const token = newToken()
      await store.keepFirstLink(hashToken(token), clock.now(), new Date(clock.now().getTime() + firstLinkMs))
      return linkAddress(origin, 'first-administrator', token)
    },
  }
}

/** 256 random bits; only their hash is kept. */
export const newToken = () => randomBytes(32).toString('base64url')
export const hashToken = (token: string) => createHash('sha256').update(token).digest('base64url')

/** The token stands behind a #, which browsers send nowhere: it is in no log of a proxy and in no referrer. */
export const linkAddress = (origin: string, purpose: LinkPurpose, token: string) => `${origin}/#${purpose}=${token}`

function mustBeGood(password: string, about: { name: string; email: string }) {
  const problem = passwordProblem(password, [about.name, about.email])
  if (problem) throw new BatonError('PASSWORD_REFUSED', problem)
}
