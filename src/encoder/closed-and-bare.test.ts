import { describe, expect, it } from 'vitest'
import { bare, closed, closedAndBare } from './closed-and-bare.ts'

describe('a text is read twice', () => {
  it.each([
    ['where is my parcel', 'where is my parcel?'],
    ["What's the fee", "What's the fee?"],
    ['cancel my order ', 'cancel my order.'],
    ['Is it open?', 'Is it open?'],
    ['stop…', 'stop…'],
    ['', ''],
  ])('closed: %j', (text, said) => expect(closed(text)).toBe(said))

  it.each([
    ['Where is my parcel?', 'parcel?'],
    ["I can't find my card PIN", "can't find card PIN"],
    ['cancel order', undefined],
    ['what is this', undefined],
    ['', undefined],
  ])('bare: %j', (text, words) => expect(bare(text)).toBe(words))

  it('gives the mean of both, each of length 1 in every view, and reads no more than it must', async () => {
    const read: string[][] = []
    const known: Record<string, number[]> = { 'where is my card?': [2, 0, 0, 5], card: [0, 3, 0, 1], 'cancel.': [0, 4, 3, 4] }
    const encoder = closedAndBare({ encode: async (texts) => (read.push([...texts]), texts.map((text) => Float32Array.from(known[text] ?? [NaN]))) }, 2)
    const [card, cancel] = await encoder.encode(['where is my card', 'cancel'])
    expect(read).toEqual([['where is my card?', 'cancel.', 'card']])
    const long = Math.hypot(0.8, 0.2)
    ;[0.8 / long, 0.2 / long, 0, 1].forEach((value, i) => expect(card?.[i]).toBeCloseTo(value, 6))
    ;[0, 1, 0.6, 0.8].forEach((value, i) => expect(cancel?.[i]).toBeCloseTo(value, 6))
  })
})
