import { randomBytes } from 'node:crypto'
import type { Tool } from '../../dialog/types.ts'
import { BatonError, type Clock } from '../../platform/index.ts'
import { readAddress } from './flow-address.ts'

export type ToolKind = Tool['kind']

/** Where a flow, a connection or an MCP server is, and what it is called with. */
export type ToolMapping = {
  kind: ToolKind
  /** Flow id, logical name of the connection reference, schema name of the MCP server; lower case. */
  target: string
  name: string
  url: string
  /** The address may be of this machine or a private network: an administrator said so. */
  privateHost: boolean
  header: { name: string; value: string } | undefined
  /** `whsec_` and base64: what calls are signed with. Undefined when the installation's key cannot open it any more. */
  secret: string | undefined
  secretMadeAt: Date
  enabled: boolean
  changedAt: Date
  changedBy: string
}

export type ToolMappingStore = {
  list(environmentId: string): Promise<ToolMapping[]>
  find(environmentId: string, kind: ToolKind, target: string): Promise<ToolMapping | undefined>
  /** `decide` sees the mapping locked and answers what it shall be; it may throw. */
  change(environmentId: string, kind: ToolKind, target: string, decide: (before: ToolMapping | undefined) => ToolMapping): Promise<ToolMapping>
  remove(environmentId: string, kind: ToolKind, target: string): Promise<boolean>
}

export type WantedMapping = {
  name: string
  url: string
  privateHost: boolean
  enabled: boolean
  /** Undefined: no header. Without `value` the stored one stays. */
  header?: { name: string; value?: string | undefined } | undefined
}

type Deps = { mappings: ToolMappingStore; clock: Clock }
type Who = { environmentId: string; userId: string; isAdministrator: boolean }
type What = { kind: ToolKind; target: string }

export const targetOf = (tool: Tool): string => normalTarget(tool.kind === 'flow' ? tool.flowId : tool.kind === 'connector' ? tool.connectionReference : tool.server)
export const normalTarget = (target: string) => target.trim().toLowerCase()

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`

/**
 * Stores where something is. The first time there is a new secret, to be shown once. A private address takes an
 * administrator, and so does every later change of it: a maker must not turn the server into a door to its network.
 */
export async function saveMapping({ mappings, clock }: Deps, who: Who, { kind, target }: What, wanted: WantedMapping): Promise<{ mapping: ToolMapping; secret: string | undefined }> {
  readAddress(wanted.url, wanted.privateHost)
  let fresh: string | undefined
  const mapping = await mappings.change(who.environmentId, kind, normalTarget(target), (before) => {
    if (!who.isAdministrator && (wanted.privateHost || before?.privateHost)) throw new BatonError('FORBIDDEN', 'an administrator, because the address may be of a private network')
    fresh = before?.secret === undefined ? newSecret() : undefined
    const now = clock.now()
    return {
      ...wanted,
      kind,
      target: normalTarget(target),
      header: headerOf(wanted, before),
      secret: fresh ?? before?.secret,
      secretMadeAt: fresh ? now : (before?.secretMadeAt ?? now),
      changedAt: now,
      changedBy: who.userId,
    }
  })
  return { mapping, secret: fresh }
}

/** The secret before stops being used at once. */
export async function replaceSecret({ mappings, clock }: Deps, who: Who, { kind, target }: What): Promise<{ mapping: ToolMapping; secret: string }> {
  const secret = newSecret()
  const mapping = await mappings.change(who.environmentId, kind, normalTarget(target), (before) => {
    if (!before) throw new BatonError('NOT_FOUND', 'connection', target)
    if (!who.isAdministrator && before.privateHost) throw new BatonError('FORBIDDEN', 'an administrator, because the address may be of a private network')
    return { ...before, secret, secretMadeAt: clock.now(), changedAt: clock.now(), changedBy: who.userId }
  })
  return { mapping, secret }
}

/** A header's value is kept only while it goes to the same server: a new address must not receive the old one's key. */
function headerOf({ header, url }: WantedMapping, before: ToolMapping | undefined): ToolMapping['header'] {
  if (!header) return undefined
  if (header.value) return { name: header.name, value: header.value }
  const kept = before?.header
  if (!kept || kept.name.toLowerCase() !== header.name.toLowerCase() || new URL(before.url).origin !== new URL(url).origin)
    throw new BatonError('BAD_REQUEST', `enter the value of the header ${header.name}: a stored value is used only for the server it was entered for`)
  return { name: header.name, value: kept.value }
}
