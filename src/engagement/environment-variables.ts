import type { EnvironmentVariable } from '../contracts/environment-variables.ts'
import { BatonError, type Clock } from '../platform/index.ts'
import type { CopilotDefinition } from '../topics/types.ts'
import type { Bus } from './bus.ts'

type Definition = CopilotDefinition['environmentVariables'][number]

/** Kept by storage; secrets are encrypted there and come back only for turns of copilots. */
export type EnvironmentValues = {
  list(environmentId: string): Promise<{ schemaName: string; value: string | undefined; secret: boolean; changedAt: string; changedBy: string }[]>
  secrets(environmentId: string): Promise<Record<string, string>>
  set(environmentId: string, schemaName: string, wanted: { value: string; secret: boolean; by: string; at: Date }): Promise<void>
  clear(environmentId: string, schemaName: string): Promise<void>
}

type Deps = {
  values: EnvironmentValues
  /** The environment variables that each copilot of the environment defines. */
  definitions(environmentId: string): Promise<{ id: string; name: string; variables: Definition[] }[]>
  bus: Bus
  clock: Clock
}

const isSecret = ({ secret, type }: Definition) => secret || type === 'Secret'

/** What an administrator sees and sets: the variables of all copilots of the environment, each once. */
export async function listEnvironmentVariables({ values, definitions }: Deps, environmentId: string): Promise<EnvironmentVariable[]> {
  const [set, copilots] = await Promise.all([values.list(environmentId), definitions(environmentId)])
  const current = new Map(set.map((value) => [value.schemaName, value]))
  const listed = new Map<string, EnvironmentVariable>()
  for (const { id, name, variables } of copilots) {
    for (const definition of variables) {
      const known = listed.get(definition.schemaName)
      if (known) known.copilots.push({ id, name })
      else listed.set(definition.schemaName, toListed(definition, current.get(definition.schemaName), { id, name }))
    }
  }
  return [...listed.values()].toSorted((a, b) => (a.schemaName < b.schemaName ? -1 : 1))
}

function toListed(definition: Definition, set: Awaited<ReturnType<EnvironmentValues['list']>>[number] | undefined, copilot: { id: string; name: string }): EnvironmentVariable {
  const secret = isSecret(definition)
  // A value that was set while the variable was no secret does not become one, nor the other way round.
  const mine = set?.secret === secret ? set : undefined
  return {
    schemaName: definition.schemaName,
    displayName: definition.displayName,
    type: secret ? 'Secret' : definition.type,
    secret,
    fromPackage: secret ? null : (definition.value ?? definition.defaultValue ?? null),
    current: mine?.value ?? null,
    isSet: mine !== undefined,
    changedAt: mine?.changedAt ?? null,
    changedBy: mine?.changedBy ?? null,
    copilots: [copilot],
  }
}

/** Errors: NOT_FOUND when no copilot defines it, BAD_REQUEST when the value is not of its type. */
export async function setEnvironmentVariable(deps: Deps, environmentId: string, schemaName: string, value: string, by: string): Promise<EnvironmentVariable> {
  const variable = await find(deps, environmentId, schemaName)
  const problem = whyNot(variable.type, value)
  if (problem) throw new BatonError('BAD_REQUEST', `${schemaName} is of the type ${variable.type}, and ${problem}`)
  await deps.values.set(environmentId, schemaName, { value, secret: variable.secret, by, at: deps.clock.now() })
  deps.bus.publish({ type: 'configuration', environmentId })
  return find(deps, environmentId, schemaName)
}

/** What the packages bring counts again. */
export async function clearEnvironmentVariable(deps: Deps, environmentId: string, schemaName: string): Promise<EnvironmentVariable> {
  await find(deps, environmentId, schemaName)
  await deps.values.clear(environmentId, schemaName)
  deps.bus.publish({ type: 'configuration', environmentId })
  return find(deps, environmentId, schemaName)
}

async function find(deps: Deps, environmentId: string, schemaName: string): Promise<EnvironmentVariable> {
  const variable = (await listEnvironmentVariables(deps, environmentId)).find((listed) => listed.schemaName === schemaName)
  if (!variable) throw new BatonError('NOT_FOUND', 'environment variable', schemaName)
  return variable
}

function whyNot(type: string, value: string): string | undefined {
  switch (type.toLowerCase()) {
    case 'number':
    case 'decimal number':
      return value.trim() !== '' && Number.isFinite(Number(value)) ? undefined : 'the value is not a number. Write it like 300 or 2.5'
    case 'boolean':
    case 'two options':
      return /^(true|false|yes|no|1|0)$/i.test(value) ? undefined : 'the value is neither true nor false'
    case 'json':
      return isJson(value) ? undefined : 'the value is not JSON. Texts stand in double quotes'
    default:
      return undefined
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Another node's change of a secret is seen after at most this long; one of this process at once. */
const freshMs = 2_000

/** Secrets for the turns of copilots, read once in a while. */
export function freshSecrets({ values, bus, clock }: Pick<Deps, 'bus' | 'clock'> & { values: Pick<EnvironmentValues, 'secrets'> }): (environmentId: string) => Promise<Record<string, string>> {
  const known = new Map<string, { at: number; loading: Promise<Record<string, string>> }>()
  bus.subscribe((hint) => {
    if (hint.type === 'configuration') known.delete(hint.environmentId)
  })
  return (environmentId) => {
    const now = clock.now().getTime()
    const entry = known.get(environmentId)
    if (entry && now - entry.at <= freshMs) return entry.loading
    const loading = values.secrets(environmentId)
    loading.catch(() => known.delete(environmentId))
    known.set(environmentId, { at: now, loading })
    return loading
  }
}
