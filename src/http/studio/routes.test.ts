import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/support/database.ts'
import type { agentTransfers, completionAnswer, component, copilotDetail, copilotSummary, importReport } from '../../contracts/studio.ts'
import { localLearner } from '../../encoder/index.ts'
import { checkConnectedName, inProcessBus, recognitionAdvice } from '../../engagement/index.ts'
import { newId, silentLog, systemClock } from '../../platform/index.ts'
import { copilotCatalogue, type CopilotCatalogue } from '../../solutions/index.ts'
import { connectionStore, copilotStore, missStore, secretStore } from '../../storage/index.ts'
import type { CopilotDefinition } from '../../topics/index.ts'
import type { z } from 'zod'
import { toFailure } from '../errors.ts'
import type { Session } from '../session.ts'
import { studioRoutes } from './routes.ts'

type Summary = z.infer<typeof copilotSummary>
type Detail = z.infer<typeof copilotDetail>
type Stored = z.infer<typeof component>
type Transfers = z.infer<typeof agentTransfers>
type Report = z.infer<typeof importReport>

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus')

const greeting = `kind: AdaptiveDialog
beginDialog:
  kind: OnRecognizedIntent
  id: main
  intent:
    displayName: Greeting
    triggerQueries:
      - Hello
  actions:
    - kind: SendActivity
      id: say_hello
      activity: Hello!
    - kind: BeginDialog
      id: go_on
      dialog: blank_copilot.topic.Second
`
const second = 'kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRedirect\n  id: main\n  actions:\n    - kind: SendActivity\n      id: say_more\n      activity: More\n'
const blank: CopilotDefinition = {
  schemaName: 'blank_copilot',
  name: 'Blank',
  language: 1033,
  locale: 'en-US',
  template: 'default-2.1.0',
  authenticationMode: 'None',
  configuration: { gPTSettings: { defaultSchemaName: 'blank_copilot.gpt.default' } },
  components: [
    { schemaName: 'blank_copilot.topic.Greeting', kind: 'topic', name: 'Greeting', description: '', path: 'topics/Greeting.mcs.yml', text: greeting, state: 'on', parts: {} },
    { schemaName: 'blank_copilot.topic.Second', kind: 'topic', name: 'Second', description: '', path: 'topics/Second.mcs.yml', text: second, state: 'on', parts: {} },
  ],
  environmentVariables: [],
}
const broken = 'kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRedirect\n  id: main\n  actions:\n    - kind: "SendActivity\n'

let database: Awaited<ReturnType<typeof testDatabase>>
let app: FastifyInstance
let catalogue: CopilotCatalogue
let released: string[]
let hints: number
let session: Session | undefined

const maker: Session = { userId: 'usr_maker', name: 'Mia', environmentId: 'env_a', roles: ['maker'] }
const foreigner: Session = { userId: 'usr_other', name: 'Otto', environmentId: 'env_b', roles: ['administrator'] }

