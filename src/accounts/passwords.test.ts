import { describe, expect, it } from 'vitest'
import { createPasswords } from './password-hash.ts'
import { passwordProblem } from './password-rules.ts'
import { triesOf, waitAfter } from './tries.ts'

const cheap = { N: 2, r: 1, p: 1 }

describe('a stored password', () => {
  it('is told again, in whatever form its characters were typed, and no other is', async () => {
    const passwords = createPasswords(cheap)
    const stored = await passwords.hash('Zürich im Mai')
    expect(stored).toMatch(/^\$scrypt\$ln=1,r=1,p=1\$[\w+/=]{24}\$[\w+/=]{44}$/)
    expect(await passwords.verify('Zu\u0308rich im Mai', stored)).toEqual({ right: true, renew: false })
    expect(await passwords.verify('Zürich im Mai ', stored)).toEqual({ right: false, renew: false })
    expect(await passwords.hash('Zürich im Mai')).not.toBe(stored)
  })

  it('keeps the cost it was made with, and says when today’s is another', async () => {
    const stored = await createPasswords(cheap).hash('a long one it is')
    expect(await createPasswords({ N: 4, r: 2, p: 1 }).verify('a long one it is', stored)).toEqual({ right: true, renew: true })
  })

  it('is wrong for nobody, for what is no hash, and for a hash that would take all memory', async () => {
    const passwords = createPasswords(cheap)
    for (const stored of [undefined, '', 'plain text', '$scrypt$ln=31,r=999,p=1$AAAA$AAAA']) expect((await passwords.verify('anything at all', stored)).right).toBe(false)
  })

  it('is checked two at a time, and who comes when forty wait is sent away', async () => {
    const passwords = createPasswords({ N: 2 ** 12, r: 8, p: 1 })
    const all = await Promise.allSettled(Array.from({ length: 45 }, () => passwords.verify('x', undefined)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(42)
    expect((await passwords.verify('x', undefined)).right).toBe(false)
  })
})

describe('a new password', () => {
  const problem = (password: string) => passwordProblem(password, ['Ana Costa', 'ana.costa@contoso.example'])

  it.each(['violet kettle', 'Tr0mbone-Kiwi', 'sieben Zwerge', '🦊🦊🐻 forest walk', 'hk4vq9zt', 'a'.repeat(100) + ' and so on'])('may be %s', (password) => {
    expect(problem(password)).toBeUndefined()
  })

  it.each([
    ['seven77', 'at least 8'],
    ['🦊🐻🐼🐨', 'at least 8'],
    ['x '.repeat(129), 'at most 256'],
    ['aaaaaaaaaaaaaaaa', 'repetition'],
    ['abcabcabcabcab', 'repetition'],
    ['01234567890', 'row of keys'],
    ['poiuytrewq', 'row of keys'],
    ['Password', 'most common'],
    ['password2024!', 'most common'],
    ['Summer2026!!', 'most common'],
    ['P@ssw0rd', 'most common'],
    ['W3lc0m3!', 'most common'],
    ['1qaz2wsx', 'row of keys'],
    ['correcthorsebatterystaple', 'most common'],
    ['anacosta', 'your name'],
    ['Ana.Costa1', 'your name'],
    ['ana.costa@contoso.example', 'your name'],
  ])('may not be %s: %s', (password, why) => {
    expect(problem(password)).toContain(why)
  })
})

describe('who tries passwords', () => {
  it('waits twice as long each time, up to a limit', () => {
    const limit = { free: 5, longestWaitMs: 900_000 }
    expect([1, 4, 5, 6, 7, 10, 14, 15, 500].map((tries) => waitAfter(tries, limit) / 1000)).toEqual([0, 0, 1, 2, 4, 32, 512, 900, 900])
  })

  it('is one with all addresses of an IPv6 network, and another one elsewhere', () => {
    const addressOf = (address: string) => triesOf('ana@contoso', address).others[0]
    expect(addressOf('2001:db8:1:2:3:4:5:6')).toBe(addressOf('2001:db8:1:2::99'))
    expect(addressOf('2001:db8:1:3::99')).not.toBe(addressOf('2001:db8:1:2::99'))
    expect(addressOf('::1')).toBe(addressOf('::2'))
    expect(addressOf('192.0.2.1')).not.toBe(addressOf('192.0.2.2'))
    expect(triesOf(' Ana@Contoso ', '192.0.2.1')).toEqual(triesOf('ana@contoso', '192.0.2.1'))
  })
})
