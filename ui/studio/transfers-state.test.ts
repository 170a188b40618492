import { describe, expect, it } from 'vitest'
import { transfersState } from './transfers-state.ts'

const ready = { hubInstalled: true, published: true, nameLength: 12, problem: null, warning: null, connection: null, hubUrl: '/admin/copilots' }
const connection = { enabled: true, applicationUserId: 'u', connectedAt: '2026-01-01T00:00:00Z', disconnectedAt: null, workstreams: [] }

describe('the Agent transfers page', () => {
  it('connects a published copilot with a short name where the hub is', () => {
    expect(transfersState(ready)).toBe('ready')
    expect(transfersState({ ...ready, nameLength: 30, warning: 'close' })).toBe('ready')
  })
  it('says which condition fails, the hub first', () => {
    expect(transfersState({ ...ready, hubInstalled: false, nameLength: 40, published: false })).toBe('no-hub')
    expect(transfersState({ ...ready, nameLength: 31, published: false })).toBe('name-too-long')
    expect(transfersState({ ...ready, published: false })).toBe('not-published')
    expect(transfersState({ ...ready, problem: 'No.' })).toBe('blocked')
  })
  it('can always disconnect what is connected', () => expect(transfersState({ ...ready, nameLength: 40, connection })).toBe('connected'))
  it('can connect again', () => expect(transfersState({ ...ready, connection: { ...connection, enabled: false } })).toBe('ready'))
})
