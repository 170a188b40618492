import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import type { Clock } from '../../platform/index.ts'

const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) })
/** Addresses of keys that are remembered; makers enter one a copilot. */
const mostProviders = 500
const keptMs = 10 * 60_000
/** A token that names an unknown key makes the keys be read again, but not more often than this. */
const againAfterMs = 30_000
/** A provider that did not answer is left alone for a while. */
const silentForMs = 5_000

type Deps = {
  /** Undefined: refused, not reached, or no JSON. Goes through the guard for addresses. */
  ask(url: string): Promise<unknown>
  clock: Clock
}

/**
 * The keys that providers sign tokens with, read once and kept for ten minutes; earlier when a token names one that is not
 * among them. Whoever posts tokens cannot make this server ask a provider for every one.
 */
export function providerKeys({ ask, clock }: Deps): (keysUrl: string) => JWTVerifyGetKey {
  const known = new Map<string, JWTVerifyGetKey>()

  const create = (keysUrl: string): JWTVerifyGetKey => {
    let silentUntil = 0
    const fetchKeys = async () => {
      if (clock.now().getTime() < silentUntil) throw new Error('the provider did not answer a moment ago')
      const keys = keySet.safeParse(await ask(keysUrl))
      if (!keys.success) {
        silentUntil = clock.now().getTime() + silentForMs
        throw new Error('the provider gave no keys')
      }
      return new Response(JSON.stringify(keys.data))
    }
    return createRemoteJWKSet(new URL(keysUrl), { [customFetch]: fetchKeys, cacheMaxAge: keptMs, cooldownDuration: againAfterMs })
  }

  return (keysUrl) => {
    const keys = known.get(keysUrl) ?? create(keysUrl)
    // The map's order is its age: what was used last goes to the end.
    known.delete(keysUrl)
    known.set(keysUrl, keys)
    if (known.size > mostProviders) known.delete(known.keys().next().value ?? '')
    return keys
  }
}
