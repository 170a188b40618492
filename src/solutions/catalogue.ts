import { isDeepStrictEqual } from 'node:util'
import { copilotChecker, parseDocument, type CheckOptions, type Completions, type Component, type CopilotDefinition, type Diagnostic } from '../topics/index.ts'
import { BatonError, newId, randomText } from '../platform/index.ts'
import { componentKind } from './component-kind.ts'
import { cleanText, packageFinding, type ComponentCollection, type PackageContents, type PreservedPart } from './package-contents.ts'
import type { CopilotStore, CopilotWriter, StoredComponent, StoredCopilot } from './ports.ts'
import { renameSchema } from './rename-schema.ts'

type Deps = {
  store: CopilotStore
  /** A copilot with the standard system topics, which new copilots are copies of. */
  blank(): Promise<CopilotDefinition>
  /** Configuration of the environment changed: caches are stale. */
  changed(environmentId: string): void
  /** Values of environment variables that were set in the environment; a published version has them. */
  currentValues?(environmentId: string): Promise<Record<string, string>>
  /** The same for the draft of a copilot. */
  currentValuesOf?(copilotId: string): Promise<Record<string, string>>
  check?: CheckOptions
  /** What these components need and the environment does not have yet; told by an import. */
  missing?(environmentId: string, components: Component[]): Promise<Diagnostic[]>
  /** A connected copilot's name: why it may not be `name`, as an error. */
  checkConnectedName?(name: string): BatonError | undefined
}

export type ImportReport = {
  copilots: { id: string; name: string; schemaName: string; components: number }[]
  diagnostics: Diagnostic[]
  preserved: { path: string; reason: string }[]
}

/** With the values that count in the environment; a secret's is read when it is needed, and is in no version. */
function withValues<Part extends Pick<CopilotDefinition, 'environmentVariables'>>(definition: Part, current: Record<string, string>): Part {
  const variables = definition.environmentVariables.map((variable) => {
    const value = variable.secret || variable.type === 'Secret' ? undefined : current[variable.schemaName]
    return value === undefined ? variable : { ...variable, value }
  })
  return { ...definition, environmentVariables: variables }
}

const newComponents = {
  topic: { infix: 'topic', folder: 'topics', other: 'Topic' },
  entity: { infix: 'entity', folder: 'entities', other: 'Entity' },
  variable: { infix: 'globalvariable', folder: 'variables', other: 'Variable' },
} as const

/** Files of one copilot together: each published version holds them all. */
const mostFileBytes = 100 * 1024 * 1024

export type CopilotCatalogue = ReturnType<typeof copilotCatalogue>

