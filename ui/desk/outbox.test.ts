import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '../kit/api.ts'
import { type OutboxDeps, createOutbox } from './outbox.ts'

function memory(): OutboxDeps['storage'] {
  const values = new Map<string, string>()
  return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) }
}

function desk(answer: (text: string) => unknown, storage = memory()) {
  const posted: { text: string; clientId: string }[] = []
  let next = 0
  const outbox = createOutbox({
    storage,
    newClientId: () => `client-${++next}`,
    now: () => '2026-01-01T10:00:00Z',
    onSent: () => {},
    delay: () => 5,
    async send(_, message) {
      posted.push(message)
      const result = answer(message.text)
      if (result instanceof Error) throw result
    },
  })
  return { outbox, posted, states: () => outbox.snapshot().map((one) => one.state), storage }
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 5 })
const away = () => new ApiError('OFFLINE', 'away', 0)

describe('the outbox of the desk', () => {
  it('sends in the order of writing, one after the other', async () => {
    const { outbox, posted, states } = desk(() => ({ seq: 1 }))
    outbox.add('c1', 'one')
    outbox.add('c1', 'two')
    await eventually(() => expect(states()).toEqual(['sent', 'sent']))
    expect(posted.map(({ text }) => text)).toEqual(['one', 'two'])
  })

  it('tries again with the same client id while the server is away, and keeps the order', async () => {
    let tries = 0
    const { outbox, posted } = desk(() => (++tries < 3 ? away() : {}))
    outbox.add('c1', 'one')
    outbox.add('c1', 'two')
    await eventually(() => expect(posted.map(({ text }) => text)).toEqual(['one', 'one', 'one', 'two']))
    expect(new Set(posted.slice(0, 3).map(({ clientId }) => clientId)).size).toBe(1)
  })

  it('keeps what the server refuses, says why, and can send it again', async () => {
    let refuse = true
    const { outbox, states } = desk(() => (refuse ? new ApiError('NOT_YOURS', 'Not yours.', 409) : {}))
    outbox.add('c1', 'one')
    await eventually(() => expect(outbox.snapshot()[0]).toMatchObject({ state: 'failed', error: 'Not yours.' }))
    refuse = false
    outbox.retry('client-1')
    await eventually(() => expect(states()).toEqual(['sent']))
  })

  it('survives a reload: what was not acknowledged is sent by the next page', async () => {
    const before = desk(away)
    before.outbox.add('c1', 'one')
    await eventually(() => expect(before.states()).toEqual(['waiting']))
    const after = desk(() => ({}), before.storage)
    expect(after.outbox.snapshot()).toMatchObject([{ clientId: 'client-1', state: 'waiting' }])
    after.outbox.resume()
    await eventually(() => expect(after.posted).toEqual([{ text: 'one', clientId: 'client-1' }]))
  })

  it('forgets a message when its line has arrived', async () => {
    const { outbox, states } = desk(() => ({}))
    outbox.add('c1', 'one')
    await eventually(() => expect(states()).toEqual(['sent']))
    outbox.settle(new Set(['client-1']))
    expect(outbox.snapshot()).toEqual([])
  })
})
