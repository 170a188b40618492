import { createHash, randomUUID } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import cookie from '@fastify/cookie'
import fastify from 'fastify'
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { definitionOf, say, topicOf, triggerOf } from '../../dialog/testing.ts'
import { signInRoutes } from '../../http/sign-in.ts'
import { manualClock, silentLog } from '../../platform/index.ts'
import { sealer, signInStore } from '../../storage/index.ts'
import { testHub } from '../../../test/support/hub.ts'
import { customerSignIn, outsideCalls, type CustomerSignIn, type SignInProvider } from '../index.ts'
import { outgoingHttp } from '../outgoing-http.ts'
import { providerKeys } from './provider-keys.ts'

/** A small OpenID provider: authorization code with PKCE, refresh, claims, keys. It signs everybody in as Kim Berg. */
async function provider(kid = 'k') {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }] }
  const codes = new Map<string, { challenge: string; nonce: string; redirect: string }>()
  const refreshes = new Set<string>()
  let url = ''
  const seen = { grants: [] as string[], keys: 0, slow: 0, denies: false, lies: '', resource: '' }
  const sign = (claims: object, audience: string, expires = '1h') => new SignJWT({ sub: 'kim-1', ...claims }).setProtectedHeader({ alg: 'RS256', kid }).setIssuer(url).setAudience(audience).setIssuedAt().setExpirationTime(expires).sign(privateKey)
  const server = http.createServer((request, response) => {
    let text = ''
    request.on('data', (part) => (text += part))
    request.on('end', async () => {
      const asked = new URL(request.url ?? '/', url)
      const json = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      if (asked.pathname === '/authorize') {
        const get = (name: string) => asked.searchParams.get(name) ?? ''
        const back = new URL(get('redirect_uri'))
        back.searchParams.set('state', get('state'))
        const right = get('response_type') === 'code' && get('client_id') === 'chat' && get('code_challenge_method') === 'S256' && get('scope') === 'openid profile email'
        seen.resource = get('resource')
        if (!right) return json(400, { error: 'invalid_request' })
        if (seen.denies) back.searchParams.set('error', 'access_denied')
        else {
          const code = randomUUID()
          codes.set(code, { challenge: get('code_challenge'), nonce: get('nonce'), redirect: get('redirect_uri') })
          back.searchParams.set('code', code)
        }
        return response.writeHead(302, { location: back.toString() }).end()
      }
      if (asked.pathname === '/token') {
        const form = new URLSearchParams(text)
        seen.grants.push(form.get('grant_type') ?? '')
        if (form.get('client_id') !== 'chat' || form.get('client_secret') !== 'client-secret') return json(401, { error: 'invalid_client' })
        const refresh = randomUUID()
        const granted = { access_token: `access-${randomUUID()}`, token_type: 'Bearer', expires_in: 3600, refresh_token: refresh }
        if (form.get('grant_type') === 'refresh_token') {
          await new Promise((resolve) => setTimeout(resolve, seen.slow))
          // What is used twice may be stolen: nothing that came of it counts any more. (RFC 9700, 4.14.2)
          if (!refreshes.delete(form.get('refresh_token') ?? '')) return refreshes.clear(), json(400, { error: 'invalid_grant' })
          refreshes.add(refresh)
          return json(200, granted)
        }
        const code = codes.get(form.get('code') ?? '')
        codes.delete(form.get('code') ?? '')
        const verifier = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url')
        if (!code || code.challenge !== verifier || code.redirect !== form.get('redirect_uri')) return json(400, { error: 'invalid_grant' })
        refreshes.add(refresh)
        return json(200, { ...granted, id_token: await sign({ nonce: seen.lies || code.nonce, name: 'Kim Berg' }, 'chat') })
      }
      if (asked.pathname === '/userinfo') return request.headers.authorization?.startsWith('Bearer access-') ? json(200, { sub: 'kim-1', email: 'kim@contoso.example', given_name: 'Kim', family_name: 'Berg' }) : json(401, {})
      if (asked.pathname === '/keys') {
        seen.keys++
        return json(200, keys)
      }
      return json(404, {})
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, seen, sign, close: () => server.close() }
}

let idp: Awaited<ReturnType<typeof provider>>
beforeAll(async () => {
  idp = await provider()
})
afterAll(() => void idp.close())

const settings = (over: Partial<SignInProvider> = {}): SignInProvider => ({
  connectionName: 'Contoso',
  required: false,
  authorizationUrl: `${idp.url}/authorize`,
  tokenUrl: `${idp.url}/token`,
  userInfoUrl: `${idp.url}/userinfo`,
  scopes: 'openid profile email',
  clientId: 'chat',
  clientSecret: 'client-secret',
  issuer: idp.url,
  keysUrl: `${idp.url}/keys`,
  ...over,
})

const who = '{If(System.User.IsLoggedIn, System.User.DisplayName & " " & System.User.Email & " " & Len(System.User.AccessToken), "nobody")}'
const topics = {
  SignIn: triggerOf('OnSignIn', '', `${say('why', 'Reason {Text(System.SignInReason)}.')}- kind: OAuthInput\n  id: ask\n  resource: =\"https://orders.\" & \"example\"\n  title: Log in\n  text: To continue, please log in\n`),
  Account: topicOf(['my account'], `- kind: OAuthInput\n  id: need\n  title: Log in\n${say('account', `You are ${who}.`)}`),
  Orders: topicOf(['my orders'], say('orders', 'Orders of {Len(System.User.AccessToken) > 0} {System.User.AccessToken}')),
  Hours: topicOf(['opening hours'], say('hours', 'Nine to five.')),
  Bye: topicOf(['sign me out'], `- kind: SignOutUser\n  id: out\n${say('outed', `You are ${who}.`)}`),
  Failed: `kind: AdaptiveDialog\nbeginDialog:\n  kind: OnError\n  id: main\n  actions:\n    - kind: SendActivity\n      id: failed\n      activity: "{System.Error.Code}: {System.Error.Message}"\n`,
}

let close: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await close?.()
  close = undefined
})

