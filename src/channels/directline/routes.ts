import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { activity as activitySchema, type Activity } from '../../contracts/index.ts'
import type { ConversationKey, Hub } from '../../engagement/hub.ts'
import { BatonError, newId, randomText, type Clock, type Log } from '../../platform/index.ts'
import type { Gateway, SocketServer } from '../../realtime/index.ts'
import { anonymousPrefix, createCallers, type Caller, type FindSecret } from './caller.ts'
import { badToken, directLineCode, DirectLineError } from './errors.ts'
import type { FileKeys } from './file-links.ts'
import { createCustomerPresence } from './presence.ts'
import { recentLines } from './recent-lines.ts'
import { startOnce } from './start.ts'
import { streamConversation } from './stream.ts'
import { tokenSeconds, type TokenClaims, type Tokens } from './tokens.ts'
import { readUpload, tooBig, uploadLimits } from './upload.ts'
import { sendFile } from './send-file.ts'
import { activitySet, isForCustomer, ownId, parseWatermark, type FileLink } from './wire.ts'

export type DirectLineDeps = {
  hub: Hub
  gateway: Gateway
  sockets: SocketServer
  tokens: Tokens
  fileKeys: FileKeys
  findSecret: FindSecret
  clock: Clock
  log: Log
  /** Scheme, host and port the caller reached us under. */
  origin(request: { protocol: string; host: string }): string
  toFailure(error: unknown, route: string): { status: number; code: string; message: string }
}

export const directLinePath = '/v3/directline'
const largestActivity = 262_144
const largestUpload = 4_000_000
/** Of one conversation: a customer has a few tabs, a server that acts for them one. */
const mostSockets = 30

const user = z.looseObject({ id: z.string().trim().max(100).nullish(), name: z.string().max(200).nullish() }).nullish()
const startBody = z.looseObject({ user, locale: z.string().max(35).nullish() }).nullish()
const inConversation = z.object({ id: z.string().max(300) })
const fileOfConversation = inConversation.extend({ fileId: z.string().max(40) })
const withKey = z.looseObject({ t: z.string().max(100).optional() })
const withWatermark = z.looseObject({ watermark: z.string().max(100).optional() })