/** What makers do with copilots: make, import, edit, check, publish. All of it inside one environment. */
export function copilotCatalogue(deps: Deps) {
  const { store } = deps
  const checks = rememberedChecks(deps)

  const need = async (environmentId: string, copilotId: string): Promise<StoredCopilot> => {
    const copilot = await store.find(environmentId, copilotId)
    if (!copilot) throw new BatonError('NOT_FOUND', 'copilot', copilotId)
    return copilot
  }
  const locked = async (writer: CopilotWriter, environmentId: string, copilotId: string): Promise<StoredCopilot> => {
    const copilot = await writer.lock(environmentId, copilotId)
    if (!copilot) throw new BatonError('NOT_FOUND', 'copilot', copilotId)
    return copilot
  }
  const needComponent = async (copilotId: string, schemaName: string): Promise<StoredComponent> => {
    const component = await store.component(copilotId, schemaName)
    if (!component) throw new BatonError('NOT_FOUND', 'component', schemaName)
    return component
  }

  const catalogue = {
    /** NOT_FOUND for a copilot of another environment, as for one that does not exist. */
    need,
    list: (environmentId: string) => store.list(environmentId),

    async get(environmentId: string, copilotId: string) {
      const copilot = await need(environmentId, copilotId)
      const components = await store.components(copilotId)
      return { copilot, components, diagnostics: await checks.of(copilot, components) }
    },

    /** The draft's components without files, unchecked. */
    async components(environmentId: string, copilotId: string): Promise<StoredComponent[]> {
      await need(environmentId, copilotId)
      return store.components(copilotId)
    },

    async create(environmentId: string, name: string): Promise<StoredCopilot> {
      const blank = await deps.blank()
      const schemaName = `new_${pascal(name) || 'copilot'}${randomText(5)}`
      const definition = renameSchema({ ...blank, name: cleanText(name) }, schemaName)
      const id = newId('cop')
      await store.inTransaction(async (writer) => {
        const { components, ...header } = definition
        await writer.insert({ id, environmentId, header })
        await writer.putComponents(id, components)
      })
      deps.changed(environmentId)
      return need(environmentId, id)
    },

    async rename(environmentId: string, copilotId: string, name: string): Promise<StoredCopilot> {
      await store.inTransaction(async (writer) => {
        const copilot = await locked(writer, environmentId, copilotId)
        const refusal = copilot.connected ? deps.checkConnectedName?.(name) : undefined
        if (refusal) throw refusal
        await writer.updateHeader(copilotId, { ...copilot.header, name: cleanText(name) })
      })
      deps.changed(environmentId)
      return need(environmentId, copilotId)
    },

    /** What its makers want of customers, as the checker and an export see it. */
    async setAuthentication(environmentId: string, copilotId: string, authenticationMode: CopilotDefinition['authenticationMode']): Promise<void> {
      await store.inTransaction(async (writer) => {
        const { header } = await locked(writer, environmentId, copilotId)
        // Whether customers have to is the provider's setting, which counts at once.
        if (header.authenticationMode !== authenticationMode) await writer.updateHeader(copilotId, { ...header, authenticationMode, authenticationTrigger: 'AsNeeded' })
      })
      deps.changed(environmentId)
    },

    async delete(environmentId: string, copilotId: string): Promise<void> {
      await store.inTransaction(async (writer) => {
        const copilot = await locked(writer, environmentId, copilotId)
        if (copilot.connected) throw new BatonError('BAD_REQUEST', `"${copilot.header.name}" is connected to the engagement hub. Disconnect it on its Agent transfers page first.`)
        if (await writer.hasOpenConversations(copilotId)) throw new BatonError('BAD_REQUEST', `customers are talking to "${copilot.header.name}". Wait until their conversations have ended.`)
        await writer.delete(copilotId)
      })
      deps.changed(environmentId)
    },

    async component(environmentId: string, copilotId: string, schemaName: string) {
      const copilot = await need(environmentId, copilotId)
      const component = await needComponent(copilotId, schemaName)
      const diagnostics = (await checks.of(copilot, await store.components(copilotId))).filter((diagnostic) => diagnostic.file === component.path)
      return { component, diagnostics }
    },

    /** `revision` is the one the maker read: whoever saved meanwhile wins, and the later save is refused. */
    async saveComponent(
      environmentId: string,
      copilotId: string,
      schemaName: string,
      change: { text: string; revision: number; name?: string | undefined; state?: 'on' | 'off' | undefined },
    ) {
      refuseNul(change.text)
      await store.inTransaction(async (writer) => {
        await locked(writer, environmentId, copilotId)
        const before = await writer.component(copilotId, schemaName)
        if (!before) throw new BatonError('NOT_FOUND', 'component', schemaName)
        const name = nameOf(change, before)
        const same = before.text === change.text && (name ?? before.name) === before.name && (change.state ?? before.state) === before.state
        if (same && before.revision === change.revision) return
        const revision = await writer.updateComponent(copilotId, schemaName, change.revision, {
          ...(before.text === undefined && change.text === '' ? {} : { text: change.text }),
          ...(name === undefined ? {} : { name }),
          ...(change.state === undefined ? {} : { state: change.state }),
          ...(before.kind === 'unknown' ? { kind: componentKind({ rootKind: parseDocument(change.text, before.path).kind, schemaName }) } : {}),
        })
        if (revision === undefined) throw new BatonError('CHANGED_MEANWHILE', `"${before.name}"`)
        await writer.touch(copilotId)
      })
      deps.changed(environmentId)
      return catalogue.component(environmentId, copilotId, schemaName)
    },

    /** A new topic, entity or global variable, switched on. Topics and entities of the same name get schema names of their own; a variable is known by its name alone. */
    async createComponent(environmentId: string, copilotId: string, fresh: { kind: 'topic' | 'entity' | 'variable'; name: string; text: string }) {
      refuseNul(fresh.text)
      const { infix, folder, other } = newComponents[fresh.kind]
      const schemaName = await store.inTransaction(async (writer) => {
        const copilot = await locked(writer, environmentId, copilotId)
        const base = `${copilot.header.schemaName}.${infix}.${(fresh.kind === 'variable' ? fresh.name.replace(/\W/g, '') : pascal(fresh.name)) || other}`
        const taken = await writer.component(copilotId, base)
        if (taken && fresh.kind === 'variable') throw new BatonError('BAD_REQUEST', `there is already a variable "${taken.name}". Give the new one another name.`)
        const schemaName = taken ? `${base}_${randomText(5)}` : base
        const shortName = schemaName.slice(copilot.header.schemaName.length + infix.length + 2)
        const kind = componentKind({ rootKind: parseDocument(fresh.text, '').kind, schemaName })
        if (fresh.kind !== 'topic' && kind !== fresh.kind) throw new BatonError('BAD_REQUEST', `the text is not a document of ${fresh.kind === 'entity' ? 'an entity' : 'a variable'}`)
        const component: Component = { schemaName, kind, name: cleanText(fresh.name), description: '', path: `${folder}/${shortName}.mcs.yml`, text: fresh.text, state: 'on', parts: {} }
        await writer.putComponents(copilotId, [component])
        await writer.touch(copilotId)
        return schemaName
      })
      deps.changed(environmentId)
      return catalogue.component(environmentId, copilotId, schemaName)
    },

    /** Adds a file, or a website to answer from. A file of the same name is replaced, and keeps what refers to it. */
    async addKnowledge(environmentId: string, copilotId: string, source: { kind: 'file'; name: string; bytes: Uint8Array } | { kind: 'site'; name: string; address: string; subPages: boolean }): Promise<string> {
      const schemaName = await store.inTransaction(async (writer) => {
        const copilot = await locked(writer, environmentId, copilotId)
        const name = cleanText(source.name)
        const files = source.kind === 'file' ? (await writer.components(copilotId)).filter((component) => component.blob) : []
        const same = files.find((component) => component.kind === 'file' && component.name === name)
        const others = files.reduce((sum, { blob, schemaName }) => sum + (schemaName === same?.schemaName ? 0 : (blob?.byteLength ?? 0)), 0)
        if (source.kind === 'file' && others + source.bytes.byteLength > mostFileBytes) throw new BatonError('TOO_LARGE', `${mostFileBytes / 1024 / 1024} MB of files in one copilot`)
        const shortName = `${name.replace(/[^A-Za-z0-9.]/g, '').slice(0, 60)}_${randomText(3)}`
        const component: Component =
          source.kind === 'file'
            ? { ...(same ?? { schemaName: `${copilot.header.schemaName}.file.${shortName}`, kind: 'file', name, description: `This knowledge source searches information contained in ${name}`, path: `knowledge/files/${name}`, state: 'on', parts: {} }), blob: source.bytes }
            : {
                schemaName: `${copilot.header.schemaName}.knowledge.${shortName}`,
                kind: 'knowledge',
                name,
                description: `This knowledge source searches ${source.address}`,
                path: `knowledge/${shortName}.mcs.yml`,
                text: `kind: KnowledgeSourceConfiguration\nsource:\n  kind: PublicSiteSearchSource\n  site: ${JSON.stringify(source.address)}\n${source.subPages ? '' : '  includeSubPages: false\n'}`,
                state: 'on',
                parts: {},
              }
        await writer.putComponents(copilotId, [component])
        await writer.touch(copilotId)
        return component.schemaName
      })
      deps.changed(environmentId)
      return schemaName
    },

    async deleteComponent(environmentId: string, copilotId: string, schemaName: string): Promise<void> {
      await store.inTransaction(async (writer) => {
        await locked(writer, environmentId, copilotId)
        if (!(await writer.deleteComponent(copilotId, schemaName))) throw new BatonError('NOT_FOUND', 'component', schemaName)
        await writer.touch(copilotId)
      })
      deps.changed(environmentId)
    },

    /** What the checker says of a text in this place of the copilot, without saving it. */
    async checkText(environmentId: string, copilotId: string, schemaName: string | undefined, text: string): Promise<Diagnostic[]> {
      const copilot = await need(environmentId, copilotId)
      const components = await store.components(copilotId)
      const known = components.find((component) => component.schemaName === schemaName)
      const name = schemaName ?? `${copilot.header.schemaName}.topic.Unsaved`
      const path = known?.path ?? 'topics/unsaved.mcs.yml'
      const changed: Component = known
        ? { ...known, text }
        : { schemaName: name, kind: componentKind({ rootKind: parseDocument(text, path).kind, schemaName: name }), name: 'Unsaved', description: '', path, text, state: 'on', parts: {} }
      const others = components.filter((component) => component !== known)
      return (await checks.wouldBe(copilot, [...others, changed])).filter((diagnostic) => diagnostic.file === path)
    },

    /** What could be written at an offset of a component's text as it is being typed. */
    async completeText(environmentId: string, copilotId: string, schemaName: string, { text, offset }: { text: string; offset: number }): Promise<Completions | undefined> {
      const copilot = await need(environmentId, copilotId)
      const components = await store.components(copilotId)
      if (!components.some((component) => component.schemaName === schemaName)) throw new BatonError('NOT_FOUND', 'component', schemaName)
      return checks.complete(copilot, components.map((component) => (component.schemaName === schemaName ? { ...component, text } : component)), schemaName, offset)
    },

    async diagnostics(environmentId: string, copilotId: string): Promise<Diagnostic[]> {
      const copilot = await need(environmentId, copilotId)
      return checks.of(copilot, await store.components(copilotId))
    },

    /** Makes the draft what customers get. Errors block; the answer then is the diagnostics. */
    async publish(environmentId: string, copilotId: string, by: string): Promise<{ version: number; publishedAt: Date } | { diagnostics: Diagnostic[]; name: string }> {
      const outcome = await store.inTransaction(async (writer) => {
        const copilot = await locked(writer, environmentId, copilotId)
        const components = await writer.components(copilotId)
        const diagnostics = await checks.of(copilot, components)
        if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) return { diagnostics, name: copilot.header.name }
        const header = withValues(copilot.header, (await deps.currentValues?.(environmentId)) ?? {})
        return writer.addVersion(copilotId, by, { ...header, components: components.map(({ revision: _, changedAt: __, ...component }) => component) })
      })
      if ('version' in outcome) deps.changed(environmentId)
      return outcome
    },

    /** Everything of a package or nothing. What is there already by schema name is overwritten; what the package lacks stays. */
    async importPackage(environmentId: string, contents: PackageContents): Promise<ImportReport> {
      const definitions = [...contents.copilots, ...contents.collections.filter((collection) => collection.components.length > 0).map(asCopilot)]
      if (definitions.length === 0) throw new BatonError('INVALID_PACKAGE', 'it holds no copilot and no components of one.')
      const diagnostics = [...contents.diagnostics]
      for (const collection of contents.collections)
        if (collection.components.length > 0)
          diagnostics.push(packageFinding('information', 'ElementNotSupported', collection.components[0]?.path ?? '', `"${collection.name}" is a component collection. It is kept as a copilot of its own, so that its topics can be read and copied.`))
      const homes = homesOfPreserved(definitions, contents.preserved)

      const copilots = await store.inTransaction(async (writer) => {
        // Locked in one order, so that two imports at once wait for each other instead of for ever.
        for (const schemaName of definitions.map((definition) => definition.schemaName).toSorted()) await writer.lockBySchemaName(environmentId, schemaName)
        const imported: ImportReport['copilots'] = []
        for (const definition of definitions) {
          const id = await importOne(writer, environmentId, definition, diagnostics)
          await writer.putPreserved(id, homes.get(definition) ?? [])
          imported.push({ id, name: definition.name, schemaName: definition.schemaName, components: definition.components.length })
        }
        return imported
      })
      deps.changed(environmentId)
      const known = new Set(diagnostics.map(keyOf))
      for (const { id } of copilots) {
        const missing = (await deps.missing?.(environmentId, await store.components(id))) ?? []
        const found = [...(await catalogue.diagnostics(environmentId, id)), ...missing]
        diagnostics.push(...found.filter((diagnostic) => !known.has(keyOf(diagnostic))))
      }
      return { copilots, diagnostics, preserved: contents.preserved.map(({ path, reason }) => ({ path, reason })) }
    },

    /** Version 0 is the draft. */
    async load(copilotId: string, version: number): Promise<CopilotDefinition> {
      const definition = version === 0 ? await store.loadDraft(copilotId) : await store.loadVersion(copilotId, version)
      if (!definition) throw new BatonError('NOT_FOUND', version === 0 ? 'copilot' : `version ${version} of copilot`, copilotId)
      return version === 0 && definition.environmentVariables.length > 0 ? withValues(definition, (await deps.currentValuesOf?.(copilotId)) ?? {}) : definition
    },
  }
  return catalogue

  async function importOne(writer: CopilotWriter, environmentId: string, definition: CopilotDefinition, diagnostics: Diagnostic[]): Promise<string> {
    const { components, ...header } = definition
    const known = await writer.lockBySchemaName(environmentId, definition.schemaName)
    if (!known) {
      const id = newId('cop')
      await writer.insert({ id, environmentId, header })
      await writer.putComponents(id, components)
      return id
    }
    const refusal = known.connected ? deps.checkConnectedName?.(header.name) : undefined
    if (refusal) {
      diagnostics.push(packageFinding('warning', 'MaxLengthExceeded', `bots/${header.schemaName}/bot.xml`, `The copilot keeps its name "${known.header.name}", because it is connected: ${refusal.message}`))
      header.name = known.header.name
    }
    const changed = await writer.putComponents(known.id, components)
    if (changed > 0 || !isDeepStrictEqual(header, known.header)) await writer.updateHeader(known.id, header)
    return known.id
  }
}