async function worldWith(settled: SignInProvider | undefined, extra: Record<string, string> = {}) {
  let origin = ''
  let signIn!: CustomerSignIn
  let signInOfAnotherNode!: CustomerSignIn
  const clock = manualClock(new Date().toISOString())
  const callHttp = outgoingHttp(['127.0.0.1'])
  const world = await testHub({
    copilot: definitionOf({ topics: { ...topics, ...extra } }),
    callOutside: outsideCalls({ http: callHttp, 'sign-in': (call, signal) => signIn.perform(call, signal) }),
    more: (database) => {
      const store = signInStore(database.db, sealer(new Uint8Array(32).fill(5)))
      const node = () => customerSignIn({ store, http: callHttp, origin: () => origin, secret: new Uint8Array(32).fill(4), clock, log: silentLog })
      signIn = node()
      signInOfAnotherNode = node()
      return { signIn, clock }
    },
  })
  const store = signInStore(world.database.db, sealer(new Uint8Array(32).fill(5)))
  if (settled) await store.save('bot', settled, { at: clock.now(), by: 'mia' })
  const app = fastify()
  await app.register(cookie)
  signInRoutes(app, { signIn, hub: world.hub, config: { environment: 'development', uiFolder: '' } })
  await app.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  close = () => app.close().then(() => world.close())

  const copilotSaid = async (id: string) => (await world.hub.entriesAfter(id, 0, 'everyone')).filter(({ author }) => author.kind === 'copilot').map(({ activity }) => activity.text ?? (activity.attachments?.[0]?.content as { text?: string } | undefined)?.text ?? `[${activity.type}]`)
  const cardOf = async (id: string) => {
    const card = (await world.hub.entriesAfter(id, 0, 'everyone')).flatMap(({ activity }) => activity.attachments ?? []).findLast(({ contentType }) => contentType === 'application/vnd.microsoft.card.oauth')
    return card?.content as { connectionName: string; buttons: { type: string; title: string; value: string }[]; tokenExchangeResource?: { id: string; uri: string }; tokenPostResource?: { sasUrl: string } }
  }
  return { ...world, hub: world.hub, clock, store, copilotSaid, cardOf, signIn, signInOfAnotherNode }
}

/** A browser that follows redirects and keeps cookies, from the card's button to the page that shows the code. */
async function browse(start: string, keepCookies = true): Promise<string> {
  let url = start
  let cookies = ''
  for (let hops = 0; hops < 6; hops++) {
    const answer = await fetch(url, { redirect: 'manual', headers: cookies ? { cookie: cookies } : {} })
    const set = answer.headers.getSetCookie()[0]?.split(';')[0]
    if (set && keepCookies) cookies = set
    const location = answer.headers.get('location')
    if (!location) return answer.text()
    url = new URL(location, url).toString()
  }
  throw new Error('too many redirects')
}
const codeOn = (page: string) => /(\d{3}) (\d{3})/.exec(page)?.slice(1).join('') ?? ''

