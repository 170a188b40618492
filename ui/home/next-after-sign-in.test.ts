import { describe, expect, it } from 'vitest'
import { nextAfterSignIn } from './next-after-sign-in.ts'

describe('going on after the sign-in', () => {
  it('returns to the page that asked', () => {
    expect(nextAfterSignIn('?next=%2Fdesk%2Fconversations%2F1%3Fa%3Db')).toBe('/desk/conversations/1?a=b')
  })

  it('never leaves this site', () => {
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/.//evil.example', '/a/..//evil.example', '/%2e/\\evil.example', '/\t/evil.example', '/\t/[', '']) {
      expect(nextAfterSignIn(`?next=${encodeURIComponent(next)}`)).toBeUndefined()
    }
  })
})
