import { describe, expect, it } from 'vitest'
import { createExclusive } from './exclusive.ts'
import { createMemory } from './memory.ts'

const noEvents = { addEventListener() {}, removeEventListener() {} }

function fakeStorage(full = false) {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem(key: string, value: string) {
      if (full) throw new DOMException('full', 'QuotaExceededError')
      values.set(key, value)
    },
    removeItem: (key: string) => void values.delete(key),
    key: (at: number) => [...values.keys()][at] ?? null,
    get length() {
      return values.size
    },
  }
}

describe.each([
  ['storage', fakeStorage()],
  ['full storage', fakeStorage(true)],
  ['no storage', undefined],
])('memory with %s', (_, storage) => {
  it('keeps values by name and lists them', () => {
    const memory = createMemory('baton:w1', storage, noEvents)
    memory.set('out:1', { text: 'a' })
    memory.set('out:2', { text: 'b' })
    memory.set('open', true)
    memory.remove('out:1')
    expect([memory.get('open'), memory.get('out:1'), memory.list('out:')]).toEqual([true, undefined, [{ text: 'b' }]])
  })
})

it('keeps widgets apart and survives values that are not ours', () => {
  const storage = fakeStorage()
  storage.setItem('baton:w1:session', '{broken')
  createMemory('baton:w2', storage, noEvents).set('open', true)
  const memory = createMemory('baton:w1', storage, noEvents)
  expect([memory.get('session'), memory.get('open')]).toEqual([undefined, undefined])
})

describe('one at a time', () => {
  it('also where the browser has no locks, over two tabs', async () => {
    const storage = fakeStorage()
    const tabs = [1, 2].map(() => createExclusive('baton:w1', createMemory('baton:w1', storage, noEvents), undefined))
    const order: string[] = []
    const work = (name: string) => async () => {
      order.push(`${name} in`)
      await new Promise((resolve) => setTimeout(resolve, 30))
      order.push(`${name} out`)
    }
    await Promise.all([tabs[0]?.('start', work('a')), tabs[1]?.('start', work('b')), tabs[0]?.('start', work('c'))])
    for (let at = 0; at < order.length; at += 2) expect(order[at]?.[0]).toBe(order[at + 1]?.[0])
    expect(order).toHaveLength(6)
  })

  it('goes on after a failure', async () => {
    const exclusive = createExclusive('baton:w1', createMemory('baton:w1', undefined, noEvents), undefined)
    await expect(exclusive('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await exclusive('x', async () => 5)).toBe(5)
  })
})
