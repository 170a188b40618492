import { describe, expect, it } from 'vitest'
import { contentOf, reasonOf, standingOf, uploadProblem } from './knowledge-words.ts'

const source = { schemaName: 'a', name: 'A', kind: 'site' as const, state: 'indexed' as const, problem: null, passages: 1, bytes: null, address: 'https://a.test', fetchedAt: null, pages: [{ url: 'https://a.test', title: 'A', problem: null }, { url: 'https://a.test/b', title: '', problem: 'status 404' }] }

describe('a knowledge source in words', () => {
  it('counts only what can be read', () => {
    expect(contentOf(source)).toBe('1 passage on 1 page')
    expect(contentOf({ ...source, kind: 'file', passages: 3, pages: [] })).toBe('3 passages')
  })

  it('says why it holds nothing', () => {
    expect(contentOf({ ...source, state: 'failed', problem: 'status 500' })).toBe('status 500')
    expect(standingOf({ state: 'not-fetched', kind: 'site' })).toEqual({ words: 'Not fetched yet', color: 'warning' })
  })
})

describe('a file to upload', () => {
  const rules = { readable: ['txt', 'pdf'], maxBytes: 20 * 1024 * 1024 }
  it('is refused before it is sent when that is hopeless', () => {
    expect(uploadProblem({ name: 'a.pdf', size: 5 }, rules)).toBeUndefined()
    expect(uploadProblem({ name: 'a.pdf', size: 0 }, rules)).toMatch(/empty/)
    expect(uploadProblem({ name: 'a.pdf', size: 21 * 1024 * 1024 }, rules)).toMatch(/21\.0 MB; at most 20\.0 MB/)
    expect(uploadProblem({ name: 'README', size: 5 }, rules)).toMatch(/Readable are txt, pdf/)
  })
})

it('a passage says why it was found', () => {
  const passage = { title: 'a', url: null, heading: '', text: 't', page: null, confidence: 0.9, lexicalRank: 1, vectorRank: null, coverage: 0.5, similarity: 0 }
  expect(reasonOf(passage)).toBe('rank 1 by words (50% of the question’s words)')
  expect(reasonOf({ ...passage, lexicalRank: null, vectorRank: 2, similarity: 0.61 })).toBe('rank 2 by meaning (61% alike)')
})
