import { createHash, randomBytes } from 'node:crypto'
import { createRemoteJWKSet, customFetch, EncryptJWT, jwtDecrypt, jwtVerify, type JWTPayload } from 'jose'
import { z } from 'zod'
import type { Clock, Log } from '../platform/index.ts'
import type { AccountStore, SignedIn } from './ports.ts'

export type OpenIdSettings = { issuer: string; clientId: string; clientSecret: string | undefined; /** What the button calls it. */ name: string }

/** Why nobody was signed in; the start page has the words. */
export type Refusal = 'cancelled' | 'expired' | 'unknown' | 'unverified' | 'another' | 'failed'

export type OpenId = {
  readonly name: string
  /** Where the browser goes, and what it has to bring back. Undefined: the provider cannot be asked. */
  start(redirectUri: string, next: string): Promise<{ url: string; cookie: string } | undefined>
  finish(answer: { state?: string | undefined; code?: string | undefined; error?: string | undefined; cookie: string | undefined }, redirectUri: string): Promise<{ signedIn: SignedIn; next: string } | { refused: Refusal }>
}

/** An HTTP request through the guard for addresses; undefined when it was refused or no answer came. */
export type Ask = (request: { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string }) => Promise<{ status: number; body: string } | undefined>

export const openIdSeconds = 10 * 60
const discoveryKeptMs = 60 * 60_000
const audience = 'open-id'
/** Asymmetric ones: a client secret may be short. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

const discovery = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.url({ protocol: /^https?$/ }),
  token_endpoint: z.url({ protocol: /^https?$/ }),
  jwks_uri: z.url({ protocol: /^https?$/ }),
  userinfo_endpoint: z.url({ protocol: /^https?$/ }).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
})
type Provider = z.infer<typeof discovery>
const attempt = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string() })
const granted = z.looseObject({ id_token: z.string(), access_token: z.string().optional() })
const claims = z.looseObject({ sub: z.string().min(1), email: z.string().optional(), email_verified: z.unknown().optional(), xms_edov: z.unknown().optional() })
type Claims = z.infer<typeof claims>

type Deps = { settings: OpenIdSettings; store: AccountStore; ask: Ask; secret: Uint8Array; clock: Clock; log: Log }

/**
 * People sign in at an OpenID Connect provider: authorization code with PKCE. Who they are here is decided by their verified
 * e-mail address the first time, and by the provider's own id for them from then on.
 */
export function openIdSignIn(deps: Deps): OpenId {
  const { settings, store, clock, log } = deps
  const key = createHash('sha256').update('open-id attempts').update(deps.secret).digest()
  const provider = rememberProvider(deps)
  const failed = (reason: string, refused: Refusal = 'failed') => {
    log.warn('a sign-in at the OpenID provider failed', { reason })
    return { refused }
  }

  return {
    name: settings.name,
    async start(redirectUri, next) {
      const known = await provider()
      if (!known) return void failed('the provider was not reached, or its configuration cannot be read')
      const began = { state: random(), nonce: random(), verifier: random(), next }
      const url = new URL(known.document.authorization_endpoint)
      const challenge = createHash('sha256').update(began.verifier).digest('base64url')
      const parameters = { response_type: 'code', client_id: settings.clientId, redirect_uri: redirectUri, scope: 'openid email profile', state: began.state, nonce: began.nonce, code_challenge: challenge, code_challenge_method: 'S256' }
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
      const seconds = Math.floor(clock.now().getTime() / 1000)
      const cookie = await new EncryptJWT(began).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).setAudience(audience).setIssuedAt(seconds).setExpirationTime(seconds + openIdSeconds).encrypt(key)
      return { url: url.toString(), cookie }
    },

    async finish({ state, code, error, cookie }, redirectUri) {
      const began = cookie === undefined ? undefined : await readAttempt(cookie, key, clock)
      if (!began || state !== began.state) return { refused: 'expired' }
      if (error !== undefined || code === undefined) return { refused: 'cancelled' }
      const known = await provider()
      if (!known) return failed('the provider was not reached, or its configuration cannot be read')
      const grant = await exchange(deps, known.document, { code, redirectUri, verifier: began.verifier })
      if (!grant) return failed('the code was not exchanged for a token')
      const said = await verified(grant.id_token, known.keys, { issuer: known.document.issuer, clientId: settings.clientId, nonce: began.nonce, now: clock.now() })
      if (!said) return failed('the id token does not count')
      const person = said.email === undefined ? await withUserInfo(deps, known.document, said, grant.access_token) : said
      const found = await accountOf(store, settings.issuer, person)
      if ('refused' in found) return failed('nobody here is meant', found.refused)
      const signedIn = await store.signedIn(found.id, clock.now())
      return signedIn ? { signedIn, next: began.next } : { refused: 'unknown' }
    },
  }
}

