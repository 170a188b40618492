import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { adminApi, linkAbout } from '../contracts/index.ts'
import { manualClock } from '../platform/index.ts'
import { openSocket, ownPage, testServer } from '../../test/support/http.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
const good = 'violet kettle on the stove'
let clock: ReturnType<typeof manualClock>
let server: Awaited<ReturnType<typeof testServer>>

/** An installation in production: nobody has a password. */
beforeEach(async () => {
  clock = manualClock('2026-03-02T08:00:00Z')
  server = await testServer({ clock, config: { environment: 'production' } })
})
afterEach(() => server.close())

async function call(method: Method, path: string, { body, cookie = '', from = '192.0.2.1' }: { body?: object; cookie?: string; from?: string } = {}) {
  const answer = await server.app.inject({ method, url: `/api/${path}`, remoteAddress: from, headers: { ...ownPage, ...(cookie ? { cookie } : {}) }, ...(body ? { payload: body } : {}) })
  const set = [answer.headers['set-cookie']].flat()[0]?.split(';')[0] ?? ''
  return { status: answer.statusCode, body: answer.json(), code: answer.json().error?.code, cookie: set, headers: answer.headers }
}
const signIn = (email: string, password: string, from?: string) => call('POST', 'auth/sign-in', { body: { email, password }, ...(from ? { from } : {}) })
const who = async (cookie: string) => (await call('GET', 'auth/me', { cookie })).body.user?.name ?? null
const tokenOf = (url: string) => /#[a-z-]+=([\w-]{43})$/.exec(url)?.[1] ?? ''
const useLink = (url: string, body: object) => call('POST', 'auth/links/use', { body: { token: tokenOf(url), ...body } })

/** The first administrator, signed in. */
async function claimed() {
  const link = (await server.accounts.firstLink('http://localhost'))!
  const { cookie } = await useLink(link, { name: 'Root', email: 'root@contoso', password: good })
  return cookie
}
const people = async (cookie: string) => adminApi.people.parse((await call('GET', 'admin/people', { cookie })).body).people
const personNamed = async (cookie: string, name: string) => (await people(cookie)).find((one) => one.name === name)!
const wanted = (more: object = {}) => ({ name: 'Kim Berg', email: 'kim@contoso', roles: ['agent'], capacity: 2, queueIds: ['general'], ...more })
async function added(cookie: string, more: object = {}) {
  return adminApi.personWithLink.parse((await call('POST', 'admin/people', { cookie, body: wanted(more) })).body)
}
/** A person with a password, signed in. */
async function member(cookie: string, more: object = {}, password = 'quiet river stone') {
  const { person, link } = await added(cookie, more)
  return { ...person, password, cookie: (await useLink(link.url, { password })).cookie }
}

