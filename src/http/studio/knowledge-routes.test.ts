import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/support/database.ts'
import type { knowledgePage, triedQuestion } from '../../contracts/knowledge.ts'
import { definitionOf, topicOf, triggerOf } from '../../dialog/testing.ts'
import { workerWorkshop } from '../../documents/index.ts'
import { inProcessBus, knowledgeCalls, knowledgeLibrary, siteVisits } from '../../engagement/index.ts'
import { outgoingHttp } from '../../engagement/outgoing-http.ts'
import { silentLog, systemClock } from '../../platform/index.ts'
import { copilotCatalogue } from '../../solutions/index.ts'
import { copilotStore, knowledgeStore } from '../../storage/index.ts'
import { toFailure } from '../errors.ts'
import type { Session } from '../session.ts'
import { knowledgeRoutes } from './knowledge-routes.ts'

type Page = z.infer<typeof knowledgePage>
type Tried = z.infer<typeof triedQuestion>

const maker: Session = { userId: 'usr_maker', name: 'Mia', environmentId: 'env_a', roles: ['maker'] }
const foreigner: Session = { userId: 'usr_other', name: 'Otto', environmentId: 'env_b', roles: ['maker'] }
const prompting = topicOf(['joke'], '- kind: InvokeAIBuilderModelAction\n  id: p\n  aIModelId: ABC-1\n  input:\n    binding:\n      Subject: cats')

let database: Awaited<ReturnType<typeof testDatabase>>
let app: FastifyInstance
let session: Session
let library: ReturnType<typeof knowledgeLibrary>
let visits: ReturnType<typeof siteVisits>
let catalogue: ReturnType<typeof copilotCatalogue>
let copilotId: string
let site: string
let shopPage = '<title>Wrapping</title><main><p>Gift wrapping costs three pounds for each parcel.</p></main>'
const shop = http.createServer((request, response) => {
  response.writeHead(request.url === '/robots.txt' ? 404 : 200, { 'content-type': 'text/html' })
  response.end(shopPage)
})

beforeAll(async () => {
  shop.listen(0, '127.0.0.1')
  await once(shop, 'listening')
  const host = `127.0.0.1:${(shop.address() as AddressInfo).port}`
  site = `http://${host}/`
  database = await testDatabase()
  const { db } = database
  await db.insertInto('environment').values([{ id: 'env_a', name: 'A', hub_installed: true }, { id: 'env_b', name: 'B', hub_installed: true }]).execute()
  const bus = inProcessBus()
  catalogue = copilotCatalogue({ store: copilotStore(db), blank: async () => definitionOf({ topics: { Prompting: prompting } }), changed: (environmentId) => bus.publish({ type: 'configuration', environmentId }) })
  const store = knowledgeStore(db)
  const workshop = workerWorkshop()
  library = knowledgeLibrary({ store, workshop, loadCopilot: (id, version) => catalogue.load(id, version), publishedVersion: async (environmentId, id) => (await catalogue.need(environmentId, id)).publishedVersion ?? undefined, log: silentLog })
  bus.subscribe(() => library.forgetDrafts())
  visits = siteVisits({ http: outgoingHttp([host]), workshop, library, clock: systemClock, log: silentLog })
  app = Fastify()
  app.decorateRequest('session', undefined)
  app.addHook('onRequest', async (request) => {
    request.session = session
  })
  app.setErrorHandler((error, _request, reply) => {
    const { status, code, message } = toFailure(error, silentLog, '')
    return reply.status(status).send({ error: { code, message } })
  })
  knowledgeRoutes(app, { catalogue, library, visits, store, answer: knowledgeCalls({ search: library.search, history: async () => [], log: silentLog }), model: undefined })
  copilotId = (await catalogue.create('env_a', 'Shop')).id
})
afterAll(async () => {
  await app.close()
  await library.stop()
  await database.close()
  shop.close()
})

