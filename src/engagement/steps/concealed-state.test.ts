import { describe, expect, it } from 'vitest'
import type { DialogState } from '../../dialog/index.ts'
import { conceal, reveal } from './concealed-state.ts'

const state = (globals: Record<string, unknown>): DialogState => ({ turn: 1, status: 'calling', globals, stack: [{ topic: 'call.Me', pc: 1, vars: { call: 'call me' } }], pending: { callId: 'call-1' } })

describe('a stored state', () => {
  it('holds no secret, and gets it back', () => {
    const stored = conceal(state({ Key: 'the key is s3cr3t!', List: ['s3cr3t!'] }), { API_KEY: 's3cr3t!' })
    expect(JSON.stringify(stored)).not.toContain('s3cr3t!')
    expect(reveal(stored, { API_KEY: 's3cr3t!' })).toEqual(state({ Key: 'the key is s3cr3t!', List: ['s3cr3t!'] }))
  })

  it.each([
    ['a number', { PIN: '1234' }, { n: 41_234, text: 'pin 1234' }],
    ['a boolean', { FLAG: 'true' }, { yes: true, text: 'true' }],
    ['a word of the engine', { WORD: 'call' }, { text: 'call' }],
    ['a part of another one', { SHORT: 'abc', LONG: 'abcdef' }, { text: 'abcdef and abc' }],
    ['in the name of another one', { A_test_key: 'sssss', B: 'test' }, { text: 'sssss', other: 'test' }],
    ['full of signs', { ODD: 'a"b\\c$&.*' }, { text: 'x a"b\\c$&.* y' }],
  ])('survives a secret that looks like %s', (_, secrets, globals) => {
    const stored = conceal(state(globals), secrets)
    expect(stored.status).toBe('calling')
    expect(stored['pending']).toEqual({ callId: 'call-1' })
    expect(reveal(stored, secrets)).toEqual(state(globals))
  })

  it('stays the same object where there is nothing to hide', () => {
    const before = state({ text: 'x' })
    expect(conceal(before, { KEY: 'not there' })).toBe(before)
    expect(conceal(before, undefined)).toBe(before)
  })
})
