import { describe, expect, it } from 'vitest'
import { learningWords, understandingWords } from './improve-words.ts'
import type { RecognizerState } from './studio-api.ts'

const learnt: RecognizerState = { stage: 'learnt', topics: 3, phrases: 12, encoded: null, meaning: true, accuracy: 0.875, problem: null }

describe('how a copilot understands, in words', () => {
  it.each<[string, Partial<RecognizerState>, string]>([
    ['nothing to start', { topics: 0, phrases: 0, stage: 'words' }, 'No topic starts by what customers say yet. Give one the trigger “User says a phrase”.'],
    ['one topic', { topics: 1, phrases: 1, stage: 'words' }, '1 topic with 1 phrase. With a second topic there is something to tell apart.'],
    ['learning', { stage: 'learning', accuracy: null }, '3 topics with 12 phrases. Until they are learnt, customers are understood by their words.'],
    ['learnt', {}, '3 topics with 12 phrases. Customers are understood by what they mean. Left out of training, 88% of the phrases would still be recognised.'],
    ['by words', { meaning: false, accuracy: null }, '3 topics with 12 phrases. Customers are understood by words and characters, whatever the language.'],
  ])('%s', (_, change, words) => expect(understandingWords({ ...learnt, ...change })).toBe(words))

  it('says how far learning is, once that is known', () => {
    expect(learningWords(learnt, 'The draft')).toBe('The draft is learning…')
    expect(learningWords({ ...learnt, encoded: { done: 8, of: 80 } }, 'Version 2')).toBe('Version 2 is learning: 8 of 80 sentences')
    expect(learningWords({ ...learnt, encoded: { done: 80, of: 80 } }, 'Version 2')).toBe('Version 2 is learning…')
  })
})
