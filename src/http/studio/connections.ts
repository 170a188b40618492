import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { saveConnection, testConnection, toolKind, type Connection } from '../../contracts/connections.ts'
import type * as contract from '../../contracts/connections.ts'
import { explainAnswer, toolUses, type CallResult, type Tool, type ToolCall, type ToolUse } from '../../dialog/index.ts'
import { bodyOf, normalTarget, replaceSecret, saveMapping, targetOf, type ToolKind, type ToolMapping, type ToolMappingStore } from '../../engagement/index.ts'
import { BatonError, newId, type Clock } from '../../platform/index.ts'
import type { CopilotCatalogue } from '../../solutions/index.ts'
import { requireRole, type Session } from '../session.ts'

export type ConnectionRouteDeps = {
  catalogue: Pick<CopilotCatalogue, 'list' | 'need' | 'components'>
  mappings: ToolMappingStore
  /** Names of flows by id, from the packages they came in. */
  flowNames(environmentId: string): Promise<Map<string, string>>
  /** Names of people by id. */
  personName(environmentId: string, userId: string): Promise<string | undefined>
  callTool(call: ToolCall & { callId: string }): Promise<CallResult>
  clock: Clock
}

const path = '/api/studio/copilots/:id/connections'
const ofCopilot = z.object({ id: z.string().max(300) })
/** The rest of the path is kind, target and perhaps what to do: a target may be longer than the router's parameters. */
const target = z.string().min(1).max(1000)
const one = ofCopilot.extend({ '*': z.string().max(1100) }).transform(({ id, '*': rest }, context) => {
  const slash = rest.indexOf('/')
  const read = z.object({ kind: toolKind, target }).safeParse({ kind: rest.slice(0, slash), target: rest.slice(slash + 1) })
  if (read.success) return { id, ...read.data }
  context.addIssue({ code: 'custom', message: 'the path ends with the kind (flow, connector or mcp) and the id of what is connected' })
  return z.NEVER
})
const actions = ['test', 'secret'] as const
const longestAnswer = 20_000
const testTimeoutMs = { flow: 100_000, connector: 30_000, mcp: 30_000 }

/** Which flows, connections and MCP servers copilots use, and where those are. Mappings are the environment's. */
export function connectionRoutes(app: FastifyInstance, deps: ConnectionRouteDeps) {
  const { catalogue, mappings } = deps
  const maker = (request: FastifyRequest) => requireRole(request, 'maker', 'administrator')
  const who = ({ environmentId, userId, roles }: Session) => ({ environmentId, userId, isAdministrator: roles.includes('administrator') })

  app.get(path, async (request): Promise<contract.Connections> => {
    const session = maker(request)
    const copilot = await catalogue.need(session.environmentId, ofCopilot.parse(request.params).id)
    const uses = toolUses(await catalogue.components(session.environmentId, copilot.id)).map((use) => ({ ...use, copilot: { id: copilot.id, name: copilot.header.name } }))
    return { connections: await listed(deps, session.environmentId, uses, false), mayAllowPrivate: who(session).isAdministrator }
  })

  app.get('/api/admin/connections', async (request): Promise<contract.Connections> => {
    const { environmentId } = requireRole(request, 'administrator')
    const uses: Used[] = []
    for (const { id, header } of await catalogue.list(environmentId)) {
      const found = toolUses(await catalogue.components(environmentId, id))
      uses.push(...found.map((use) => ({ ...use, copilot: { id, name: header.name } })))
    }
    return { connections: await listed(deps, environmentId, uses, true), mayAllowPrivate: true }
  })

  app.put(`${path}/*`, async (request): Promise<z.infer<typeof contract.savedConnection>> => {
    const session = maker(request)
    const what = await existing(session, request)
    const { header, ...wanted } = saveConnection.parse(request.body)
    const { mapping, secret } = await saveMapping(deps, who(session), what, { ...wanted, ...(header ? { header } : {}) })
    return { address: await addressOf(deps, session.environmentId, mapping), ...(secret === undefined ? {} : { secret }) }
  })

  app.delete(`${path}/*`, async (request) => {
    const session = maker(request)
    const { kind, target } = await existing(session, request)
    const before = await mappings.find(session.environmentId, kind, normalTarget(target))
    if (!before) throw new BatonError('NOT_FOUND', 'connection', target)
    if (before.privateHost) requireRole(request, 'administrator')
    await mappings.remove(session.environmentId, kind, normalTarget(target))
    return {}
  })

  // …/connections/<kind>/<target>/test and …/secret
  app.post(`${path}/*`, async (request): Promise<z.infer<typeof contract.savedConnection> | z.infer<typeof contract.testedConnection>> => {
    const session = maker(request)
    const { kind, target: rest } = await existing(session, request)
    const action = actions.find((name) => rest.endsWith(`/${name}`))
    if (!action) throw new BatonError('NOT_FOUND', 'route', `${request.method} ${path}/…/${rest.split('/').at(-1)?.slice(0, 100)}`)
    const what = { kind, target: rest.slice(0, -action.length - 1) }
    if (action === 'test') return tryOut(deps, session, what, testConnection.parse(request.body ?? {}))
    const { mapping, secret } = await replaceSecret(deps, who(session), what)
    return { address: await addressOf(deps, session.environmentId, mapping), secret }
  })

  /** The copilot has to be there and of this environment; the mapping itself is not the copilot's. */
  async function existing({ environmentId }: Session, request: FastifyRequest) {
    const { id, ...what } = one.parse(request.params)
    await catalogue.need(environmentId, id)
    return what
  }
}

