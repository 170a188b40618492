import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

/**
 * Who may import whom. A domain is a folder of `src`; it is entered through its `index.ts`, or through a `types.ts` or
 * `ports.ts`, which hold no code, or one of `moreDoors`. A domain that is not listed may import everything in `src`.
 */
const mayUse: Record<string, string[]> = {
  platform: [],
  contracts: [],
  patterns: [],
  powerfx: ['patterns', 'platform'],
  topics: ['powerfx', 'patterns', 'platform'],
  dialog: ['topics', 'powerfx', 'patterns', 'platform', 'contracts'],
  recognition: ['topics', 'powerfx', 'platform', 'contracts'],
  encoder: ['recognition', 'platform'],
  solutions: ['topics', 'powerfx', 'platform', 'contracts'],
  knowledge: ['recognition', 'platform'],
  documents: ['knowledge', 'solutions', 'platform'],
  models: ['knowledge', 'dialog', 'platform'],
  conversations: ['platform', 'contracts'],
  routing: ['platform', 'contracts'],
  accounts: ['platform', 'contracts'],
  engagement: ['dialog', 'recognition', 'knowledge', 'documents', 'models', 'topics', 'conversations', 'routing', 'solutions', 'platform', 'contracts'],
  realtime: ['engagement', 'conversations', 'platform', 'contracts'],
  channels: ['engagement', 'conversations', 'realtime', 'http', 'platform', 'contracts'],
  storage: ['accounts', 'engagement', 'recognition', 'knowledge', 'conversations', 'routing', 'solutions', 'topics', 'dialog', 'platform', 'contracts'],
}

/** Domains that run in the browser as well, and that anybody could take out as a package. */
const pure = ['platform', 'contracts', 'powerfx', 'patterns', 'topics', 'dialog', 'recognition', 'knowledge', 'conversations', 'routing']
/** `log.ts` writes to standard error where there is one; nothing else touches the machine. */
const packagesOfPure: Record<string, string[]> = { contracts: ['zod'], topics: ['yaml', 'zod'], dialog: ['zod'] }

/** What a page may import besides its own folder. */
const pageMayUse: Record<string, string[]> = {
  kit: ['contracts'],
  widget: ['contracts'],
  studio: ['contracts', 'topics', 'powerfx', 'platform'],
}

const moreDoors = [
  // The hub's port and its hints: what channels and pages talk to, without the hub's code behind it.
  'src/engagement/hub.ts',
  'src/engagement/bus.ts',
  // Only `baton fx` runs published cases and reads whole documents.
  'src/powerfx/conformance.ts',
  'src/powerfx/serialize.ts',
  'src/powerfx/document.ts',
]

type Arrow = { from: string; to: string; line: number; typeOnly: boolean }

const files = ['src', 'ui'].flatMap((folder) => sources(path.join(root, folder))).map((file) => path.relative(root, file).replaceAll('\\', '/'))
const arrows = files.flatMap(importsOf)
const internal = arrows.filter((arrow) => files.includes(arrow.to))

describe('the import map', () => {
  it('points only in the directions of docs/architecture.md', () => {
    const wrong = internal.filter((arrow) => {
      const from = domainOf(arrow.from)
      const to = domainOf(arrow.to)
      if (!from || !to || from === to || isTest(arrow.from)) return false
      return mayUse[from] !== undefined && !mayUse[from].includes(to)
    })
    expect(wrong.map(describeArrow)).toEqual([])
  })

  it('enters a domain through its door', () => {
    const wrong = internal.filter((arrow) => {
      const to = domainOf(arrow.to)
      // main.ts knows all parts.
      if (!to || to === domainOf(arrow.from) || isTest(arrow.from) || arrow.from === 'src/main.ts') return false
      // Contracts are data without behaviour, and a page bundles only the file it names.
      return to !== 'contracts' && !isDoor(arrow.to)
    })
    expect(wrong.map(describeArrow)).toEqual([])
  })

  it('has no circles', () => {
    expect(circles(internal.filter((arrow) => !arrow.typeOnly))).toEqual([])
  })

  it('keeps Node out of the pure domains', () => {
    const wrong = arrows.filter((arrow) => pure.includes(domainOf(arrow.from) ?? '') && !isTest(arrow.from) && arrow.to.startsWith('node:'))
    expect(wrong.map(describeArrow)).toEqual([])
  })

  it('keeps packages out of the pure domains, but for the ones they are about', () => {
    const wrong = arrows.filter((arrow) => {
      const domain = domainOf(arrow.from) ?? ''
      if (!pure.includes(domain) || isTest(arrow.from) || arrow.to.startsWith('node:') || files.includes(arrow.to) || arrow.to.startsWith('src/')) return false
      return !(packagesOfPure[domain] ?? []).includes(arrow.to)
    })
    expect(wrong.map(describeArrow)).toEqual([])
  })

  it('lets a page import its own folder, the kit and what the browser may have', () => {
    const wrong = internal.filter((arrow) => {
      const page = pageOf(arrow.from)
      if (!page || isTest(arrow.from)) return false
      const other = pageOf(arrow.to)
      if (other) return other !== page && (other !== 'kit' || page === 'widget')
      return !(pageMayUse[page] ?? ['contracts']).includes(domainOf(arrow.to) ?? '')
    })
    expect(wrong.map(describeArrow)).toEqual([])
  })

  it('names files by kebab-case', () => {
    expect(files.filter((file) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.tsx?$/.test(file) && !file.endsWith('.d.ts'))).toEqual([])
  })
})

function sources(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name)
    return entry.isDirectory() ? sources(at) : /\.tsx?$/.test(entry.name) ? [at] : []
  })
}

function importsOf(file: string): Arrow[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  const found = text.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm)
  return [...found].map((match) => ({
    from: file,
    to: resolve(file, match[2] ?? match[3] ?? ''),
    line: text.slice(0, match.index).split('\n').length,
    typeOnly: match[1] !== undefined,
  }))
}

/** A file of ours as a path from the root, or the name of a package. */
function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier)
  if (specifier.startsWith('node:')) return specifier
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

/** `src/<domain>/…`; undefined for files directly in `src` (main, config, the embedded database) and for `ui`. */
const domainOf = (file: string) => /^src\/([^/]+)\//.exec(file)?.[1]
const pageOf = (file: string) => /^ui\/([^/]+)\//.exec(file)?.[1]
const isTest = (file: string) => /\.test\.tsx?$|(^|\/)(testing|fixtures)(\/|\.ts$)/.test(file)
const isDoor = (file: string) => /^src\/[^/]+\/([^/]+\/)?(index|types|ports)\.ts$/.test(file) || moreDoors.includes(file)
const describeArrow = (arrow: Arrow) => `${arrow.from}:${arrow.line} -> ${arrow.to}`

/** Circles of imports, each as its files in order. Depth first; a file met again on the way closes a circle. */
function circles(list: Arrow[]): string[] {
  const next = new Map<string, Arrow[]>()
  for (const arrow of list) next.set(arrow.from, [...(next.get(arrow.from) ?? []), arrow])
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, way: string[]) => {
    const start = way.indexOf(file)
    if (start >= 0) found.push([...way.slice(start), file].join(' -> '))
    if (start >= 0 || done.has(file)) return
    for (const arrow of next.get(file) ?? []) visit(arrow.to, [...way, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  return found
}
