import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose'
import type { Clock } from '../../platform/index.ts'

const validSeconds = 3600
const algorithm = 'RS256'

/** Who a token is for, and what Bot Framework skills look for in it. */
export type SkillTokenClaims = { issuer: string; /** The skill's app id. */ audience: string; /** Who calls: the copilot. */ appId: string; serviceUrl: string }

/**
 * Tokens that say to a skill who calls, as Bot Framework's own skill tokens do (`ver`, `appid`, `serviceurl`), from an
 * issuer of ours: skills read its keys at the address `skillIssuer` and `keys` are published under.
 */
export async function skillTokens(privateKey: JWK, clock: Clock) {
  const key = await importJWK(privateKey, algorithm)
  const { n, e, kty, kid } = privateKey
  return {
    /** The published half of the key. */
    keys: { keys: [{ kty, n, e, kid, use: 'sig', alg: algorithm, endorsements: ['omnichannel', 'directline', 'pva-studio'] }] },
    sign: (claims: SkillTokenClaims) => tokenOf(claims, clock).setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(kid ? { kid } : {}) }).sign(key),
    /** The same, with a secret that the skill and this copilot share. */
    signShared: (claims: SkillTokenClaims, secret: string) => tokenOf(claims, clock).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(new TextEncoder().encode(secret)),
  }
}

function tokenOf({ issuer, audience, appId, serviceUrl }: SkillTokenClaims, clock: Clock) {
  const now = Math.floor(clock.now().getTime() / 1000)
  return new SignJWT({ ver: '1.0', appid: appId, serviceurl: serviceUrl })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setNotBefore(now - 300)
    .setExpirationTime(now + validSeconds)
}

/** A fresh key, to be made once an installation. */
export async function newSkillKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
  return { ...(await exportJWK(privateKey)), kid: crypto.randomUUID() }
}

export type SkillTokens = Awaited<ReturnType<typeof skillTokens>>
