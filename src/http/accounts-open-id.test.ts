import { randomUUID, createHash } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openIdSignIn, type Ask } from '../accounts/index.ts'
import { outgoingHttp } from '../engagement/outgoing-http.ts'
import { manualClock, silentLog } from '../platform/index.ts'
import { accountStore } from '../storage/index.ts'
import { ownPage, testServer } from '../../test/support/http.ts'

/** A small OpenID provider: discovery, authorization code with PKCE, keys, user info. It signs in whoever `claims` says. */
async function smallProvider() {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const stranger = (await generateKeyPair('ES256')).privateKey
  const codes = new Map<string, { challenge: string; nonce: string; redirect: string }>()
  let url = ''
  const says = { claims: {} as Record<string, unknown>, userInfo: {} as Record<string, unknown>, lies: '' as '' | 'key' | 'nonce' | 'audience' | 'issuer' | 'old' | 'discovery' | 'algorithm', denies: false, methods: ['client_secret_basic'], asked: [] as string[] }
  const idToken = (nonce: string) => {
    const token = new SignJWT({ nonce: says.lies === 'nonce' ? 'another' : nonce, ...says.claims })
      .setIssuer(says.lies === 'issuer' ? 'https://evil.example' : url)
      .setAudience(says.lies === 'audience' ? 'another' : 'baton')
      .setIssuedAt()
      .setExpirationTime(says.lies === 'old' ? '-10m' : '5m')
    if (says.lies === 'algorithm') return token.setProtectedHeader({ alg: 'HS256', kid: 'k' }).sign(new TextEncoder().encode('a client secret of the tests, long'))
    return token.setProtectedHeader({ alg: 'ES256', kid: 'k' }).sign(says.lies === 'key' ? stranger : privateKey)
  }
  const server = http.createServer((request, response) => {
    let text = ''
    request.on('data', (part) => (text += part))
    request.on('end', async () => {
      const asked = new URL(request.url ?? '/', url)
      says.asked.push(asked.pathname)
      const json = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      const get = (name: string) => asked.searchParams.get(name) ?? ''
      switch (asked.pathname) {
        case '/.well-known/openid-configuration':
          return json(200, { issuer: says.lies === 'discovery' ? 'https://evil.example' : url, authorization_endpoint: `${url}/authorize?tenant=1`, token_endpoint: `${url}/token`, jwks_uri: `${url}/keys`, userinfo_endpoint: `${url}/me`, token_endpoint_auth_methods_supported: says.methods })
        case '/keys':
          return json(200, { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }] })
        case '/authorize': {
          const right = get('response_type') === 'code' && get('client_id') === 'baton' && get('code_challenge_method') === 'S256' && get('scope') === 'openid email profile' && get('tenant') === '1'
          if (!right) return json(400, { error: 'invalid_request' })
          const back = new URL(get('redirect_uri'))
          back.searchParams.set('state', get('state'))
          const code = randomUUID()
          if (says.denies) back.searchParams.set('error', 'access_denied')
          else {
            codes.set(code, { challenge: get('code_challenge'), nonce: get('nonce'), redirect: get('redirect_uri') })
            back.searchParams.set('code', code)
          }
          return response.writeHead(302, { location: back.toString() }).end()
        }
        case '/token': {
          const form = new URLSearchParams(text)
          const basic = `Basic ${Buffer.from('baton:s%20ecret').toString('base64')}`
          const known = says.methods.includes('client_secret_basic') ? request.headers.authorization === basic && !form.has('client_secret') : form.get('client_id') === 'baton' && form.get('client_secret') === 's ecret'
          const granted = codes.get(form.get('code') ?? '')
          codes.delete(form.get('code') ?? '')
          const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url')
          if (!known || !granted || granted.challenge !== challenge || granted.redirect !== form.get('redirect_uri')) return json(400, { error: 'invalid_grant' })
          return json(200, { token_type: 'Bearer', access_token: 'of-the-person', id_token: await idToken(granted.nonce) })
        }
        case '/me':
          return request.headers.authorization === 'Bearer of-the-person' ? json(200, says.userInfo) : json(401, {})
        default:
          return json(404, {})
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, says, close: () => new Promise((resolve) => server.close(resolve)) }
}

const ana: Record<string, unknown> = { sub: 'ana-1', email: 'Ana@Contoso', email_verified: true }
let clock: ReturnType<typeof manualClock>
let provider: Awaited<ReturnType<typeof smallProvider>>
let server: Awaited<ReturnType<typeof testServer>>
beforeAll(async () => {
  provider = await smallProvider()
})
afterAll(() => provider.close())
beforeEach(async () => {
  clock = manualClock(new Date().toISOString())
  Object.assign(provider.says, { claims: ana, userInfo: {}, lies: '', denies: false, methods: ['client_secret_basic'], asked: [] })
  server = await serverWith([new URL(provider.url).host])
})
afterEach(() => server.close())

function serverWith(allowedHosts: string[]) {
  const call = outgoingHttp(allowedHosts)
  const ask: Ask = async (request) => {
    const answer = await call({ type: 'http', callId: 'x', timeoutMs: 5000, ...request })
    return answer.type === 'http' ? answer : undefined
  }
  const settings = { issuer: provider.url, clientId: 'baton', clientSecret: 's ecret', name: 'Contoso ID' }
  return testServer({
    clock,
    config: { environment: 'production' },
    openId: (database) => openIdSignIn({ settings, store: accountStore(database), ask, secret: new Uint8Array(32).fill(7), clock, log: silentLog }),
  })
}

const get = (url: string, cookie = '') => server.app.inject({ url, headers: { ...ownPage, cookie } })
const cookieIn = (answer: { headers: Record<string, unknown> }, name: string) => [answer.headers['set-cookie']].flat().map(String).find((one) => one.startsWith(`${name}=`) && !one.startsWith(`${name}=;`))?.split(';')[0] ?? ''

/** Through the provider and back: where the browser ends, and its session. */
async function browse({ next = '/desk', between = async (_back: URL) => {} } = {}) {
  const start = await get(`/api/auth/open-id/start?next=${encodeURIComponent(next)}`)
  const cookie = cookieIn(start, 'baton_open_id')
  if (!cookie) return { end: start.headers.location, session: '' }
  const back = new URL((await fetch(String(start.headers.location), { redirect: 'manual' })).headers.get('location')!)
  await between(back)
  const answer = await get(back.pathname + back.search, cookie)
  return { end: answer.headers.location, session: cookieIn(answer, 'baton_session'), back, cookie }
}
const who = async (session: string) => (await get('/api/auth/me', session)).json().user?.id ?? null

describe('a person whom an administrator has added', () => {
  it('comes in by their verified address, where they wanted to go', async () => {
    expect((await get('/api/auth/ways')).json().openId).toBe('Contoso ID')
    const { end, session } = await browse({ next: '/desk/conversations/1?x=2' })
    expect([end, await who(session)]).toEqual(['/desk/conversations/1?x=2', 'ana'])
    expect((await server.database.pool.query(`select last_sign_in_at is not null as signed from app_user where id = 'ana'`)).rows).toEqual([{ signed: true }])
  })

  it('is known by the provider’s id from then on, whatever their address is there', async () => {
    await browse()
    provider.says.claims = { sub: 'ana-1', email: 'ana.married@elsewhere', email_verified: false }
    expect(await who((await browse()).session)).toBe('ana')
    // Who has the old address there now is somebody else.
    provider.says.claims = { sub: 'somebody-new', email: 'ana@contoso', email_verified: true }
    expect((await browse()).end).toBe('/#refused=another')
  })

  it.each([
    ['with an address that is told with the user info', { sub: 'ana-1' }, { sub: 'ana-1', email: 'ana@contoso', email_verified: true }, ['client_secret_basic']],
    ['with the secret in the body, where the provider wants it there', ana, {}, ['client_secret_post']],
    ['of Entra ID, which says that the domain’s owner was verified', { sub: 'ana-1', email: 'ana@contoso', xms_edov: 1 }, {}, ['client_secret_basic']],
  ])('comes in %s', async (_, claims, userInfo, methods) => {
    Object.assign(provider.says, { claims, userInfo, methods })
    expect(await who((await browse()).session)).toBe('ana')
  })

  it('comes in at another provider, when the installation has moved to that one', async () => {
    await server.database.pool.query(`insert into person_identity (user_id, issuer, subject) values ('ana', 'https://earlier.example', 'ana-0'), ('mia', $1, 'mia-1')`, [provider.url])
    expect(await who((await browse()).session)).toBe('ana')
    expect((await server.database.pool.query(`select user_id, subject from person_identity where issuer = $1 order by user_id`, [provider.url])).rows).toEqual([{ user_id: 'ana', subject: 'ana-1' }, { user_id: 'mia', subject: 'mia-1' }])
  })

  it('is the first administrator’s equal: no link is printed while they can sign in', async () => {
    expect(await server.accounts.firstLink('http://localhost')).toBeDefined()
    provider.says.claims = { sub: 'adam-1', email: 'adam@contoso', email_verified: true }
    await browse()
    const { createAccounts, createPasswords } = await import('../accounts/index.ts')
    const { tryStore } = await import('../storage/index.ts')
    const accounts = (issuer: string) => createAccounts({ store: accountStore(server.database), tries: tryStore(server.database), passwords: createPasswords({ N: 2, r: 1, p: 1 }), ways: { development: false, issuer }, clock })
    expect(await accounts(provider.url).firstLink('http://localhost')).toBeUndefined()
    expect(await accounts('https://another.example').firstLink('http://localhost')).toBeDefined()
  })
})

describe('nobody is signed in', () => {
  it.each<[string, object, string, object?]>([
    ['somebody nobody has added', { sub: 'x', email: 'kim@contoso', email_verified: true }, 'unknown'],
    ['somebody disabled', { sub: 'x', email: 'gone@contoso', email_verified: true }, 'unknown'],
    ['an application user', { sub: 'x', email: 'bot@contoso', email_verified: true }, 'unknown'],
    ['an address that is not verified', { sub: 'x', email: 'ana@contoso', email_verified: false }, 'unverified'],
    ['an address of which nothing is said', { sub: 'x', email: 'ana@contoso' }, 'unverified'],
    ['no address', { sub: 'x' }, 'unverified'],
    ['user info about somebody else', { sub: 'x' }, 'unverified', { sub: 'y', email: 'ana@contoso', email_verified: true }],
  ])('for %s', async (_, claims, why, userInfo = {}) => {
    Object.assign(provider.says, { claims, userInfo })
    expect(await browse()).toMatchObject({ end: `/#refused=${why}`, session: '' })
  })

  it.each(['key', 'nonce', 'audience', 'issuer', 'old', 'algorithm'] as const)('with an id token that lies about its %s', async (lies) => {
    provider.says.lies = lies
    expect(await browse()).toMatchObject({ end: '/#refused=failed', session: '' })
  })

  it('when the configuration is somebody else’s, or the provider is inside the network and not allowed', async () => {
    provider.says.lies = 'discovery'
    expect((await browse()).end).toBe('/#refused=failed')
    provider.says.lies = ''
    await server.close()
    server = await serverWith([])
    provider.says.asked = []
    expect((await browse()).end).toBe('/#refused=failed')
    expect(provider.says.asked).toEqual([])
  })

  it('who cancels', async () => {
    provider.says.denies = true
    expect((await browse()).end).toBe('/#refused=cancelled')
  })

  it('with an answer that another browser asked for, that comes late, or that comes twice', async () => {
    expect((await browse({ between: async (back) => back.searchParams.set('state', 'another') })).end).toBe('/#refused=expired')
    const first = await browse()
    expect((await get(first.back!.pathname + first.back!.search)).headers.location).toBe('/#refused=expired')
    expect((await get(first.back!.pathname + first.back!.search, first.cookie)).headers.location).toBe('/#refused=failed')
    const late = await browse({ between: async () => clock.advance(11 * 60_000) })
    expect(late).toMatchObject({ end: '/#refused=expired', session: '' })
  })

  it('and led to another site', async () => {
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', '/.//evil.example', '/a/..//evil.example', '/\t/[', 'desk']) expect((await browse({ next })).end).toBe('/')
  })
})
