import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { saveSignIn, saveSkill, type Authentication, type SaveSignIn, type SaveSkill } from '../../contracts/authentication.ts'
import { skillDefinitions } from '../../dialog/index.ts'
import { redirectUri, skillIssuer, unsetConnection, type SignInProvider, type SkillConnection } from '../../engagement/index.ts'
import { BatonError, type Clock } from '../../platform/index.ts'
import type { CopilotCatalogue } from '../../solutions/index.ts'
import type { StoredProvider, StoredSkillConnection } from '../../storage/index.ts'
import { serverOrigin } from '../origin.ts'
import type { HttpConfig } from '../config.ts'
import { requireRole } from '../session.ts'

type Changed = { at: Date; by: string }
export type AuthenticationRouteDeps = {
  catalogue: Pick<CopilotCatalogue, 'need' | 'components' | 'setAuthentication'>
  signIn: { stored(copilotId: string): Promise<StoredProvider | undefined>; save(copilotId: string, provider: SignInProvider | undefined, changed: Changed): Promise<void> }
  /** A changed provider counts at once. */
  forgetProvider(copilotId: string): void
  skills: { list(copilotId: string): Promise<StoredSkillConnection[]>; save(copilotId: string, skillId: string, connection: SkillConnection, changed: Changed): Promise<void> }
  /** Current values of environment variables by schema name. */
  values(environmentId: string): Promise<Record<string, string>>
  personName(environmentId: string, userId: string): Promise<string | undefined>
  clock: Clock
  config: HttpConfig
}

const path = '/api/studio/copilots/:id/authentication'
const ofCopilot = z.object({ id: z.string().max(300) })
const ofSkill = ofCopilot.extend({ '*': z.string().min(1).max(1000) })

/** How customers sign in to a copilot, and how the copilot says to its skills who it is. */
export function authenticationRoutes(app: FastifyInstance, deps: AuthenticationRouteDeps) {
  const { catalogue, signIn, skills, clock } = deps
  const maker = (request: FastifyRequest) => requireRole(request, 'maker', 'administrator')
  const now = (by: string) => ({ at: clock.now(), by })

  const show = async (request: FastifyRequest): Promise<Authentication> => {
    const { environmentId } = maker(request)
    const { id, header } = await catalogue.need(environmentId, ofCopilot.parse(request.params).id)
    const origin = serverOrigin(request, deps.config)
    const [stored, connections, components, values] = await Promise.all([signIn.stored(id), skills.list(id), catalogue.components(environmentId, id), deps.values(environmentId)])
    const nameOf = (changed: Changed) => deps.personName(environmentId, changed.by).then((name) => name ?? null)
    const valueOf = (variable: string) => values[variable] ?? header.environmentVariables.find(({ schemaName }) => schemaName === variable)?.defaultValue ?? null
    return {
      mode: header.authenticationMode,
      trigger: header.authenticationTrigger ?? 'AsNeeded',
      redirectUri: redirectUri(origin),
      skillIssuer: skillIssuer(origin),
      signIn: stored ? { ...shown(stored.provider), changedAt: stored.changed.at.toISOString(), changedBy: await nameOf(stored.changed) } : null,
      skills: await Promise.all(
        skillDefinitions(components).map(async ({ skillId, name, appId, endpoint, actions }) => {
          const known = connections.find((one) => one.skillId === skillId)
          const { authentication, expectReplies, secret, tokenUrl = '', clientId = '', scope = '' } = known?.connection ?? unsetConnection
          const changed = { changedAt: known?.changed.at.toISOString() ?? null, changedBy: known ? await nameOf(known.changed) : null }
          return { skillId, name, appId: { variable: appId, value: valueOf(appId) }, endpoint: { variable: endpoint, value: valueOf(endpoint) }, actions, authentication, expectReplies, tokenUrl, clientId, scope, hasSecret: Boolean(secret), ...changed }
        }),
      ),
    }
  }

  app.get(path, show)

  app.put(`${path}/sign-in`, async (request) => {
    const { environmentId, userId } = maker(request)
    const { id, header } = await catalogue.need(environmentId, ofCopilot.parse(request.params).id)
    const wanted = saveSignIn.parse(request.body)
    const before = (await signIn.stored(id))?.provider
    await signIn.save(id, toProvider(wanted, before), now(userId))
    if (header.authenticationMode !== 'CustomAzureActiveDirectory') await catalogue.setAuthentication(environmentId, id, 'GenericOAuth2')
    deps.forgetProvider(id)
    return show(request)
  })

  app.delete(`${path}/sign-in`, async (request) => {
    const { environmentId, userId } = maker(request)
    const { id } = await catalogue.need(environmentId, ofCopilot.parse(request.params).id)
    await signIn.save(id, undefined, now(userId))
    await catalogue.setAuthentication(environmentId, id, 'None')
    deps.forgetProvider(id)
    return show(request)
  })

  app.put(`${path}/skills/*`, async (request) => {
    const { environmentId, userId } = maker(request)
    const { id: asked, '*': skillId } = ofSkill.parse(request.params)
    const { id } = await catalogue.need(environmentId, asked)
    const wanted = saveSkill.parse(request.body)
    if (!skillDefinitions(await catalogue.components(environmentId, id)).some((skill) => skill.skillId === skillId)) throw new BatonError('NOT_FOUND', 'skill', skillId)
    const before = (await skills.list(id)).find((one) => one.skillId === skillId)?.connection
    await skills.save(id, skillId, toConnection(wanted, before), now(userId))
    return show(request)
  })
}

/** A secret belongs to where it is sent: a changed address does not inherit it. */
function toProvider({ clientSecret, ...wanted }: SaveSignIn, before: SignInProvider | undefined): SignInProvider {
  const kept = before?.tokenUrl === wanted.tokenUrl ? before.clientSecret : undefined
  const { userInfoUrl, issuer, keysUrl, exchangeUri, ...rest } = wanted
  const optional = Object.fromEntries(Object.entries({ userInfoUrl, issuer, keysUrl, exchangeUri }).filter(([, value]) => value !== ''))
  return { ...rest, ...optional, clientSecret: (clientSecret ?? kept) || undefined }
}

function toConnection({ secret, tokenUrl, clientId, scope, ...wanted }: SaveSkill, before: SkillConnection | undefined): SkillConnection {
  const kept = before?.authentication === wanted.authentication && (before.tokenUrl ?? '') === tokenUrl ? before.secret : undefined
  const needsSecret = wanted.authentication === 'shared-secret' || wanted.authentication === 'client-credentials'
  return { ...wanted, ...(tokenUrl ? { tokenUrl } : {}), ...(clientId ? { clientId } : {}), ...(scope ? { scope } : {}), secret: needsSecret ? (secret ?? kept) || undefined : undefined }
}

function shown({ clientSecret, userInfoUrl = '', issuer = '', keysUrl = '', exchangeUri = '', ...provider }: SignInProvider) {
  return { ...provider, userInfoUrl, issuer, keysUrl, exchangeUri, hasSecret: Boolean(clientSecret) }
}
