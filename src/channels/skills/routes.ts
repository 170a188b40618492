import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { activity as activitySchema, type Activity } from '../../contracts/index.ts'
import { skillIssuer, skillsPath, type SkillConversation, type SkillConversations, type SkillTokens } from '../../engagement/index.ts'
import type { Hub } from '../../engagement/hub.ts'
import { BatonError, createLimiter, type Clock } from '../../platform/index.ts'

export type SkillRoutesDeps = {
  hub: Pick<Hub, 'receiveFromSkill' | 'changeFromSkill' | 'findConversation'>
  conversations: SkillConversations
  tokens: Pick<SkillTokens, 'keys'>
  /** Scheme, host and port the caller reached us under. */
  origin(request: FastifyRequest): string
  clock: Clock
}

const largestActivity = 262_144
/** What skills may say and ask in one conversation of a customer, however many of them it calls. Typing counts. */
const mostSaid = { perSecond: 10, burst: 100 }
const inConversation = z.object({ id: z.string().max(300) })
const toActivity = inConversation.extend({ activityId: z.string().max(300) })
const member = inConversation.extend({ memberId: z.string().max(300) })

/**
 * Where skills answer: the part of the Bot Framework connector protocol that a skill's adapter calls at the service url
 * of what it was sent. The conversation id in the path is the credential (src/engagement/skills/skill-conversations.ts);
 * what is checked besides is in docs/how-to/connect-a-skill.md.
 */
export async function skillRoutes(app: FastifyInstance, { hub, conversations, tokens, origin, clock }: SkillRoutesDeps): Promise<void> {
  const path = `${skillsPath}/v3/conversations/:id`
  const conversationOf = (request: FastifyRequest): SkillConversation => {
    const conversation = conversations.read(inConversation.parse(request.params).id)
    if (!conversation) throw new BatonError('TOKEN_INVALID', 'this conversation id was not given to a skill')
    return conversation
  }
  const limiter = createLimiter(mostSaid, clock)
  // Before a body is read: who floods a conversation costs little.
  app.addHook('preParsing', async (request: FastifyRequest, reply: FastifyReply) => {
    if (!request.routeOptions.url?.startsWith(path)) return
    const seconds = limiter.take(conversationOf(request).conversationId, 1)
    if (seconds === 0) return
    reply.header('retry-after', seconds)
    throw new BatonError('TOO_MANY_REQUESTS', seconds)
  })
  const say = async (request: FastifyRequest) => {
    const conversation = conversationOf(request)
    return hub.receiveFromSkill(conversation, activitySchema.parse(request.body))
  }
  app.post(`${path}/activities`, { bodyLimit: largestActivity }, say)
  app.post(`${path}/activities/:activityId`, { bodyLimit: largestActivity }, say)

  const change = async (request: FastifyRequest, read: () => Activity | undefined) => {
    const conversation = conversationOf(request)
    const { activityId } = toActivity.parse(request.params)
    await hub.changeFromSkill(conversation, activityId, read())
    return { id: activityId }
  }
  app.put(`${path}/activities/:activityId`, { bodyLimit: largestActivity }, (request) => change(request, () => activitySchema.parse(request.body)))
  app.delete(`${path}/activities/:activityId`, (request) => change(request, () => undefined))

  /** One customer, whoever else may join later. */
  const members = async (request: FastifyRequest) => {
    const { conversationId } = conversationOf(request)
    const key = await hub.findConversation(conversationId)
    if (!key) throw new BatonError('CONVERSATION_NOT_FOUND', conversationId)
    return [{ id: key.customerId, name: '', role: 'user' }]
  }
  app.get(`${path}/members`, members)
  app.get(`${path}/pagedmembers`, async (request) => ({ members: await members(request) }))
  app.get(`${path}/members/:memberId`, async (request) => {
    const { memberId } = member.parse(request.params)
    const found = (await members(request)).find(({ id }) => id === memberId)
    if (!found) throw new BatonError('NOT_FOUND', 'member', memberId)
    return found
  })

  // What a skill needs to believe our tokens.
  for (const name of ['openid-configuration', 'openidconfiguration']) {
    app.get(`${skillsPath}/.well-known/${name}`, async (request) => {
      const issuer = skillIssuer(origin(request))
      return { issuer, jwks_uri: `${issuer}/keys`, id_token_signing_alg_values_supported: ['RS256'], response_types_supported: ['token'], subject_types_supported: ['public'] }
    })
  }
  app.get(`${skillsPath}/keys`, async () => tokens.keys)
}