async function accountOf(store: AccountStore, issuer: string, person: Claims): Promise<{ id: string } | { refused: Refusal }> {
  const identity = { issuer, subject: person.sub }
  const bound = await store.byIdentity(identity)
  if (bound) return bound
  if (person.email === undefined || !isVerified(person)) return { refused: 'unverified' }
  const account = await store.byEmail(person.email)
  if (!account) return { refused: 'unknown' }
  return (await store.bindIdentity(account.id, identity)) ? account : { refused: 'another' }
}

/** `xms_edov` is what Entra ID says instead: the owner of the address's domain was verified. */
const isVerified = ({ email_verified, xms_edov }: Claims) => [email_verified, xms_edov].some((said) => said === true || said === 'true' || said === 1 || said === '1')

const random = () => randomBytes(32).toString('base64url')

async function readAttempt(cookie: string, key: Uint8Array, clock: Clock) {
  try {
    const { payload } = await jwtDecrypt(cookie, key, { audience, currentDate: clock.now(), keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] })
    return attempt.safeParse(payload).data
  } catch {
    return undefined
  }
}

/** The provider's configuration and keys, read when first needed and again after an hour. */
function rememberProvider({ settings, ask, clock }: Deps) {
  let known: { document: Provider; keys: ReturnType<typeof createRemoteJWKSet>; until: number } | undefined
  return async () => {
    if (known && known.until > clock.now().getTime()) return known
    const answer = await ask({ method: 'GET', url: `${settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, headers: { accept: 'application/json' } })
    const document = discovery.safeParse(parseJson(answer?.status === 200 ? answer.body : '')).data
    // A document of somebody else must not speak for the issuer. (OpenID Connect Discovery 4.3)
    if (!document || withoutSlash(document.issuer) !== withoutSlash(settings.issuer)) return known
    const readKeys = async (url: string) => {
      const keys = await ask({ method: 'GET', url, headers: { accept: 'application/json' } })
      return new Response(keys?.body ?? '', { status: keys?.status ?? 502 })
    }
    known = { document, keys: createRemoteJWKSet(new URL(document.jwks_uri), { [customFetch]: readKeys }), until: clock.now().getTime() + discoveryKeptMs }
    return known
  }
}

async function exchange({ settings, ask }: Deps, provider: Provider, { code, redirectUri, verifier }: { code: string; redirectUri: string; verifier: string }) {
  const { clientId, clientSecret } = settings
  // Without a list it is the header. (OpenID Connect Discovery 3)
  const inHeader = clientSecret !== undefined && (provider.token_endpoint_auth_methods_supported ?? ['client_secret_basic']).includes('client_secret_basic')
  const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...(inHeader ? {} : { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) }) })
  const basic = `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret ?? '')}`).toString('base64')}`
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...(inHeader ? { authorization: basic } : {}) }
  const answer = await ask({ method: 'POST', url: provider.token_endpoint, headers, body: form.toString() })
  return granted.safeParse(parseJson(answer?.status === 200 ? answer.body : '')).data
}

async function verified(token: string, keys: ReturnType<typeof createRemoteJWKSet>, wanted: { issuer: string; clientId: string; nonce: string; now: Date }): Promise<Claims | undefined> {
  let payload: JWTPayload
  try {
    payload = (await jwtVerify(token, keys, { issuer: wanted.issuer, audience: wanted.clientId, algorithms, currentDate: wanted.now, clockTolerance: 60, requiredClaims: ['exp', 'iat', 'sub'] })).payload
  } catch {
    return undefined
  }
  const others = Array.isArray(payload.aud) && payload.aud.length > 1
  if (payload['nonce'] !== wanted.nonce || (others && payload['azp'] !== wanted.clientId)) return undefined
  return claims.safeParse(payload).data
}

/** Some providers tell the address only there. It must be about the same person. */
async function withUserInfo({ ask }: Deps, provider: Provider, said: Claims, accessToken: string | undefined): Promise<Claims> {
  if (provider.userinfo_endpoint === undefined || accessToken === undefined) return said
  const answer = await ask({ method: 'GET', url: provider.userinfo_endpoint, headers: { accept: 'application/json', authorization: `Bearer ${accessToken}` } })
  const more = claims.safeParse(parseJson(answer?.status === 200 ? answer.body : '')).data
  return more?.sub === said.sub ? { ...said, ...more } : said
}

const withoutSlash = (url: string) => url.replace(/\/$/, '')

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