describe('a customer who signs in where a topic needs it', () => {
  it('presses the card’s button, carries the code into the chat, and is known from then on', async () => {
    const world = await worldWith(settings())
    const kim = await world.customer()
    await kim.say('my account')
    expect(await world.copilotSaid(kim.id)).toEqual(['Reason Initializer.', 'To continue, please log in'])
    const card = await world.cardOf(kim.id)
    expect(card).toMatchObject({ connectionName: 'Contoso', buttons: [{ type: 'signin', title: 'Log in', value: expect.stringContaining('/api/sign-in/start/') }] })
    const code = codeOn(await browse(card.buttons[0]!.value))
    expect(code).toMatch(/^\d{6}$/)
    expect(idp.seen.resource).toBe('https://orders.example')
    await kim.say(code === '000000' ? '111111' : '000000')
    expect((await world.copilotSaid(kim.id)).at(-1)).toMatch(/^That is not the code/)
    await kim.say(` ${code.slice(0, 3)} ${code.slice(3)} `)
    expect((await world.copilotSaid(kim.id)).at(-1)).toMatch(/^You are Kim Berg kim@contoso.example 43\.$/)
    await kim.say('my account')
    expect((await world.copilotSaid(kim.id)).filter((said) => said.startsWith('You are Kim Berg'))).toHaveLength(2)
    await kim.say('my orders')
    expect((await world.copilotSaid(kim.id)).at(-1)).not.toContain('access-')
    await kim.say('sign me out')
    expect((await world.copilotSaid(kim.id)).at(-1)).toBe('You are nobody.')
  })

  it('is asked before a node reads what only a signed-in user has, and not twice when they refuse', async () => {
    const world = await worldWith(settings())
    const kim = await world.customer()
    await kim.say('my orders')
    expect(await world.copilotSaid(kim.id)).toEqual(['Reason Initializer.', 'To continue, please log in'])
    await kim.say('cancel')
    expect((await world.copilotSaid(kim.id)).at(-1)).toMatch(/^Orders of false/)
    await kim.say('my account')
    await kim.say('cancel')
    expect((await world.copilotSaid(kim.id)).at(-1)).toBe('You are nobody.')
  })

  it('may be interrupted, gets the card again, and gives up after some tries', async () => {
    const world = await worldWith(settings())
    const kim = await world.customer()
    for (const text of ['my account', 'opening hours']) await kim.say(text)
    expect((await world.copilotSaid(kim.id)).slice(-2)).toEqual(['Nine to five.', 'To continue, please log in'])
    for (const text of ['hm', 'what', 'no']) await kim.say(text)
    expect((await world.copilotSaid(kim.id)).at(-1)).toBe('You are nobody.')
  })

  it('gets a new link after fifteen minutes, and the old one leads nowhere', async () => {
    const world = await worldWith(settings())
    const kim = await world.customer()
    await kim.say('my account')
    const old = (await world.cardOf(kim.id)).buttons[0]!.value
    const code = codeOn(await browse(old))
    world.clock.advance(16 * 60_000)
    await kim.say(code)
    expect((await world.copilotSaid(kim.id)).slice(-2)).toEqual(['That sign-in has expired. Here is a new one.', 'To continue, please log in'])
    const fresh = (await world.cardOf(kim.id)).buttons[0]!.value
    expect(fresh).not.toBe(old)
    expect(await browse(old)).toContain('leads nowhere')
    await kim.say(codeOn(await browse(fresh)))
    expect((await world.copilotSaid(kim.id)).at(-1)).toMatch(/^You are Kim Berg/)
  })

  it('guesses five times at most', async () => {
    const world = await worldWith(settings())
    const kim = await world.customer()
    await kim.say('my account')
    const code = codeOn(await browse((await world.cardOf(kim.id)).buttons[0]!.value))
    const attempt = (await world.store.ofConversation(kim.id))!
    for (let tries = 0; tries < 5; tries++) await world.store.countTry(attempt.state)
    await kim.say(code)
    expect((await world.copilotSaid(kim.id)).at(-2)).toBe('That sign-in has expired. Here is a new one.')
  })

  /** A customer has signed in, and their token has run out since. */
  const signedIn = async () => {
    const world = await worldWith(settings())
    const first = await world.customer()
    await first.say('my account')
    await first.say(codeOn(await browse((await world.cardOf(first.id)).buttons[0]!.value)))
    world.clock.advance(2 * 3600_000)
    idp.seen.grants = []
    return world
  }

  it('who comes back is signed in still, with a token that is renewed', async () => {
    const world = await signedIn()
    const second = await world.customer()
    await second.say('my account')
    expect(await world.copilotSaid(second.id)).toEqual([expect.stringMatching(/^You are Kim Berg/)])
    expect(idp.seen.grants).toEqual(['refresh_token'])
  })

  const check = (signIn: CustomerSignIn, conversationId: string) => signIn.perform({ type: 'sign-in', callId: 'x', timeoutMs: 60_000, step: 'check', conversation: { id: conversationId, copilotId: 'bot', customerId: 'dl_customer', environmentId: 'contoso' } })

  it('in several tabs at once, on several nodes, has the token renewed once: a provider that sees a refresh token twice would sign them out', async () => {
    const world = await signedIn()
    const nodes = [world.signIn, world.signInOfAnotherNode]
    idp.seen.slow = 150
    const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => check(nodes[n % 2]!, `tab-${n}`)))
    idp.seen.slow = 0
    expect(answers.map((answer) => answer.type === 'sign-in' && answer.outcome)).toEqual(Array(6).fill('signed-in'))
    expect(idp.seen.grants).toEqual(['refresh_token'])
    world.clock.advance(2 * 3600_000)
    expect(await check(world.signIn, 'tab-1')).toMatchObject({ outcome: 'signed-in' })
  })

  it('and signs out while the token is renewed stays signed out', async () => {
    const world = await signedIn()
    idp.seen.slow = 150
    const renewed = check(world.signIn, 'tab-1')
    await new Promise((resolve) => setTimeout(resolve, 50))
    await world.store.forgetTokens('bot', 'dl_customer')
    expect(await renewed).toMatchObject({ outcome: 'signed-out' })
    idp.seen.slow = 0
    expect(await world.store.token('bot', 'dl_customer', 'Contoso')).toBeUndefined()
  })

  it('is renewed by somebody else when the process that began it is gone', async () => {
    const world = await signedIn()
    const token = (await world.store.token('bot', 'dl_customer', 'Contoso'))!
    const until = new Date(world.clock.now().getTime() + 45_000)
    expect(await world.store.beginRenewal('bot', 'dl_customer', 'Contoso', token, until, world.clock.now())).toBeDefined()
    expect(await world.store.beginRenewal('bot', 'dl_customer', 'Contoso', token, until, world.clock.now())).toBeUndefined()
    world.clock.advance(46_000)
    expect(await check(world.signIn, 'tab-1')).toMatchObject({ outcome: 'signed-in' })
    expect(idp.seen.grants).toEqual(['refresh_token'])
  })
})

