import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { activity as activitySchema, type Activity } from '../../contracts/index.ts'
import type { CallResult, HostCall, SkillCall } from '../../dialog/types.ts'
import type { Clock } from '../../platform/index.ts'
import { parseJson } from '../../platform/index.ts'
import type { SkillConversations } from './skill-conversations.ts'
import type { SkillTokens } from './skill-tokens.ts'

/**
 * How a copilot says to a skill who it is. `none`: not at all, for a skill on this machine while developing. `signed`:
 * a token of our own issuer. `shared-secret`: a token signed with a secret both know. `client-credentials`: a token
 * that `tokenUrl` gives for `clientId` and the secret.
 */
export type SkillConnection = {
  authentication: 'none' | 'signed' | 'shared-secret' | 'client-credentials'
  /** The skill answers in the response itself, because it cannot reach this server. */
  expectReplies: boolean
  secret?: string | undefined
  tokenUrl?: string | undefined
  clientId?: string | undefined
  scope?: string | undefined
}

export type SkillConnections = { find(environmentId: string, copilotId: string, skillId: string): Promise<SkillConnection | undefined> }

type Http = (call: Extract<HostCall, { type: 'http' }>, signal?: AbortSignal) => Promise<CallResult>
type Deps = {
  http: Http
  connections: SkillConnections
  conversations: SkillConversations
  tokens: SkillTokens
  /** Scheme, host and port this server is reached under. */
  origin(): string
  development: boolean
  clock: Clock
}

/** The path below which skills answer (src/channels/skills). */
export const skillsPath = '/api/skills'
export const skillIssuer = (origin: string) => `${origin}${skillsPath}`

/** How a skill is called as long as nobody said otherwise. */
export const unsetConnection: SkillConnection = { authentication: 'none', expectReplies: false }

const answer = z.looseObject({ activities: z.array(activitySchema).max(200).optional() })
const tokenAnswer = z.looseObject({ access_token: z.string().min(1).max(20_000), expires_in: z.coerce.number().optional() })
const renewBeforeMs = 60_000
const tokenTimeoutMs = 20_000

/** Sends an activity to a skill as the Bot Framework protocol wants it. Never throws. */
export function skillCaller(deps: Deps) {
  const granted = new Map<string, { token: string; until: number }>()

  return async (call: SkillCall, signal?: AbortSignal): Promise<CallResult> => {
    const { copilotId, environmentId } = call.conversation
    const connection = (await deps.connections.find(environmentId, copilotId, call.skill.id)) ?? unsetConnection
    const authorized = await authorize(call, connection, signal)
    if ('failed' in authorized) return authorized.failed
    const activity = toWire(call, connection, deps)
    const headers = { 'content-type': 'application/json; charset=utf-8', accept: 'application/json', 'x-ms-conversation-id': activity.conversation?.id ?? '', ...authorized.headers }
    const result = await deps.http({ type: 'http', callId: call.callId, method: 'POST', url: call.skill.endpoint, headers, body: JSON.stringify(activity), timeoutMs: call.timeoutMs }, signal)
    return readAnswer(result, call, connection)
  }

  async function authorize(call: SkillCall, connection: SkillConnection, signal: AbortSignal | undefined): Promise<{ headers: Record<string, string> } | { failed: CallResult }> {
    const { skill, conversation } = call
    const setUp = (what: string) => ({ failed: failure('SkillNotConfigured', `${what} A maker sets this under Authentication of the copilot.`) })
    if (connection.authentication === 'none') {
      if (deps.development && isLoopback(skill.endpoint)) return { headers: {} }
      return setUp(`The skill at ${hostOf(skill.endpoint)} would be called without saying who calls, which is for skills on this machine during development only. Choose how the copilot authenticates to it.`)
    }
    if (connection.authentication === 'client-credentials') return clientCredentials(connection, signal)
    if (!skill.appId) return setUp('The app id of the skill is not set: give its environment variable a value.')
    const claims = { issuer: skillIssuer(deps.origin()), audience: skill.appId, appId: conversation.copilotId, serviceUrl: serviceUrl(deps) }
    if (connection.authentication === 'signed') return bearer(await deps.tokens.sign(claims))
    return connection.secret ? bearer(await deps.tokens.signShared(claims, connection.secret)) : setUp('The secret shared with the skill is not set.')
  }

  async function clientCredentials({ tokenUrl, clientId, secret, scope }: SkillConnection, signal: AbortSignal | undefined) {
    if (!tokenUrl || !clientId || !secret) return { failed: failure('SkillNotConfigured', 'The skill’s token address, client id or client secret is missing. A maker sets them under Authentication of the copilot.') }
    const name = JSON.stringify([tokenUrl, clientId, secret, scope])
    const now = deps.clock.now().getTime()
    const known = granted.get(name)
    if (known && known.until > now) return bearer(known.token)
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret, ...(scope ? { scope } : {}) }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    const result = await deps.http({ type: 'http', callId: '', method: 'POST', url: tokenUrl, headers, body, timeoutMs: tokenTimeoutMs }, signal)
    const parsed = result.type === 'http' && result.status === 200 ? tokenAnswer.safeParse(parseJson(result.body)) : undefined
    if (!parsed?.success) {
      const why = result.type === 'http' ? `it answered with status ${result.status}` : result.type === 'failed' ? result.message : ''
      return { failed: failure('SkillNotReachable', `${hostOf(tokenUrl)} gave no token for the skill: ${why || 'its answer was not one of a token endpoint'}.`) }
    }
    const { access_token: token, expires_in: seconds = 300 } = parsed.data
    if (granted.size > 1000) granted.clear()
    granted.set(name, { token, until: now + Math.max(0, seconds * 1000 - renewBeforeMs) })
    return bearer(token)
  }
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const serviceUrl = ({ origin }: Pick<Deps, 'origin'>) => `${origin()}${skillsPath}/`

