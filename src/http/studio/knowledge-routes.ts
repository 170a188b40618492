import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import * as contract from '../../contracts/knowledge.ts'
import { documentLimits, readableTypes, typeOf } from '../../documents/index.ts'
import type { knowledgeCalls, KnowledgeLibrary, KnowledgeStore, SiteVisits, SourceState } from '../../engagement/index.ts'
import { ANSWER_CONFIDENCE } from '../../knowledge/index.ts'
import { BatonError } from '../../platform/index.ts'
import type { CopilotCatalogue, StoredComponent } from '../../solutions/index.ts'
import { parseDocument } from '../../topics/index.ts'
import { requireRole } from '../session.ts'

export type KnowledgeRoutesDeps = {
  catalogue: Pick<CopilotCatalogue, 'need' | 'get' | 'addKnowledge' | 'deleteComponent' | 'load'>
  library: KnowledgeLibrary
  visits: SiteVisits
  store: KnowledgeStore
  answer: ReturnType<typeof knowledgeCalls>
  /** What the connected model is called. */
  model: string | undefined
}

const base = '/api/studio/copilots/:id/knowledge'
const params = z.object({ id: z.string().max(300) })
const sourceParams = params.extend({ '*': z.string().max(1_000) })
const promptParams = params.extend({ modelId: z.string().max(200) })
const TRY_MS = 60_000
const PASSAGES_SHOWN = 8

type Page = z.infer<typeof contract.knowledgePage>

/** What makers do with a copilot's knowledge. */
export function knowledgeRoutes(app: FastifyInstance, deps: KnowledgeRoutesDeps) {
  const { catalogue, library, visits, store } = deps
  const maker = (request: FastifyRequest) => requireRole(request, 'maker', 'administrator')
  /** The copilot's id, once it is known to be one of the maker's environment. */
  const copilotOf = async (request: FastifyRequest) => {
    const session = maker(request)
    const { id } = params.parse(request.params)
    await catalogue.need(session.environmentId, id)
    return { ...session, copilotId: id }
  }

  const page = async (environmentId: string, copilotId: string): Promise<Page> => {
    const states = await library.states(environmentId, copilotId)
    const { copilot, components } = await catalogue.get(environmentId, copilotId)
    return { sources: states.map((state) => toSource(state, visits, copilotId)), asked: isAsked(copilot.header.configuration, components, deps.model), model: deps.model ?? null, prompts: await promptsOf(environmentId, components), readable: [...readableTypes], maxBytes: documentLimits.bytes }
  }

  const promptsOf = async (environmentId: string, components: readonly StoredComponent[]): Promise<Page['prompts']> => {
    const stored = new Map((await store.prompts(environmentId)).map((prompt) => [prompt.modelId, prompt]))
    const used = new Map<string, string[]>()
    for (const { name, text = '' } of components) {
      for (const id of promptIdsIn(text)) used.set(id, [...(used.get(id) ?? []), name])
    }
    return [...used].map(([modelId, usedBy]) => ({ modelId, name: stored.get(modelId)?.name ?? '', text: stored.get(modelId)?.text ?? '', usedBy }))
  }

  app.get(base, async (request) => {
    const { environmentId, copilotId } = await copilotOf(request)
    return page(environmentId, copilotId)
  })

  app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: documentLimits.bytes }, (_request, body, done) => done(null, body))
    // The role is checked before twenty megabytes are read.
    scope.post(`${base}/files`, { bodyLimit: documentLimits.bytes, onRequest: async (request) => void maker(request) }, async (request, reply) => {
      const { environmentId, copilotId } = await copilotOf(request)
      const { name } = contract.uploadQuery.parse(request.query)
      if (!Buffer.isBuffer(request.body) || request.body.byteLength === 0) throw new BatonError('BAD_REQUEST', 'send the file itself as the body, with content type application/octet-stream.')
      if (typeOf(name) === undefined) throw new BatonError('BAD_REQUEST', `files like "${name}" are not read. Readable are: ${readableTypes.join(', ')}.`)
      await catalogue.addKnowledge(environmentId, copilotId, { kind: 'file', name, bytes: new Uint8Array(request.body) })
      return reply.status(201).send(await page(environmentId, copilotId))
    })
  })

  app.post(`${base}/sites`, async (request, reply) => {
    const { environmentId, copilotId } = await copilotOf(request)
    const { address, name, subPages } = contract.addSite.parse(request.body)
    const known = (await library.states(environmentId, copilotId)).find(({ source }) => source.kind === 'site' && source.address === address)
    if (known) throw new BatonError('NAME_TAKEN', 'website', address)
    await catalogue.addKnowledge(environmentId, copilotId, { kind: 'site', name: name || new URL(address).host, address, subPages })
    visits.begin(copilotId, address, subPages)
    return reply.status(201).send(await page(environmentId, copilotId))
  })

  app.post(`${base}/fetch`, async (request, reply) => {
    const { environmentId, copilotId } = await copilotOf(request)
    const { schemaName } = contract.fetchSource.parse(request.body)
    const source = (await library.sources(copilotId, 0)).find((known) => known.schemaName === schemaName)
    if (source?.kind !== 'site') throw new BatonError('NOT_FOUND', 'website', schemaName)
    visits.begin(copilotId, source.address, source.subPages)
    return reply.status(202).send(await page(environmentId, copilotId))
  })

  app.delete(`${base}/sources/*`, async (request) => {
    const { environmentId, copilotId } = await copilotOf(request)
    const schemaName = sourceParams.parse(request.params)['*']
    const source = (await library.sources(copilotId, 0)).find((known) => known.schemaName === schemaName)
    if (!source) throw new BatonError('NOT_FOUND', 'knowledge source', schemaName)
    await catalogue.deleteComponent(environmentId, copilotId, schemaName)
    return page(environmentId, copilotId)
  })

  app.post(`${base}/try`, async (request): Promise<z.infer<typeof contract.triedQuestion>> => {
    const { environmentId, copilotId } = await copilotOf(request)
    const { question } = contract.tryQuestion.parse(request.body)
    const origin = { conversationId: '', environmentId, copilotId, inTestMode: true, locale: 'en-US' }
    const { hits } = await library.search(origin, question, {}, [], PASSAGES_SHOWN)
    const wording = { instructions: [], moderation: 'High' as const, history: 0, ownKnowledge: false }
    const result = await deps.answer({ type: 'knowledge', callId: '', want: 'answer', question, scope: {}, wording, origin, timeoutMs: TRY_MS })
    if (result.type !== 'knowledge') throw new BatonError('UNAVAILABLE', result.type === 'failed' ? result.message : 'the search did not answer')
    return {
      mode: result.mode,
      text: result.text ?? null,
      citations: result.citations.map(({ title, text, url }) => ({ title, text, url: url ?? null })),
      note: result.note ?? null,
      threshold: ANSWER_CONFIDENCE,
      passages: hits.map(({ title, url, passage, confidence, lexicalRank, vectorRank, coverage, similarity }) => ({
        title,
        url: url ?? null,
        heading: passage.heading,
        text: passage.text,
        page: passage.page ?? null,
        confidence,
        lexicalRank: lexicalRank ?? null,
        vectorRank: vectorRank ?? null,
        coverage,
        similarity,
      })),
    }
  })

  app.put(`${base}/prompts/:modelId`, async (request) => {
    const { environmentId, copilotId, userId } = await copilotOf(request)
    const { modelId } = promptParams.parse(request.params)
    await store.putPrompt(environmentId, { modelId, ...contract.savePrompt.parse(request.body) }, userId)
    return page(environmentId, copilotId)
  })

  app.delete(`${base}/prompts/:modelId`, async (request) => {
    const { environmentId, copilotId } = await copilotOf(request)
    const { modelId } = promptParams.parse(request.params)
    if (!(await store.deletePrompt(environmentId, modelId))) throw new BatonError('NOT_FOUND', 'prompt', modelId)
    return page(environmentId, copilotId)
  })
}

