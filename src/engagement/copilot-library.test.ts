import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/support/database.ts'
import { bytesOf, learnerOn } from '../encoder/learner.ts'
import { manualClock } from '../platform/index.ts'
import { learnPhrases, type Learner } from '../recognition/index.ts'
import { readPackage } from '../solutions/index.ts'
import { learntStore } from '../storage/index.ts'
import { copilotLibrary } from './copilot-library.ts'

describe('a copilot whose phrases could not be learnt', () => {
  it('answers by words, and learns a while later', async () => {
    const clock = manualClock('2026-03-02T10:00:00Z')
    let broken = true
    let tries = 0
    const learner: Learner = {
      views: [1],
      recall: async () => undefined,
      encode: async () => undefined,
      async learn(phrases, topics) {
        tries++
        const learnt = learnPhrases(phrases, topics, undefined)
        return broken ? { ...learnt, problem: 'the encoder is away' } : learnt
      },
    }
    const definition = (await readPackage('src/seed/contoso-support')).copilots[0]!
    const library = copilotLibrary({ loadCopilot: async () => definition, learner, clock })
    const ask = async () => {
      const { recognizer } = await library.get('bot', 1)
      const ranked = await recognizer.recognize('what are your store hours', 'en-US')
      await new Promise((resolve) => setImmediate(resolve))
      return ranked
    }
    for (let i = 0; i < 3; i++) expect((await ask()).length).toBeGreaterThan(0)
    expect(tries).toBe(1)
    broken = false
    clock.advance(6 * 60_000)
    await ask()
    await ask()
    expect(tries).toBe(2)
    clock.advance(6 * 60_000)
    await ask()
    await ask()
    expect(tries).toBe(2)
  })
})

describe('a published version', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>
  beforeAll(async () => {
    database = await testDatabase()
    await database.pool.query(`insert into environment (id, name) values ('contoso', 'Contoso');
      insert into copilot (id, environment_id, schema_name, name, definition) values ('bot', 'contoso', 'bot', 'Bot', '{}')`)
  })
  afterAll(() => database.close())

  it('is understood with what was learnt from the first message on, after a restart and on another node', async () => {
    const definition = (await readPackage('src/seed/contoso-support')).copilots[0]!
    const node = () => {
      const done = { encoded: 0, fitted: 0 }
      const learner = learnerOn(
        {
          encoder: 'letters',
          views: [1],
          encode: async (texts) => texts.map((text) => Float32Array.from({ length: 28 }, (_, i) => (done.encoded++, text.toLowerCase().split(String.fromCharCode(97 + i)).length - 0.9))),
          fit: async ({ phrases, topics, encoded }) => (done.fitted++, bytesOf(learnPhrases(phrases, topics, encoded))),
        },
        { store: learntStore(database) },
      )
      return { done, library: copilotLibrary({ loadCopilot: async () => definition, learner, clock: manualClock('2026-03-02T10:00:00Z') }) }
    }
    const first = node()
    const { recognizer } = await first.library.get('bot', 1)
    if (!('learnt' in recognizer)) throw new Error('it does not learn')
    await recognizer.learnt()
    expect(first.done.fitted).toBe(1)
    const said = 'when does the shop open'
    const expected = await recognizer.recognize(said, 'en-US')

    const second = node()
    const ready = await second.library.get('bot', 1)
    expect('state' in ready.recognizer && ready.recognizer.state().stage).toBe('learnt')
    expect(second.done).toEqual({ encoded: 0, fitted: 0 })
    expect(await ready.recognizer.recognize(said, 'en-US')).toEqual(expected)
  })
})