describe('the first start in production', () => {
  it('gives a link that makes the administrator, once', async () => {
    expect((await call('GET', 'auth/ways')).body).toEqual({ development: false, openId: null, needsFirstAdministrator: true })
    const link = (await server.accounts.firstLink('https://chat.example'))!
    expect(link).toMatch(/^https:\/\/chat\.example\/#first-administrator=[\w-]{43}$/)
    expect(linkAbout.parse((await call('POST', 'auth/links/look', { body: { token: tokenOf(link) } })).body)).toEqual({ purpose: 'first-administrator', name: '', email: '', expiresAt: '2026-03-03T08:00:00.000Z' })

    const made = await useLink(link, { name: 'Root', email: 'Root@Contoso', password: good })
    expect(made.status).toBe(200)
    expect((await call('GET', 'auth/me', { cookie: made.cookie })).body.user).toMatchObject({ name: 'Root', email: 'Root@Contoso', roles: ['agent', 'supervisor', 'maker', 'administrator'], developmentSignIn: false })
    expect((await personNamed(made.cookie, 'Root')).queueIds).toEqual(['billing', 'general'])

    expect((await useLink(link, { name: 'Eve', email: 'eve@evil', password: good })).code).toBe('LINK_GONE')
    expect(await server.accounts.firstLink('https://chat.example')).toBeUndefined()
    expect((await call('GET', 'auth/ways')).body.needsFirstAdministrator).toBe(false)
  })

  it('gives another one at the next start, and the earlier one leads nowhere; neither does one after a day', async () => {
    const first = (await server.accounts.firstLink('http://localhost'))!
    const second = (await server.accounts.firstLink('http://localhost'))!
    expect((await useLink(first, { name: 'Root', email: 'root@contoso', password: good })).code).toBe('LINK_GONE')
    clock.advance(24 * 3600_000)
    expect((await useLink(second, { name: 'Root', email: 'root@contoso', password: good })).code).toBe('LINK_GONE')
  })

  it('lets one of two who open it at once in', async () => {
    const link = (await server.accounts.firstLink('http://localhost'))!
    const both = await Promise.all(['a@contoso', 'b@contoso'].map((email) => useLink(link, { name: 'Root', email, password: good })))
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 410])
  })

  it('makes whoever has the address already the administrator, and stores no token and no password', async () => {
    const link = (await server.accounts.firstLink('http://localhost'))!
    const { rows } = await server.database.pool.query('select * from account_link')
    expect(JSON.stringify(rows)).not.toContain(tokenOf(link))
    const { linkByEmail } = await import('../storage/index.ts')
    const earlier = (await linkByEmail(server.database, 'mia@contoso', clock))!
    await useLink(link, { name: 'Mia', email: 'MIA@contoso', password: good })
    const stored = await server.database.pool.query(`select u.roles, p.hash from app_user u join person_password p on p.user_id = u.id where u.id = 'mia'`)
    expect(stored.rows[0].roles).toContain('administrator')
    expect(stored.rows[0].hash).not.toContain('kettle')
    // Who was invited under that address before is not the administrator's equal.
    expect((await call('POST', 'auth/links/look', { body: { token: earlier.token } })).body.error.code).toBe('LINK_GONE')
  })

  it('needs a name, an address and a good password, and the link still holds after a bad one', async () => {
    const link = (await server.accounts.firstLink('http://localhost'))!
    for (const [body, code] of [
      [{ password: good }, 'BAD_REQUEST'],
      [{ name: 'Root', email: 'root', password: good }, 'BAD_REQUEST'],
      [{ name: 'Root', email: 'root@contoso', password: 'password123' }, 'PASSWORD_REFUSED'],
      [{ name: 'Root', email: 'root@contoso', password: 'x'.repeat(257) }, 'BAD_REQUEST'],
    ] as const)
      expect((await useLink(link, body)).code).toBe(code)
    expect((await useLink(link, { name: 'Root', email: 'root@contoso', password: good })).status).toBe(200)
  })
})