/** Direct Line 3.0. Its clients are other people's programs, so names, codes and statuses are the protocol's. */
export async function directLineRoutes(app: FastifyInstance, deps: DirectLineDeps): Promise<void> {
  const { hub, tokens, log } = deps
  const callers = createCallers(deps)
  const presence = createCustomerPresence(hub, deps.clock)
  const recent = recentLines(deps)
  app.addHook('onClose', async () => {
    presence.stop()
    recent.stop()
  })
  answerLikeDirectLine(app, deps)
  await app.register(multipart, { limits: uploadLimits })

  const linkFrom = (origin: string): FileLink => (conversationId, fileId) =>
    `${origin}${directLinePath}/conversations/${encodeURIComponent(conversationId)}/files/${fileId}?t=${deps.fileKeys.keyOf(conversationId, fileId)}`

  const conversationAnswer = async (request: FastifyRequest, key: ConversationKey, claims: TokenClaims, watermark?: string) => {
    const token = await tokens.mintToken({ ...claims, conversationId: key.id })
    const query = new URLSearchParams({ ...(watermark ? { watermark } : {}), t: token })
    const socketOrigin = deps.origin(request).replace(/^http/, 'ws')
    return {
      conversationId: key.id,
      token,
      expires_in: tokenSeconds,
      streamUrl: `${socketOrigin}${directLinePath}/conversations/${encodeURIComponent(key.id)}/stream?${query.toString()}`,
      referenceGrammarId: key.copilotId ?? key.id,
    }
  }

  app.post('/tokens/generate', async (request) => {
    const caller = await callers.ofRequest(request)
    if (caller.kind !== 'secret') throw badToken('a token cannot make tokens, use the secret')
    const body = startBody.parse(request.body)
    const conversationId = newId('c')
    const token = await tokens.mintToken({ ...claimsFor(caller, body?.user?.id ?? undefined), conversationId })
    return { conversationId, token, expires_in: tokenSeconds }
  })

  app.post('/tokens/refresh', async (request) => {
    const caller = await callers.ofRequest(request)
    if (caller.kind !== 'token') throw badToken('a secret is not refreshed')
    const { conversationId } = caller.claims
    const key = conversationId ? await hub.findConversation(conversationId) : undefined
    if (key?.closed) throw new BatonError('CONVERSATION_ENDED', key.id)
    return { conversationId, token: await tokens.mintToken(caller.claims), expires_in: tokenSeconds }
  })

  app.post('/conversations', async (request, reply) => {
    const caller = await callers.ofRequest(request)
    const body = startBody.parse(request.body)
    const claims = claimsFor(caller, body?.user?.id ?? undefined)
    const { key, isNew } = await startOnce(hub, claims, { name: body?.user?.name ?? undefined, locale: body?.locale ?? undefined })
    if (key.closed) throw new BatonError('CONVERSATION_ENDED', key.id)
    reply.status(isNew ? 201 : 200)
    return conversationAnswer(request, key, isNew ? claims : { ...claims, userId: key.customerId })
  })

  app.get('/conversations/:id', async (request) => {
    const caller = await callers.ofRequest(request)
    const { id } = inConversation.parse(request.params)
    const { watermark } = withWatermark.parse(request.query)
    const { userId, anonymous } = await callers.inConversation(caller, id)
    const key = await hub.findConversation(id)
    if (!key) throw new BatonError('CONVERSATION_NOT_FOUND', id)
    const from = parseWatermark(watermark)
    if (key.closed && !(await hub.entriesAfter(id, from, 'everyone')).some(isForCustomer)) throw new BatonError('CONVERSATION_ENDED', id)
    const claims = caller.kind === 'token' ? caller.claims : { ...claimsFor(caller, userId), anonymous }
    return conversationAnswer(request, key, claims, from > 0 ? String(from) : undefined)
  })

  /** Who speaks is settled before a byte of what they say is looked at. */
  const speakerOf = async (request: FastifyRequest) => {
    const { id } = inConversation.parse(request.params)
    return { conversationId: id, ...(await callers.inConversation(await callers.ofRequest(request), id)) }
  }
  const receive = async (speaker: Speaker, activity: Activity) => {
    const { conversationId, userId } = speaker
    if (activity.type === 'endOfConversation') {
      await hub.endByCustomer(conversationId)
      return { id: `${conversationId}|end` }
    }
    const { id } = await hub.receiveActivity(conversationId, userId, fromCustomer(activity, speaker))
    return { id }
  }

  app.post('/conversations/:id/activities', { bodyLimit: largestActivity }, async (request) => {
    const speaker = await speakerOf(request)
    return receive(speaker, activitySchema.parse(request.body))
  })

  app.post('/conversations/:id/upload', { bodyLimit: largestUpload }, async (request) => {
    const speaker = await speakerOf(request)
    if (Number(request.headers['content-length'] ?? 0) > largestUpload) throw tooBig()
    if (!request.isMultipart()) throw new DirectLineError(400, 'BadArgument', 'An upload is multipart/form-data.')
    return receive(speaker, await readUpload(request.parts()))
  })

  app.get('/conversations/:id/activities', async (request, reply) => {
    const { id } = inConversation.parse(request.params)
    const caller = await callers.ofRequest(request)
    await callers.inConversation(caller, id)
    const from = parseWatermark(withWatermark.parse(request.query).watermark)
    const { entries, closed } = await recent.after(id, from)
    const visible = entries.filter(isForCustomer)
    if (closed && visible.length === 0) throw new BatonError('CONVERSATION_ENDED', id)
    if (!closed) presence.polled(id)
    reply.header('content-type', 'application/json; charset=utf-8')
    return activitySet(visible, visible.at(-1)?.seq ?? from, linkFrom(deps.origin(request)))
  })

  /** Opened by the key in its address, or by the conversation's token; to everybody else it is not there. */
  app.get('/conversations/:id/files/:fileId', async (request, reply) => {
    const { id, fileId } = fileOfConversation.parse(request.params)
    const { t: key } = withKey.parse(request.query)
    const mayOpen = key === undefined ? await callers.ofRequest(request).then((caller) => callers.inConversation(caller, id)).then(() => true, notRefused) : deps.fileKeys.opens(key, id, fileId)
    if (!mayOpen) throw new BatonError('NOT_FOUND', 'file', fileId)
    return sendFile(reply, await hub.file(id, fileId))
  })

  app.get('/session/getsessionid', async () => ({ sessionId: randomText(24) }))

  deps.sockets.route({
    path: `${directLinePath}/conversations/:id/stream`,
    cookie: false,
    async accept({ url, headers, params }) {
      const id = params['id'] ?? ''
      try {
        const bearer = headers.authorization?.replace(/^bearer /i, '')
        await callers.inConversation(await callers.ofCredential(url.searchParams.get('t') ?? bearer), id)
      } catch (error) {
        if (error instanceof DirectLineError) throw new BatonError('TOKEN_INVALID', error.message)
        throw error
      }
      const key = await hub.findConversation(id)
      if (!key) throw new BatonError('CONVERSATION_NOT_FOUND', id)
      if (presence.count(id) >= mostSockets) throw new BatonError('TOO_MANY_REQUESTS', 30)
      const watermark = Math.min(parseWatermark(url.searchParams.get('watermark')), key.lastSeq)
      return (socket) => streamConversation({ ...deps, presence, log, link: linkFrom(deps.origin({ protocol: 'http', host: headers.host ?? '' })) }, key, watermark, socket)
    },
  })
}

