import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { environmentVariables, type EnvironmentVariable } from '../contracts/environment-variables.ts'
import { definitionOf, say, topicOf } from '../dialog/testing.ts'
import { freshSecrets, inProcessBus } from '../engagement/index.ts'
import { systemClock, manualClock } from '../platform/index.ts'
import { copilotCatalogue } from '../solutions/index.ts'
import { copilotStore, environmentValueStore, sealer } from '../storage/index.ts'
import type { CopilotDefinition } from '../topics/types.ts'
import { ownPage, testServer } from '../../test/support/http.ts'
import { environmentVariableRoutes } from './environment-variables.ts'

const variables: CopilotDefinition['environmentVariables'] = [
  { schemaName: 'new_Seconds', displayName: 'Seconds', type: 'Number', defaultValue: '300', secret: false },
  { schemaName: 'new_Prices', displayName: 'Prices', type: 'JSON', secret: false },
  { schemaName: 'new_Key', displayName: 'Key', type: 'String', defaultValue: '/subscriptions/1/vault/key', secret: true },
]
const package_ = definitionOf({ topics: { Go: topicOf(['go'], say('s', '{Env.new_Seconds}')) }, environment: variables })

let server: Awaited<ReturnType<typeof testServer>>
let values: ReturnType<typeof environmentValueStore>
let catalogue: ReturnType<typeof copilotCatalogue>
let copilotId: string
let adam: string
let fay: string
beforeAll(async () => {
  const bus = inProcessBus()
  // The routes are registered before the database exists; they ask for it when they are called.
  const late: Record<'values' | 'definitions', unknown> = { values: undefined, definitions: undefined }
  const deps = { get values() { return late.values as typeof values }, definitions: (id: string) => (late.definitions as (id: string) => Promise<never>)(id), bus, clock: systemClock }
  server = await testServer({ studio: (app) => environmentVariableRoutes(app, deps) })
  values = environmentValueStore(server.database.db, sealer(new Uint8Array(32).fill(3)))
  catalogue = copilotCatalogue({ store: copilotStore(server.database.db), blank: async () => package_, changed: () => {}, currentValues: values.plain, currentValuesOf: values.plainOf })
  late.values = values
  late.definitions = async (environmentId: string) => (await catalogue.list(environmentId)).map(({ id, header }) => ({ id, name: header.name, variables: header.environmentVariables ?? [] }))
  await server.database.pool.query(`update copilot set definition = '{"environmentVariables": []}' where definition->'environmentVariables' is null`)
  const report = await catalogue.importPackage('contoso', { copilots: [package_], collections: [], preserved: [], diagnostics: [] } as never)
  copilotId = report.copilots[0]!.id
  adam = await server.cookie('adam')
  fay = await server.cookie('fay')
})
afterAll(() => server.close())

async function call(method: 'GET' | 'PUT' | 'DELETE', name = '', value?: string, cookie = adam) {
  const answer = await server.app.inject({ method, url: `/api/admin/environment-variables${name && `/${name}`}`, headers: { ...ownPage, cookie }, ...(value === undefined ? {} : { payload: { value } }) })
  return { status: answer.statusCode, body: answer.json(), text: answer.body }
}
const one = async (name: string) => environmentVariables.parse((await call('GET')).body).variables.find(({ schemaName }) => schemaName === name) as EnvironmentVariable

describe('environment variables', () => {
  it('are listed once each, with what the package brings and who reads them', async () => {
    const { variables: listed } = environmentVariables.parse((await call('GET')).body)
    expect(listed.map(({ schemaName, fromPackage, isSet, secret, type }) => [schemaName, fromPackage, isSet, secret, type])).toEqual([
      ['new_Key', null, false, true, 'Secret'],
      ['new_Prices', null, false, false, 'JSON'],
      ['new_Seconds', '300', false, false, 'Number'],
    ])
    expect(listed[0]?.copilots).toEqual([{ id: copilotId, name: 'Bot' }])
    expect(environmentVariables.parse((await call('GET', '', undefined, fay)).body).variables).toEqual([])
  })

  it('take a value of their type; the draft reads it at once, a version from the next publishing on', async () => {
    const valueIn = async (version: number) => (await catalogue.load(copilotId, version)).environmentVariables.find(({ schemaName }) => schemaName === 'new_Seconds')?.value
    await catalogue.publish('contoso', copilotId, 'adam')
    expect((await call('PUT', 'new_Seconds', '60')).body).toMatchObject({ current: '60', isSet: true, changedBy: 'Adam', fromPackage: '300' })
    expect([await valueIn(0), await valueIn(1)]).toEqual(['60', undefined])
    await catalogue.publish('contoso', copilotId, 'adam')
    expect([await valueIn(1), await valueIn(2)]).toEqual([undefined, '60'])
    expect((await call('DELETE', 'new_Seconds')).body).toMatchObject({ current: null, isSet: false })
    expect([await valueIn(0), await valueIn(2)]).toEqual([undefined, '60'])
  })

  it.each([
    ['new_Seconds', 'soon', 400, 'the value is not a number'],
    ['new_Prices', '{a: 1}', 400, 'the value is not JSON'],
    ['new_Nothing', 'x', 404, 'environment variable new_Nothing'],
    ['new_Seconds', '', 400, 'write a value'],
  ])('refuse for %s the value %j', async (name, value, status, words) => {
    const answer = await call('PUT', name, value)
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(words)])
    expect(await one('new_Seconds')).toMatchObject({ isSet: false })
  })

  it('that are secret are never shown again, never in a version, and are read without publishing', async () => {
    const bus = inProcessBus()
    const clock = manualClock('2026-03-02T10:00:00Z')
    const secretsOf = freshSecrets({ values, bus, clock })
    expect(await secretsOf('contoso')).toEqual({})
    const saved = await call('PUT', 'new_Key', 'open-sesame')
    expect([saved.status, saved.body.isSet, saved.text.includes('sesame')]).toEqual([200, true, false])
    expect((await call('GET')).text).not.toContain('sesame')
    expect(JSON.stringify(await catalogue.load(copilotId, 0))).not.toContain('sesame')
    await catalogue.publish('contoso', copilotId, 'adam')
    expect(JSON.stringify(await catalogue.load(copilotId, 3))).not.toContain('sesame')
    expect(await secretsOf('contoso')).toEqual({})
    bus.publish({ type: 'configuration', environmentId: 'contoso' })
    expect(await secretsOf('contoso')).toEqual({ new_Key: 'open-sesame' })
    await call('PUT', 'new_Key', 'another')
    clock.advance(5_000)
    expect([await secretsOf('contoso'), await secretsOf('fabrikam')]).toEqual([{ new_Key: 'another' }, {}])
  })

  it('of another environment cannot be set', async () => {
    expect((await call('PUT', 'new_Seconds', '1', fay)).status).toBe(404)
  })
})
