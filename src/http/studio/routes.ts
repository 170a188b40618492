import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { completeText, createCopilot, saveComponent, createComponent } from '../../contracts/studio.ts'
import type * as contract from '../../contracts/studio.ts'
import { agentTransfers, connectCopilot, disconnectCopilot, type ConnectionStore, type RecognitionAdvice } from '../../engagement/index.ts'
import type { Bus } from '../../engagement/bus.ts'
import type { Hub } from '../../engagement/hub.ts'
import { BatonError, newId, randomText, type Clock } from '../../platform/index.ts'
import { readPackageBytes, type CopilotCatalogue, type StoredComponent, type StoredCopilot } from '../../solutions/index.ts'
import { parseDocument, type Diagnostic } from '../../topics/index.ts'
import type { HttpConfig } from '../config.ts'
import { serverOrigin } from '../origin.ts'
import { requireRole, type Session } from '../session.ts'
import { recognitionRoutes } from './recognition-routes.ts'

export type StudioDeps = {
  catalogue: CopilotCatalogue
  connections: ConnectionStore
  /** Direct Line secrets by copilot; only their hashes are kept. */
  secrets: { createdAt(copilotId: string): Promise<Date | undefined>; replace(copilotId: string, hash: string): Promise<Date> }
  hub: Pick<Hub, 'startConversation' | 'releaseCopilot'>
  recognition: RecognitionAdvice
  mintToken(claims: { conversationId: string; userId: string; environmentId: string; copilotId: string; channel: 'test' }): Promise<string>
  bus: Bus
  clock: Clock
  config: HttpConfig
}

const copilotParams = z.object({ id: z.string().max(300) })
const componentParams = copilotParams.extend({ '*': z.string().max(1000) }).transform((params) => ({ id: params.id, schemaName: params['*'] }))
const actionParams = copilotParams.extend({ '*': z.string().max(1000).regex(/\/(check|complete)$/) }).transform((params) => {
  const slash = params['*'].lastIndexOf('/')
  return { id: params.id, schemaName: params['*'].slice(0, slash), action: params['*'].slice(slash + 1) }
})
const checkBody = z.object({ text: z.string().max(1_000_000) })
const path = '/api/studio/copilots'
/** A million characters, escaped as JSON. */
const documentLimit = 8 * 1024 * 1024
const packageLimit = 50 * 1024 * 1024

/** What makers do. Everybody sees the copilots of their own environment and no other. */
export function studioRoutes(app: FastifyInstance, deps: StudioDeps) {
  const { catalogue } = deps
  const maker = (request: FastifyRequest): Session => requireRole(request, 'maker', 'administrator')
  const idOf = (request: FastifyRequest) => copilotParams.parse(request.params).id

  app.get(path, async (request): Promise<z.infer<typeof contract.copilotSummary>[]> => (await catalogue.list(maker(request).environmentId)).map(toSummary))

  app.post(path, async (request, reply) => {
    const { environmentId } = maker(request)
    const { name } = createCopilot.parse(request.body)
    return reply.status(201).send(toSummary(await catalogue.create(environmentId, name)))
  })

  app.get(`${path}/:id`, async (request): Promise<z.infer<typeof contract.copilotDetail>> => {
    const { environmentId } = maker(request)
    const { copilot, components, diagnostics } = await catalogue.get(environmentId, idOf(request))
    return { ...toSummary(copilot), language: copilot.header.locale, components: components.map((component) => toListed(component, diagnostics, copilot.id)) }
  })

  app.patch(`${path}/:id`, async (request) => {
    const { environmentId } = maker(request)
    const { name } = createCopilot.parse(request.body)
    return toSummary(await catalogue.rename(environmentId, idOf(request), name))
  })

  app.delete(`${path}/:id`, async (request) => {
    const { environmentId } = maker(request)
    await catalogue.delete(environmentId, idOf(request))
    return {}
  })

  componentRoutes(app, deps, maker)

  app.post(`${path}/:id/publish`, async (request, reply) => {
    const { environmentId, userId } = maker(request)
    const outcome = await catalogue.publish(environmentId, idOf(request), userId)
    if ('version' in outcome) {
      // Learnt in the background. Whatever is wrong with that shows where makers look at it, and does not undo the publishing.
      deps.recognition.state({ copilotId: idOf(request), version: outcome.version }).catch(() => {})
      return { version: outcome.version, publishedAt: outcome.publishedAt.toISOString() }
    }
    const errors = outcome.diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length
    const { code, status, message } = new BatonError('COPILOT_HAS_ERRORS', `"${outcome.name}"`, errors)
    return reply.status(status).send({ error: { code, message }, diagnostics: outcome.diagnostics })
  })

  app.get(`${path}/:id/diagnostics`, async (request) => {
    const { environmentId } = maker(request)
    return { diagnostics: await catalogue.diagnostics(environmentId, idOf(request)) }
  })

  importRoute(app, deps, maker)
  transferRoutes(app, deps, maker)
  channelRoutes(app, deps, maker)
  recognitionRoutes(app, deps, maker)
}

