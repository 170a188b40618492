import type { Role } from '../contracts/index.ts'

/** A person who may sign in, as far as signing in needs them. Never somebody disabled. */
export type Account = { id: string; environmentId: string; name: string; email: string; sessionGeneration: number; passwordHash: string | undefined }

/** Who has just signed in, with the generation their cookie names. */
export type SignedIn = { id: string; environmentId: string; sessionGeneration: number }

export type LinkPurpose = 'first-administrator' | 'invitation' | 'reset'
export type AccountLink = { purpose: LinkPurpose; expiresAt: Date; account: Account | undefined }
export type Identity = { issuer: string; subject: string }

/** What counts as being able to sign in: a password always; in development anybody; an identity while its provider is connected. */
export type Ways = { development: boolean; issuer: string | undefined }

export type AccountStore = {
  byEmail(email: string): Promise<Account | undefined>
  byId(id: string): Promise<Account | undefined>
  byIdentity(identity: Identity): Promise<Account | undefined>
  /** False when the person is bound to another identity, or the identity to another person. */
  bindIdentity(userId: string, identity: Identity): Promise<boolean>
  /** Notes the sign-in. Undefined when they were disabled meanwhile. */
  signedIn(userId: string, now: Date): Promise<SignedIn | undefined>
  /** Only while the stored hash still is `before`. */
  rehash(userId: string, before: string, after: string): Promise<void>
  /** Ends every session, those of this browser included, and takes back a link that was given out. Undefined when the stored hash is not `before` any more. */
  changePassword(userId: string, before: string, after: string, now: Date): Promise<SignedIn | undefined>
  endSessions(userId: string): Promise<void>

  hasAdministrator(ways: Ways): Promise<boolean>
  findLink(tokenHash: string, now: Date): Promise<AccountLink | undefined>
  /** Takes the place of an earlier link for the first administrator. */
  keepFirstLink(tokenHash: string, now: Date, expiresAt: Date): Promise<void>
  /** Uses the link up: the password counts, earlier sessions do not. Undefined when somebody was quicker, or it was withdrawn. */
  useLink(tokenHash: string, passwordHash: string, now: Date): Promise<SignedIn | undefined>
  /** The same for the first administrator, who is made by it. Undefined also when there is one by now. */
  claim(tokenHash: string, person: { id: string; name: string; email: string; passwordHash: string; roles: Role[] }, ways: Ways, now: Date): Promise<SignedIn | undefined>
}

/** How often a key may be tried, and how long it then waits at most. */
export type TryLimit = { key: string; free: number; longestWaitMs: number }

export type TryStore = {
  /** Counts one try for every key, or none of them when one has to wait: then the milliseconds that it waits. */
  take(limits: readonly TryLimit[], now: Date): Promise<number>
  /** The try succeeded, or was none: what `forgotten` tried in vain counts no more, and the others get this one back. */
  succeeded(forgotten: readonly string[], others: readonly string[]): Promise<void>
}
