import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { engineChecks } from '../dialog/index.ts'
import { BatonError } from '../platform/index.ts'
import { readFolder, readRoots, readZip, type Files, type PackageContents } from '../solutions/index.ts'
import { addCount, checkCopilot, checkDocuments, type CheckResult, type Diagnostic } from '../topics/index.ts'
import { connectionFindings, looseComponent } from './check-connections.ts'

const usage = `baton check <path>... [--json]

  Checks copilots: solution zips, unpacked solutions, workspaces, folders of topics, single topics.
  Exit code 0: no errors (there may be warnings). 1: errors. 2: called wrongly.
`

/** `baton check`: what is wrong with these copilots, for a maker's eyes or, with --json, for a build. */
export async function runCheck(args: string[]): Promise<number> {
  const called = readArguments(args)
  if (typeof called === 'string') {
    process.stderr.write(`${called}\n\n${usage}`)
    return 2
  }
  const result: CheckResult = { documents: 0, diagnostics: [], kinds: {} }
  for (const path of called.paths) {
    if (!(await stat(path).catch(() => undefined))) {
      process.stderr.write(`There is no file or folder "${path}".\n`)
      return 2
    }
    add(result, await checkPath(path))
  }
  process.stdout.write(called.json ? `${JSON.stringify(result, undefined, 2)}\n` : readable(result))
  return result.diagnostics.some((diagnostic) => diagnostic.severity === 'error') ? 1 : 0
}

function readArguments(args: string[]): { paths: string[]; json: boolean } | string {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } })
    return positionals.length === 0 ? 'Name what to check.' : { paths: positionals, json: values.json }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Checks what is at `path`. Files in the findings are named as they are reached from here. */
export async function checkPath(path: string): Promise<CheckResult> {
  try {
    if ((await stat(path)).isDirectory()) return await checkFiles(await readFolder(path), path)
    if (/\.zip$/i.test(path)) return await checkFiles(await readZip(await readFile(path)), path)
    return checkLoose([{ path, bytes: await readFile(path) }])
  } catch (error) {
    if (error instanceof BatonError) return refused(path, error)
    throw error
  }
}

async function checkFiles(files: Files, at: string): Promise<CheckResult> {
  const { contents, loose, roots } = readRoots(files, at.split('/').findLast(Boolean) ?? at)
  const result = checkContents(contents)
  for (const diagnostic of result.diagnostics) diagnostic.file = join(at, diagnostic.file)
  const documents = [...loose].filter(([path]) => /\.ya?ml$|(^|\/)data$/i.test(path)).map(([path, bytes]) => ({ path: join(at, path), bytes }))
  add(result, checkLoose(documents))
  for (const [path, bytes] of loose) if (/\.zip$/i.test(path)) add(result, await checkZip(bytes, join(at, path)))
  if (roots === 0 && result.documents === 0 && result.diagnostics.length === 0)
    add(result, refused(at, new BatonError('INVALID_PACKAGE', 'it holds neither a solution, nor a workspace, nor a topic.')))
  return result
}

async function checkZip(bytes: Uint8Array, path: string): Promise<CheckResult> {
  try {
    return await checkFiles(await readZip(bytes), path)
  } catch (error) {
    if (error instanceof BatonError) return refused(path, error)
    throw error
  }
}

function checkContents(contents: PackageContents): CheckResult {
  const result: CheckResult = { documents: 0, diagnostics: contents.diagnostics.map((diagnostic) => ({ ...diagnostic })), kinds: {} }
  for (const copilot of contents.copilots) add(result, checkCopilot(copilot, engineChecks))
  for (const { components } of [...contents.copilots, ...contents.collections]) result.diagnostics.push(...connectionFindings(components))
  for (const { schemaName, name, language, components } of contents.collections)
    add(
      result,
      checkCopilot(
        { schemaName, name, language, locale: 'en-US', template: 'collection', authenticationMode: 'Unspecified', configuration: {}, components, environmentVariables: [] },
        engineChecks,
      ),
    )
  return result
}

function checkLoose(documents: { path: string; bytes: Uint8Array }[]): CheckResult {
  if (documents.length === 0) return { documents: 0, diagnostics: [], kinds: {} }
  const decoder = new TextDecoder()
  const texts = documents.map(({ path, bytes }) => ({ path, text: decoder.decode(bytes) }))
  const result = checkDocuments(texts, engineChecks)
  result.diagnostics.push(...connectionFindings(texts.map(looseComponent)))
  return result
}

function refused(file: string, { code, message }: BatonError): CheckResult {
  return { documents: 0, diagnostics: [{ severity: 'error', code, file, line: 1, column: 1, message }], kinds: {} }
}

/** Reading and checking both look at a document's YAML: what both found is told once. */
function add(into: CheckResult, found: CheckResult) {
  const known = new Set(into.diagnostics.map(keyOf))
  into.documents += found.documents
  for (const diagnostic of found.diagnostics) {
    if (known.has(keyOf(diagnostic))) continue
    known.add(keyOf(diagnostic))
    into.diagnostics.push(diagnostic)
  }
  for (const [kind, count] of Object.entries(found.kinds)) addCount(into.kinds, kind, count)
}

function keyOf({ code, file, line, column, message }: Diagnostic): string {
  return JSON.stringify([code, file, line, column, message])
}

function readable({ documents, diagnostics, kinds }: CheckResult): string {
  const lines = diagnostics.flatMap(({ severity, code, file, line, column, message, nodeId, fix }) => [
    `${file}:${line}:${column}  ${severity}  ${code}${nodeId ? `  (${nodeId})` : ''}`,
    `    ${message}`,
    ...(fix ? [`    Try: ${fix}`] : []),
  ])
  const count = (severity: Diagnostic['severity'], one: string) => {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
    return `${found} ${found === 1 ? one : `${one}s`}`
  }
  const nodes = Object.values(kinds).reduce((sum, each) => sum + each, 0)
  return [...lines, `${documents} documents with ${nodes} elements of ${Object.keys(kinds).length} kinds: ${count('error', 'error')}, ${count('warning', 'warning')}.`, ''].join('\n')
}