describe('signing in', () => {
  it('takes the address however it is written, and the very password', async () => {
    await claimed()
    const answer = await signIn(' ROOT@contoso ', good)
    expect([answer.status, await who(answer.cookie)]).toEqual([200, 'Root'])
    expect((await personNamed(answer.cookie, 'Root')).lastSignInAt).toBe('2026-03-02T08:00:00.000Z')
  })

  it('refuses a wrong password, an unknown address, somebody without a password and somebody disabled in the same words', async () => {
    const root = await claimed()
    const kim = await member(root)
    await call('POST', `admin/people/${kim.id}/disable`, { cookie: root })
    const answers = []
    for (const [email, password] of [['root@contoso', 'not the one'], ['nobody@contoso', good], ['ana@contoso', good], ['kim@contoso', kim.password], ['bot@contoso', good]]) answers.push(await signIn(email!, password!))
    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, code: 'WRONG_CREDENTIALS', cookie: '' })
  })

  it('makes who guesses wait longer each time, for an address that exists and for one that does not', async () => {
    await claimed()
    for (const email of ['root@contoso', 'nobody@contoso']) {
      const codes = []
      for (let times = 0; times < 6; times++) codes.push((await signIn(email, 'guess', '198.51.100.7')).code)
      expect(codes).toEqual(['WRONG_CREDENTIALS', 'WRONG_CREDENTIALS', 'WRONG_CREDENTIALS', 'WRONG_CREDENTIALS', 'WRONG_CREDENTIALS', 'TOO_MANY_REQUESTS'])
      clock.advance(1000)
      expect((await signIn(email, 'guess', '198.51.100.7')).code).toBe('WRONG_CREDENTIALS')
      const refused = await signIn(email, good, '198.51.100.7')
      expect([refused.status, refused.headers['retry-after']]).toEqual([429, '2'])
    }
    // From elsewhere the person comes in, and their own tries are forgotten then.
    expect((await signIn('root@contoso', good, '203.0.113.5')).status).toBe(200)
  })

  it('counts a hundred tries at once as a hundred, and on a node that starts anew as well', async () => {
    await claimed()
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn('root@contoso', 'guess', '198.51.100.7')))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect((await server.database.pool.query('select key from sign_in_tries')).rows.every(({ key }) => /^[\w-]{43}$/.test(key))).toBe(true)
    await server.restart(0)
    expect((await signIn('root@contoso', good, '198.51.100.7')).status).toBe(429)
  })

  it('makes nobody wait for others of the same office who sign in in the same moment', async () => {
    await server.close()
    server = await testServer({ config: { environment: 'production' } })
    await claimed()
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => signIn(`person-${n}@contoso`, 'guess', '198.51.100.7')))
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['WRONG_CREDENTIALS']))
  })

  it('stops one address that tries many people, and forgets it after a day', async () => {
    await claimed()
    const statuses = []
    for (let n = 0; n < 32; n++) statuses.push((await signIn(`person-${n}@contoso`, 'guess', '198.51.100.7')).status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
    expect((await signIn('root@contoso', good, '198.51.100.7')).status).toBe(429)
    // The address, and the thirty people that it could try: those it only asked for are not kept.
    expect((await server.database.pool.query('select count(*) as n from sign_in_tries')).rows).toEqual([{ n: 61 }])
    clock.advance(25 * 3600_000)
    expect((await signIn('root@contoso', good, '198.51.100.7')).status).toBe(200)
  })

  it('makes somebody whose account is tried from everywhere wait a minute at most', async () => {
    await claimed()
    for (let n = 0; n < 60; n++) await signIn('root@contoso', 'guess', `203.0.113.${n}`)
    clock.advance(60_000)
    expect((await signIn('root@contoso', good, '192.0.2.77')).status).toBe(200)
  })

  it('counts no try of who was sent away because too many passwords were being looked at', async () => {
    await claimed()
    const { createAccounts, createPasswords } = await import('../accounts/index.ts')
    const { accountStore, tryStore } = await import('../storage/index.ts')
    const passwords = createPasswords({ N: 2 ** 14, r: 8, p: 1 })
    const accounts = createAccounts({ store: accountStore(server.database), tries: tryStore(server.database), passwords, ways: { development: false, issuer: undefined }, clock })
    const flood: Promise<unknown>[] = []
    const answers: string[] = []
    for (let times = 0; times < 8; times++) {
      for (let n = 0; n < 42; n++) flood.push(passwords.verify('guess', undefined).catch(() => {}))
      answers.push(await accounts.signIn({ email: 'nobody@contoso', password: 'guess', address: '192.0.2.9' }).then(() => 'in', ({ code }) => code))
    }
    await Promise.all(flood)
    expect(answers.filter((code) => code === 'TOO_MANY_REQUESTS').length).toBeGreaterThan(3)
    const { rows } = await server.database.pool.query('select coalesce(max(tries), 0) as tries from sign_in_tries')
    expect(rows).toEqual([{ tries: answers.filter((code) => code === 'WRONG_CREDENTIALS').length }])
  })

  it('hashes a password anew that was stored when hashing cost less', async () => {
    await claimed()
    const hash = async () => (await server.database.pool.query('select hash from person_password')).rows[0].hash as string
    const { createPasswords } = await import('../accounts/index.ts')
    await server.database.pool.query('update person_password set hash = $1', [await createPasswords({ N: 4, r: 1, p: 1 }).hash(good)])
    expect((await signIn('root@contoso', good)).status).toBe(200)
    expect(await hash()).toMatch(/^\$scrypt\$ln=1,r=1,p=1\$/)
    expect((await signIn('root@contoso', good)).status).toBe(200)
  })

  it('in development counts for nothing in production, though it is the same database', async () => {
    const development = await server.anotherNode('development')
    const answer = await development.inject({ method: 'POST', url: '/api/auth/development-sign-in', headers: ownPage, payload: { userId: 'adam' } })
    const cookie = String(answer.headers['set-cookie']).split(';')[0]!
    expect((await development.inject({ url: '/api/auth/me', headers: { cookie } })).json().user.name).toBe('Adam')
    expect(await who(cookie)).toBeNull()
    expect((await call('GET', 'admin/people', { cookie })).status).toBe(401)
    await development.close()
  })
})

