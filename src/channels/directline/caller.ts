import type { FastifyRequest } from 'fastify'
import type { Hub } from '../../engagement/hub.ts'
import type { Clock } from '../../platform/index.ts'
import { badToken, DirectLineError, missingToken, tokenExpired } from './errors.ts'
import { hashSecret, InvalidToken, looksLikeToken, sameHash, type TokenClaims, type Tokens } from './tokens.ts'

/** The holder of a copilot's secret is a server and may act for anybody; the holder of a token is one customer. */
export type Caller = { kind: 'secret'; copilotId: string; environmentId: string } | { kind: 'token'; claims: TokenClaims }

export type SecretOwner = { copilotId: string; environmentId: string; secretHash: string }
export type FindSecret = (secretHash: string) => Promise<SecretOwner | undefined>

export type Callers = {
  ofRequest(request: FastifyRequest): Promise<Caller>
  ofCredential(credential: string | null | undefined): Promise<Caller>
  /** Who the caller speaks as in that conversation; a DirectLineError when it is not theirs. */
  inConversation(caller: Caller, conversationId: string): Promise<{ userId: string; anonymous: boolean }>
}

const believedForMs = 2000

type Deps = { tokens: Tokens; hub: Pick<Hub, 'findConversation'>; findSecret: FindSecret; clock: Clock }

export function createCallers({ tokens, hub, findSecret, clock }: Deps): Callers {
  const owners = new Map<string, { owner: Promise<SecretOwner | undefined>; until: number }>()

  const ownerOf = (secretHash: string) => {
    const now = clock.now().getTime()
    const known = owners.get(secretHash)
    if (known && known.until > now) return known.owner
    if (owners.size > 10_000) owners.clear()
    const owner = findSecret(secretHash)
    owners.set(secretHash, { owner, until: now + believedForMs })
    owner.catch(() => owners.delete(secretHash))
    return owner
  }

  const callers: Callers = {
    async ofRequest(request) {
      const { authorization } = request.headers
      if (!authorization || !/^bearer /i.test(authorization)) throw missingToken()
      return callers.ofCredential(authorization.slice(7).trim())
    },
    async ofCredential(credential) {
      if (!credential) throw missingToken()
      if (credential.length > 4000) throw badToken('it is too long')
      try {
        return { kind: 'token', claims: await tokens.readToken(credential) }
      } catch (error) {
        if (!(error instanceof InvalidToken)) throw error
        if (error.expired) throw tokenExpired()
        if (looksLikeToken(credential)) throw badToken('its signature is wrong')
      }
      const secretHash = hashSecret(credential)
      const owner = await ownerOf(secretHash)
      if (!owner || !sameHash(owner.secretHash, secretHash)) throw badToken('nobody here gave it out')
      return { kind: 'secret', copilotId: owner.copilotId, environmentId: owner.environmentId }
    },
    async inConversation(caller, conversationId) {
      if (caller.kind === 'token') {
        if (caller.claims.conversationId !== conversationId) throw badToken('it belongs to another conversation')
        return { userId: caller.claims.userId, anonymous: caller.claims.anonymous === true }
      }
      const key = await hub.findConversation(conversationId)
      if (!key) throw new DirectLineError(404, 'ConversationNotFound', 'There is no such conversation.')
      if (key.copilotId !== caller.copilotId || key.environmentId !== caller.environmentId || key.channel !== 'directline') {
        throw badToken('the conversation is with another copilot')
      }
      return { userId: key.customerId, anonymous: key.customerId.startsWith(anonymousPrefix) }
    },
  }
  return callers
}

/** Customers who did not say who they are get an id of ours. */
export const anonymousPrefix = 'user_'
