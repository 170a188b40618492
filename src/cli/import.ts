import { parseArgs } from 'node:util'
import type { Kysely } from 'kysely'
import { engineChecks } from '../dialog/index.ts'
import { checkConnectedName } from '../engagement/index.ts'
import { BatonError } from '../platform/index.ts'
import { copilotCatalogue, readPackage, type CopilotCatalogue, type ImportReport } from '../solutions/index.ts'
import { copilotStore, missingConnections, type Tables } from '../storage/index.ts'
import type { Diagnostic } from '../topics/index.ts'

const usage = `baton import <solution.zip | unpacked folder | workspace folder> [--environment name] [--publish] [--json]

  Brings a copilot into this installation, running or not. Without --environment it goes into the only one there is.
`

type OpenInstallation = () => Promise<{ db: Kysely<Tables>; close(): Promise<void>; changed?(environmentId: string): void }>

/** `baton import`: straight into the database. A running server notices within seconds. */
export async function runImport(args: string[], open: OpenInstallation): Promise<number> {
  const called = readArguments(args)
  if (typeof called === 'string') {
    process.stderr.write(`${called}\n\n${usage}`)
    return 2
  }
  try {
    // Read before the database is opened: most mistakes are in the path.
    const contents = await readPackage(called.path)
    const installation = await open()
    try {
      const environmentId = await findEnvironment(installation.db, called.environment)
      const catalogue = copilotCatalogue({
        store: copilotStore(installation.db),
        blank: () => Promise.reject(new Error('an import needs no blank copilot')),
        changed: (id) => installation.changed?.(id),
        check: engineChecks,
        missing: (id, components) => missingConnections(installation.db, id, components),
        checkConnectedName,
      })
      const report = await catalogue.importPackage(environmentId, contents)
      const published = called.publish ? await publishAll(catalogue, environmentId, report) : undefined
      process.stdout.write(called.json ? `${JSON.stringify({ ...report, ...(published ? { published } : {}) }, undefined, 2)}\n` : readable(report, published))
      return published?.some(({ version }) => version === undefined) ? 1 : 0
    } finally {
      await installation.close()
    }
  } catch (error) {
    if (!(error instanceof BatonError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  }
}

function readArguments(args: string[]): { path: string; environment: string | undefined; publish: boolean; json: boolean } | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { environment: { type: 'string' }, publish: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    })
    const [path, ...more] = positionals
    if (path === undefined || more.length > 0) return 'Name one package to import.'
    return { path, environment: values.environment, publish: values.publish, json: values.json }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function findEnvironment(db: Kysely<Tables>, wanted: string | undefined): Promise<string> {
  const environments = await db.selectFrom('environment').select(['id', 'name']).orderBy('name').execute()
  const found = wanted === undefined ? environments : environments.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase())
  const [environment, ...others] = found
  if (environment && others.length === 0) return environment.id
  const names = environments.map(({ name }) => `"${name}"`).join(', ')
  if (environments.length === 0) throw new BatonError('BAD_REQUEST', 'this installation has no environment yet. Start it once, then import.')
  throw new BatonError('BAD_REQUEST', wanted === undefined ? `there are several environments (${names}). Name one with --environment.` : `there is no environment "${wanted}". There are: ${names}.`)
}

type Published = { name: string; version?: number; errors: Diagnostic[] }

async function publishAll(catalogue: CopilotCatalogue, environmentId: string, report: ImportReport): Promise<Published[]> {
  const published: Published[] = []
  for (const { id, name } of report.copilots) {
    const outcome = await catalogue.publish(environmentId, id, 'baton import')
    if ('version' in outcome) published.push({ name, version: outcome.version, errors: [] })
    else published.push({ name, errors: outcome.diagnostics.filter((diagnostic) => diagnostic.severity === 'error') })
  }
  return published
}

function readable(report: ImportReport, published: Published[] | undefined): string {
  const lines = report.diagnostics.filter((diagnostic) => diagnostic.severity !== 'information').map(describe)
  for (const { name, schemaName, components, id } of report.copilots) lines.push(`Imported "${name}" (${schemaName}, ${id}) with ${components} components.`)
  if (report.preserved.length > 0) lines.push(`${report.preserved.length} other parts are kept for a later export.`)
  for (const { name, version, errors } of published ?? []) {
    if (version !== undefined) lines.push(`Published "${name}" as version ${version}.`)
    else lines.push(`"${name}" was not published, because it has ${errors.length} errors:`, ...errors.map(describe))
  }
  return [...lines, ''].join('\n')
}

function describe({ file, line, column, severity, code, message }: Diagnostic): string {
  return `${file}:${line}:${column}  ${severity}  ${code}  ${message}`
}