type Maker = (request: FastifyRequest) => Session

function componentRoutes(app: FastifyInstance, { catalogue }: StudioDeps, maker: Maker) {
  // A schema name may be longer than what the router takes for a parameter, so it is the rest of the path.
  const one = `${path}/:id/components/*`

  app.get(one, async (request) => {
    const { environmentId } = maker(request)
    const { id, schemaName } = componentParams.parse(request.params)
    return toComponent(await catalogue.component(environmentId, id, schemaName))
  })

  app.put(one, { bodyLimit: documentLimit }, async (request) => {
    const { environmentId } = maker(request)
    const { id, schemaName } = componentParams.parse(request.params)
    return toComponent(await catalogue.saveComponent(environmentId, id, schemaName, saveComponent.parse(request.body)))
  })

  app.delete(one, async (request) => {
    const { environmentId } = maker(request)
    const { id, schemaName } = componentParams.parse(request.params)
    await catalogue.deleteComponent(environmentId, id, schemaName)
    return {}
  })

  app.post(`${path}/:id/components`, { bodyLimit: documentLimit }, async (request, reply) => {
    const { environmentId } = maker(request)
    const { id } = copilotParams.parse(request.params)
    return reply.status(201).send(toComponent(await catalogue.createComponent(environmentId, id, createComponent.parse(request.body))))
  })

  // …/components/<schema name>/check and …/complete
  app.post(one, { bodyLimit: documentLimit }, async (request) => {
    const { environmentId } = maker(request)
    const { id, schemaName, action } = actionParams.parse(request.params)
    if (action === 'complete') return { completions: (await catalogue.completeText(environmentId, id, schemaName, completeText.parse(request.body))) ?? null }
    return { diagnostics: await catalogue.checkText(environmentId, id, schemaName, checkBody.parse(request.body).text) }
  })
}

/** The body is the zip itself. Its parser lives in a scope of its own, so that no other route takes one. */
function importRoute(app: FastifyInstance, { catalogue }: StudioDeps, maker: Maker) {
  app.register(async (scope) => {
    scope.addContentTypeParser(['application/zip', 'application/x-zip-compressed', 'application/octet-stream'], { parseAs: 'buffer', bodyLimit: packageLimit }, (_request, body, done) =>
      done(null, body),
    )
    // The role is checked before fifty megabytes are read.
    scope.post('/api/studio/import', { bodyLimit: packageLimit, onRequest: async (request) => void maker(request) }, async (request, reply) => {
      const { environmentId } = maker(request)
      if (!Buffer.isBuffer(request.body)) throw new BatonError('INVALID_PACKAGE', 'send the zip itself as the body, with content type application/zip.')
      const report = await catalogue.importPackage(environmentId, await readPackageBytes(request.body, 'package'))
      return reply.status(201).send(report)
    })
  })
}

function transferRoutes(app: FastifyInstance, deps: StudioDeps, maker: Maker) {
  const page = `${path}/:id/agent-transfers`
  app.get(page, async (request): Promise<z.infer<typeof contract.agentTransfers>> => agentTransfers(deps, maker(request).environmentId, copilotParams.parse(request.params).id))
  app.post(`${page}/connect`, async (request) => connectCopilot(deps, maker(request).environmentId, copilotParams.parse(request.params).id))
  app.post(`${page}/disconnect`, async (request) => disconnectCopilot(deps, maker(request).environmentId, copilotParams.parse(request.params).id))
}

