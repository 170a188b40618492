import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { BatonError } from '../platform/index.ts'
import { type Files, readFolder, readZip } from './files.ts'
import { emptyContents, type PackageContents } from './package-contents.ts'
import { readSolution } from './read-solution.ts'
import { readWorkspace } from './read-workspace.ts'

/** Reads a solution zip, an unpacked solution, or a workspace (a folder or zipped). Throws INVALID_PACKAGE when it is none. */
export async function readPackage(path: string): Promise<PackageContents> {
  const files = await readFiles(path)
  return readContents(files, basename(resolve(path)))
}

/** The same for a zip that is in memory. `name` is what it was called. */
export async function readPackageBytes(bytes: Uint8Array, name: string): Promise<PackageContents> {
  return readContents(await readZip(bytes), name)
}

async function readFiles(path: string): Promise<Files> {
  let found
  try {
    found = await stat(path)
  } catch {
    throw new BatonError('INVALID_PACKAGE', `there is no file or folder "${path}".`)
  }
  if (found.isDirectory()) return readFolder(path)
  return readZip(await readFile(path))
}

/** What `files` hold; `name` stands for a workspace that does not name itself. */
function readContents(files: Files, name: string): PackageContents {
  const { contents, loose, roots } = readRoots(files, name)
  if (roots === 0)
    throw new BatonError('INVALID_PACKAGE', files.size === 0 ? 'it is empty.' : 'it holds neither a solution (solution.xml) nor a copilot workspace (settings.mcs.yml).')
  for (const [path, bytes] of loose) contents.preserved.push({ path, reason: 'outside the solution or workspace', bytes })
  return contents
}

/** Finds every solution and workspace in `files` and reads them; `loose` is what lies outside. */
export function readRoots(files: Files, name: string): { contents: PackageContents; loose: Files; roots: number } {
  const contents = emptyContents()
  const loose: Files = new Map(files)
  const roots = findRoots(files)
  for (const { folder, type } of roots) {
    const inside: Files = new Map()
    for (const [path, bytes] of loose) {
      if (!path.startsWith(folder)) continue
      inside.set(path.slice(folder.length), bytes)
      loose.delete(path)
    }
    const rootName = folder === '' ? name : (folder.slice(0, -1).split('/').at(-1) ?? name)
    const read = type === 'solution' ? readSolution(inside) : readWorkspace(inside, rootName)
    addContents(contents, read, folder)
  }
  return { contents, loose, roots: roots.length }
}

type Root = { folder: string; type: 'solution' | 'workspace' }

/** Folders (ending in `/`, or empty) that a solution or workspace starts in; deepest first, none inside another of its kind. */
function findRoots(files: Files): Root[] {
  const found = new Map<string, Root>()
  const add = (folder: string, type: Root['type']) => {
    if (!found.has(folder)) found.set(folder, { folder, type })
  }
  const paths = [...files.keys()]
  for (const path of paths) {
    const manifest = /^(.*\/)?solution\.xml$/i.exec(path)
    if (manifest) add((manifest[1] ?? '').replace(/(^|\/)other\/$/i, '$1'), 'solution')
  }
  for (const path of paths) {
    const parts = /^(.*?\/)??(bots\/[^/]+\/bot\.xml|botcomponents\/[^/]+\/botcomponent\.xml)$/i.exec(path)
    if (parts) add(parts[1] ?? '', 'solution')
  }
  for (const path of paths) {
    const settings = /^(.*\/)?(settings|agent|collection)\.(?:mcs|sync)\.ya?ml$/i.exec(path)
    const folder = settings?.[1] ?? ''
    if (settings && !isInsideOf(folder, found)) {
      // A child agent's document, and a lone settings document that a loose collection of topics holds, are no workspace.
      if (/(^|\/)agents\/[^/]+\/$/.test(folder) && settings[2] === 'agent') continue
      if (settings[2] === 'agent' && !hasComponentFolders(paths, folder)) continue
      add(folder, 'workspace')
    }
  }
  const roots = [...found.values()]
  return roots
    .filter((root) => !roots.some((other) => other !== root && root.folder.startsWith(other.folder)))
    .toSorted((a, b) => b.folder.length - a.folder.length)
}

function isInsideOf(folder: string, found: Map<string, Root>): boolean {
  return [...found.keys()].some((root) => folder !== root && folder.startsWith(root) && found.get(root)?.type === 'workspace')
}

function hasComponentFolders(paths: string[], folder: string): boolean {
  return paths.some((path) => path.startsWith(folder) && /^(topics|actions|knowledge|variables|entities|agents|behaviors|capabilities|settings\.mcs|agent\.sync)(\/|\.)/.test(path.slice(folder.length)))
}

function addContents(into: PackageContents, read: PackageContents, folder: string) {
  const at = (path: string) => `${folder}${path}`
  for (const copilot of read.copilots) for (const component of copilot.components) relocate(component, at)
  for (const collection of read.collections) for (const component of collection.components) relocate(component, at)
  into.copilots.push(...read.copilots)
  into.collections.push(...read.collections)
  into.diagnostics.push(...read.diagnostics.map((diagnostic) => ({ ...diagnostic, file: at(diagnostic.file) })))
  into.preserved.push(...read.preserved.map((part) => ({ ...part, path: at(part.path) })))
  if (read.solution && !into.solution) into.solution = read.solution
}

function relocate(component: { path: string; parts: Record<string, string> }, at: (path: string) => string) {
  component.path = at(component.path)
  component.parts = Object.fromEntries(Object.entries(component.parts).map(([path, text]) => [at(path), text]))
}
