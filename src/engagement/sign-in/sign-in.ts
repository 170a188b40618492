import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { decodeJwt, jwtVerify, type JWTPayload } from 'jose'
import { z } from 'zod'
import type { CallResult, HostCall, SignedInUser, SignInCall, SignInResult } from '../../dialog/types.ts'
import { randomText, type Clock, type Log } from '../../platform/index.ts'
import { providerKeys } from './provider-keys.ts'
import type { CustomerToken, SignInAttempt, SignInProvider, SignInStore } from './sign-in-ports.ts'

type Http = (call: Extract<HostCall, { type: 'http' }>, signal?: AbortSignal) => Promise<CallResult>
type Deps = {
  store: SignInStore
  http: Http
  /** Scheme, host and port this server is reached under. */
  origin(): string
  /** Ties a sign-in to the browser that began it. */
  secret: Uint8Array
  clock: Clock
  log: Log
}

export const signInPath = '/api/sign-in'
export const redirectUri = (origin: string) => `${origin}${signInPath}/callback`

const validMs = 15 * 60_000
const mostTries = 5
/** A token that runs out within this time is renewed when somebody asks. */
const renewBeforeMs = 60_000
const httpTimeoutMs = 20_000
/** A renewal that has not ended by then was lost with its process; longer than the provider may take, secret in the header tried as well. */
const renewalMs = 2 * httpTimeoutMs + 5_000
const lookAgainMs = 100
const believedForMs = 10_000

const tokenAnswer = z.looseObject({ access_token: z.string().min(1).max(50_000), id_token: z.string().max(50_000).optional(), refresh_token: z.string().max(50_000).optional(), expires_in: z.coerce.number().positive().optional() })
const claimText = z.string().max(500).optional().catch(undefined)
const claimId = z.union([z.string().min(1).max(500), z.number()]).transform(String).optional().catch(undefined)
/** Those of OpenID Connect; `id` and `login` are what older providers have instead. */
const claims = z.looseObject({ sub: claimId, id: claimId, login: claimText, name: claimText, given_name: claimText, family_name: claimText, email: claimText, preferred_username: claimText, upn: claimText })

/** Where the sign-in page sends the browser, or why it cannot. */
export type SignInStart = { outcome: 'redirect'; url: string; cookie: string } | { outcome: 'refused'; words: string }
/** What the page shows in the end. */
export type SignInEnd = { outcome: 'code'; code: string } | { outcome: 'refused'; words: string }

const expiredWords = 'This link has expired or was used already. Go back to the chat and ask to sign in again.'

/**
 * Customers' sign-ins: the authorization code flow with PKCE at the provider a maker entered, ended by six digits that
 * the customer carries from the page into the chat, so that a link somebody else was sent signs nobody in.
 */
