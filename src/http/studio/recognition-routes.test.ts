import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { testDatabase } from '../../../test/support/database.ts'
import type * as contract from '../../contracts/studio.ts'
import { localLearner } from '../../encoder/index.ts'
import { recognitionAdvice, type MissStore } from '../../engagement/index.ts'
import { silentLog } from '../../platform/index.ts'
import { copilotCatalogue, readPackage, type CopilotCatalogue } from '../../solutions/index.ts'
import { copilotStore, missStore } from '../../storage/index.ts'
import { toFailure } from '../errors.ts'
import type { Session } from '../session.ts'
import { recognitionRoutes } from './recognition-routes.ts'

type Recognition = z.infer<typeof contract.recognition>
type Explanation = z.infer<typeof contract.explanation>
type Misses = z.infer<typeof contract.misses>

const mia: Session = { userId: 'usr_maker', name: 'Mia', environmentId: 'env_a', roles: ['maker'] }
const otto: Session = { userId: 'usr_other', name: 'Otto', environmentId: 'env_b', roles: ['administrator'] }
const phrasesOf = (name: string, phrases: string[]) => `kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRecognizedIntent\n  id: main\n  intent:\n    displayName: ${name}\n    triggerQueries:\n${phrases.map((phrase) => `      - ${phrase}\n`).join('')}  actions: []\n`

let database: Awaited<ReturnType<typeof testDatabase>>
let app: FastifyInstance
let catalogue: CopilotCatalogue
let misses: MissStore
let copilotId: string
let schemaName: string
let session: Session = mia

/** The blank copilot with a topic of its own, understood by the real encoder. */
beforeAll(async () => {
  database = await testDatabase()
  await database.db.insertInto('environment').values([{ id: 'env_a', name: 'A', hub_installed: true }, { id: 'env_b', name: 'B', hub_installed: false }]).execute()
  catalogue = copilotCatalogue({ store: copilotStore(database.db), blank: async () => (await readPackage('src/seed/blank')).copilots[0]!, changed: () => {} })
  misses = missStore(database.db)
  app = Fastify()
  app.setErrorHandler((error, _request, reply) => {
    const { status, code, message } = toFailure(error, silentLog, '')
    return reply.status(status).send({ error: { code, message } })
  })
  const recognition = recognitionAdvice({ loadCopilot: (id, version) => catalogue.load(id, version), learner: localLearner(), misses })
  recognitionRoutes(app, { catalogue, recognition }, () => session)
  copilotId = (await catalogue.create('env_a', 'Helper')).id
  const made = await catalogue.createComponent('env_a', copilotId, { kind: 'topic', name: 'Returns', text: phrasesOf('Returns', ['I want to return something', 'Send my purchase back', 'How do returns work', 'I would like a refund', 'Good evening']) })
  schemaName = made.component.schemaName
})
afterAll(async () => {
  await app.close()
  await database.close()
})

