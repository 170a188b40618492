import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { knowledgeTopic } from './knowledge-topic.ts'

it('is the topic that new copilots have', () => {
  const blank = readFileSync('src/seed/blank/topics/Search.mcs.yml', 'utf8')
  expect(blank.slice(blank.indexOf('kind: AdaptiveDialog'))).toBe(knowledgeTopic)
})
