import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterEach, expect, it } from 'vitest'
import { definitionOf, say, topicOf } from '../dialog/testing.ts'
import { testHub } from '../../test/support/hub.ts'

let world: Awaited<ReturnType<typeof testHub>>
afterEach(() => world?.close())

const code = `- kind: Question
  id: q
  variable: Topic.Code
  prompt: Which code?
  unrecognizedPrompt: That is no code.
  repeatCount: 1000
  interruptionPolicy: {allowInterruption: false}
  entity:
    kind: EmbeddedEntity
    definition: {kind: RegexEntity, pattern: (a+)+$}
`

it('a pattern that backtracks without end holds up neither its own conversation nor others', async () => {
  world = await testHub({ copilot: definitionOf({ topics: { Code: topicOf(['give a code'], code + say('s', 'Thanks for {Topic.Code}.')), Hello: topicOf(['hello'], say('h', 'Hello.')) } }) })
  const [one, other] = [await world.customer(), await world.customer()]
  await one.say('give a code')
  await other.say('hello')
  const held: number[] = []
  for (let round = 0; round < 5; round++) {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    await Promise.all([one.say(`${'a'.repeat(40)}b`), other.say('hello')])
    delay.disable()
    held.push(delay.max / 1e6)
  }
  expect(await other.texts()).toHaveLength(12)
  expect((await one.texts()).filter((line) => line.endsWith('That is no code.'))).toHaveLength(5)
  // The machine has pauses of its own: the quietest round is the measure.
  expect(Math.min(...held)).toBeLessThan(50)
  await one.say('aaa')
  expect((await one.texts()).at(-1)).toBe('copilot: Thanks for aaa.')
})