function notRefused(error: unknown): false {
  if (error instanceof DirectLineError) return false
  throw error
}

type Speaker = { conversationId: string; userId: string; anonymous: boolean }

/** What the caller may start. The id in a token wins over the one in a body, which anybody can write. */
function claimsFor(caller: Caller, userId: string | undefined): TokenClaims {
  if (caller.kind === 'token') {
    const { claims } = caller
    if (!claims.anonymous || !userId) return claims
    if (userId.startsWith('dl_')) throw new DirectLineError(400, 'BadArgument', 'User ids that start with "dl_" are given out with the token.')
    return { ...claims, userId, anonymous: false }
  }
  const { copilotId, environmentId } = caller
  const name = userId ? { userId } : { userId: newId(anonymousPrefix.slice(0, -1)), anonymous: true }
  return { ...name, copilotId, environmentId, channel: 'directline' }
}

function fromCustomer(activity: Activity, speaker: Speaker): Activity {
  const { id: _id, timestamp: _at, conversation: _conversation, serviceUrl: _url, changes: _changes, ...rest } = activity
  if (rest.type === 'event' && rest.name?.startsWith('hub.')) throw new DirectLineError(400, 'BadArgument', 'Event names that start with "hub." are reserved.')
  const theirs = activity.from?.id
  const keep = speaker.anonymous && theirs ? { [ownId]: theirs } : {}
  return { ...rest, from: { ...activity.from, id: speaker.userId, role: 'user', ...keep } }
}

/** Errors and cross-origin headers the way Direct Line clients in browsers expect them. Tokens, not cookies, say who calls. */
function answerLikeDirectLine(app: FastifyInstance, deps: DirectLineDeps) {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('access-control-allow-origin', request.headers.origin ?? '*').header('vary', 'origin')
    reply.header('access-control-allow-credentials', 'true')
    reply.header('access-control-expose-headers', '*, retry-after')
    reply.header('cache-control', 'no-store')
    if (request.method !== 'OPTIONS') return
    reply.header('access-control-allow-methods', 'GET, POST, OPTIONS')
    reply.header('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*')
    reply.header('access-control-max-age', '7200')
  })
  app.options('/*', async (_request, reply) => reply.status(204).send())
  // Some clients label an empty body as a form.
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 1000 }, (_request, _body, done) => done(null, undefined))

  app.setErrorHandler((error, request, reply) => {
    const failure = describe(error, request)
    return reply.status(failure.status).send({ error: { code: failure.code, message: failure.message } })
  })
  app.setNotFoundHandler((_request, reply) => reply.status(404).send({ error: { code: 'NotFound', message: 'Direct Line has no such address.' } }))

  const describe = (error: unknown, request: FastifyRequest) => {
    if (error instanceof DirectLineError) return error
    const code = (error as { code?: string }).code ?? ''
    if (/^FST_(REQ_FILE_TOO_LARGE|FILES_LIMIT|PARTS_LIMIT|FIELDS_LIMIT)$/.test(code)) return tooBig()
    const failure = deps.toFailure(error, request.routeOptions.url ?? '')
    return { ...failure, code: directLineCode(failure.code) }
  }
}
