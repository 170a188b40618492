import { isRecord } from '../platform/index.ts'
import { parseDocument } from '../topics/index.ts'
import type { Component, ComponentKind, CopilotDefinition, Diagnostic } from '../topics/types.ts'
import { componentKind } from './component-kind.ts'
import type { Files } from './files.ts'
import { localeOf } from './locale.ts'
import { cleanText, decodeText, emptyContents, packageFinding, type ComponentCollection, type PackageContents } from './package-contents.ts'
import { readXml, XmlElement } from './read-xml.ts'

type EnvironmentVariable = CopilotDefinition['environmentVariables'][number]
/** A component and whom it belongs to. */
type Owned = { component: Component; copilot: string | undefined; collection: string | undefined; parent: string | undefined }

const authenticationModes: CopilotDefinition['authenticationMode'][] = ['Unspecified', 'None', 'Integrated', 'CustomAzureActiveDirectory', 'GenericOAuth2']
const variableTypes = ['String', 'Number', 'Boolean', 'JSON', 'DataSource', 'Secret']

/**
 * Reads an exported solution. Folders decide, not the manifest: its list of root components can be empty although the
 * package holds a whole copilot. `files` are relative to the solution's root.
 */
export function readSolution(files: Files): PackageContents {
  const reader = new SolutionReader(files)
  return reader.read()
}

class SolutionReader {
  readonly #files: Files
  readonly #contents = emptyContents()
  /** Paths that became part of a component. All others are preserved as they are. */
  readonly #used = new Set<string>()

  constructor(files: Files) {
    this.#files = files
  }

  read(): PackageContents {
    this.#readManifest()
    const environmentVariables = this.#readEnvironmentVariables()
    const copilots = this.#readCopilots(environmentVariables)
    const collections = this.#readCollections()
    this.#distribute(this.#readComponents(), copilots, collections)
    this.#contents.copilots = [...copilots.values()]
    this.#contents.collections = [...collections.values()]
    for (const copilot of this.#contents.copilots) this.#lookAt(copilot)
    this.#preserveRest()
    return this.#contents
  }

  #readManifest() {
    const path = [...this.#files.keys()].find((name) => /^(other\/)?solution\.xml$/i.test(name))
    if (!path) {
      this.#report(packageFinding('warning', 'MissingManifest', 'solution.xml', 'There is no solution.xml; the folders alone were read.'))
      return
    }
    const root = this.#xml(path)
    const manifest = root?.child('ImportExportXml')?.child('SolutionManifest') ?? root?.child('SolutionManifest')
    if (!manifest) return
    const publisher = manifest.child('Publisher')
    const uniqueName = manifest.text('UniqueName')?.trim() ?? ''
    this.#contents.solution = {
      uniqueName,
      name: manifest.child('LocalizedNames')?.child('LocalizedName')?.attribute('description') ?? uniqueName,
      version: manifest.text('Version')?.trim() ?? '1.0',
      managed: manifest.text('Managed')?.trim() === '1',
      publisher: publisher?.text('UniqueName')?.trim() ?? '',
      prefix: publisher?.text('CustomizationPrefix')?.trim() ?? '',
    }
  }

  #readCopilots(environmentVariables: EnvironmentVariable[]): Map<string, CopilotDefinition> {
    const copilots = new Map<string, CopilotDefinition>()
    for (const [folder, members] of this.#foldersIn('bots')) {
      const path = members.find((name) => /\/bot\.xml$/i.test(name))
      const bot = path ? (this.#xml(path)?.child('bot') ?? undefined) : undefined
      if (!path) this.#report(packageFinding('warning', 'MissingManifest', `${folder}/bot.xml`, 'This copilot has no bot.xml; its folder name stands for it.'))
      const schemaName = bot?.attribute('schemaname') ?? folder.split('/').at(-1) ?? folder
      const language = Number(bot?.text('language') ?? 1033) || 1033
      const configurationPath = members.find((name) => /\/configuration\.json$/i.test(name))
      copilots.set(schemaName.toLowerCase(), {
        schemaName,
        name: cleanText(bot?.text('name') ?? schemaName),
        language,
        locale: localeOf(language),
        template: bot?.text('template')?.trim() ?? '',
        authenticationMode: readAuthenticationMode(bot?.text('authenticationmode')),
        ...(/^(1|Always)$/i.test(bot?.text('authenticationtrigger')?.trim() ?? '') ? { authenticationTrigger: 'Always' as const } : {}),
        configuration: configurationPath ? this.#json(configurationPath) : {},
        components: [],
        environmentVariables,
      })
    }
    return copilots
  }