/** Checking a large copilot takes seconds the first time: what is known is kept, and other work gets its turn meanwhile. */
function rememberedChecks({ check }: Deps) {
  type Remembered = { draft: string; diagnostics: Promise<Diagnostic[]> | undefined; checker: ReturnType<typeof copilotChecker> }
  const known = new Map<string, Remembered>()
  const remembered = (copilotId: string): Remembered => {
    const found = known.get(copilotId) ?? { draft: '', diagnostics: undefined, checker: copilotChecker(check) }
    known.delete(copilotId)
    known.set(copilotId, found)
    if (known.size > 100) known.delete(known.keys().next().value ?? '')
    return found
  }
  return {
    of(copilot: StoredCopilot, components: Component[]): Promise<Diagnostic[]> {
      const found = remembered(copilot.id)
      if (found.draft === copilot.draft && found.diagnostics) return found.diagnostics
      const diagnostics = found.checker.gently({ ...copilot.header, components }, breather()).then((result) => result.diagnostics)
      diagnostics.catch(() => known.delete(copilot.id))
      Object.assign(found, { draft: copilot.draft, diagnostics })
      return diagnostics
    },
    /** Of a copilot as it would be, without remembering that. */
    async wouldBe(copilot: StoredCopilot, components: Component[]): Promise<Diagnostic[]> {
      return (await remembered(copilot.id).checker.gently({ ...copilot.header, components }, breather())).diagnostics
    },
    complete: (copilot: StoredCopilot, components: Component[], schemaName: string, offset: number) => remembered(copilot.id).checker.complete({ ...copilot.header, components }, schemaName, offset, breather()),
  }
}