beforeAll(async () => {
  database = await testDatabase()
  const { db } = database
  await db
    .insertInto('environment')
    .values([
      { id: 'env_a', name: 'A', hub_installed: true },
      { id: 'env_b', name: 'B', hub_installed: false },
    ])
    .execute()
  const bus = inProcessBus()
  bus.subscribe((hint) => {
    if (hint.type === 'configuration') hints++
  })
  catalogue = copilotCatalogue({
    store: copilotStore(db),
    blank: async () => blank,
    changed: (environmentId) => bus.publish({ type: 'configuration', environmentId }),
    checkConnectedName,
  })
  app = Fastify()
  app.decorateRequest('session', undefined)
  app.addHook('onRequest', async (request) => {
    request.session = session
  })
  app.setErrorHandler((error, _request, reply) => {
    const { status, code, message } = toFailure(error, silentLog, '')
    return reply.status(status).send({ error: { code, message } })
  })
  released = []
  hints = 0
  studioRoutes(app, {
    catalogue,
    recognition: recognitionAdvice({ loadCopilot: (id, version) => catalogue.load(id, version), learner: localLearner(), misses: missStore(db) }),
    connections: connectionStore(db),
    secrets: secretStore(db),
    hub: {
      releaseCopilot: async (copilotId) => void released.push(copilotId),
      startConversation: async ({ environmentId, channel, copilotId, customer }) => ({ id: newId('conv'), environmentId, channel, customerId: customer.id, copilotId, widgetId: undefined, closed: false, lastSeq: 0 }),
    },
    mintToken: async ({ conversationId, userId }) => `token of ${userId} for ${conversationId}`,
    bus,
    clock: systemClock,
    config: { environment: 'development', uiFolder: '' },
  })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

async function call<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object, as: Session | undefined = maker): Promise<{ status: number; body: T & { error?: { code: string; message: string } } }> {
  session = as
  const answer = await app.inject({ method, url, ...(body ? { payload: body } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}
async function importZip(bytes: Uint8Array, as = maker) {
  session = as
  const answer = await app.inject({ method: 'POST', url: '/api/studio/import', headers: { 'content-type': 'application/zip' }, payload: Buffer.from(bytes) })
  return { status: answer.statusCode, body: answer.json() as Report & { error?: { code: string; message: string } } }
}
const create = async (name: string) => (await call<Summary>('POST', '/api/studio/copilots', { name })).body
const at = (id: string, rest = '') => `/api/studio/copilots/${id}${rest}`

describe('making a copilot', () => {
  it('copies the blank one under a schema name of its own, references included', async () => {
    const made = await create('Shop helper')
    expect(made).toMatchObject({ name: 'Shop helper', topics: 2, publishedVersion: null, unpublishedChanges: true, connected: false })
    expect(made.schemaName).toMatch(/^new_ShopHelper\w{5}$/)
    const text = (await call<Stored>('GET', at(made.id, `/components/${made.schemaName}.topic.Greeting`))).body.text
    expect(text).toBe(greeting.replace('blank_copilot', made.schemaName))
    const definition = await catalogue.load(made.id, 0)
    expect(definition.configuration).toEqual({ gPTSettings: { defaultSchemaName: `${made.schemaName}.gpt.default` } })
  })

  it('lists it with its topics and their triggers', async () => {
    const made = await create('Listed')
    const detail = (await call<Detail>('GET', at(made.id))).body
    expect(detail.language).toBe('en-US')
    expect(detail.components.map(({ name, kind, trigger, state }) => [name, kind, trigger, state])).toEqual([
      ['Greeting', 'topic', 'OnRecognizedIntent', 'on'],
      ['Second', 'topic', 'OnRedirect', 'on'],
    ])
    expect((await call<Summary[]>('GET', '/api/studio/copilots')).body.map(({ id }) => id)).toContain(made.id)
  })

  it('keeps copilots of other environments out of sight', async () => {
    const made = await create('Secret')
    for (const [method, path, body] of [
      ['GET', at(made.id)],
      ['PATCH', at(made.id), { name: 'Mine' }],
      ['DELETE', at(made.id)],
      ['GET', at(made.id, '/components/x')],
      ['POST', at(made.id, '/publish')],
      ['GET', at(made.id, '/agent-transfers')],
      ['POST', at(made.id, '/agent-transfers/connect')],
      ['POST', at(made.id, '/test-conversation')],
      ['GET', at(made.id, '/channels')],
      ['POST', at(made.id, '/channels/secret')],
    ] as const)
      expect([path, (await call(method, path, body, foreigner)).body.error?.code]).toEqual([path, 'NOT_FOUND'])
    expect((await call<Summary[]>('GET', '/api/studio/copilots', undefined, foreigner)).body).toEqual([])
  })

  it('is for makers and administrators', async () => {
    expect((await call('GET', '/api/studio/copilots', undefined, { ...maker, roles: ['agent'] })).status).toBe(403)
    session = undefined
    expect((await app.inject({ url: '/api/studio/copilots' })).statusCode).toBe(401)
    expect((await app.inject({ method: 'POST', url: '/api/studio/import', headers: { 'content-type': 'application/zip' }, payload: 'PK' })).statusCode).toBe(401)
  })
})

describe('editing a topic', () => {
  it('refuses the second of two saves of the same revision', async () => {
    const made = await create('Edited')
    const path = at(made.id, `/components/${made.schemaName}.topic.Second`)
    const before = (await call<Stored>('GET', path)).body
    const saved = await call<Stored>('PUT', path, { text: `${second}# mine\n`, revision: before.revision })
    expect(saved.body).toMatchObject({ revision: before.revision + 1, text: `${second}# mine\n` })
    const late = await call('PUT', path, { text: `${second}# late\n`, revision: before.revision })
    expect([late.status, late.body.error?.code]).toEqual([409, 'CHANGED_MEANWHILE'])
    expect((await call<Stored>('GET', path)).body.text).toBe(`${second}# mine\n`)
  })

  it('lets only one of many simultaneous saves win', async () => {
    const made = await create('Raced')
    const schemaName = `${made.schemaName}.topic.Second`
    const saves = Array.from({ length: 12 }, (_, index) => catalogue.saveComponent('env_a', made.id, schemaName, { text: `${second}# ${index}\n`, revision: 1 }))
    const outcomes = await Promise.allSettled(saves)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('saves a draft with errors, says where they are, and refuses to publish it', async () => {
    const made = await create('Broken')
    const path = at(made.id, `/components/${made.schemaName}.topic.Second`)
    const saved = await call<Stored>('PUT', path, { text: broken, revision: 1 })
    expect(saved.body.diagnostics[0]).toMatchObject({ severity: 'error', file: 'topics/Second.mcs.yml', line: 7 })
    const refused = await call<{ diagnostics: unknown[] }>('POST', at(made.id, '/publish'))
    expect([refused.status, refused.body.error?.code]).toEqual([422, 'COPILOT_HAS_ERRORS'])
    expect(refused.body.diagnostics.length).toBeGreaterThan(0)
  })

  it('follows a name that is changed inside the document', async () => {
    const made = await create('Renamed')
    const path = at(made.id, `/components/${made.schemaName}.topic.Second`)
    await call('PUT', path, { text: `mcs.metadata:\n  componentName: Third\n${second}`, revision: 1 })
    expect((await call<Stored>('PUT', path, { text: `mcs.metadata:\n  componentName: Third\n${second}# x\n`, revision: 2, name: 'Fourth' })).body.name).toBe('Fourth')
    expect((await call<Stored>('PUT', path, { text: `mcs.metadata:\n  componentName: Third\n${second}`, revision: 3 })).body.name).toBe('Fourth')
  })

  it('offers what a formula could name while it is typed', async () => {
    const made = await create('Completed')
    const path = at(made.id, `/components/${made.schemaName}.topic.Second`)
    const text = `${second}    - kind: SetVariable\n      id: keep\n      variable: Topic.Seen\n      value: =Sys`
    const { body } = await call<z.infer<typeof completionAnswer>>('POST', `${path}/complete`, { text, offset: text.length })
    expect(body.completions).toMatchObject({ place: 'formula', start: text.length - 3, end: text.length })
    expect(body.completions?.items.map(({ label }) => label)).toEqual(expect.arrayContaining(['Topic.Seen', 'System.User', 'Upper']))
    expect((await call<z.infer<typeof completionAnswer>>('POST', `${path}/complete`, { text, offset: 0 })).body).toEqual({ completions: null })
    expect((await call('POST', at(made.id, '/components/nothing/complete'), { text, offset: 3 })).status).toBe(404)
    expect((await call('POST', `${path}/complete`, { text, offset: -1 })).status).toBe(400)
  })

  it('checks a text without saving it', async () => {
    const made = await create('Checked')
    const path = at(made.id, `/components/${made.schemaName}.topic.Second`)
    expect((await call<{ diagnostics: unknown[] }>('POST', `${path}/check`, { text: broken })).body.diagnostics).not.toEqual([])
    expect((await call<Stored>('GET', path)).body.text).toBe(second)
  })

  it('adds entities and variables, which formulas know at once', async () => {
    const made = await create('Listed')
    const add = (kind: string, name: string, text: string) => call<Stored>('POST', at(made.id, '/components'), { kind, name, text })
    const entity = await add('entity', 'Size', 'kind: ClosedListEntity\nitems:\n  - id: Small\n    displayName: Small\n')
    expect([entity.status, entity.body.schemaName, entity.body.kind]).toEqual([201, `${made.schemaName}.entity.Size`, 'entity'])
    const variable = await add('variable', 'Basket', 'kind: Variable\nname: Basket\nscope: Conversation\n')
    expect([variable.status, variable.body.schemaName, variable.body.kind]).toEqual([201, `${made.schemaName}.globalvariable.Basket`, 'variable'])
    expect((await add('variable', 'basket', 'kind: Variable\nname: basket\n')).status).toBe(201)
    expect((await add('variable', 'Basket', 'kind: Variable\nname: Basket\n')).status).toBe(400)
    expect((await add('entity', 'Topic', second)).status).toBe(400)
    const text = `${second}    - kind: SetVariable\n      id: keep\n      variable: Topic.Seen\n      value: =Global.`
    const { body } = await call<z.infer<typeof completionAnswer>>('POST', at(made.id, `/components/${made.schemaName}.topic.Second/complete`), { text, offset: text.length })
    expect(body.completions?.items.map(({ label }) => label)).toContain('Basket')
  })

  it('adds, switches off and deletes a topic', async () => {
    const made = await create('Grown')
    const added = await call<Stored>('POST', at(made.id, '/components'), { kind: 'topic', name: 'Opening hours', text: second })
    expect([added.status, added.body.schemaName]).toEqual([201, `${made.schemaName}.topic.OpeningHours`])
    const again = await call<Stored>('POST', at(made.id, '/components'), { kind: 'topic', name: 'Opening hours', text: second })
    expect(again.body.schemaName).not.toBe(added.body.schemaName)
    const long = `${made.schemaName}.topic.${'Long'.repeat(40)} [é]`
    await database.db.updateTable('copilot_component').set({ schema_name: long }).where('schema_name', '=', again.body.schemaName).execute()
    expect((await call<Stored>('GET', at(made.id, `/components/${encodeURIComponent(long)}`))).body.schemaName).toBe(long)
    expect((await call('POST', at(made.id, `/components/${encodeURIComponent(long)}/check`), { text: second })).status).toBe(200)
    const path = at(made.id, `/components/${added.body.schemaName}`)
    expect((await call<Stored>('PUT', path, { text: second, revision: 1, state: 'off', name: 'Hours' })).body).toMatchObject({ state: 'off', revision: 2 })
    expect((await call('DELETE', path)).status).toBe(200)
    expect((await call('GET', path)).body.error?.code).toBe('NOT_FOUND')
  })

  it('refuses what no database can hold', async () => {
    const made = await create('Nul')
    expect((await call('POST', at(made.id, '/components'), { kind: 'topic', name: 'x', text: 'a\0b' })).body.error?.code).toBe('BAD_REQUEST')
    expect((await call('POST', at(made.id, '/components'), { kind: 'topic', name: 'x', text: 'y'.repeat(1_000_001) })).body.error?.code).toBe('BAD_REQUEST')
  })
})

describe('publishing', () => {
  it('keeps what customers get apart from the draft', async () => {
    const made = await create('Published')
    expect((await call<{ version: number }>('POST', at(made.id, '/publish'))).body.version).toBe(1)
    expect((await call<Detail>('GET', at(made.id))).body).toMatchObject({ publishedVersion: 1, unpublishedChanges: false })
    const schemaName = `${made.schemaName}.topic.Second`
    await call('PUT', at(made.id, `/components/${schemaName}`), { text: `${second}# new\n`, revision: 1 })
    expect((await call<Detail>('GET', at(made.id))).body.unpublishedChanges).toBe(true)
    const textIn = async (version: number) => (await catalogue.load(made.id, version)).components.find((each) => each.schemaName === schemaName)?.text
    expect([await textIn(0), await textIn(1)]).toEqual([`${second}# new\n`, second])
    expect((await call<{ version: number }>('POST', at(made.id, '/publish'))).body.version).toBe(2)
    expect([await textIn(1), await textIn(2)]).toEqual([second, `${second}# new\n`])
  })
})

describe('the agent transfers page (A.3)', () => {
  const connect = (id: string) => call<Transfers>('POST', at(id, '/agent-transfers/connect'))

  it('connects with a name of 30 characters, with a caution, and refuses 31', async () => {
    const fits = await create('x'.repeat(30))
    const connected = await connect(fits.id)
    expect(connected.body).toMatchObject({ problem: null, nameLength: 30, connection: { enabled: true, workstreams: [] } })
    expect(connected.body.warning).toMatch(/exactly 30/)
    const long = await create('x'.repeat(31))
    const refused = await connect(long.id)
    expect([refused.status, refused.body.error?.code]).toEqual([422, 'NAME_TOO_LONG'])
    expect((await call<Transfers>('GET', at(long.id, '/agent-transfers'))).body).toMatchObject({ connection: null, nameLength: 31, problem: refused.body.error?.message })
  })

  it('counts characters, not bytes', () => {
    expect([nameOf('ä'.repeat(30)), nameOf('😀'.repeat(30)), nameOf('e\u0301'.repeat(30))]).toEqual([undefined, undefined, undefined])
    expect(nameOf('😀'.repeat(31))).toBe('NAME_TOO_LONG')
    function nameOf(name: string) {
      return checkConnectedName(name)?.code
    }
  })

  it('refuses to rename a connected copilot beyond that', async () => {
    const made = await create('Short')
    await connect(made.id)
    expect((await call('PATCH', at(made.id), { name: 'y'.repeat(31) })).body.error?.code).toBe('NAME_TOO_LONG')
    expect((await call<Summary>('PATCH', at(made.id), { name: 'Shorter' })).body.name).toBe('Shorter')
    const user = await database.db.selectFrom('app_user').select('name').where('email', 'like', `${made.id}@%`).executeTakeFirstOrThrow()
    expect(user.name).toBe('Shorter')
    expect((await call('DELETE', at(made.id))).status).toBe(400)
  })

  it('disables the application user on disconnect and enables the same one on reconnect', async () => {
    const made = await create('Connected')
    const before = hints
    const first = (await connect(made.id)).body.connection
    expect((await connect(made.id)).body.connection).toEqual(first)
    const disabled = async () => (await database.db.selectFrom('app_user').select('disabled').where('id', '=', first?.applicationUserId ?? '').executeTakeFirstOrThrow()).disabled
    expect(await disabled()).toBe(false)
    const gone = (await call<Transfers>('POST', at(made.id, '/agent-transfers/disconnect'))).body.connection
    expect(gone).toMatchObject({ enabled: false, applicationUserId: first?.applicationUserId })
    expect(gone?.disconnectedAt).not.toBeNull()
    expect(await disabled()).toBe(true)
    expect(released).toContain(made.id)
    expect((await call<Summary[]>('GET', '/api/studio/copilots')).body.find(({ id }) => id === made.id)?.connected).toBe(false)
    const back = (await connect(made.id)).body.connection
    expect(back).toMatchObject({ enabled: true, applicationUserId: first?.applicationUserId, disconnectedAt: null })
    expect(await disabled()).toBe(false)
    expect(hints).toBeGreaterThan(before + 2)
  })

  it('asks for publishing first, and for the hub in the same environment', async () => {
    const made = await create('Fresh')
    expect((await connect(made.id)).body.warning).toMatch(/Publish first/)
    const elsewhere = (await call<Summary>('POST', '/api/studio/copilots', { name: 'Elsewhere' }, foreigner)).body
    expect((await call('POST', at(elsewhere.id, '/agent-transfers/connect'), undefined, foreigner)).body.error?.code).toBe('HUB_NOT_INSTALLED')
    expect((await call('POST', at(elsewhere.id, '/agent-transfers/disconnect'), undefined, foreigner)).body.error?.code).toBe('NOT_CONNECTED')
  })
})

describe('channels and the test pane', () => {
  it('opens a test conversation with a token for it', async () => {
    const made = await create('Tested')
    const { body } = await call<{ token: string; conversationId: string; directLineUrl: string }>('POST', at(made.id, '/test-conversation'))
    expect(body.token).toContain(body.conversationId)
    expect(body.directLineUrl).toMatch(/\/v3\/directline$/)
  })

  it('shows a new secret once and keeps its hash only', async () => {
    const made = await create('Direct')
    expect((await call<{ secretCreatedAt: null }>('GET', at(made.id, '/channels'))).body.secretCreatedAt).toBeNull()
    const { body } = await call<{ secret: string }>('POST', at(made.id, '/channels/secret'))
    expect(body.secret).toHaveLength(48)
    const stored = await database.db.selectFrom('direct_line_secret').selectAll().where('copilot_id', '=', made.id).executeTakeFirstOrThrow()
    expect(stored.secret_hash).not.toContain(body.secret)
    expect((await call<{ secret?: string }>('GET', at(made.id, '/channels'))).body.secret).toBeUndefined()
  })
})

describe.skipIf(!existsSync(corpus))('importing a real solution (needs ../shared/corpus)', () => {
  const zip = (name: string) => readFileSync(resolve(corpus, 'solutions', name))

  it('stores every component, keeps the rest byte for byte, and does it again over itself', async () => {
    const first = await importZip(zip('HandoverAgentSample.zip'))
    expect(first.status).toBe(201)
    expect(first.body.copilots).toMatchObject([{ name: 'Contoso Agent', schemaName: 'cr32d_contosoAgent', components: 16 }])
    const id = first.body.copilots[0]?.id ?? ''
    expect((await call('POST', at(id, '/publish'))).status).toBe(200)
    const again = await importZip(zip('HandoverAgentSample.zip'))
    expect(again.body.copilots[0]?.id).toBe(id)
    const detail = (await call<Detail>('GET', at(id))).body
    expect(detail.components).toHaveLength(16)
    expect(detail.unpublishedChanges).toBe(false)
    const kept = await copilotStore(database.db).preserved(id)
    expect(kept.map(({ path }) => path)).toContain('customizations.xml')
    expect(kept.length).toBe(first.body.preserved.length)
  })

  it('imports the same package twice at once', async () => {
    const reports = await Promise.all([importZip(zip('blastbox-deploy.zip')), importZip(zip('blastbox-deploy.zip')), importZip(zip('autoDetectLanguage_1755448929760_1_1.zip'))])
    expect(reports.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(reports[0]?.body.copilots.map(({ id }) => id)).toEqual(reports[1]?.body.copilots.map(({ id }) => id))
  })
})

describe('importing over a connected copilot', () => {
  it('keeps its name when the new one is too long to stay connected', async () => {
    const contents = (name: string) => ({ copilots: [{ ...blank, schemaName: 'kept_copilot', name }], collections: [], diagnostics: [], preserved: [] })
    const [first] = (await catalogue.importPackage('env_a', contents('Fits'))).copilots
    await call('POST', at(first?.id ?? '', '/agent-transfers/connect'))
    const { diagnostics } = await catalogue.importPackage('env_a', contents('z'.repeat(31)))
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toContain('warning MaxLengthExceeded')
    expect((await call<Detail>('GET', at(first?.id ?? ''))).body).toMatchObject({ name: 'Fits', connected: true })
  })

  it('leaves nothing behind when a part of it cannot be stored', async () => {
    const good = { ...blank, schemaName: 'half_one' }
    const bad = { ...blank, schemaName: 'half_two', components: blank.components.map((each) => ({ ...each, name: 'a\0b' })) }
    await expect(catalogue.importPackage('env_a', { copilots: [good, bad], collections: [], diagnostics: [], preserved: [] })).rejects.toThrow()
    expect((await call<Summary[]>('GET', '/api/studio/copilots')).body.filter(({ schemaName }) => schemaName.startsWith('half_'))).toEqual([])
  })
})

describe('importing what is no package', () => {
  it.each([
    ['text', Buffer.from('hello, this is not a zip file at all')],
    ['nothing', Buffer.alloc(0)],
    ['a zip cut short', Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(100)])],
    ['an empty zip', Buffer.concat([Buffer.from([0x50, 0x4b, 5, 6]), Buffer.alloc(18)])],
  ])('refuses %s', async (_name, bytes) => {
    const { status, body } = await importZip(bytes)
    expect([status, body.error?.code]).toEqual([422, 'INVALID_PACKAGE'])
  })
})