async function call<T = Page>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object | Buffer, as = maker) {
  session = as
  const headers = Buffer.isBuffer(payload) ? { 'content-type': 'application/octet-stream' } : {}
  const answer = await app.inject({ method, url: `/api/studio/copilots/${copilotId}/knowledge${path}`, headers, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() as T & { error?: { code: string; message: string } } }
}
const upload = (name: string, text: string, as = maker) => call('POST', `/files?name=${encodeURIComponent(name)}`, Buffer.from(text), as)
const sourceOf = ({ body }: { body: Page }, name: string) => body.sources.find((source) => source.name === name)
/** The page once nothing is being read. */
async function settled() {
  for (;;) {
    await Promise.all([library.settled(), visits.settled()])
    const page = await call('GET', '')
    if (page.body.sources.every(({ state }) => state !== 'reading')) return page
  }
}

describe('the Knowledge page', () => {
  it('begins empty and tells what can be read', async () => {
    expect(await call('GET', '')).toMatchObject({ status: 200, body: { sources: [], asked: false, model: null, readable: expect.arrayContaining(['pdf', 'docx', 'md']) as string[] } })
  })

  it('takes files, reads them, and says which could not be read and why', async () => {
    expect(await upload('Fees (2026).md', '# Fees\n\nExpress delivery costs nine pounds.')).toMatchObject({ status: 201 })
    await upload('broken.pdf', '%PDF nothing')
    const page = await settled()
    expect(sourceOf(page, 'Fees (2026).md')).toMatchObject({ kind: 'file', state: 'indexed', passages: 1, problem: null, bytes: 43 })
    expect(sourceOf(page, 'broken.pdf')).toMatchObject({ state: 'failed', problem: expect.stringMatching(/PDF|No text/) as string })
  })

  it('answers a question, and shows the passages with why', async () => {
    const { body } = await call<Tried>('POST', '/try', { question: 'What does express delivery cost?' })
    expect(body).toMatchObject({ mode: 'extractive', text: 'Express delivery costs nine pounds. [1]', citations: [{ title: 'Fees (2026).md' }] })
    expect(body.passages[0]).toMatchObject({ heading: 'Fees', lexicalRank: 1, vectorRank: null, coverage: 1 })
    expect((await call<Tried>('POST', '/try', { question: 'Who painted the Mona Lisa?' })).body).toMatchObject({ mode: 'none', text: null, passages: [] })
  })

  it('replaces a file of the same name, and forgets what nobody has any more', async () => {
    const before = sourceOf(await call('GET', ''), 'Fees (2026).md')
    await upload('Fees (2026).md', '# Fees\n\nExpress delivery costs ten pounds.')
    const page = await settled()
    expect(sourceOf(page, 'Fees (2026).md')?.schemaName).toBe(before?.schemaName)
    expect((await call<Tried>('POST', '/try', { question: 'What does express delivery cost?' })).body.text).toBe('Express delivery costs ten pounds. [1]')
    expect((await database.pool.query('select 1 from knowledge_reading')).rowCount).toBe(3)
    await database.pool.query("update knowledge_reading set read_at = now() - interval '1 hour'")
    await call('GET', '')
    await expect.poll(async () => (await database.pool.query('select 1 from knowledge_reading')).rowCount).toBe(2)
  })

  it('takes a website, fetches it in the background, and again when asked', async () => {
    expect((await call('POST', '/sites', { address: site })).status).toBe(201)
    const page = await settled()
    const found = page.body.sources.find(({ kind }) => kind === 'site')
    expect(found).toMatchObject({ state: 'indexed', address: site, passages: 1, pages: [{ url: site, title: 'Wrapping', problem: null }] })
    expect((await call<Tried>('POST', '/try', { question: 'What does gift wrapping cost?' })).body.citations).toEqual([{ title: 'Wrapping', url: site, text: 'Gift wrapping costs three pounds for each parcel.' }])
    shopPage = shopPage.replace('three', 'four')
    expect((await call('POST', '/fetch', { schemaName: found?.schemaName })).status).toBe(202)
    await settled()
    expect((await call<Tried>('POST', '/try', { question: 'What does gift wrapping cost?' })).body.text).toContain('four pounds')
    expect(await call('POST', '/sites', { address: site })).toMatchObject({ status: 409 })
  })

  it('knows whether any topic asks it', async () => {
    const { component } = await catalogue.createComponent('env_a', copilotId, { kind: 'topic', name: 'Boosting', text: triggerOf('OnUnknownIntent', 'priority: -1', '- kind: SearchAndSummarizeContent\n  id: k\n  userInput: =System.Activity.Text') })
    expect((await call('GET', '')).body.asked).toBe(true)
    await catalogue.deleteComponent('env_a', copilotId, component.schemaName)
    expect((await call('GET', '')).body.asked).toBe(false)
  })

  it('removes a source', async () => {
    const page = await call('GET', '')
    const broken = sourceOf(page, 'broken.pdf')?.schemaName ?? ''
    expect(sourceOf(await call('DELETE', `/sources/${encodeURIComponent(broken)}`), 'broken.pdf')).toBeUndefined()
    expect((await call('DELETE', `/sources/${encodeURIComponent(broken)}`)).status).toBe(404)
  })

  it('lists the prompts that topics run, and keeps their words', async () => {
    expect((await call('GET', '')).body.prompts).toEqual([{ modelId: 'abc-1', name: '', text: '', usedBy: ['Prompting'] }])
    expect((await call('PUT', '/prompts/ABC-1', { name: 'Jokes', text: 'Tell a joke about {Subject}.' })).body.prompts).toEqual([{ modelId: 'abc-1', name: 'Jokes', text: 'Tell a joke about {Subject}.', usedBy: ['Prompting'] }])
    expect((await call('DELETE', '/prompts/abc-1')).body.prompts[0]?.text).toBe('')
    expect((await call('DELETE', '/prompts/abc-1')).status).toBe(404)
  })

  it('refuses what makes no sense, in words', async () => {
    expect(await upload('tool.exe', 'MZ')).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining('Readable are') as string } } })
    expect((await upload('../../etc/passwd.txt', 'x')).status).toBe(400)
    expect((await upload('empty.txt', '')).status).toBeGreaterThanOrEqual(400)
    expect((await call('POST', '/sites', { address: 'ftp://x.test/' })).status).toBe(400)
    expect((await call('POST', '/sites', { address: 'javascript:alert(1)' })).status).toBe(400)
    expect((await call('POST', '/fetch', { schemaName: 'nothing' })).status).toBe(404)
    expect((await call('POST', '/files?name=big.txt', Buffer.alloc(21 * 1024 * 1024, 'a'))).status).toBe(413)
  })

  it('is nobody’s of another environment', async () => {
    expect((await call('GET', '', undefined, foreigner)).status).toBe(404)
    expect((await upload('a.txt', 'x', foreigner)).status).toBe(404)
    expect((await call('POST', '/try', { question: 'fees' }, foreigner)).status).toBe(404)
  })

  it('survives publishing: customers have the version, makers the draft', async () => {
    expect(await catalogue.publish('env_a', copilotId, 'mia')).toMatchObject({ version: 1 })
    await upload('New.md', '# New\n\nThe new moon festival is in May.')
    const find = async (inTestMode: boolean) => (await library.search({ conversationId: '', environmentId: 'env_a', copilotId, inTestMode, locale: 'en-US' }, 'new moon festival', {})).hits.map(({ title }) => title)
    expect(await find(true)).toContain('New.md')
    expect(await find(false)).not.toContain('New.md')
    await catalogue.publish('env_a', copilotId, 'mia')
    expect(await find(false)).toContain('New.md')
  })
})
