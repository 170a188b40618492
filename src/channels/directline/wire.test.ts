import { describe, expect, it } from 'vitest'
import type { Entry } from '../../contracts/index.ts'
import { fileAddress } from '../../conversations/index.ts'
import { activitySet } from './wire.ts'

const line = (seq: number, text: string): Entry => ({ seq, at: '2026-03-02T10:00:00.000Z', audience: 'everyone', author: { kind: 'customer', id: 'kim', name: 'Kim' }, activity: { type: 'message', text, conversation: { id: 'c' } } })

describe('files that an answer names', () => {
  it('have one link each, and a conversation full of made-up addresses costs no key for every one', () => {
    const asked: string[] = []
    const link = (_: string, id: string) => {
      asked.push(id)
      return `https://chat.example/"${id}"`
    }
    const twice = JSON.parse(activitySet([line(1, fileAddress('c', '1-1')), line(2, `${fileAddress('c', '1-1')} ${fileAddress('other', '1-1')}`)], 2, link))
    expect(twice.activities.map(({ text }: { text: string }) => text)).toEqual(['https://chat.example/"1-1"', 'https://chat.example/"1-1" /api/conversations/other/files/1-1'])
    expect(asked).toEqual(['1-1'])

    asked.length = 0
    const madeUp = Array.from({ length: 5000 }, (_, n) => fileAddress('c', `${n}-1`)).join(' ')
    const { activities } = JSON.parse(activitySet([line(1, madeUp), line(2, madeUp)], 2, link))
    expect(asked).toHaveLength(2000)
    expect(activities[1].text.split(' ').at(-1)).toBe('/api/conversations/c/files/4999-1')
  })
})
