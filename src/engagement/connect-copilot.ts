import { BatonError, newId, type Clock } from '../platform/index.ts'
import type { Bus } from './bus.ts'
import type { Hub } from './hub.ts'

/** A copilot as its Agent transfers page sees it. */
export type Connectable = {
  id: string
  name: string
  published: boolean
  authenticationMode: string
  environment: { id: string; name: string; hubInstalled: boolean }
  connection: { enabled: boolean; applicationUserId: string; connectedAt: Date; disconnectedAt: Date | null } | undefined
  workstreams: { id: string; name: string }[]
}

export type ConnectionStore = {
  find(environmentId: string, copilotId: string): Promise<Connectable | undefined>
  /**
   * Decides about one copilot at a time: `decide` sees it locked and answers the connection it wants, or throws. The
   * application user is created or brought in line in the same transaction.
   */
  change(environmentId: string, copilotId: string, decide: (copilot: Connectable) => NonNullable<Connectable['connection']>): Promise<void>
}

type Deps = { connections: ConnectionStore; hub: Pick<Hub, 'releaseCopilot'>; bus: Bus; clock: Clock }

/** The longest name a connected copilot may have. */
export const longestConnectedName = 30

/** What the Agent transfers page shows. */
export async function agentTransfers({ connections }: Pick<Deps, 'connections'>, environmentId: string, copilotId: string) {
  const copilot = await connections.find(environmentId, copilotId)
  if (!copilot) throw new BatonError('NOT_FOUND', 'copilot', copilotId)
  const { connection } = copilot
  return {
    hubInstalled: copilot.environment.hubInstalled,
    published: copilot.published,
    nameLength: nameLength(copilot.name),
    problem: whyNotConnectable(copilot)?.message ?? null,
    warning: warningsAbout(copilot).join(' ') || null,
    connection: connection
      ? {
          enabled: connection.enabled,
          applicationUserId: connection.applicationUserId,
          connectedAt: connection.connectedAt.toISOString(),
          disconnectedAt: connection.disconnectedAt?.toISOString() ?? null,
          workstreams: copilot.workstreams,
        }
      : null,
    hubUrl: `/admin/copilots/${encodeURIComponent(copilot.id)}`,
  }
}

/** Creates the application user that stands for the copilot in the hub, or enables the one it had. Twice is once. */
export async function connectCopilot(deps: Deps, environmentId: string, copilotId: string) {
  await deps.connections.change(environmentId, copilotId, (copilot) => {
    const problem = whyNotConnectable(copilot)
    if (problem) throw problem
    if (copilot.connection?.enabled) return copilot.connection
    return { enabled: true, applicationUserId: copilot.connection?.applicationUserId ?? newId('usr'), connectedAt: deps.clock.now(), disconnectedAt: null }
  })
  deps.bus.publish({ type: 'configuration', environmentId })
  return agentTransfers(deps, environmentId, copilotId)
}

/** Disables the application user: from the commit on no traffic reaches the copilot, and what it was doing goes to people. */
export async function disconnectCopilot(deps: Deps, environmentId: string, copilotId: string) {
  await deps.connections.change(environmentId, copilotId, ({ name, connection }) => {
    if (!connection) throw new BatonError('NOT_CONNECTED', name)
    return connection.enabled ? { ...connection, enabled: false, disconnectedAt: deps.clock.now() } : connection
  })
  deps.bus.publish({ type: 'configuration', environmentId })
  await deps.hub.releaseCopilot(copilotId)
  return agentTransfers(deps, environmentId, copilotId)
}

/** Why a connected copilot may not be called `name`. */
export function checkConnectedName(name: string): BatonError | undefined {
  const length = nameLength(name)
  return length > longestConnectedName ? new BatonError('NAME_TOO_LONG', name, length) : undefined
}

/** Unicode code points after composing: what a person counts, but for joined emoji. */
export function nameLength(name: string): number {
  return [...name.normalize('NFC')].length
}

function whyNotConnectable(copilot: Connectable): BatonError | undefined {
  if (!copilot.environment.hubInstalled) return new BatonError('HUB_NOT_INSTALLED', copilot.environment.name)
  return checkConnectedName(copilot.name)
}

function warningsAbout(copilot: Connectable): string[] {
  const warnings: string[] = []
  if (!copilot.published) warnings.push('Publish first: this copilot has never been published, so customers cannot reach it yet.')
  if (nameLength(copilot.name) === longestConnectedName)
    warnings.push(`The name has exactly ${longestConnectedName} characters, the most that can be connected. Copilot Studio asks for fewer: a shorter name is safer.`)
  if (copilot.authenticationMode === 'Integrated')
    warnings.push('This copilot signs people in with Microsoft, which customers of the live chat cannot do: topics that need a signed-in user will not work for them.')
  return warnings
}