export function customerSignIn(deps: Deps) {
  const { store, clock } = deps
  const keysAt = providerKeys({ ask: async (url) => (await askJson('GET', url, { accept: 'application/json' })).body, clock })
  const providers = new Map<string, { provider: Promise<SignInProvider | undefined>; until: number }>()

  const providerOf = (copilotId: string): Promise<SignInProvider | undefined> => {
    const now = clock.now().getTime()
    const known = providers.get(copilotId)
    if (known && known.until > now) return known.provider
    if (providers.size > 10_000) providers.clear()
    const provider = store.provider(copilotId)
    providers.set(copilotId, { provider, until: now + believedForMs })
    provider.catch(() => providers.delete(copilotId))
    return provider
  }

  return {
    forgetProvider: (copilotId: string) => void providers.delete(copilotId),

    /** What a turn may know: undefined when customers cannot sign in. `signedIn`: this conversation is. */
    async context(copilotId: string, customerId: string, signedIn: boolean): Promise<{ required: boolean; accessToken(): string | undefined } | undefined> {
      const provider = await providerOf(copilotId)
      if (!provider) return undefined
      const token = signedIn ? await store.token(copilotId, customerId, provider.connectionName) : undefined
      const valid = token && !runsOut(token, 0) ? token.accessToken : undefined
      return { required: provider.required, accessToken: () => valid }
    },

    /** Performs what a topic asks for. */
    async perform(call: SignInCall, signal?: AbortSignal): Promise<CallResult> {
      const { copilotId, customerId } = call.conversation
      const provider = await providerOf(copilotId)
      if (!provider) return notConfigured
      switch (call.step) {
        case 'sign-out':
          await store.forgetTokens(copilotId, customerId)
          return { type: 'sign-in', outcome: 'signed-out' }
        case 'code':
          return takeCode(call, provider)
        case 'check':
        case 'begin': {
          const token = await currentToken(call, provider, signal)
          if (token) return { type: 'sign-in', outcome: 'signed-in', user: token.user }
          return call.step === 'check' ? { type: 'sign-in', outcome: 'signed-out' } : link(call, provider)
        }
      }
    },

    /** Whose sign-in the link is, as long as it is open: a page that has the card may hand in a token for it. */
    async whose(state: string): Promise<{ conversationId: string; customerId: string } | undefined> {
      const attempt = await store.byState(state)
      return attempt && !attempt.code && attempt.expiresAt > clock.now() ? { conversationId: attempt.conversationId, customerId: attempt.customerId } : undefined
    },

    /** The customer opened the link. */
    async start(state: string): Promise<SignInStart> {
      const attempt = await store.byState(state)
      const provider = attempt && (await providerOf(attempt.copilotId))
      if (!attempt || !provider || attempt.code || attempt.expiresAt <= clock.now()) return { outcome: 'refused', words: expiredWords }
      const url = new URL(provider.authorizationUrl)
      const asked = {
        response_type: 'code',
        client_id: provider.clientId,
        redirect_uri: redirectUri(deps.origin()),
        scope: provider.scopes,
        state,
        nonce: attempt.nonce,
        code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
        code_challenge_method: 'S256',
        resource: attempt.resource,
      }
      for (const [name, value] of Object.entries(asked)) if (value) url.searchParams.set(name, value)
      return { outcome: 'redirect', url: url.toString(), cookie: browserMark(state) }
    },

    /** The provider sent the browser back. `cookie` is what `start` gave it. */
    async finish({ state, code, error, cookie }: { state: string; code?: string | undefined; error?: string | undefined; cookie: string | undefined }): Promise<SignInEnd> {
      const attempt = await store.byState(state)
      const provider = attempt && (await providerOf(attempt.copilotId))
      if (!attempt || !provider || attempt.code || attempt.expiresAt <= clock.now()) return { outcome: 'refused', words: expiredWords }
      if (!isSame(cookie ?? '', browserMark(state))) return { outcome: 'refused', words: 'This sign-in was begun in another browser. Go back to the chat and press its button here.' }
      if (error || !code) return { outcome: 'refused', words: 'You did not sign in. Go back to the chat to try again, or to go on without.' }
      const token = await redeem(attempt, provider, code)
      if (!token) return { outcome: 'refused', words: 'The sign-in did not work out. Go back to the chat and try again; if it keeps failing, tell whoever runs this chat.' }
      const digits = String(randomInt(1_000_000)).padStart(6, '0')
      return (await store.finish(state, digits, token)) ? { outcome: 'code', code: digits } : { outcome: 'refused', words: expiredWords }
    },

    /**
     * A page signed the customer in by itself and hands in their token. It counts when the provider signed it, for us or
     * for the address the maker entered. False: show the card. (8, signin/tokenExchange)
     */
    async takeToken({ copilotId, customerId, token }: { copilotId: string; customerId: string; token: string }): Promise<boolean> {
      const provider = await providerOf(copilotId)
      if (!provider?.exchangeUri || !provider.keysUrl || !provider.issuer) return false
      const payload = await verified(token, { ...provider, keysUrl: provider.keysUrl, issuer: provider.issuer }, [provider.exchangeUri, provider.clientId])
      const user = payload && userOf(payload)
      if (!user) return false
      const expiresAt = payload.exp === undefined ? undefined : new Date(payload.exp * 1000).toISOString()
      await store.keepToken(copilotId, customerId, provider.connectionName, { accessToken: token, expiresAt, user }, clock.now())
      return true
    },
  }

  async function link({ conversation, resource }: SignInCall, provider: SignInProvider): Promise<SignInResult> {
    const now = clock.now()
    const state = randomText(40)
    const { id: conversationId, customerId, copilotId } = conversation
    await store.begin({ state, copilotId, conversationId, customerId, tries: 0, expiresAt: new Date(now.getTime() + validMs), verifier: randomText(64), nonce: randomText(32), ...(resource ? { resource } : {}) }, now)
    const exchange = provider.exchangeUri && provider.keysUrl && provider.issuer ? { exchange: { id: state, uri: provider.exchangeUri, postUrl: `${deps.origin()}${signInPath}/token/${state}` } } : {}
    return { type: 'sign-in', outcome: 'link', connectionName: provider.connectionName, url: `${deps.origin()}${signInPath}/start/${state}`, ...exchange }
  }

  async function takeCode({ conversation, code = '' }: SignInCall, provider: SignInProvider): Promise<SignInResult> {
    const attempt = await store.ofConversation(conversation.id)
    const refused = (reason: (SignInResult & { outcome: 'refused' })['reason']): SignInResult => ({ type: 'sign-in', outcome: 'refused', reason })
    if (!attempt || attempt.customerId !== conversation.customerId || attempt.expiresAt <= clock.now()) return refused('expired')
    if (!attempt.code || !attempt.token) return refused('not-finished')
    if ((await store.countTry(attempt.state)) > mostTries) {
      await store.forget(attempt.state)
      return refused('too-many-tries')
    }
    if (!isSame(code, attempt.code)) return refused('wrong-code')
    await store.keepToken(attempt.copilotId, attempt.customerId, provider.connectionName, attempt.token, clock.now())
    await store.forget(attempt.state)
    return { type: 'sign-in', outcome: 'signed-in', user: attempt.token.user }
  }

  /** The customer's token, renewed where that is due and possible. */
  async function currentToken({ conversation }: SignInCall, provider: SignInProvider, signal: AbortSignal | undefined): Promise<CustomerToken | undefined> {
    const key = [conversation.copilotId, conversation.customerId, provider.connectionName] as const
    for (const patience = performance.now() + renewalMs; ; await pause(lookAgainMs)) {
      const token = await store.token(...key)
      if (!token || !runsOut(token, renewBeforeMs)) return token
      const usable = runsOut(token, 0) ? undefined : token
      if (!token.refreshToken || performance.now() > patience || signal?.aborted) return usable
      // Providers that see a refresh token twice take it for stolen and sign the customer out: one asks, the others wait for what it got.
      const renewal = await store.beginRenewal(...key, token, new Date(clock.now().getTime() + renewalMs), clock.now())
      if (!renewal) continue
      const renewed = await askForToken(provider, { grant_type: 'refresh_token', refresh_token: token.refreshToken }, signal)
      const fresh = renewed && { ...tokenOf(renewed, token.user), refreshToken: renewed.refresh_token ?? token.refreshToken }
      const ended = await renewal.end(fresh ?? token, clock.now())
      // They signed out, or in again, meanwhile: that counts.
      if (!ended) return store.token(...key)
      return fresh ?? usable
    }
  }

  async function redeem({ verifier, nonce, customerId, resource }: SignInAttempt, provider: SignInProvider, code: string): Promise<CustomerToken | undefined> {
    const answer = await askForToken(provider, { grant_type: 'authorization_code', code, redirect_uri: redirectUri(deps.origin()), code_verifier: verifier, ...(resource ? { resource } : {}) })
    if (!answer) return undefined
    const own = answer.id_token === undefined ? {} : claimsOfIdToken(answer.id_token, provider, nonce)
    if (!own) return undefined
    const told = provider.userInfoUrl ? await askWhoItIs(provider.userInfoUrl, answer.access_token) : {}
    if (!told || (told.sub !== undefined && own.sub !== undefined && String(told.sub) !== own.sub)) return undefined
    return tokenOf(answer, userOf({ ...own, ...told }) ?? { id: customerId })
  }

  function tokenOf({ access_token: accessToken, refresh_token: refreshToken, expires_in: seconds }: z.infer<typeof tokenAnswer>, user: SignedInUser): CustomerToken {
    return { accessToken, refreshToken, expiresAt: seconds === undefined ? undefined : new Date(clock.now().getTime() + seconds * 1000).toISOString(), user }
  }

  /** The secret goes into the body, and where a provider wants it in the header, there. (RFC 6749 2.3.1) */
  async function askForToken({ tokenUrl, clientId, clientSecret }: SignInProvider, asked: Record<string, string>, signal?: AbortSignal) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    const form = (more: Record<string, string>) => new URLSearchParams({ ...asked, ...more }).toString()
    let answer = await askJson('POST', tokenUrl, headers, form({ client_id: clientId, ...(clientSecret ? { client_secret: clientSecret } : {}) }), signal)
    if (answer.status === 401 && clientSecret) {
      const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')
      answer = await askJson('POST', tokenUrl, { ...headers, authorization: `Basic ${basic}` }, form({}), signal)
    }
    const parsed = tokenAnswer.safeParse(answer.body)
    return parsed.success ? parsed.data : undefined
  }

  async function askWhoItIs(url: string, accessToken: string) {
    const parsed = z.looseObject({}).safeParse((await askJson('GET', url, { authorization: `Bearer ${accessToken}`, accept: 'application/json' })).body)
    return parsed.success ? (parsed.data as JWTPayload) : undefined
  }

  /** It came from the token address itself, so its signature need not be looked at; what it says has to fit. (OpenID Connect Core 3.1.3.7) */
  function claimsOfIdToken(idToken: string, provider: SignInProvider, nonce: string): JWTPayload | undefined {
    try {
      const payload = decodeJwt(idToken)
      const audience = [payload.aud].flat()
      const fits = audience.includes(provider.clientId) && payload['nonce'] === nonce && (!provider.issuer || payload.iss === provider.issuer) && (payload.exp ?? 0) * 1000 > clock.now().getTime()
      return fits ? payload : undefined
    } catch {
      return undefined
    }
  }

  async function verified(token: string, provider: { keysUrl: string; issuer: string }, audience: string[]): Promise<JWTPayload | undefined> {
    try {
      const { payload } = await jwtVerify(token, keysAt(provider.keysUrl), { issuer: provider.issuer, audience, currentDate: clock.now(), algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'] })
      return payload
    } catch {
      return undefined
    }
  }

  /** `body` only of an answer that succeeded. */
  async function askJson(method: string, url: string, headers: Record<string, string>, body?: string, signal?: AbortSignal): Promise<{ status: number; body?: unknown }> {
    const result = await deps.http({ type: 'http', callId: '', method, url, headers, ...(body === undefined ? {} : { body }), timeoutMs: httpTimeoutMs }, signal)
    const host = URL.canParse(url) ? new URL(url).host : ''
    if (result.type !== 'http' || result.status !== 200) {
      deps.log.warn('a sign-in provider refused or could not be reached', { host, ...(result.type === 'http' ? { status: result.status } : result.type === 'failed' ? { code: result.code } : {}) })
      return { status: result.type === 'http' ? result.status : 0 }
    }
    try {
      return { status: 200, body: JSON.parse(result.body) as unknown }
    } catch {
      deps.log.warn('a sign-in provider did not answer with JSON', { host })
      return { status: 200 }
    }
  }

  function runsOut({ expiresAt }: CustomerToken, withinMs: number): boolean {
    return expiresAt !== undefined && Date.parse(expiresAt) - withinMs <= clock.now().getTime()
  }

  function browserMark(state: string): string {
    return createHmac('sha256', deps.secret).update(`sign-in:${state}`).digest('base64url')
  }
}

export type CustomerSignIn = ReturnType<typeof customerSignIn>

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

const notConfigured: CallResult = {
  type: 'failed',
  code: 'AuthenticationNotConfigured',
  message: 'no sign-in provider is set up for this copilot. A maker enters one under Authentication of the copilot: addresses, client id and secret of an OAuth 2.0 provider.',
}

function userOf(payload: JWTPayload): SignedInUser | undefined {
  const parsed = claims.safeParse(payload)
  const id = parsed.data?.sub ?? parsed.data?.id
  if (!parsed.success || !id) return undefined
  const { login, name, given_name: firstName, family_name: lastName, email, preferred_username: preferred, upn } = parsed.data
  const user = { id, displayName: name, firstName, lastName, email, principalName: upn ?? preferred ?? login }
  return Object.fromEntries(Object.entries(user).filter(([, value]) => value !== undefined)) as SignedInUser
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}
