import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authentication } from '../../contracts/authentication.ts'
import { definitionOf } from '../../dialog/testing.ts'
import { systemClock } from '../../platform/index.ts'
import { copilotCatalogue, readPackage } from '../../solutions/index.ts'
import { copilotStore, sealer, signInStore, skillConnectionStore } from '../../storage/index.ts'
import { ownPage, testServer } from '../../../test/support/http.ts'
import { authenticationRoutes } from './authentication.ts'

const skillId = 'bot.skill.Helper'
const skill = { schemaName: skillId, kind: 'skill' as const, name: 'Helper', description: '', path: 'skills/Helper.mcs.yml', text: 'kind: SkillDefinition\nappId:\n  schemaName: A\nappEndpoint:\n  schemaName: E\nactions:\n  - activityType: event\n    actionId: go\n', state: 'on' as const, parts: {}, revision: 1, changedAt: new Date() }

let server: Awaited<ReturnType<typeof testServer>>
let cookie: string
let forgotten: string[]
let mode = 'None'
beforeAll(async () => {
  const seals = sealer(new Uint8Array(32).fill(1))
  forgotten = []
  server = await testServer({
    studio: (app) => {
      authenticationRoutes(app, {
        catalogue: { need: async (_environment: string, id: string) => ({ id, header: { ...definitionOf({ topics: {} }), authenticationMode: mode } }), components: async () => [skill], setAuthentication: async (_environment: string, _id: string, wanted: string) => void (mode = wanted) } as never,
        signIn: { stored: (id) => signInStore(server.database.db, seals).stored(id), save: (id, provider, changed) => signInStore(server.database.db, seals).save(id, provider, changed) },
        forgetProvider: (id) => void forgotten.push(id),
        skills: { list: (id) => skillConnectionStore(server.database.db, seals).list(id), save: (id, one, connection, changed) => skillConnectionStore(server.database.db, seals).save(id, one, connection, changed) },
        values: async () => ({ E: 'https://skill.example/api/messages' }),
        personName: async () => 'Mia',
        clock: systemClock,
        config: { environment: 'development', uiFolder: '' },
      })
    },
  })
  cookie = await server.cookie('mia')
})
afterAll(() => server.close())

const path = '/api/studio/copilots/bot/authentication'
const call = async (method: 'GET' | 'PUT' | 'DELETE', url: string, payload?: object) => {
  const answer = await server.app.inject({ method, url, headers: { ...ownPage, cookie }, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, text: answer.body, body: answer.json() }
}
const provider = { connectionName: 'Contoso', authorizationUrl: 'https://login.example/authorize', tokenUrl: 'https://login.example/token', clientId: 'chat', scopes: 'openid' }

describe('the settings of sign-in', () => {
  it('are saved, shown without the secret, and forgotten', async () => {
    expect((await call('GET', path)).body).toMatchObject({ mode: 'None', signIn: null, redirectUri: 'http://localhost:80/api/sign-in/callback' })
    const saved = await call('PUT', `${path}/sign-in`, { ...provider, clientSecret: 'very secret', required: true })
    expect(authentication.parse(saved.body).signIn).toMatchObject({ clientId: 'chat', required: true, hasSecret: true, changedBy: 'Mia' })
    expect(saved.text).not.toContain('very secret')
    expect(forgotten).toEqual(['bot'])
    expect(saved.body.mode).toBe('GenericOAuth2')
    expect((await call('PUT', `${path}/sign-in`, provider)).body.signIn).toMatchObject({ hasSecret: true, required: false })
    expect((await call('DELETE', `${path}/sign-in`)).body).toMatchObject({ signIn: null, mode: 'None' })
  })

  it('are known to the copilot, whose checker then expects signed-in customers', async () => {
    const catalogue = copilotCatalogue({ store: copilotStore(server.database.db), blank: async () => (await readPackage('src/seed/blank')).copilots[0]!, changed: () => {} })
    const { id } = await catalogue.create('contoso', 'Mine')
    await catalogue.setAuthentication('contoso', id, 'GenericOAuth2')
    expect((await catalogue.need('contoso', id)).header).toMatchObject({ authenticationMode: 'GenericOAuth2', authenticationTrigger: 'AsNeeded' })
    await expect(catalogue.setAuthentication('fabrikam', id, 'None')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('do not send a stored secret to another address', async () => {
    await call('PUT', `${path}/sign-in`, { ...provider, clientSecret: 'very secret' })
    expect((await call('PUT', `${path}/sign-in`, { ...provider, tokenUrl: 'https://evil.example/token' })).body.signIn.hasSecret).toBe(false)
  })

  it.each([
    ['an address that is none', { ...provider, tokenUrl: 'javascript:alert(1)' }, 'tokenUrl'],
    ['no client id', { ...provider, clientId: ' ' }, 'clientId'],
  ])('are refused with %s', async (_, payload, field) => {
    const answer = await call('PUT', `${path}/sign-in`, payload)
    expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringContaining(field)])
  })
})

describe('the settings of a skill', () => {
  it('show where it is, and keep how the copilot says who it is', async () => {
    expect((await call('GET', path)).body.skills).toMatchObject([{ skillId, name: 'Helper', endpoint: { variable: 'E', value: 'https://skill.example/api/messages' }, appId: { variable: 'A', value: null }, actions: [{ id: 'go', type: 'event' }], authentication: 'none' }])
    const saved = await call('PUT', `${path}/skills/${skillId}`, { authentication: 'shared-secret', secret: 'between us', expectReplies: true })
    expect(saved.body.skills).toMatchObject([{ authentication: 'shared-secret', expectReplies: true, hasSecret: true, changedBy: 'Mia' }])
    expect(saved.text).not.toContain('between us')
    expect((await server.database.pool.query('select settings::text || secret as row from skill_connection')).rows[0].row).not.toContain('between us')
    expect((await call('PUT', `${path}/skills/${skillId}`, { authentication: 'signed' })).body.skills[0]).toMatchObject({ authentication: 'signed', hasSecret: false })
  })

  it('ask for what a token address needs, and for a skill that is there', async () => {
    const answer = await call('PUT', `${path}/skills/${skillId}`, { authentication: 'client-credentials' })
    expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringContaining('tokenUrl: Enter the token address.')])
    expect((await call('PUT', `${path}/skills/bot.skill.Nobody`, { authentication: 'signed' })).status).toBe(404)
  })
})
