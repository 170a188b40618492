import { typeOf } from '../../documents/index.ts'
import { parseDocument } from '../../topics/index.ts'
import type { Component, CopilotDefinition } from '../../topics/types.ts'

/** Changes with the reader: what an older one made of a document is read anew. */
const READER = 1

/** Something a copilot knows from. */
export type KnowledgeSource = { schemaName: string; name: string } & (
  | { kind: 'file'; fileName: string; bytes: number; hash: string; /** Why it cannot be read, known from its name. */ problem?: string }
  | { kind: 'site'; address: string; subPages: boolean }
  | { kind: 'other'; what: string }
)

/** What a copilot's components say it knows from. Components that are off are left out. */
export async function knowledgeSourcesOf(definition: Pick<CopilotDefinition, 'components'>): Promise<KnowledgeSource[]> {
  const sources: KnowledgeSource[] = []
  for (const component of definition.components) {
    if (component.state === 'off') continue
    if (component.blob && component.kind === 'file') sources.push(await fileSource(component, component.blob))
    else if (component.kind === 'knowledge') sources.push(documentSource(component))
  }
  return sources
}

async function fileSource(component: Component, blob: Uint8Array): Promise<KnowledgeSource> {
  const { schemaName, name } = component
  const fileName = fileNameOf(component)
  const problem = typeOf(fileName) === undefined ? `Files like "${fileName}" are not read.` : undefined
  return { kind: 'file', schemaName, name: name || fileName, fileName, bytes: blob.byteLength, hash: await hashOf(blob, fileName), ...(problem ? { problem } : {}) }
}

/** By whichever of its names has an ending that says what it is: packages shorten some and encode others. */
function fileNameOf(component: Component): string {
  const names = [component.name, ...[component.path, ...Object.keys(component.parts)].map((path) => decoded(path.slice(path.lastIndexOf('/') + 1)))]
  return names.find((name) => typeOf(name) !== undefined) ?? component.name
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function documentSource(component: Component): KnowledgeSource {
  const { schemaName, name } = component
  const { value } = parseDocument(component.text ?? '', component.path)
  const document = recordOf(value)
  const source = document['kind'] === 'KnowledgeSourceConfiguration' ? recordOf(document['source']) : document
  const site = source['site']
  if (source['kind'] === 'PublicSiteSearchSource' && typeof site === 'string' && !site.startsWith('=')) return { kind: 'site', schemaName, name: name || site, address: site, subPages: source['includeSubPages'] !== false }
  return { kind: 'other', schemaName, name, what: typeof source['kind'] === 'string' ? source['kind'] : 'unknown' }
}

const recordOf = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {})

/** Off the event loop: a file may have megabytes. */
export async function hashOf(bytes: Uint8Array, fileName: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
  return `${READER}-${typeOf(fileName) ?? 'none'}-${Buffer.from(digest).toString('base64url')}`
}
