import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/support/database.ts'
import { impressionOf, learnPhrases, type LearntStore, type Phrase } from '../recognition/index.ts'
import { learntStore } from '../storage/index.ts'
import { bytesOf, learnerOn, type Workshop } from './learner.ts'

const phrases: Phrase[] = [
  { topic: 0, text: 'What are your opening hours' },
  { topic: 0, text: 'When do you open' },
  { topic: 1, text: 'Where is my order' },
  { topic: 1, text: 'Track my parcel' },
]

/** Counts what is done. Its vectors are of the letters of a text and of what it is about: enough to tell texts apart, and to be let in. */
function workshop() {
  const done = { encoded: [] as string[], woken: 0, fitted: 0, broken: false }
  const of: Workshop = {
    encoder: 'letters',
    views: [1],
    async encode(texts) {
      if (done.broken) throw new Error('the endpoint is away')
      if (texts.length === 0) done.woken++
      done.encoded.push(...texts)
      return texts.map((text) => Float32Array.from({ length: 8 }, (_, i) => 0.1 * text.split(String.fromCharCode(97 + i)).length + (i === (/open/.test(text) ? 6 : 7) ? 2 : 0)))
    },
    async fit({ phrases: taught, topics, encoded }) {
      done.fitted++
      return bytesOf(learnPhrases(taught, topics, encoded))
    },
  }
  return { of, done }
}

let database: Awaited<ReturnType<typeof testDatabase>>
let store: LearntStore
beforeAll(async () => {
  database = await testDatabase()
  store = learntStore(database)
})
beforeEach(async () => {
  await database.pool.query(`delete from copilot; insert into environment (id, name) values ('contoso', 'Contoso') on conflict do nothing;
    insert into copilot (id, environment_id, schema_name, name, definition) values ('bot', 'contoso', 'bot', 'Bot', '{}')`)
})
afterAll(() => database.close())
const owner = { copilotId: 'bot' }
const countOf = async (table: string) => Number((await database.pool.query(`select count(*) as n from ${table}`)).rows[0].n)

describe('what a copilot learnt', () => {
  it('is there after a restart and on another node, without encoding or learning', async () => {
    const first = workshop()
    const learnt = await learnerOn(first.of, { store }).learn(phrases, 2, owner)
    const second = workshop()
    const again = await learnerOn(second.of, { store }).recall(phrases, 2, owner)
    expect(first.done.fitted).toBe(1)
    expect(learnt.mixed).toBeDefined()
    expect(second.done).toMatchObject({ encoded: [], woken: 1, fitted: 0 })
    const vector = new Float32Array(8).fill(0.3)
    for (const kind of ['lexical', 'mixed'] as const) {
      const [before, after] = [learnt[kind], again?.[kind]]
      if (before && after) expect(impressionOf(after, 'where is my parcel', vector)).toEqual(impressionOf(before, 'where is my parcel', vector))
      else expect(after).toBe(before)
    }
  })

  it('costs only what changed when it is published again, by whatever node', async () => {
    await learnerOn(workshop().of, { store }).learn(phrases, 2, owner)
    const { of, done } = workshop()
    await learnerOn(of, { store }).learn([...phrases, { topic: 1, text: 'My package is late' }], 2, owner)
    expect(done).toMatchObject({ encoded: ['My package is late'], fitted: 1 })
  })

  it('is learnt once when several ask at once', async () => {
    const { of, done } = workshop()
    const learner = learnerOn(of, { store })
    await Promise.all([learner.learn(phrases, 2, owner), learner.learn(phrases, 2, owner)])
    expect(done.fitted).toBe(1)
  })

  it('keeps the last four models, and vectors of the last phrases only', async () => {
    const learner = learnerOn(workshop().of, { store })
    for (let i = 0; i < 6; i++) await learner.learn([...phrases.slice(0, 3), { topic: 1, text: `parcel number ${i}` }], 2, owner)
    expect(await countOf('recognition_model')).toBe(4)
    const { of, done } = workshop()
    await learnerOn(of, { store }).learn([...phrases.slice(0, 3), { topic: 1, text: 'parcel number 0' }], 2, owner)
    expect(done.encoded).toEqual(['parcel number 0'])
  })

  it('of a draft is stored when it is published, and so is what another copilot learnt', async () => {
    await database.pool.query("insert into copilot (id, environment_id, schema_name, name, definition) values ('twin', 'contoso', 'twin', 'Twin', '{}')")
    const { of, done } = workshop()
    const learner = learnerOn(of, { store })
    await learner.learn(phrases, 2, { ...owner, draft: true })
    expect(await countOf('recognition_model')).toBe(0)
    await learner.recall(phrases, 2, owner)
    await learner.learn(phrases, 2, { copilotId: 'twin' })
    expect(done.fitted).toBe(1)
    await expect.poll(() => countOf('recognition_model')).toBe(2)
  })

  it('goes with the copilot, and does not come back for one that is gone', async () => {
    const learner = learnerOn(workshop().of, { store })
    await learner.learn(phrases, 2, owner)
    await database.pool.query("delete from copilot where id = 'bot'")
    expect([await countOf('recognition_model'), await countOf('recognition_vector')]).toEqual([0, 0])
    await learner.learn([...phrases, { topic: 0, text: 'Are you closed' }], 2, owner)
    expect([await countOf('recognition_model'), await countOf('recognition_vector')]).toEqual([0, 0])
  })

  it('tells how far it is', async () => {
    const heard: string[] = []
    await learnerOn(workshop().of, { store }).learn(phrases, 2, { ...owner, progress: (done, of) => heard.push(`${done}/${of}`) })
    const last = heard.at(-1)?.split('/') ?? []
    expect(heard[0]).toMatch(/^0\//)
    expect(last[0]).toBe(last[1])
  })

  it('is of words alone while the encoder is away, and is learnt again when it is back', async () => {
    const { of, done } = workshop()
    const learner = learnerOn(of, { store })
    done.broken = true
    expect(await learner.learn(phrases, 2, owner)).toMatchObject({ mixed: undefined, problem: 'the endpoint is away' })
    expect(await learner.recall(phrases, 2, owner)).toBeUndefined()
    done.broken = false
    expect((await learner.learn(phrases, 2, owner)).problem).toBeUndefined()
  })

  it('is learnt without a database that answers', async () => {
    const away = (): never => {
      throw new Error('the database is away')
    }
    const broken: LearntStore = { findModel: away, saveModel: away, findVectors: away, saveVectors: away }
    expect((await learnerOn(workshop().of, { store: broken }).learn(phrases, 2, owner)).lexical).toBeDefined()
  })

  it('is learnt anew when what is stored cannot be read', async () => {
    await learnerOn(workshop().of, { store }).learn(phrases, 2, owner)
    await database.pool.query("update recognition_model set bytes = 'garbage'")
    const { of, done } = workshop()
    await learnerOn(of, { store }).learn(phrases, 2, owner)
    expect(done.fitted).toBe(1)
  })
})
