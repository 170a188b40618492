import type { Kysely } from 'kysely'
import { targetOf } from '../engagement/index.ts'
import { toolFindings, toolUses } from '../dialog/index.ts'
import type { Component, Diagnostic } from '../topics/index.ts'
import type { Tables } from './database.ts'

/** `Workflows/<Name>-<GUID>.json` of a solution, `workflows/<name>-<guid>/metadata.yml` of a workspace. */
const workflow = /(?:^|\/)workflows\/([^/]+)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.json|\/)/i

/** Names of flows, by id in lower case, as the packages of an environment's copilots tell them. */
export async function flowNames(db: Kysely<Tables>, environmentId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('package_part as p')
    .innerJoin('copilot as c', 'c.id', 'p.copilot_id')
    .where('c.environment_id', '=', environmentId)
    .where('p.path', 'ilike', '%workflows/%')
    .select('p.path')
    .execute()
  return new Map(rows.flatMap(({ path }) => {
    const [, name = '', id = ''] = workflow.exec(path) ?? []
    return id ? [[id.toLowerCase(), name] as const] : []
  }))
}

/** How a person of the environment is called; undefined for others. */
export function personNames({ db }: { db: Kysely<Tables> }) {
  return async (environmentId: string, userId: string): Promise<string | undefined> =>
    (await db.selectFrom('app_user').select('name').where('id', '=', userId).where('environment_id', '=', environmentId).executeTakeFirst())?.name
}

/** What components use and nobody has connected in their environment. */
export async function missingConnections(db: Kysely<Tables>, environmentId: string, components: Component[]): Promise<Diagnostic[]> {
  const uses = toolUses(components)
  if (uses.length === 0) return []
  const rows = await db.selectFrom('tool_mapping').select(['kind', 'target']).where('environment_id', '=', environmentId).execute()
  const mapped = new Set(rows.map(({ kind, target }) => `${kind} ${target}`))
  return toolFindings(uses.filter(({ tool }) => !mapped.has(`${tool.kind} ${targetOf(tool)}`)))
}