type Used = ToolUse & { copilot: { id: string; name: string } }

async function listed(deps: ConnectionRouteDeps, environmentId: string, uses: Used[], unused: boolean): Promise<Connection[]> {
  const [mappings, names] = await Promise.all([deps.mappings.list(environmentId), deps.flowNames(environmentId)])
  const groups = new Map<string, { kind: ToolKind; target: string; uses: Used[]; mapping: ToolMapping | undefined }>()
  for (const use of uses) {
    const key = `${use.tool.kind} ${targetOf(use.tool)}`
    const group = groups.get(key) ?? { kind: use.tool.kind, target: writtenTarget(use.tool), uses: [], mapping: undefined }
    group.uses.push(use)
    groups.set(key, group)
  }
  for (const mapping of mappings) {
    const key = `${mapping.kind} ${mapping.target}`
    const group = groups.get(key) ?? (unused ? { kind: mapping.kind, target: mapping.target, uses: [], mapping } : undefined)
    if (group) groups.set(key, { ...group, mapping })
  }
  const all = await Promise.all([...groups.values()].map((group) => toConnection(deps, environmentId, group, names)))
  const { options } = toolKind
  return all.toSorted((a, b) => Number(a.uses.length === 0) - Number(b.uses.length === 0) || options.indexOf(a.kind) - options.indexOf(b.kind) || a.name.localeCompare(b.name))
}

const writtenTarget = (tool: Tool) => (tool.kind === 'flow' ? tool.flowId : tool.kind === 'connector' ? tool.connectionReference : tool.server)

async function toConnection(deps: ConnectionRouteDeps, environmentId: string, { kind, target, uses, mapping }: { kind: ToolKind; target: string; uses: Used[]; mapping: ToolMapping | undefined }, names: Map<string, string>): Promise<Connection> {
  return {
    kind,
    target,
    name: mapping?.name || nameOf(kind, target, uses, names),
    state: !mapping ? 'missing' : mapping.secret === undefined ? 'unreadable' : mapping.enabled ? 'ready' : 'off',
    uses: uses.map(({ copilot, component, componentName, nodeId, tool, inputs, outputs }) => ({
      copilotId: copilot.id,
      copilotName: copilot.name,
      component,
      componentName,
      nodeId,
      operation: operationOf(tool),
      inputs,
      outputs,
    })),
    address: mapping ? await addressOf(deps, environmentId, mapping) : null,
  }
}

/** What makers know it by: the flow's own name, the tool's, or for a connection its connector (`shared_msnweather`). */
function nameOf(kind: ToolKind, target: string, uses: Used[], names: Map<string, string>): string {
  const connector = kind === 'connector' ? /(?:^|\.)shared_([a-z0-9]+)/i.exec(target)?.[1] : undefined
  return (kind === 'flow' ? names.get(normalTarget(target)) : undefined) || connector || uses.find((use) => use.name)?.name || target
}

const operationOf = (tool: Tool) => (tool.kind === 'connector' ? tool.operationId : tool.kind === 'mcp' ? tool.tool : '')

async function addressOf({ personName }: ConnectionRouteDeps, environmentId: string, mapping: ToolMapping): Promise<z.infer<typeof contract.connectionAddress>> {
  return {
    name: mapping.name,
    url: mapping.url,
    privateHost: mapping.privateHost,
    enabled: mapping.enabled,
    headerName: mapping.header?.name ?? null,
    secretMadeAt: mapping.secretMadeAt.toISOString(),
    readable: mapping.secret !== undefined,
    changedAt: mapping.changedAt.toISOString(),
    changedBy: (await personName(environmentId, mapping.changedBy)) ?? mapping.changedBy,
  }
}

/** The same road as a topic's call, with inputs of the maker's own. */
async function tryOut({ callTool, clock, mappings }: ConnectionRouteDeps, { environmentId, userId, name }: Session, { kind, target }: { kind: ToolKind; target: string }, { operation, inputs }: z.infer<typeof testConnection>): Promise<z.infer<typeof contract.testedConnection>> {
  const tool: Tool = kind === 'flow' ? { kind, flowId: target } : kind === 'connector' ? { kind, connectionReference: target, operationId: operation } : { kind, server: target, tool: operation }
  if (kind === 'mcp' && !operation) throw new BatonError('BAD_REQUEST', 'name the tool of the MCP server to call')
  const mapping = await mappings.find(environmentId, kind, normalTarget(target))
  const id = newId('test')
  const copilot = { id: 'test', schemaName: 'test', name: 'Test' }
  const call: ToolCall & { callId: string } = {
    callId: id,
    tool,
    name: mapping?.name ?? '',
    inputs,
    key: id,
    environmentId,
    conversation: { id, channelId: 'pva-studio', locale: 'en-US', inTestMode: true, copilot, customer: { id: userId, name }, topic: '', nodeId: '' },
    timeoutMs: testTimeoutMs[kind],
  }
  const began = clock.now().getTime()
  const result = await callTool(call)
  const explained = explainAnswer(tool, result)
  return {
    milliseconds: clock.now().getTime() - began,
    sent: JSON.stringify(kind === 'mcp' ? { name: operation, arguments: inputs } : bodyOf(call, { name: '' }), undefined, 2),
    status: result.type === 'http' ? result.status : null,
    body: result.type === 'http' ? result.body.slice(0, longestAnswer) : '',
    failure: 'code' in explained ? explained : null,
  }
}
