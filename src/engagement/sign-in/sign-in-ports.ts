import type { SignedInUser } from '../../dialog/types.ts'

/** An OAuth 2.0 or OpenID Connect provider that customers of a copilot sign in at. */
export type SignInProvider = {
  /** What the card calls it; tokens are kept under it. */
  connectionName: string
  /** Customers have to sign in before anything else. */
  required: boolean
  authorizationUrl: string
  tokenUrl: string
  /** Where the customer's claims are read; the id token may hold them instead. */
  userInfoUrl?: string | undefined
  /** Separated by spaces. */
  scopes: string
  clientId: string
  clientSecret?: string | undefined
  /** Of id tokens, and of tokens that a page hands in. */
  issuer?: string | undefined
  /** Keys that such tokens are signed with. */
  keysUrl?: string | undefined
  /** What the page asks a token for, so that nobody has to press a button. Without it no page can hand one in. */
  exchangeUri?: string | undefined
}

export type CustomerToken = { accessToken: string; refreshToken?: string | undefined; /** ISO 8601; missing: it does not say. */ expiresAt?: string | undefined; user: SignedInUser }

/** A sign-in under way: the link was given out (`verifier`), or the provider has answered (`code`, `token`). */
export type SignInAttempt = {
  state: string
  copilotId: string
  conversationId: string
  customerId: string
  tries: number
  expiresAt: Date
  verifier: string
  nonce: string
  resource?: string | undefined
  code?: string | undefined
  token?: CustomerToken | undefined
}

export type SignInStore = {
  provider(copilotId: string): Promise<SignInProvider | undefined>
  /** Replaces what the conversation had under way, and forgets what has expired everywhere. */
  begin(attempt: SignInAttempt, now: Date): Promise<void>
  byState(state: string): Promise<SignInAttempt | undefined>
  /** False when it was finished or replaced meanwhile. */
  finish(state: string, code: string, token: CustomerToken): Promise<boolean>
  ofConversation(conversationId: string): Promise<SignInAttempt | undefined>
  /** Counts one more try; answers how many that makes. */
  countTry(state: string): Promise<number>
  forget(state: string): Promise<void>
  token(copilotId: string, customerId: string, connection: string): Promise<CustomerToken | undefined>
  keepToken(copilotId: string, customerId: string, connection: string, token: CustomerToken, now: Date): Promise<void>
  /**
   * Says that `token` is being renewed until `until` at the latest. Undefined when somebody else does that, or when it is
   * not what is kept any more. `end` keeps what came of it, unless the customer has signed out or in meanwhile: false.
   */
  beginRenewal(copilotId: string, customerId: string, connection: string, token: CustomerToken, until: Date, now: Date): Promise<{ end(token: CustomerToken, now: Date): Promise<boolean> } | undefined>
  forgetTokens(copilotId: string, customerId: string): Promise<void>
}
