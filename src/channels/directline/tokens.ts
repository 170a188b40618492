import { createHash, timingSafeEqual } from 'node:crypto'
import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose'
import type { Channel } from '../../engagement/hub.ts'
import type { Clock } from '../../platform/index.ts'

/** What a token lets its holder do: speak as `userId` in one conversation, or start one. */
export type TokenClaims = {
  /** Missing or not started yet: the token is for starting this conversation. */
  conversationId?: string | undefined
  userId: string
  /** The customer never named themselves: `userId` is ours, and `from.id` of what they send is theirs. */
  anonymous?: boolean | undefined
  environmentId: string
  copilotId?: string | undefined
  widgetId?: string | undefined
  channel: Channel
}

export type Tokens = {
  mintToken(claims: TokenClaims): Promise<string>
  /** Throws `InvalidToken`. `graceSeconds` also accepts one that expired that long ago. */
  readToken(token: string, graceSeconds?: number): TokenClaims | Promise<TokenClaims>
}

export class InvalidToken extends Error {
  override readonly name = 'InvalidToken'
  readonly expired: boolean
  constructor(expired: boolean) {
    super(expired ? 'The token has expired.' : 'The token is not valid.')
    this.expired = expired
  }
}

export const tokenSeconds = 1800
const audience = 'directline'
const issuer = 'baton'
const remembered = 20_000

export function createTokens({ secret, clock }: { secret: Uint8Array; clock: Clock }): Tokens {
  // A conversation sends the same token with every request: its signature is checked once.
  const verified = new Map<string, { claims: TokenClaims; expiresAt: number }>()

  const verify = async (token: string, graceSeconds: number): Promise<TokenClaims> => {
    try {
      const { payload } = await jwtVerify(token, secret, {
        audience,
        issuer,
        algorithms: ['HS256'],
        requiredClaims: ['exp'],
        currentDate: clock.now(),
        clockTolerance: graceSeconds,
      })
      const claims = fromPayload(payload)
      if (verified.size >= remembered) verified.delete(verified.keys().next().value ?? '')
      verified.set(token, { claims, expiresAt: (payload.exp ?? 0) * 1000 })
      return claims
    } catch (error) {
      throw new InvalidToken(error instanceof errors.JWTExpired)
    }
  }

  return {
    mintToken(claims) {
      const now = Math.floor(clock.now().getTime() / 1000)
      return new SignJWT(toPayload(claims))
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + tokenSeconds)
        .sign(secret)
    },
    readToken(token, graceSeconds = 0) {
      const known = verified.get(token)
      if (known && clock.now().getTime() < known.expiresAt + graceSeconds * 1000) return known.claims
      return verify(token, graceSeconds)
    },
  }
}

/** Direct Line secrets are stored like this. They are long random text, so one round of SHA-256 is enough. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

export function looksLikeToken(credential: string): boolean {
  try {
    return decodeJwt(credential).iss === issuer
  } catch {
    return false
  }
}

/** `user` is where Direct Line clients look for the id they were given. */
function toPayload(claims: TokenClaims): Record<string, unknown> {
  return {
    conv: claims.conversationId,
    env: claims.environmentId,
    bot: claims.copilotId,
    wid: claims.widgetId,
    ch: claims.channel,
    ...(claims.anonymous ? { anon: claims.userId } : { user: claims.userId }),
  }
}

function fromPayload(payload: Record<string, unknown>): TokenClaims {
  const text = (name: string) => (typeof payload[name] === 'string' ? payload[name] : undefined)
  const channel = text('ch')
  return {
    conversationId: text('conv'),
    userId: text('user') ?? text('anon') ?? '',
    anonymous: text('anon') !== undefined,
    environmentId: text('env') ?? '',
    copilotId: text('bot'),
    widgetId: text('wid'),
    channel: channel === 'livechat' || channel === 'test' ? channel : 'directline',
  }
}