describe('an administrator', () => {
  it('adds a person, who sets a password by a link and is signed in', async () => {
    const root = await claimed()
    const { person, link } = await added(root)
    expect(person).toMatchObject({ name: 'Kim Berg', roles: ['agent'], capacity: 2, queueIds: ['general'], status: 'invited', lastSignInAt: null, link: { purpose: 'invitation', expiresAt: '2026-03-09T08:00:00.000Z', expired: false } })
    expect(link.url).toMatch(/^http:\/\/localhost:80\/#invitation=[\w-]{43}$/)
    expect((await call('POST', 'auth/links/look', { body: { token: tokenOf(link.url) } })).body).toMatchObject({ purpose: 'invitation', name: 'Kim Berg', email: 'kim@contoso' })
    expect(JSON.stringify(await people(root))).not.toContain(tokenOf(link.url))

    const kim = await useLink(link.url, { password: 'quiet river stone' })
    expect(await who(kim.cookie)).toBe('Kim Berg')
    expect(await personNamed(root, 'Kim Berg')).toMatchObject({ status: 'active', hasPassword: true, link: null })
    expect((await useLink(link.url, { password: 'another river stone' })).code).toBe('LINK_GONE')
    expect((await call('GET', 'admin/people', { cookie: kim.cookie })).status).toBe(403)
  })

  it('renews and withdraws links, of which one holds, for seven days', async () => {
    const root = await claimed()
    const { person, link } = await added(root)
    const second = (await call('POST', `admin/people/${person.id}/link`, { cookie: root })).body.link.url
    expect((await useLink(link.url, { password: 'quiet river stone' })).code).toBe('LINK_GONE')
    await call('DELETE', `admin/people/${person.id}/link`, { cookie: root })
    expect((await useLink(second, { password: 'quiet river stone' })).code).toBe('LINK_GONE')
    const third = (await call('POST', `admin/people/${person.id}/link`, { cookie: root })).body.link.url
    clock.advance(7 * 24 * 3600_000)
    const later = (await signIn('root@contoso', good)).cookie
    expect((await personNamed(later, 'Kim Berg')).link?.expired).toBe(true)
    expect((await useLink(third, { password: 'quiet river stone' })).code).toBe('LINK_GONE')
  })

  it('gives a link for a new password, which ends what was open with the old one', async () => {
    const root = await claimed()
    const kim = await member(root)
    const { link } = (await call('POST', `admin/people/${kim.id}/link`, { cookie: root })).body
    expect(link.purpose).toBe('reset')
    expect(await who(kim.cookie)).toBe('Kim Berg')
    const again = await useLink(link.url, { password: 'a bench by the lake' })
    expect([await who(kim.cookie), await who(again.cookie)]).toEqual([null, 'Kim Berg'])
    expect((await signIn('kim@contoso', kim.password)).status).toBe(401)
    expect((await signIn('kim@contoso', 'a bench by the lake')).status).toBe(200)
  })

  it('changes name, address, roles and queues, and roles count at once', async () => {
    const root = await claimed()
    const kim = await member(root)
    const changed = await call('PUT', `admin/people/${kim.id}`, { cookie: root, body: { ...wanted({ name: 'Kim B.', email: 'kim.b@contoso', roles: ['supervisor'] }), revision: (await personNamed(root, 'Kim Berg')).revision } })
    expect(changed.body).toMatchObject({ name: 'Kim B.', email: 'kim.b@contoso', roles: ['supervisor'], queueIds: [] })
    expect((await call('GET', 'supervisor/ongoing', { cookie: kim.cookie })).status).toBe(200)
    expect((await call('GET', 'desk/inbox', { cookie: kim.cookie })).status).toBe(403)
    expect((await signIn('kim.b@contoso', kim.password)).status).toBe(200)
  })

  it('does not overwrite what another one changed, be it here, on a queue, or at the agent', async () => {
    const root = await claimed()
    const { person } = await added(root)
    const put = (revision: string) => call('PUT', `admin/people/${person.id}`, { cookie: root, body: { ...wanted({ capacity: 9 }), revision } })
    await call('PUT', 'admin/queues/general', { cookie: root, body: { name: 'General', priority: 10, memberIds: [] } })
    expect((await put(person.revision)).code).toBe('CHANGED_MEANWHILE')
    const again = await put((await personNamed(root, 'Kim Berg')).revision)
    expect(again.body).toMatchObject({ capacity: 9, queueIds: ['general'] })
    expect((await put(person.revision)).code).toBe('CHANGED_MEANWHILE')
  })

  it('disables somebody: their sessions end, their link leads nowhere, and they are nobody’s colleague until they are enabled', async () => {
    const root = await claimed()
    const kim = await member(root)
    const port = await server.listen()
    const desk = openSocket(`ws://127.0.0.1:${port}/api/desk/stream`, { origin: `http://127.0.0.1:${port}`, cookie: kim.cookie })
    await desk.frame((frame) => frame.type === 'inbox')
    const { link } = (await call('POST', `admin/people/${kim.id}/link`, { cookie: root })).body
    const started = Date.now()
    expect((await call('POST', `admin/people/${kim.id}/disable`, { cookie: root })).body).toMatchObject({ status: 'disabled', link: null })
    expect(await desk.closed()).toBe(1008)
    expect(Date.now() - started).toBeLessThan(2000)
    expect(await who(kim.cookie)).toBeNull()
    expect((await useLink(link.url, { password: good })).code).toBe('LINK_GONE')
    expect((await call('POST', `admin/people/${kim.id}/link`, { cookie: root })).code).toBe('PERSON_DISABLED')
    const overview = async () => adminApi.adminOverview.parse((await call('GET', 'admin/overview', { cookie: root })).body)
    expect((await overview()).queues.flatMap(({ memberIds }) => memberIds)).not.toContain(kim.id)
    // A queue saved meanwhile does not drop them.
    const general = (await overview()).queues.find(({ id }) => id === 'general')!
    expect((await call('PUT', 'admin/queues/general', { cookie: root, body: { ...general } })).status).toBe(200)

    await call('POST', `admin/people/${kim.id}/enable`, { cookie: root })
    expect(await who(kim.cookie)).toBeNull()
    expect((await signIn('kim@contoso', kim.password)).status).toBe(200)
    expect((await personNamed(root, 'Kim Berg')).queueIds).toEqual(['general'])
  })

  it('who is the last one who can sign in neither loses the role nor is disabled, also when two try at once', async () => {
    const root = await claimed()
    const me = await personNamed(root, 'Root')
    const demote = (cookie: string, person: typeof me) => call('PUT', `admin/people/${person.id}`, { cookie, body: { ...person, roles: ['maker'] } })
    expect((await demote(root, me)).code).toBe('LAST_ADMINISTRATOR')
    expect((await call('POST', `admin/people/${me.id}/disable`, { cookie: root })).code).toBe('LAST_ADMINISTRATOR')
    // Adam has the role, but no password: he cannot sign in.
    await added(root, { email: 'second@contoso', name: 'Second', roles: ['administrator'] })
    expect((await demote(root, await personNamed(root, 'Root'))).code).toBe('LAST_ADMINISTRATOR')
    const third = await member(root, { email: 'third@contoso', name: 'Third', roles: ['administrator'] })
    const both = await Promise.all([demote(root, me), demote(third.cookie, await personNamed(root, 'Third'))])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(both.map(({ code }) => code)).toContain('LAST_ADMINISTRATOR')
  })

  it.each([
    ['an address somebody has, however written', { email: 'ANA@contoso' }, 409, 'EMAIL_TAKEN'],
    ['an address that is somebody’s elsewhere', { email: 'fay@fabrikam' }, 409, 'EMAIL_TAKEN'],
    ['no address', { email: 'kim' }, 400, 'BAD_REQUEST'],
    ['no name', { name: ' ' }, 400, 'BAD_REQUEST'],
    ['a role there is not', { roles: ['king'] }, 400, 'BAD_REQUEST'],
    ['a queue of another environment', { queueIds: ['theirs'] }, 404, 'NOT_FOUND'],
  ])('cannot add somebody with %s', async (_, more, status, code) => {
    const root = await claimed()
    const before = await people(root)
    const answer = await call('POST', 'admin/people', { cookie: root, body: wanted(more) })
    expect([answer.status, answer.code]).toEqual([status, code])
    expect(await people(root)).toEqual(before)
  })

  it('cannot touch people of another environment, or application users', async () => {
    const root = await claimed()
    for (const id of ['fay', 'bot-user', 'nobody']) {
      for (const [method, path, body] of [['PUT', '', { ...wanted(), revision: 'x' }], ['POST', '/disable'], ['POST', '/enable'], ['POST', '/link'], ['DELETE', '/link']] as const)
        expect((await call(method, `admin/people/${id}${path}`, { cookie: root, ...(body ? { body } : {}) })).code).toBe('NOT_FOUND')
    }
    expect((await people(root)).map(({ id }) => id)).not.toContain('fay')
  })
})

describe('one’s own account', () => {
  it('changes the password with the old one, stays signed in here, and nowhere else', async () => {
    const root = await claimed()
    const elsewhere = (await signIn('root@contoso', good)).cookie
    const change = (current: string, wanted: string) => call('PUT', 'auth/account/password', { cookie: root, body: { current, wanted } })
    expect((await change('not the one', 'a bench by the lake')).code).toBe('WRONG_PASSWORD')
    expect((await change(good, 'root@contoso')).code).toBe('PASSWORD_REFUSED')
    const changed = await change(good, 'a bench by the lake')
    expect([changed.status, await who(changed.cookie), await who(root), await who(elsewhere)]).toEqual([200, 'Root', null, null])
    expect((await signIn('root@contoso', good)).status).toBe(401)
    expect((await signIn('root@contoso', 'a bench by the lake')).status).toBe(200)
  })

  it('takes a link back that was given out before, when the password changes', async () => {
    const root = await claimed()
    const kim = await member(root)
    const url = (await call('POST', `admin/people/${kim.id}/link`, { cookie: root })).body.link.url
    expect((await call('PUT', 'auth/account/password', { cookie: kim.cookie, body: { current: kim.password, wanted: 'a bench by the lake' } })).status).toBe(200)
    expect((await useLink(url, { password: 'quiet river stone' })).code).toBe('LINK_GONE')
    expect((await personNamed(root, 'Kim Berg')).link).toBeNull()
  })

  it('lets nobody who found it open guess the old one for long', async () => {
    const root = await claimed()
    const codes = []
    for (let times = 0; times < 6; times++) codes.push((await call('PUT', 'auth/account/password', { cookie: root, body: { current: 'guess', wanted: good } })).code)
    expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS')
  })

  it('signs out everywhere', async () => {
    const root = await claimed()
    const elsewhere = (await signIn('root@contoso', good)).cookie
    expect((await call('GET', 'auth/account', { cookie: root })).body).toEqual({ name: 'Root', email: 'root@contoso', hasPassword: true })
    await call('POST', 'auth/account/sign-out', { cookie: root })
    expect([await who(root), await who(elsewhere)]).toEqual([null, null])
    expect(await who((await signIn('root@contoso', good)).cookie)).toBe('Root')
  })

  it('is signed in on a node that remembers how it was a moment ago', async () => {
    const root = await claimed()
    expect(await who(root)).toBe('Root')
    await server.database.pool.query(`update app_user set session_generation = session_generation + 1 where email = 'root@contoso'`)
    // This node believes the old generation for two seconds; the new cookie shows that it is out of date.
    expect(await who(root)).toBe('Root')
    const other = await server.anotherNode()
    const answer = await other.inject({ method: 'POST', url: '/api/auth/sign-in', headers: ownPage, payload: { email: 'root@contoso', password: good } })
    expect(await who(String(answer.headers['set-cookie']).split(';')[0]!)).toBe('Root')
    expect(await who(root)).toBeNull()
    await other.close()
  })
})