  #readCollections(): Map<string, ComponentCollection> {
    const collections = new Map<string, ComponentCollection>()
    for (const [folder, members] of this.#foldersIn('botcomponentcollections')) {
      const path = members.find((name) => /\/botcomponentcollection\.xml$/i.test(name))
      const row = path ? this.#xml(path)?.child('botcomponentcollection') : undefined
      const configurationPath = members.find((name) => /\/configuration\.json$/i.test(name))
      const configuration = configurationPath ? this.#json(configurationPath) : {}
      const schemaName = row?.attribute('schemaname') ?? folder.split('/').at(-1) ?? folder
      collections.set(schemaName.toLowerCase(), {
        schemaName,
        name: cleanText(row?.text('name') ?? schemaName),
        description: cleanText(row?.text('description') ?? ''),
        language: Number(configuration.primaryLanguage ?? 1033) || 1033,
        components: [],
      })
    }
    return collections
  }

  #readComponents(): Owned[] {
    const found: Owned[] = []
    const seen = new Set<string>()
    for (const [folder, members] of this.#foldersIn('botcomponents')) {
      const owned = this.#readComponent(folder, members)
      const key = owned.component.schemaName.toLowerCase()
      if (seen.has(key)) {
        this.#report(packageFinding('warning', 'DuplicateItem', owned.component.path, `The component "${owned.component.schemaName}" is in the package twice; the first one counts.`))
        continue
      }
      seen.add(key)
      for (const path of [owned.component.path, ...Object.keys(owned.component.parts)]) this.#used.add(path)
      found.push(owned)
    }
    return found
  }

  #readComponent(folder: string, members: string[]): Owned {
    const rowPath = members.find((name) => /\/botcomponent\.xml$/i.test(name))
    const row = rowPath ? this.#xml(rowPath)?.child('botcomponent') : undefined
    if (!rowPath) this.#report(packageFinding('warning', 'MissingManifest', `${folder}/botcomponent.xml`, 'This component has no botcomponent.xml; its folder name stands for it.'))
    const schemaName = row?.attribute('schemaname') ?? folder.split('/').at(-1) ?? folder
    const dataPath = members.find((name) => /\/data(\.ya?ml|\.json)?$/i.test(name))
    const filePath = members.find((name) => /\/filedata\//i.test(name))
    const text = decodeText(dataPath ? this.#files.get(dataPath) : undefined)
    const blob = filePath ? this.#files.get(filePath) : undefined
    if (dataPath && text === undefined) this.#report(packageFinding('error', 'InvalidEncoding', dataPath, 'The document is not UTF-8 text.', { fix: 'Save it as UTF-8.' }))

    const path = dataPath && text !== undefined ? dataPath : (filePath ?? rowPath ?? folder)
    const document = text === undefined ? undefined : parseDocument(text, path)
    for (const diagnostic of document?.diagnostics ?? []) this.#report(diagnostic)
    if (filePath) this.#used.add(filePath)

    const parts: Record<string, string> = {}
    for (const member of members) {
      if (member === dataPath || member === filePath) continue
      const part = decodeText(this.#files.get(member))
      if (part !== undefined) parts[member] = part
    }
    // An empty part names the file that `blob` is.
    if (filePath && filePath !== path) parts[filePath] = ''
    const typeCode = row?.text('componenttype')?.trim()
    const kind: ComponentKind = componentKind({ rootKind: document?.kind, schemaName, typeCode, hasFile: blob !== undefined })
    const component: Component = {
      schemaName,
      kind,
      name: cleanText(row?.text('name') ?? document?.metadata?.componentName ?? lastPart(schemaName)),
      description: cleanText(row?.text('description') ?? document?.metadata?.description ?? ''),
      path,
      ...(text === undefined ? {} : { text }),
      ...(blob === undefined ? {} : { blob }),
      state: row?.text('statecode')?.trim() === '1' ? 'off' : 'on',
      parts,
    }
    return {
      component,
      copilot: row?.child('parentbotid')?.text('schemaname')?.trim(),
      collection: row?.child('parentbotcomponentcollectionid')?.text('schemaname')?.trim(),
      parent: row?.child('parentbotcomponentid')?.text('schemaname')?.trim(),
    }
  }

  /** Gives every component to its copilot or collection. */
  #distribute(components: Owned[], copilots: Map<string, CopilotDefinition>, collections: Map<string, ComponentCollection>) {
    const byName = new Map(components.map((owned) => [owned.component.schemaName.toLowerCase(), owned]))
    for (const owned of components) {
      const copilot = ownerOf(owned, byName, copilots)
      if (copilot) {
        copilot.components.push(owned.component)
        continue
      }
      const collection = this.#collectionOf(owned, byName, collections)
      // A collection that travels with the copilot whose prefix its components carry is that copilot's.
      const host = [...copilots.values()].find((candidate) => owned.component.schemaName.toLowerCase().startsWith(`${candidate.schemaName.toLowerCase()}.`))
      if (host && collection) host.components.push(owned.component)
      else if (collection) collection.components.push(owned.component)
      else {
        const lonely = host ?? (copilots.size === 1 ? [...copilots.values()][0] : undefined) ?? this.#newCopilot(owned.component, copilots)
        lonely.components.push(owned.component)
      }
    }
  }

  #collectionOf(owned: Owned, byName: Map<string, Owned>, collections: Map<string, ComponentCollection>): ComponentCollection | undefined {
    const named = owned.collection ?? (owned.parent ? byName.get(owned.parent.toLowerCase())?.collection : undefined)
    if (!named) return undefined
    const known = collections.get(named.toLowerCase())
    if (known) return known
    const collection: ComponentCollection = { schemaName: named, name: named, description: '', language: 1033, components: [] }
    collections.set(named.toLowerCase(), collection)
    return collection
  }

  /** A package may hold only a few components of a copilot that is elsewhere. */
  #newCopilot(component: Component, copilots: Map<string, CopilotDefinition>): CopilotDefinition {
    const schemaName = component.schemaName.split('.')[0] ?? component.schemaName
    const known = copilots.get(schemaName.toLowerCase())
    if (known) return known
    this.#report(packageFinding('warning', 'MissingManifest', component.path, `The package holds components of copilot "${schemaName}" but not the copilot itself.`))
    const copilot: CopilotDefinition = {
      schemaName,
      name: schemaName,
      language: 1033,
      locale: 'en-US',
      template: '',
      authenticationMode: 'Unspecified',
      configuration: {},
      components: [],
      environmentVariables: [],
    }
    copilots.set(schemaName.toLowerCase(), copilot)
    return copilot
  }

  #readEnvironmentVariables(): EnvironmentVariable[] {
    const variables: EnvironmentVariable[] = []
    for (const [folder, members] of this.#foldersIn('environmentvariabledefinitions')) {
      const path = members.find((name) => /\/environmentvariabledefinition\.xml$/i.test(name))
      const row = path ? this.#xml(path)?.child('environmentvariabledefinition') : undefined
      if (!row) continue
      const schemaName = row.attribute('schemaname') ?? folder.split('/').at(-1) ?? folder
      const type = variableTypes[Number(row.text('type') ?? 100_000_000) - 100_000_000] ?? 'String'
      const defaultValue = row.text('defaultvalue')
      const value = this.#currentValue(members)
      variables.push({
        schemaName,
        displayName: cleanText(row.child('displayname')?.attribute('default') ?? schemaName),
        type,
        ...(defaultValue === undefined ? {} : { defaultValue: cleanText(defaultValue) }),
        ...(value === undefined ? {} : { value: cleanText(value) }),
        secret: type === 'Secret',
      })
    }
    return variables
  }

  #currentValue(members: string[]): string | undefined {
    const path = members.find((name) => /\/environmentvariablevalues\.json$/i.test(name))
    if (!path) return undefined
    const held = record(this.#json(path).environmentvariablevalues)?.environmentvariablevalue
    const first = record(Array.isArray(held) ? held[0] : held)
    const value = first?.value
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
  }

  #lookAt(copilot: CopilotDefinition) {
    const file = `bots/${copilot.schemaName}/bot.xml`
    if (copilot.template.startsWith('cliagent') || 'agentSettings' in copilot.configuration)
      this.#report(
        packageFinding('warning', 'ElementNotSupported', file, `"${copilot.name}" has the newer agent shape: it is kept as it is, but it has no topics that could run here.`, {
          fix: 'Build it with topics, or let it hand off at once.',
        }),
      )
    else if (!copilot.components.some((component) => component.kind === 'topic'))
      this.#report(packageFinding('warning', 'EmptyCollection', file, `"${copilot.name}" has no topics.`, { fix: 'Add a topic, or import a package that holds them.' }))
  }

  #preserveRest() {
    for (const [path, bytes] of this.#files) if (!this.#used.has(path)) this.#contents.preserved.push({ path, reason: reasonToKeep(path), bytes })
  }

  /** Folder -> the files in it, for each direct subfolder of a top folder, whatever its case. */
  #foldersIn(top: string): Map<string, string[]> {
    const folders = new Map<string, string[]>()
    for (const path of this.#files.keys()) {
      const [first, second, ...rest] = path.split('/')
      if (!first || !second || rest.length === 0 || first.toLowerCase() !== top) continue
      const folder = `${first}/${second}`
      const members = folders.get(folder)
      if (members) members.push(path)
      else folders.set(folder, [path])
    }
    return folders
  }

  #xml(path: string): XmlElement | undefined {
    const text = decodeText(this.#files.get(path))
    if (text === undefined) {
      this.#report(packageFinding('error', 'InvalidEncoding', path, 'The file is not UTF-8 text.'))
      return undefined
    }
    const read = readXml(text)
    if (read instanceof XmlElement) return read
    this.#report({ severity: 'error', code: 'InvalidXml', file: path, ...read, fix: 'Export the solution again.' })
    return undefined
  }

  #json(path: string): Record<string, unknown> {
    const text = decodeText(this.#files.get(path))?.replace(/^\uFEFF/, '')
    try {
      const value: unknown = JSON.parse(text ?? '')
      const held = record(clean(value))
      if (held) return held
      this.#report(packageFinding('error', 'InvalidJson', path, 'The file holds no JSON object.'))
    } catch (error) {
      this.#report({ ...packageFinding('error', 'InvalidJson', path, `The file is not JSON: ${error instanceof Error ? error.message : error}`), ...jsonPosition(text ?? '', error) })
    }
    return {}
  }

  #report(diagnostic: Diagnostic) {
    this.#contents.diagnostics.push(diagnostic)
  }
}