function toSource(state: SourceState, visits: SiteVisits, copilotId: string): Page['sources'][number] {
  const { source, passages, problem, pages = [], fetchedAt } = state
  const isSite = source.kind === 'site'
  return {
    schemaName: source.schemaName,
    name: source.name,
    kind: source.kind,
    state: isSite && visits.isUnderWay(copilotId, source.address) ? 'reading' : state.state,
    problem: problem ?? null,
    passages,
    bytes: source.kind === 'file' ? source.bytes : null,
    address: isSite ? source.address : null,
    fetchedAt: fetchedAt?.toISOString() ?? null,
    pages: pages.map(({ url, title, problem: why }) => ({ url, title, problem: why ?? null })),
  }
}

/** Whether anything asks the knowledge: a topic with such a node, or the planner of generative orchestration. */
function isAsked(configuration: Record<string, unknown>, components: readonly StoredComponent[], model: string | undefined): boolean {
  const settings = configuration['settings'] as { GenerativeActionsEnabled?: unknown } | undefined
  if (model !== undefined && settings?.GenerativeActionsEnabled === true) return true
  return components.some(({ kind, state, text = '' }) => (kind === 'topic' || kind === 'agent') && state === 'on' && /\bkind: (SearchAndSummarize\w+|SearchKnowledgeSources)\b/.test(text))
}

/** The prompts a document runs; most documents run none, and are not parsed for it. */
function promptIdsIn(text: string): Set<string> {
  const ids = new Set<string>()
  if (!text.includes('aIModelId')) return ids
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) return value.forEach(visit)
    const id = (value as { aIModelId?: unknown }).aIModelId
    if (typeof id === 'string') ids.add(id.toLowerCase())
    Object.values(value).forEach(visit)
  }
  visit(parseDocument(text, '').value)
  return ids
}
