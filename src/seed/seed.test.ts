import { afterAll, describe, expect, it } from 'vitest'
import { testHub } from '../../test/support/hub.ts'
import { localWorkshop } from '../documents/index.ts'
import { knowledgeCalls, knowledgeLibrary, outsideCalls, talkHistory } from '../engagement/index.ts'
import { silentLog } from '../platform/index.ts'
import { readPackage } from '../solutions/index.ts'
import { conversationStore, knowledgeStore } from '../storage/index.ts'

let world: Awaited<ReturnType<typeof testHub>>
afterAll(() => world?.close())

const begun: [string, number][] = []

/** The seed as a newcomer meets it: nothing is read yet, no language model is connected. */
async function freshInstallation() {
  const copilot = (await readPackage('src/seed/contoso-support')).copilots[0]!
  world = await testHub({
    copilot,
    more: (database) => {
      const library = knowledgeLibrary({ store: knowledgeStore(database.db), workshop: localWorkshop(), loadCopilot: async () => copilot, publishedVersion: async () => 1, log: silentLog })
      return { firstUse: (copilotId: string, version: number) => (begun.push([copilotId, version]), library.readAhead(copilotId, version)), callOutside: outsideCalls({ knowledge: knowledgeCalls({ search: library.search, history: talkHistory(conversationStore(database)), log: silentLog }) }) }
    },
  })
  return world.customer()
}

describe('the seed’s copilot', () => {
  it('answers from its help page, with the source, and still knows its topics and when it knows nothing', async () => {
    const kim = await freshInstallation()
    // It is read before anything is asked.
    await expect.poll(async () => (await world.database.pool.query('select 1 from knowledge_reading')).rowCount, { timeout: 20_000 }).toBe(1)
    expect(begun).toEqual([['bot', 1]])
    const answerTo = async (text: string) => {
      await kim.say(text)
      return (await kim.texts()).at(-1)
    }
    expect(await answerTo('How many days do I have to send something back?')).toMatch(/within 30 days of the day it arrived[^]*\n\n\[1\]: cite:1 "returns-and-delivery\.md"$/)
    expect(await answerTo('what does delivery cost')).toMatch(/costs € 3\.90/)
    expect(await answerTo('how long is the guarantee on a tent')).toMatch(/five years/)
    expect(await answerTo('what is the meaning of life')).toMatch(/did not get that|not sure what you mean/)
    expect(await answerTo('What are your opening hours')).toBe('copilot: Which of our shops do you mean?')
  })
})
