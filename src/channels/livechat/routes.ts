import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { livechatStart, type livechatConfig, type livechatToken } from '../../contracts/index.ts'
import type { Hub } from '../../engagement/hub.ts'
import { BatonError, newId } from '../../platform/index.ts'
import { InvalidToken, tokenSeconds, type TokenClaims, type Tokens } from '../directline/index.ts'
import { demoPage } from './demo-page.ts'
import { embedDoor, widgetDoor, type Door, type PublicCopilot, type PublicWidget } from './doors.ts'

export type LivechatDeps = {
  hub: Hub
  tokens: Tokens
  directory: {
    findWidget(id: string): Promise<PublicWidget | undefined>
    findCopilot(id: string): Promise<PublicCopilot | undefined>
    firstWidgetId(): Promise<string | undefined>
  }
  origin(request: FastifyRequest): string
}

type Config = z.infer<typeof livechatConfig>
type Token = z.infer<typeof livechatToken>

const params = z.object({ id: z.string().max(300) })
const demoQuery = z.object({ widget: z.string().max(300).optional(), copilot: z.string().max(300).optional() })
const largestStart = 450_000
const mostContext = 100
/** A visitor who comes back within this time finds their conversation, though the token has run out. */
const resumeSeconds = 24 * 3600

export async function livechatRoutes(app: FastifyInstance, deps: LivechatDeps): Promise<void> {
  const { hub, tokens, directory } = deps

  const widget = async (id: string) => {
    const found = await directory.findWidget(id)
    if (!found) throw new BatonError('NOT_FOUND', 'chat widget', id)
    return widgetDoor(found)
  }
  const embed = async (id: string) => {
    const found = await directory.findCopilot(id)
    if (!found) throw new BatonError('NOT_FOUND', 'copilot', id)
    return embedDoor(found)
  }
  for (const [path, find] of [['/api/livechat/:id', widget], ['/api/embed/:id', embed]] as const) {
    const enter = async (request: FastifyRequest, reply: FastifyReply): Promise<Door> => {
      const door = await find(params.parse(request.params).id)
      allowOrigin(request, reply, door, deps.origin(request))
      return door
    }
    app.options(`${path}/*`, async (request, reply) => {
      await enter(request, reply)
      return reply.status(204).send()
    })
    app.get(`${path}/config`, async (request, reply): Promise<Config> => {
      const { config } = await enter(request, reply)
      reply.header('cache-control', 'no-store')
      return config
    })
    app.post(`${path}/token`, { bodyLimit: largestStart }, async (request, reply): Promise<Token> => {
      const door = await enter(request, reply)
      return openConversation(deps, door, readStart(request.body), request)
    })
    app.post(`${path}/end`, async (request, reply) => {
      const door = await enter(request, reply)
      const claims = await claimsOf(tokens, request.headers.authorization)
      if (!claims.conversationId || !belongs(claims, door)) throw new BatonError('TOKEN_INVALID', 'it belongs to another chat')
      await hub.endByCustomer(claims.conversationId)
      return {}
    })
  }

  app.get('/demo', async (request, reply) => {
    const asked = demoQuery.parse(request.query)
    const widgetId = asked.widget ?? (asked.copilot ? undefined : await directory.firstWidgetId())
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(demoPage({ widgetId, copilotId: asked.copilot }))
  })
}

async function openConversation({ hub, tokens, origin }: LivechatDeps, door: Door, start: z.infer<typeof livechatStart>, request: FastifyRequest): Promise<Token> {
  const earlier = start.resume ? await readEarlier(tokens, start.resume, door) : undefined
  const open = earlier?.conversationId ? await hub.findConversation(earlier.conversationId) : undefined
  const resumed = open !== undefined && !open.closed && open.customerId === earlier?.userId
  if (!resumed && !door.config.online) throw new BatonError('UNAVAILABLE', door.config.notice ?? 'the chat is closed')

  const userId = earlier?.userId ?? newId('customer')
  const { environmentId, channel, widgetId, copilotId } = door
  const key = resumed
    ? open
    : await hub.startConversation({
        environmentId,
        channel,
        ...(widgetId ? { widgetId } : {}),
        ...(copilotId ? { copilotId } : {}),
        customer: { id: userId, name: start.customer?.name },
        locale: start.locale,
        context: start.context,
      })
  const token = await tokens.mintToken({ conversationId: key.id, userId, environmentId, channel, widgetId, copilotId })
  return { token, conversationId: key.id, userId, directLineUrl: `${origin(request)}/v3/directline`, expiresIn: tokenSeconds, resumed }
}

/** A token that cannot be used any more is no error: the visitor simply starts afresh. */
async function readEarlier(tokens: Tokens, token: string, door: Door): Promise<TokenClaims | undefined> {
  try {
    const claims = await tokens.readToken(token, resumeSeconds)
    return belongs(claims, door) ? claims : undefined
  } catch (error) {
    if (error instanceof InvalidToken) return undefined
    throw error
  }
}

function belongs(claims: TokenClaims, door: Door): boolean {
  return claims.environmentId === door.environmentId && claims.channel === door.channel && claims.widgetId === door.widgetId && claims.copilotId === door.copilotId
}

async function claimsOf(tokens: Tokens, authorization: string | undefined): Promise<TokenClaims> {
  if (!authorization || !/^bearer /i.test(authorization)) throw new BatonError('TOKEN_INVALID', 'there is none')
  try {
    return await tokens.readToken(authorization.slice(7).trim())
  } catch (error) {
    if (error instanceof InvalidToken) throw new BatonError('TOKEN_INVALID', error.expired ? 'it has expired' : 'it is not one of ours')
    throw error
  }
}

function readStart(body: unknown): z.infer<typeof livechatStart> {
  const start = livechatStart.parse(body ?? {})
  const names = Object.keys(start.context ?? {}).length
  if (names > mostContext) throw new BatonError('BAD_REQUEST', `context: it has ${names} names, at most ${mostContext} are taken`)
  return start
}

/** Pages of our own always may; others when the widget names them, or names nobody. Without an origin it is no page. */
function allowOrigin(request: FastifyRequest, reply: FastifyReply, door: Door, ours: string) {
  reply.header('vary', 'origin')
  const { origin } = request.headers
  if (origin === undefined) return
  const allowed = door.allowedOrigins
  if (allowed.length > 0 && origin !== ours && !allowed.includes(origin)) throw new BatonError('ORIGIN_NOT_ALLOWED', origin.slice(0, 200))
  reply.header('access-control-allow-origin', origin)
  reply.header('access-control-allow-methods', 'GET, POST, OPTIONS')
  reply.header('access-control-allow-headers', 'authorization, content-type')
  reply.header('access-control-max-age', '600')
}
