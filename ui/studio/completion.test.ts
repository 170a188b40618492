import { describe, expect, it } from 'vitest'
import { type Found, isWorthAsking, matching, typedAt, wantedAfter } from './completion.ts'
import type { Completion } from './studio-api.ts'

const item = (label: string, insert = label): Completion => ({ label, insert, kind: 'variable', detail: '' })
const found: Found = { length: 12, completions: { place: 'formula', start: 8, end: 10, items: [] } }

describe('the word that is being completed', () => {
  it('grows and shrinks with what is typed', () => {
    expect(typedAt(found, 'value: =To}x', 10)).toBe('To')
    expect(typedAt(found, 'value: =Topi}x', 12)).toBe('Topi')
    expect(typedAt(found, 'value: =}x', 8)).toBe('')
  })

  it('ends where the caret leaves it or a character ends it', () => {
    expect(typedAt(found, 'value: =To}x', 7)).toBeUndefined()
    expect(typedAt(found, 'value: =To}x', 11)).toBeUndefined()
    expect(typedAt(found, 'value: =Topic.}x', 14)).toBeUndefined()
  })
})

describe('suggestions', () => {
  const items = [item('Topic.Name'), item('Global.Total'), item('Today', 'Today('), item('TopicCount'), item('Bottom')]
  const labels = (typed: string) => matching(items, typed).map(({ label }) => label)

  it('begin with the letters, or their last part does, before those that contain them', () => {
    expect(labels('to')).toEqual(['Topic.Name', 'Global.Total', 'Today', 'TopicCount', 'Bottom'])
    expect(labels('name')).toEqual(['Topic.Name'])
    expect(labels("'TOPICC")).toEqual(['TopicCount'])
  })

  it('are none for a word that is complete, unless there is more to write', () => {
    expect(labels('Topic.Name')).toEqual([])
    expect(labels('Today')).toEqual(['Today'])
    expect(labels('zzz')).toEqual([])
  })
})

describe('asking for suggestions', () => {
  const asks = (marked: string) => isWorthAsking(marked.replace('|', ''), marked.indexOf('|'))

  it.each(['  value: =Top|', '- condition: "=Top|', '  activity: Hello {Top|', '    Topic.Count > Top|', '  va|', '  kind: Set|', '  - |'])('happens in %s', (line) => expect(asks(`a: 1\n${line}\n`)).toBe(true))
  it.each(['  activity: Hello Top|', '  # val|', '  activity: Hello {Topic.Name} Top|'])('does not happen in %s', (line) => expect(asks(`a: 1\n${line}\n`)).toBe(false))

  it('is for names after letters and dots, and for arguments after brackets and commas', () => {
    expect(['T', '.', '{', '='].map((character) => wantedAfter(character, ''))).toEqual(['names', 'names', 'names', 'names'])
    expect(wantedAfter(' ', '    - kind:')).toBe('names')
    expect(['(', ',', ')'].map((character) => wantedAfter(character, ''))).toEqual(['signature', 'signature', 'signature'])
    expect(wantedAfter('7', '')).toBeUndefined()
  })
})