function toWire({ skill, key, conversation, activity }: SkillCall, { expectReplies }: SkillConnection, deps: Deps): Activity {
  const { id: conversationId, channelId, customer, locale } = conversation
  return {
    ...activity,
    id: randomUUID(),
    timestamp: deps.clock.now().toISOString(),
    channelId,
    serviceUrl: serviceUrl(deps),
    locale: activity.locale ?? locale,
    from: { id: customer.id, ...(customer.name ? { name: customer.name } : {}), role: 'user' },
    recipient: { id: skill.appId || skill.id, name: skill.id.split('.').at(-1) ?? skill.id, role: 'skill' },
    conversation: { id: deps.conversations.idOf({ conversationId, key }), isGroup: false },
    ...(expectReplies && activity.type !== 'endOfConversation' ? { deliveryMode: 'expectReplies' } : {}),
  }
}

function readAnswer(result: CallResult, { skill }: SkillCall, { authentication }: SkillConnection): CallResult {
  if (result.type === 'failed') return result.code === 'ExecutionTimeout' ? result : failure('SkillNotReachable', result.message)
  if (result.type !== 'http') return failure('SystemError', 'the answer is of the wrong type')
  const { status, body } = result
  if (status === 401 || status === 403) return failure(`HTTP${status}`, `${hostOf(skill.endpoint)} does not believe who calls (status ${status}, authentication "${authentication}"). Check the app id and the authentication of the skill.`)
  if (status >= 400) return failure(`HTTP${status}`, `${hostOf(skill.endpoint)} answered with status ${status}.`)
  if (status >= 300) return failure('SkillNotReachable', `${hostOf(skill.endpoint)} answered with status ${status}: enter the address it redirects to.`)
  if (!body.trim()) return { type: 'skill', activities: [] }
  const parsed = answer.safeParse(parseJson(body))
  // A body that is no list of activities is a skill's own business: Bot Framework skills send an empty one, others "OK".
  return { type: 'skill', activities: parsed.success ? (parsed.data.activities ?? []) : [] }
}

const failure = (code: string, message: string): CallResult => ({ type: 'failed', code, message })

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url)

function isLoopback(url: string): boolean {
  const name = URL.canParse(url) ? new URL(url).hostname : ''
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}
