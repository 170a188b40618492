import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/contracts/conversation.ts'
import { completeUpTo, mergeEntries } from './merge-entries.ts'

const line = (seq: number): Entry => ({ seq, at: '2026-01-01T10:00:00Z', audience: 'everyone', author: { kind: 'customer', id: 'c', name: 'Clara' }, activity: { type: 'message', text: `line ${seq}` } })
const numbers = (entries: readonly Entry[]) => entries.map(({ seq }) => seq)

describe('merging lines that arrive by the socket and by HTTP', () => {
  it('shows every line once and in order, whatever comes first', () => {
    expect(numbers(mergeEntries([line(1), line(2)], [line(4), line(2), line(3), line(4)]))).toEqual([1, 2, 3, 4])
  })

  it('gives the same list back when nothing is new, so that nothing is drawn again', () => {
    const known = [line(1), line(2)]
    expect(mergeEntries(known, [line(2)])).toBe(known)
  })

  it('finds where the first hole is', () => {
    expect(completeUpTo([])).toBe(0)
    expect(completeUpTo([line(1), line(2), line(4)])).toBe(2)
    expect(completeUpTo([line(2)])).toBe(0)
  })
})