/** Lets others run once ten milliseconds are used up. */
function breather(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < 10) return
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}

function asCopilot(collection: ComponentCollection): CopilotDefinition {
  return {
    schemaName: collection.schemaName,
    name: collection.name,
    language: collection.language,
    locale: 'en-US',
    template: 'collection',
    authenticationMode: 'Unspecified',
    configuration: {},
    components: collection.components,
    environmentVariables: [],
  }
}

/** Parts below a copilot's own folder are that copilot's; what a package holds for all is kept with its first. */
function homesOfPreserved(definitions: CopilotDefinition[], preserved: PreservedPart[]): Map<CopilotDefinition, PreservedPart[]> {
  const homes = new Map<CopilotDefinition, PreservedPart[]>()
  for (const part of preserved) {
    const owner = definitions.find((definition) => part.path.includes(`/${definition.schemaName}/`)) ?? definitions[0]
    if (!owner) continue
    const parts = homes.get(owner)
    if (parts) parts.push(part)
    else homes.set(owner, [part])
  }
  return homes
}

/** The name a save asks for: the one it gives, or a new one inside the document. */
function nameOf(change: { text: string; name?: string | undefined }, before: Component): string | undefined {
  if (change.name) return cleanText(change.name)
  const inside = (text: string | undefined) => parseDocument(text ?? '', before.path).metadata?.componentName
  const name = inside(change.text)
  return name && name !== inside(before.text) ? cleanText(name) : undefined
}

function keyOf({ code, file, line, column, message }: Diagnostic): string {
  return JSON.stringify([code, file, line, column, message])
}

function pascal(name: string): string {
  return name
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 60)
}

function refuseNul(text: string) {
  if (text.includes('\0')) throw new BatonError('BAD_REQUEST', 'the text contains a NUL character')
}
