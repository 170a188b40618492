import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

describe('the OpenID provider in the environment', () => {
  const issuer = 'https://login.example.org/realms/shop'
  it('is none when nothing is set, and has the name of its host when no other is given', () => {
    expect(readConfig({}).openId).toBeUndefined()
    expect(readConfig({ BATON_OIDC_ISSUER: issuer, BATON_OIDC_CLIENT_ID: 'baton' }).openId).toEqual({ issuer, clientId: 'baton', clientSecret: undefined, name: 'login.example.org' })
    expect(readConfig({ BATON_OIDC_ISSUER: issuer, BATON_OIDC_CLIENT_ID: 'baton', BATON_OIDC_CLIENT_SECRET: 's', BATON_OIDC_NAME: 'Shop' }).openId).toMatchObject({ clientSecret: 's', name: 'Shop' })
  })
  it.each([
    [{ BATON_OIDC_CLIENT_ID: 'baton' }, 'BATON_OIDC_ISSUER'],
    [{ BATON_OIDC_ISSUER: issuer }, 'BATON_OIDC_CLIENT_ID'],
    [{ BATON_OIDC_CLIENT_SECRET: 's' }, 'BATON_OIDC_ISSUER'],
    [{ BATON_OIDC_ISSUER: 'login.example.org', BATON_OIDC_CLIENT_ID: 'baton' }, 'BATON_OIDC_ISSUER'],
  ])('that is set by half ends the start with the setting’s name: %o', (env, name) => {
    expect(() => readConfig(env)).toThrow(name)
  })
})
