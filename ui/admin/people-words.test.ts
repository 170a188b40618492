import { describe, expect, it } from 'vitest'
import { emailProblem, roleNames, statusOf } from './people-words.ts'

const link = (expired: boolean) => ({ purpose: 'invitation' as const, expiresAt: '', expired })

describe('what is said of a person', () => {
  it('is whether they can come in, and else how far the invitation is', () => {
    const of = (status: 'active' | 'invited' | 'disabled', given: ReturnType<typeof link> | null) => statusOf({ status, link: given }).text
    expect([of('active', null), of('active', link(false)), of('disabled', null), of('invited', link(false)), of('invited', link(true)), of('invited', null)]).toEqual(['Active', 'Active', 'Disabled', 'Invited', 'Invitation expired', 'Cannot sign in yet'])
  })
  it('has roles in one order', () => expect([roleNames(['administrator', 'agent']), roleNames([])]).toEqual(['Agent, Administrator', '']))
  it('has an address that nobody else has', () => {
    expect(emailProblem(' kim@contoso ', ['ana@contoso'])).toBeUndefined()
    expect(emailProblem('Ana@Contoso', ['ana@contoso'])).toBe('Somebody has this address already.')
    for (const wrong of ['', 'kim', 'a b@c', `${'x'.repeat(254)}@c`]) expect(emailProblem(wrong, [])).toContain('Give an e-mail address')
  })
})
