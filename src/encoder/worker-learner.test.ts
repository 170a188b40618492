import { afterAll, describe, expect, it } from 'vitest'
import { impressionOf, type Phrase } from '../recognition/index.ts'
import { workerLearner } from './worker-learner.ts'

const phrases: Phrase[] = [
  { topic: 0, text: 'What are your opening hours' },
  { topic: 0, text: 'When do you open' },
  { topic: 0, text: 'Are you open on Sunday' },
  { topic: 1, text: 'Where is my order' },
  { topic: 1, text: 'Track my parcel' },
  { topic: 1, text: 'My package has not arrived' },
]

describe('learning in workers', () => {
  const learner = workerLearner()
  afterAll(() => learner.stop())

  it('encodes and learns with the encoder that npm brought, and can be used at once', async () => {
    const heard: number[] = []
    const { mixed } = await learner.learn(phrases, 2, { copilotId: 'bot', progress: (done) => heard.push(done) })
    expect(heard.length).toBeGreaterThan(2)
    const text = 'has my delivery been shipped yet'
    const scores = impressionOf(mixed!, text, await learner.encode(text)).scores
    expect(scores[1]).toBeGreaterThan(scores[0] as number)
  })

  it('does not learn the same again', async () => {
    const before = await learner.recall(phrases, 2)
    expect(before).toBeDefined()
    expect(await learner.learn(phrases, 2)).toBe(before)
  })

  it('goes on after its workers were stopped', async () => {
    await learner.stop()
    expect(await learner.encode('a sentence nobody said before')).toHaveLength(1024)
    expect((await learner.learn([...phrases, { topic: 1, text: 'Shipping status' }], 2)).mixed).toBeDefined()
  })
})