async function call<T>(method: 'GET' | 'POST', rest: string, body?: object, as = mia): Promise<{ status: number; body: T & { error?: { code: string; message: string } } }> {
  session = as
  const answer = await app.inject({ method, url: `/api/studio/copilots/${copilotId}/${rest}`, ...(body ? { payload: body } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}
async function learnt(): Promise<Recognition> {
  for (let i = 0; i < 300; i++) {
    const { body } = await call<Recognition>('GET', 'recognition')
    if (body.findings) return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it was not learnt in time')
}
const left = async () => (await call<Misses>('GET', 'misses')).body.groups.flatMap((group) => group.misses)
const note = (said: string) => misses.note(copilotId, { said, key: said, at: new Date() })

describe('the improve page', () => {
  it('says while it learns, and then what it found', async () => {
    const first = (await call<Recognition>('GET', 'recognition')).body
    expect(first).toMatchObject({ published: null, draft: { stage: 'learning' }, findings: null })
    const { draft, findings } = await learnt()
    expect(draft).toMatchObject({ stage: 'learnt', meaning: true, problem: null })
    expect(findings).toContainEqual({ kind: 'same-phrase', topic: { schemaName, name: 'Returns' }, phrase: 'Good evening', looksLike: expect.objectContaining({ name: 'Greeting' }) })
  })

  it('shows the published version beside the draft', async () => {
    const outcome = await catalogue.publish('env_a', copilotId, 'mia')
    expect(outcome).toMatchObject({ version: 1 })
    await learnt()
    // The same phrases were learnt for the draft.
    expect((await call<Recognition>('GET', 'recognition')).body.published).toMatchObject({ version: 1, state: { stage: 'learnt' } })
  })

  it('explains what an utterance would do', async () => {
    await learnt()
    const { body } = await call<Explanation>('POST', 'recognition/explain', { text: 'can I return the shoes I purchased?' })
    expect(body).toMatchObject({ decision: 'starts', topics: [{ schemaName, name: 'Returns' }] })
    expect(body.tiers.at(-1)?.nearest[0]).toMatchObject({ topic: { name: 'Returns' } })
    expect((await call<Explanation>('POST', 'recognition/explain', { text: 'STORE' })).body.decision).toBe('fallback')
  })

  it.each(['what is the meaning of life', 'how far is it to the moon', 'my sister bought a red bicycle', 'what is the square root of sixteen'])('takes no stranger for a topic: %s', async (text) => {
    await learnt()
    expect((await call<Explanation>('POST', 'recognition/explain', { text })).body.decision).toBe('fallback')
  })

  it.each([['let me talk to a human being', 'Escalate'], ['hello there', 'Greeting'], ['thanks a lot', 'Thank You'], ['can we begin again from the start', 'Start Over']])('still hears "%s"', async (text, name) => {
    await learnt()
    expect((await call<Explanation>('POST', 'recognition/explain', { text })).body).toMatchObject({ decision: 'starts', topics: [{ name }] })
  })
})

describe('what customers said in vain', () => {
  it('comes in groups of what is alike', async () => {
    for (const said of ['is there parking at the shop', 'where can i park my car', 'do you have a parking garage', 'do you sell gift cards', 'gift cards']) await note(said)
    await note('gift cards')
    const { body } = await call<Misses>('GET', 'misses')
    expect(body.more).toBe(false)
    expect(body.groups.map(({ times, misses: of }) => [times, of.map(({ said }) => said).sort()])).toEqual([
      [3, ['do you have a parking garage', 'is there parking at the shop', 'where can i park my car']],
      [3, ['do you sell gift cards', 'gift cards']],
    ])
  })

  it('becomes phrases of a topic with one call, and leaves the list', async () => {
    const { body } = await call<Misses>('GET', 'misses')
    const ids = body.groups[1]!.misses.map(({ id }) => id)
    const answer = await call<z.infer<typeof contract.addedMisses>>('POST', 'misses/add', { ids, topic: schemaName })
    expect(answer).toMatchObject({ status: 200, body: { topic: { schemaName, name: 'Returns' } } })
    expect(answer.body.added.toSorted()).toEqual(['do you sell gift cards', 'gift cards'])
    const { component } = await catalogue.component('env_a', copilotId, schemaName)
    expect(component.text).toContain('      - Good evening\n      - gift cards\n      - do you sell gift cards\n')
    expect(await left()).toHaveLength(3)
    expect((await call<Explanation>('POST', 'recognition/explain', { text: 'Gift cards!' })).body).toMatchObject({ decision: 'starts', topics: [{ name: 'Returns' }] })
    expect((await call('POST', 'misses/add', { ids, topic: schemaName })).body.error?.message).toContain('Load it again')
  })

  it('cannot be added where words start nothing', async () => {
    const { body } = await call<Misses>('GET', 'misses')
    const fallback = (await catalogue.get('env_a', copilotId)).components.find(({ name }) => name === 'Fallback')!
    const answer = await call('POST', 'misses/add', { ids: [body.groups[0]!.misses[0]!.id], topic: fallback.schemaName })
    expect(answer).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining('Choose a topic') } } })
  })

  it('belongs to the environment', async () => {
    for (const [method, rest, body] of [['GET', 'recognition', undefined], ['GET', 'misses', undefined], ['POST', 'recognition/explain', { text: 'hello' }], ['POST', 'misses/forget', { ids: 'all' }], ['POST', 'misses/add', { ids: ['x'], topic: schemaName }]] as const) {
      expect((await call(method, rest, body, otto)).status).toBe(404)
    }
    expect(await left()).toHaveLength(3)
  })

  it('can be thrown away', async () => {
    expect((await call('POST', 'misses/forget', { ids: 'all' })).status).toBe(200)
    expect((await call<Misses>('GET', 'misses')).body.groups).toEqual([])
  })

  it.each([['recognition/explain', { text: '' }], ['recognition/explain', { text: 'x'.repeat(2_000) }], ['misses/add', { ids: [], topic: 'x' }], ['misses/forget', {}]])('refuses %s with nonsense', async (rest, body) => {
    expect((await call('POST', rest, body)).status).toBe(400)
  })
})
