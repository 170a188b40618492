import { isRecord } from '../platform/index.ts'
import { parseDocument, type ParsedDocument } from '../topics/index.ts'
import type { Component, ComponentKind, CopilotDefinition, Diagnostic } from '../topics/types.ts'
import { componentKind } from './component-kind.ts'
import type { Files } from './files.ts'
import { localeOf } from './locale.ts'
import { cleanText, decodeText, emptyContents, packageFinding, type PackageContents } from './package-contents.ts'
import { clean } from './read-solution.ts'

type EnvironmentVariable = CopilotDefinition['environmentVariables'][number]

/** Folder -> what its documents are called and what they are. */
const folders: { pattern: RegExp; infix: string; kind: ComponentKind }[] = [
  { pattern: /^topics\//, infix: '.topic.', kind: 'topic' },
  { pattern: /^actions\//, infix: '.action.', kind: 'action' },
  { pattern: /^knowledge\/files\//, infix: '.file.', kind: 'file' },
  { pattern: /^knowledge\//, infix: '.knowledge.', kind: 'knowledge' },
  { pattern: /^variables\//, infix: '.globalvariable.', kind: 'variable' },
  { pattern: /^entities\//, infix: '.entity.', kind: 'entity' },
  { pattern: /^settings\//, infix: '.BotSettingsComponent.', kind: 'settings' },
  { pattern: /^skills\//, infix: '.skill.', kind: 'skill' },
  { pattern: /^triggers?\//, infix: '.ExternalTriggerComponent.', kind: 'trigger' },
  { pattern: /^translations\//, infix: '.topic.', kind: 'translation' },
  { pattern: /^agents\//, infix: '.InvokeConnectedAgentTaskAction.', kind: 'action' },
  // The newer agent shape.
  { pattern: /^behaviors\//, infix: '.skill.', kind: 'skill' },
  { pattern: /^capabilities\/tools\//, infix: '.tool.', kind: 'action' },
  { pattern: /^capabilities\/knowledge\//, infix: '.knowledge.', kind: 'knowledge' },
]
/** Some tools put what a document is before the ending: `hours.topic.mcs.yml`. */
const documentName = /(\.(topic|action|knowledge|variable|entity|agent|trigger|skill))?\.mcs\.ya?ml$|\.ya?ml$/i
const infixes = /\.(topic|action|knowledge|file|globalvariable|entity|BotSettingsComponent|skill|ExternalTriggerComponent|agent|InvokeConnectedAgentTaskAction|component|gpt)\./i

/** Reads a copilot as the VS Code extension lays it out. `files` are relative to the workspace's root. */
export function readWorkspace(files: Files, workspaceName: string): PackageContents {
  const contents = emptyContents()
  const used = new Set<string>()
  const report = (...diagnostics: Diagnostic[]) => contents.diagnostics.push(...diagnostics)
  const parse = (path: string): { text: string; document: ParsedDocument } | undefined => {
    const text = decodeText(files.get(path))
    if (text === undefined) {
      report(packageFinding('error', 'InvalidEncoding', path, 'The document is not UTF-8 text.', { fix: 'Save it as UTF-8.' }))
      return undefined
    }
    const document = parseDocument(text, path)
    report(...document.diagnostics)
    return { text, document }
  }

  const copilot = readSettings(files, workspaceName, parse, report)
  const taken = new Set<string>()
  for (const path of files.keys()) {
    const place = placeOf(path, copilot.schemaName)
    if (!place) continue
    const read = parse(path)
    if (!read) continue
    const { text, document } = read
    used.add(path)
    const component = toComponent(path, place, text, document)
    const key = component.schemaName.toLowerCase()
    if (taken.has(key)) {
      report(packageFinding('warning', 'DuplicateItem', path, `The component "${component.schemaName}" is in the workspace twice; the first one counts.`, { fix: 'Rename one of the files.' }))
      used.delete(path)
      continue
    }
    taken.add(key)
    copilot.components.push(component)
  }
  attachFiles(files, copilot, used)
  nameAfterAgent(copilot, workspaceName)
  copilot.environmentVariables = readEnvironmentVariables(files, parse)
  checkConnections(files, copilot, parse, report)
  if (copilot.template.startsWith('cliagent'))
    report(
      packageFinding('warning', 'ElementNotSupported', findSettings(files) ?? '', `"${copilot.name}" has the newer agent shape: it is kept as it is, but it has no topics that could run here.`, {
        fix: 'Build it with topics, or let it hand off at once.',
      }),
    )
  for (const [path, bytes] of files) if (!used.has(path)) contents.preserved.push({ path, reason: reasonToKeep(path), bytes })

  const isCollection = [...files.keys()].some((path) => /^collection\.mcs\.ya?ml$/i.test(path)) && !findSettings(files)
  if (isCollection)
    contents.collections.push({ schemaName: copilot.schemaName, name: copilot.name, description: '', language: copilot.language, components: copilot.components })
  else contents.copilots.push(copilot)
  return contents
}

/** Where a workspace's identity is. */
function findSettings(files: Files): string | undefined {
  return [...files.keys()].find((path) => /^settings\.(mcs\.)?ya?ml$/i.test(path)) ?? [...files.keys()].find(isSyncFile)
}

/** Marks the newer agent shape. */
const isSyncFile = (path: string) => /^agent\.sync\.ya?ml$/i.test(path)

/** Without settings the copilot's schema name is the one its documents refer to most. */
function inferSchemaName(files: Files): string | undefined {
  const counts = new Map<string, number>()
  for (const [path, bytes] of files) {
    if (!documentName.test(path)) continue
    for (const [, name = ''] of (decodeText(bytes) ?? '').matchAll(/(?<![\w.])([A-Za-z]\w*_[\w-]+)\.(?:topic|entity|action|agent|knowledge|gpt|skill)\.\w/g)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0]
}

function readSettings(
  files: Files,
  workspaceName: string,
  parse: (path: string) => { document: ParsedDocument } | undefined,
  report: (...diagnostics: Diagnostic[]) => void,
): CopilotDefinition {
  const path = findSettings(files) ?? [...files.keys()].find((name) => /^collection\.(mcs\.)?ya?ml$/i.test(name))
  if (!path)
    report(packageFinding('warning', 'MissingManifest', 'settings.mcs.yml', 'There is no settings.mcs.yml; the copilot’s schema name is taken from its documents.', { fix: 'Clone the workspace again.' }))
  const settings = record(path ? parse(path)?.document.value : undefined) ?? {}
  const fallback = `new_${workspaceName.replace(/\.zip$/i, '').replace(/[^A-Za-z0-9_]/g, '') || 'copilot'}`
  const language = Number(settings.language ?? 1033) || 1033
  const configuration = record(clean(settings.configuration)) ?? {}
  const template = typeof settings.template === 'string' ? settings.template : ''
  const schemaName = text(settings.schemaName) ?? text(settings.botSchemaName) ?? inferSchemaName(files) ?? fallback
  return {
    schemaName,
    name: cleanText(text(settings.displayName) ?? text(settings.name) ?? ''),
    language,
    locale: localeOf(language),
    template: template || ('agentSettings' in configuration || (path !== undefined && isSyncFile(path)) ? 'cliagent-1.0.0' : 'default-2.1.0'),
    authenticationMode: readAuthenticationMode(settings.authenticationMode),
    ...(settings.authenticationTrigger === 'Always' ? { authenticationTrigger: 'Always' as const } : {}),
    configuration,
    components: [],
    environmentVariables: [],
  }
}

type Place = { schemaName: string; kind: ComponentKind; shortName: string }

/** What a file of a workspace is, by where it lies. Undefined for what is no component. */
function placeOf(path: string, copilot: string): Place | undefined {
  if (!documentName.test(path)) return undefined
  if (/^agent\.(mcs\.)?ya?ml$/i.test(path)) return { schemaName: `${copilot}.gpt.default`, kind: 'gpt', shortName: 'default' }
  const child = /^agents\/([^/]+)\/agent\.(mcs\.)?ya?ml$/i.exec(path)
  if (child?.[1]) return { schemaName: qualify(copilot, '.agent.', child[1]), kind: 'agent', shortName: child[1] }
  // A child agent's own folders look like the copilot's.
  const inside = path.replace(/^agents\/[^/]+\/(?=[^/]+\/)/, '')
  const folder = folders.find(({ pattern }) => pattern.test(inside))
  if (!folder) return undefined
  const shortName = (inside.split('/').at(-1) ?? inside).replace(documentName, '')
  return { schemaName: qualify(copilot, folder.infix, shortName), kind: folder.kind, shortName }
}

/** `<copilot><infix><file>`; a file named by its full schema name keeps it. */
function qualify(copilot: string, infix: string, shortName: string): string {
  return infixes.test(shortName) ? shortName : `${copilot}${infix}${shortName}`
}

function toComponent(path: string, place: Place, text: string, document: ParsedDocument): Component {
  const { kind, shortName, schemaName } = place
  const decided =
    kind === 'translation' || kind === 'gpt' || kind === 'file' ? kind : document.kind ? componentKind({ rootKind: document.kind, schemaName }) : kind
  const held = record(document.value)
  return {
    schemaName,
    kind: decided,
    name: cleanText(document.metadata?.componentName || (kind === 'gpt' ? scalar(held?.displayName) : undefined) || scalar(held?.modelDisplayName) || shortName),
    description: cleanText(document.metadata?.description ?? scalar(held?.description) ?? ''),
    path,
    text,
    state: 'on',
    parts: {},
  }
}

/** Gives the files below knowledge/files to the documents that describe them, or a component of their own. */
function attachFiles(files: Files, copilot: CopilotDefinition, used: Set<string>) {
  for (const [path, bytes] of files) {
    if (!/^(agents\/[^/]+\/)?knowledge\/files\//.test(path) || documentName.test(path)) continue
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    const name = path.slice(folder.length)
    const stem = name.replace(/\.[^.]+$/, '')
    const described = copilot.components.filter((component) => component.kind === 'file' && component.path.startsWith(folder) && !component.blob)
    const shortNameOf = (component: Component) => component.path.slice(folder.length).replace(documentName, '')
    const owner =
      described.find((component) => shortNameOf(component) === name) ??
      described.find((component) => component.name === name) ??
      described.find((component) => shortNameOf(component) === stem) ??
      described.find((component) => shortNameOf(component).startsWith(`${name}_`))
    used.add(path)
    if (owner) {
      owner.blob = bytes
      // An empty part names the file that `blob` is.
      owner.parts = { [path]: '' }
    }
    else
      copilot.components.push({ schemaName: `${copilot.schemaName}.file.${name}`, kind: 'file', name, description: '', path, blob: bytes, state: 'on', parts: {} })
  }
}

/** Without a name in its settings a copilot is called what its agent document says. */
function nameAfterAgent(copilot: CopilotDefinition, workspaceName: string) {
  const agent = copilot.components.find((component) => component.kind === 'gpt')
  if (copilot.name === '' && agent && agent.name !== 'default') copilot.name = agent.name
  if (copilot.name === '') copilot.name = workspaceName.replace(/\.zip$/i, '') || copilot.schemaName
  if (agent?.name === 'default') agent.name = copilot.name
}

function readEnvironmentVariables(files: Files, parse: (path: string) => { document: ParsedDocument } | undefined): EnvironmentVariable[] {
  const variables: EnvironmentVariable[] = []
  for (const path of files.keys()) {
    const name = /^environmentvariables\/(.+?)\.(mcs\.)?ya?ml$/i.exec(path)?.[1]
    if (!name) continue
    const held = record(parse(path)?.document.value) ?? {}
    const definition = record(held.definition) ?? held
    const type = scalar(definition.type ?? definition.valueType) ?? 'String'
    const defaultValue = scalar(definition.defaultValue)
    const value = scalar(record(held.value)?.value ?? held.value ?? held.currentValue)
    variables.push({
      schemaName: scalar(definition.schemaName) ?? name,
      displayName: cleanText(scalar(definition.displayName) ?? name),
      type: /json/i.test(type) ? 'JSON' : type,
      ...(defaultValue === undefined ? {} : { defaultValue: cleanText(defaultValue) }),
      ...(value === undefined ? {} : { value: cleanText(value) }),
      secret: type === 'Secret',
    })
  }
  return variables
}

/** Connections that documents name must be among the workspace's connections, when it lists any. */
function checkConnections(files: Files, copilot: CopilotDefinition, parse: (path: string) => { document: ParsedDocument } | undefined, report: (diagnostic: Diagnostic) => void) {
  const path = [...files.keys()].find((name) => /^connectionreferences\.(mcs\.)?ya?ml$/i.test(name))
  const listed = path ? record(parse(path)?.document.value)?.connectionReferences : undefined
  if (!Array.isArray(listed)) return
  const names = new Set(listed.map((each) => (scalar(record(each)?.connectionReferenceLogicalName) ?? '').toLowerCase()))
  for (const component of copilot.components) {
    if (component.text === undefined || !component.text.includes('connectionReference')) continue
    const document = parseDocument(component.text, component.path)
    for (const at of pathsTo(document.value, 'connectionReference')) {
      const name = at.reduce<unknown>((value, step) => (Array.isArray(value) ? (value as unknown[])[Number(step)] : record(value)?.[String(step)]), document.value)
      if (typeof name !== 'string' || names.has(name.toLowerCase())) continue
      report({
        severity: 'warning',
        code: 'ConnectionDoesNotExist',
        file: component.path,
        ...document.positionOf(at),
        message: `The workspace lists no connection "${name}".`,
        fix: 'Add it to connectionreferences.mcs.yml, or name one that is there.',
      })
    }
  }
}

function pathsTo(value: unknown, property: string, at: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => pathsTo(item, property, [...at, index]))
  return Object.entries(record(value) ?? {}).flatMap(([key, member]) => (key === property ? [[...at, key]] : pathsTo(member, property, [...at, key])))
}

function readAuthenticationMode(value: unknown): CopilotDefinition['authenticationMode'] {
  const modes: CopilotDefinition['authenticationMode'][] = ['None', 'Integrated', 'CustomAzureActiveDirectory', 'GenericOAuth2', 'Unspecified']
  return modes.find((mode) => mode === value) ?? 'Unspecified'
}

function record(value: unknown): Record<string, unknown> | undefined {
  return isRecord(value) ? value : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function scalar(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

const keptBecause: [RegExp, string][] = [
  [/^settings\.|^collection\./i, 'the copilot’s own record'],
  [/^icon\./i, 'the copilot’s icon'],
  [/^connectionreferences\./i, 'connections to other services; they are not used here'],
  [/^references\./i, 'names of component collections'],
  [/^environmentvariables\//i, 'definition of an environment variable'],
  [/^workflows\//i, 'a cloud flow; it does not run here'],
  [/^custommetrics\//i, 'a custom metric; it is not counted here'],
  [/^\.mcs\//, 'state of the editor that wrote the workspace'],
]

function reasonToKeep(path: string): string {
  return keptBecause.find(([pattern]) => pattern.test(path))?.[1] ?? 'a part we do not know'
}