/** The copilot a component names, or the one its parents name. */
function ownerOf(owned: Owned, byName: Map<string, Owned>, copilots: Map<string, CopilotDefinition>): CopilotDefinition | undefined {
  const visited = new Set<Owned>()
  for (let at: Owned | undefined = owned; at && !visited.has(at); at = at.parent ? byName.get(at.parent.toLowerCase()) : undefined) {
    visited.add(at)
    const copilot = at.copilot ? copilots.get(at.copilot.toLowerCase()) : undefined
    if (copilot) return copilot
  }
  return undefined
}

function readAuthenticationMode(text: string | undefined): CopilotDefinition['authenticationMode'] {
  const value = text?.trim() ?? ''
  return authenticationModes[Number(value)] ?? authenticationModes.find((mode) => mode === value) ?? 'Unspecified'
}

function lastPart(schemaName: string): string {
  return schemaName.split('.').at(-1) ?? schemaName
}

function record(value: unknown): Record<string, unknown> | undefined {
  return isRecord(value) ? value : undefined
}

/** The same JSON with texts a database can hold. */
export function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(clean)
  const held = record(value)
  return held ? Object.fromEntries(Object.entries(held).map(([key, member]) => [cleanText(key), clean(member)])) : value
}

/** JSON is YAML too, and the YAML reader knows where it stopped understanding. */
function jsonPosition(text: string, error: unknown): { line?: number; column?: number } {
  const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  if (at === undefined) {
    const found = parseDocument(text, '').diagnostics[0]
    return found ? { line: found.line, column: found.column } : {}
  }
  const before = text.slice(0, Number(at))
  return { line: before.split('\n').length, column: Number(at) - before.lastIndexOf('\n') }
}

const keptBecause: [RegExp, string][] = [
  [/^\[Content_Types\]\.xml$/i, 'package format; written anew on export'],
  [/^(other\/)?solution\.xml$/i, 'the solution’s manifest'],
  [/^(other\/)?customizations\.xml$/i, 'connections, AI models and other platform parts'],
  [/^bots\//i, 'the copilot’s own record'],
  [/^botcomponents\//i, 'part of a component'],
  [/^botcomponentcollections\//i, 'a component collection’s own record'],
  [/^environmentvariabledefinitions\//i, 'definition of an environment variable'],
  [/^Assets\//i, 'links between components and platform parts'],
  [/^Workflows\//i, 'a cloud flow; it does not run here'],
  [/^Connectors?\//i, 'a custom connector; it does not run here'],
  [/^CanvasApps\//i, 'a canvas app; it does not run here'],
  [/^WebResources\//i, 'a web resource; it does not run here'],
  [/^appactions\//i, 'a command of a model-driven app; it does not run here'],
]

function reasonToKeep(path: string): string {
  return keptBecause.find(([pattern]) => pattern.test(path))?.[1] ?? 'a part we do not know'
}
