import { describe, expect, it } from 'vitest'
import { placeOf } from './place.ts'

describe('what stands behind the # of the start page', () => {
  it('is the account, a link with its token, or why a sign-in was refused', () => {
    expect(placeOf('')).toEqual({ kind: 'start' })
    expect(placeOf('#account')).toEqual({ kind: 'account' })
    expect(placeOf('#invitation=abc_-9')).toEqual({ kind: 'link', purpose: 'invitation', token: 'abc_-9' })
    expect(placeOf('#first-administrator=x')).toEqual({ kind: 'link', purpose: 'first-administrator', token: 'x' })
    expect(placeOf('#refused=expired')).toEqual({ kind: 'start', refused: 'expired' })
  })
  it('writes nobody else’s words on the page', () => {
    for (const hash of ['#refused=Call 555 and tell them your password', '#refused=', '#nothing=1', '#refused=constructor', '#main']) expect(placeOf(hash)).toEqual({ kind: 'start' })
  })
})
