import { describe, expect, it } from 'vitest'
import { manualClock } from '../platform/index.ts'
import { learnPhrases, type Learner } from '../recognition/index.ts'
import { readPackage } from '../solutions/index.ts'
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