describe('an older provider', () => {
  it('wants the secret in a header, has no id token, and calls its users by id and login', async () => {
    const old = http.createServer((request, response) => {
      const json = (status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      const asked = new URL(request.url ?? '/', 'http://x')
      if (asked.pathname === '/authorize') return response.writeHead(302, { location: `${asked.searchParams.get('redirect_uri')}?code=c&state=${asked.searchParams.get('state')}` }).end()
      const basic = `Basic ${Buffer.from('chat:client-secret').toString('base64')}`
      if (asked.pathname === '/token') return request.headers.authorization === basic ? json(200, { access_token: 'access-old' }) : json(401, {})
      return request.headers.authorization === 'Bearer access-old' ? json(200, { id: 4711, login: 'kim', name: 'Kim Berg' }) : json(401, {})
    })
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(old.address() as AddressInfo).port}`
    const world = await worldWith(settings({ authorizationUrl: `${url}/authorize`, tokenUrl: `${url}/token`, userInfoUrl: `${url}/user`, issuer: undefined }), {
      Who: topicOf(['who am i'], `- kind: OAuthInput\n  id: w\n${say('w2', '{System.User.Id} {System.User.PrincipalName} {System.User.IsLoggedIn}')}`),
    })
    const kim = await world.customer()
    await kim.say('who am i')
    await kim.say(codeOn(await browse((await world.cardOf(kim.id)).buttons[0]!.value)))
    expect((await world.copilotSaid(kim.id)).at(-1)).toBe('4711 kim true')
    old.close()
  })
})

describe('a copilot that wants everybody signed in', () => {
  it('asks first, and then does what was asked for', async () => {
    const world = await worldWith(settings({ required: true }), { Start: triggerOf('OnConversationStart', '', say('hi', 'Hello {System.User.FirstName}.')) })
    const kim = await world.customer()
    await world.hub.settled()
    expect(await world.copilotSaid(kim.id)).toEqual(['Reason SignInRequired.', 'To continue, please log in'])
    await kim.say('opening hours')
    expect((await world.copilotSaid(kim.id)).at(-1)).toMatch(/^Please sign in with the button/)
    await kim.say(codeOn(await browse((await world.cardOf(kim.id)).buttons[0]!.value)))
    expect((await world.copilotSaid(kim.id)).at(-1)).toBe('Hello Kim.')
    await kim.say('opening hours')
    expect((await world.copilotSaid(kim.id)).at(-1)).toBe('Nine to five.')
  })

  it('answers nothing to who does not, and passes them on where a topic does', async () => {
    const world = await worldWith(settings({ required: true }), { Escalate: triggerOf('OnEscalate', '', say('esc', 'A person will help.')) })
    const kim = await world.customer()
    await kim.say('opening hours')
    await kim.say('cancel')
    expect(await world.copilotSaid(kim.id)).toEqual(['Reason SignInRequired.', 'To continue, please log in', expect.stringMatching(/^Please sign in/), 'A person will help.'])
  })
})

describe('what nobody can do', () => {
  it('finish somebody else’s sign-in in another browser, or with a refused or tampered one', async () => {
    const world = await worldWith(settings())
    const kim = await world.customer()
    await kim.say('my account')
    const link = (await world.cardOf(kim.id)).buttons[0]!.value
    expect(await browse(link, false)).toContain('another browser')
    idp.seen.denies = true
    expect(await browse(link)).toContain('You did not sign in')
    idp.seen.denies = false
    idp.seen.lies = 'another nonce'
    expect(await browse(link)).toContain('did not work out')
    idp.seen.lies = ''
    await kim.say('123456')
    expect((await world.copilotSaid(kim.id)).at(-1)).toMatch(/^Please sign in with the button/)
    expect(codeOn(await browse(link))).toMatch(/^\d{6}$/)
    expect(await browse(link)).toContain('leads nowhere')
  })

  it('read tokens, codes or secrets in the database or the log', async () => {
    const world = await worldWith(settings())
    const kim = await world.customer()
    await kim.say('my account')
    const code = codeOn(await browse((await world.cardOf(kim.id)).buttons[0]!.value))
    await kim.say(code)
    const tables = ['sign_in_provider', 'sign_in_attempt', 'customer_token', 'conversation', 'log_entry']
    for (const table of tables) expect((await world.database.pool.query(`select coalesce(json_agg(t)::text, '') as all from ${table} t`)).rows[0].all).not.toMatch(/access-[0-9a-f-]{36}|client-secret/)
  })

  it('sign in where nothing is set up: the topic learns what to do', async () => {
    const world = await worldWith(undefined)
    const kim = await world.customer()
    await kim.say('my account')
    expect((await world.copilotSaid(kim.id)).at(-1)).toMatch(/^AuthenticationNotConfigured: .*no sign-in provider is set up.*A maker enters one/)
  })
})

describe('a page that signs the customer in by itself', () => {
  const exchange = { exchangeUri: 'api://contoso-chat' }
  const hand = (world: Awaited<ReturnType<typeof worldWith>>, id: string, token: string) =>
    world.hub.receiveActivity(id, 'dl_customer', { type: 'invoke', name: 'signin/tokenExchange', value: { id: 'x', connectionName: 'Contoso', token } }).then(async (answer) => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      return answer
    })

  it('hands in a token that the provider signed for us, and the card needs no button', async () => {
    const world = await worldWith(settings(exchange))
    const kim = await world.customer()
    await kim.say('my account')
    expect((await world.cardOf(kim.id)).tokenExchangeResource).toMatchObject({ uri: 'api://contoso-chat' })
    const token = await idp.sign({ name: 'Kim Berg', email: 'kim@contoso.example' }, 'api://contoso-chat')
    expect((await hand(world, kim.id, token)).id).toContain(`${kim.id}|`)
    expect((await world.copilotSaid(kim.id)).at(-1)).toMatch(/^You are Kim Berg/)
    expect(JSON.stringify(await world.hub.entriesAfter(kim.id, 0, 'staff'))).not.toContain(token)
  })

  it('may post it where the card says', async () => {
    const world = await worldWith(settings(exchange))
    const kim = await world.customer()
    await kim.say('my account')
    const { sasUrl } = (await world.cardOf(kim.id)).tokenPostResource!
    const post = (url: string, token: string) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', origin: 'https://shop.example' }, body: JSON.stringify({ token, type: 'TokenExchangeRequest' }) })
    const token = await idp.sign({ name: 'Kim Berg' }, 'api://contoso-chat')
    expect((await post(sasUrl, 'rubbish')).status).toBeGreaterThanOrEqual(400)
    expect((await post(sasUrl.replace(/[^/]+$/, 'somebody-else'), token)).status).toBeGreaterThanOrEqual(400)
    const taken = await post(sasUrl, token)
    expect([taken.status, taken.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    await world.hub.settled()
    expect((await world.copilotSaid(kim.id)).at(-1)).toMatch(/^You are Kim Berg/)
  })

  it('hears "retry" for a token that is for others, forged, expired, or when nothing is set up', async () => {
    const world = await worldWith(settings(exchange))
    const kim = await world.customer()
    await kim.say('my account')
    const other = await provider()
    const before = (await kim.lines()).length
    for (const token of [await idp.sign({}, 'another-app'), await other.sign({}, 'api://contoso-chat'), await idp.sign({}, 'api://contoso-chat', '-1h'), 'rubbish', '']) expect((await hand(world, kim.id, token)).id).toBe('retry')
    other.close()
    expect((await kim.lines()).length).toBe(before)
  })

  it('costs the provider one look at its keys, however many tokens are posted and whatever key they name', async () => {
    const world = await worldWith(settings(exchange))
    const { privateKey } = await generateKeyPair('RS256')
    const forged = (kid: string) => new SignJWT({ sub: 'kim-1' }).setProtectedHeader({ alg: 'RS256', kid }).setIssuer(idp.url).setAudience('api://contoso-chat').setExpirationTime('1h').sign(privateKey)
    const take = async (token: string) => world.signIn.takeToken({ copilotId: 'bot', customerId: 'dl_customer', token })
    const good = await idp.sign({ name: 'Kim Berg' }, 'api://contoso-chat')
    idp.seen.keys = 0
    expect(await take('rubbish')).toBe(false)
    expect(idp.seen.keys).toBe(0)
    for (const token of [good, await forged('k'), await forged('another'), await forged('a third'), good]) expect(await take(token)).toBe(token === good)
    expect(idp.seen.keys).toBe(1)
  })

  it('does not count while the provider is away, which is asked every few seconds at most', async () => {
    const clock = manualClock(new Date().toISOString())
    let asked = 0
    const keysAt = providerKeys({ ask: async () => void asked++, clock })
    const token = await idp.sign({}, 'a')
    const verify = () => jwtVerify(token, keysAt('https://idp.example/keys')).then(() => true, () => false)
    expect([await verify(), await verify(), asked]).toEqual([false, false, 1])
    clock.advance(6_000)
    expect([await verify(), asked]).toEqual([false, 2])
  })

  it('counts when the provider has changed its keys since they were read', { timeout: 10_000 }, async () => {
    const [old, next] = [await provider('before'), await provider('after')]
    let behind = old
    const keys = http.createServer(async (_request, response) => response.end(await (await fetch(`${behind.url}/keys`)).text()))
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve))
    const ask = async (url: string) => JSON.parse(await (await fetch(url)).text()) as unknown
    const keysUrl = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/`
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const keysAt = providerKeys({ ask, clock: { now: () => new Date() } })
      const verify = async (token: string) => jwtVerify(token, keysAt(keysUrl)).then(() => true, () => false)
      expect(await verify(await old.sign({}, 'a', '3h'))).toBe(true)
      behind = next
      const token = await next.sign({}, 'a')
      expect(await verify(token)).toBe(false)
      vi.advanceTimersByTime(31_000)
      expect(await verify(token)).toBe(true)
    } finally {
      vi.useRealTimers()
      for (const server of [old, next, keys]) server.close()
    }
  })
})