function channelRoutes(app: FastifyInstance, deps: StudioDeps, maker: Maker) {
  const { catalogue, hub, secrets } = deps
  const originOf = (request: FastifyRequest) => serverOrigin(request, deps.config)

  app.post(`${path}/:id/test-conversation`, async (request): Promise<z.infer<typeof contract.testConversation>> => {
    const { environmentId, name } = maker(request)
    const copilotId = copilotParams.parse(request.params).id
    await catalogue.need(environmentId, copilotId)
    // Each test is somebody new: what a copilot remembers of a user must not leak from one run into the next.
    const customer = { id: newId('tst'), name }
    const { id: conversationId } = await hub.startConversation({ environmentId, channel: 'test', copilotId, customer })
    const token = await deps.mintToken({ conversationId, userId: customer.id, environmentId, copilotId, channel: 'test' })
    return { token, conversationId, directLineUrl: `${originOf(request)}/v3/directline` }
  })

  const channels = async (request: FastifyRequest): Promise<z.infer<typeof contract.copilotChannels>> => {
    const { environmentId } = maker(request)
    const copilotId = copilotParams.parse(request.params).id
    await catalogue.need(environmentId, copilotId)
    const origin = originOf(request)
    const id = encodeURIComponent(copilotId)
    return {
      embedCode: `<script src="${origin}/widget/baton-chat.js" data-copilot="${id}"></script>`,
      demoUrl: `${origin}/demo?copilot=${id}`,
      directLineUrl: `${origin}/v3/directline`,
      tokenUrl: `${origin}/api/embed/${id}/token`,
      secretCreatedAt: (await secrets.createdAt(copilotId))?.toISOString() ?? null,
    }
  }
  app.get(`${path}/:id/channels`, channels)
  app.post(`${path}/:id/channels/secret`, async (request) => {
    const answer = await channels(request)
    const secret = randomText(48)
    const createdAt = await secrets.replace(copilotParams.parse(request.params).id, createHash('sha256').update(secret).digest('hex'))
    return { ...answer, secretCreatedAt: createdAt.toISOString(), secret }
  })
}

function toSummary(copilot: StoredCopilot): z.infer<typeof contract.copilotSummary> {
  return {
    id: copilot.id,
    name: copilot.header.name,
    schemaName: copilot.header.schemaName,
    topics: copilot.topics,
    publishedVersion: copilot.publishedVersion,
    publishedAt: copilot.publishedAt?.toISOString() ?? null,
    changedAt: copilot.changedAt.toISOString(),
    unpublishedChanges: copilot.unpublishedChanges,
    connected: copilot.connected,
  }
}

function toListed(component: StoredComponent, diagnostics: Diagnostic[], copilotId: string): z.infer<typeof contract.copilotDetail>['components'][number] {
  const about = diagnostics.filter((diagnostic) => diagnostic.file === component.path)
  return {
    schemaName: component.schemaName,
    kind: component.kind,
    name: component.name,
    trigger: component.kind === 'topic' ? triggerOf(component, copilotId) : null,
    state: component.state,
    errors: about.filter((diagnostic) => diagnostic.severity === 'error').length,
    warnings: about.filter((diagnostic) => diagnostic.severity === 'warning').length,
    changedAt: component.changedAt.toISOString(),
  }
}

const topicTrigger = z.object({ beginDialog: z.object({ kind: z.string() }) })
/** Copilot, schema name, revision and time -> trigger, so that a list of a thousand topics reads each of them once. */
const triggers = new Map<string, string | null>()

function triggerOf({ schemaName, revision, changedAt, text = '' }: StoredComponent, copilotId: string): string | null {
  const key = `${copilotId} ${schemaName} ${revision} ${changedAt.getTime()}`
  const known = triggers.get(key)
  if (known !== undefined) return known
  const topic = topicTrigger.safeParse(parseDocument(text, '').value)
  const trigger = topic.success ? topic.data.beginDialog.kind : null
  if (triggers.size >= 20_000) triggers.clear()
  triggers.set(key, trigger)
  return trigger
}

function toComponent({ component, diagnostics }: { component: StoredComponent; diagnostics: Diagnostic[] }): z.infer<typeof contract.component> {
  return {
    schemaName: component.schemaName,
    kind: component.kind,
    name: component.name,
    state: component.state,
    text: component.text ?? '',
    revision: component.revision,
    diagnostics,
  }
}
