import { createHash } from 'node:crypto'
import { DocumentProblem, type KnowledgeWorkshop } from '../../documents/index.ts'
import type { CallOrigin, Finding, KnowledgeScope } from '../../dialog/types.ts'
import { looksEnglish, packVectors, type Hit, type IndexedDocument, type Passage } from '../../knowledge/index.ts'
import type { Log } from '../../platform/index.ts'
import type { Learner } from '../../recognition/ports.ts'
import type { CopilotDefinition } from '../../topics/types.ts'
import type { KnowledgeStore, ReadingBody, StoredReading, StoredSite } from './knowledge-ports.ts'
import { knowledgeSourcesOf, type KnowledgeSource } from './knowledge-sources.ts'

export type LibraryDeps = {
  store: KnowledgeStore
  workshop: KnowledgeWorkshop
  /** Version 0 is the draft. */
  loadCopilot(copilotId: string, version: number): Promise<CopilotDefinition>
  /** What customers get now; nothing while it was never published. */
  publishedVersion(environmentId: string, copilotId: string): Promise<number | undefined>
  /** Turns passages into vectors. Without it, words alone are searched. */
  learner?: Pick<Learner, 'encode' | 'views' | 'encoder'> | undefined
  /** Milliseconds a question waits for documents that nobody has read yet. */
  patienceMs?: number | undefined
  log: Log
}

export type SourceState = { source: KnowledgeSource; state: 'indexed' | 'reading' | 'failed' | 'not-fetched' | 'not-searched'; problem?: string; passages: number; pages?: StoredSite['pages']; fetchedAt?: Date }

/** A customer who asks while documents are being read waits for them this long; then what is read by then is searched. */
const PATIENCE_MS = 5_000
/** Passages of a document that get vectors; what comes after is found by its words. */
const MOST_VECTORS = 5_000
const LISTS = 200
/** How the encoder that comes along is called: it knows no other language. */
const ENGLISH_ONLY = 'use-lite'
/** An encoder that failed is left alone for this long. */
const REST_MS = 60_000
/** What was read this recently is kept, because a website that is being fetched has its pages read before it names them. */
const FRESH_MS = 10 * 60_000

export type KnowledgeLibrary = ReturnType<typeof knowledgeLibrary>

/**
 * What copilots know, ready to be searched. Documents are read once, by the hash of their bytes, in a worker, when they
 * are first needed; what was read is kept in the database, and indexes are built from it in a worker.
 */
export function knowledgeLibrary(deps: LibraryDeps) {
  const { store, workshop, learner, log } = deps
  const encoder = learner?.encoder ?? 'unnamed'
  /** Documents of a language that the encoder does not know, or too long for it. */
  const wordsOnly = new Set<string>()
  const isEncoded = (stored: StoredReading | undefined) => learner !== undefined && stored?.encoder === encoder
  const lists = new Map<string, Promise<KnowledgeSource[]>>()
  const reading = new Map<string, Promise<void>>()
  const encoding = new Map<string, Promise<void>>()
  let lastEncoded: Promise<void> = Promise.resolve()
  let restUntil = 0
  let stopped = false

  const sources = (copilotId: string, version: number): Promise<KnowledgeSource[]> => {
    const key = `${copilotId}@${version}`
    const known = lists.get(key)
    if (known) return known
    const loading = deps.loadCopilot(copilotId, version).then(knowledgeSourcesOf)
    loading.catch(() => lists.delete(key))
    lists.set(key, loading)
    if (lists.size > LISTS) lists.delete(lists.keys().next().value ?? '')
    return loading
  }

  /** Reads the files of `version` that nobody has read yet; resolves when all are read or have failed. */
  const readMissing = async (copilotId: string, version: number): Promise<void> => {
    const files = (await sources(copilotId, version)).filter((source) => source.kind === 'file' && !source.problem)
    const hashes = files.flatMap((source) => (source.kind === 'file' ? [source.hash] : []))
    const known = new Map((await store.readings(copilotId, hashes)).map((stored) => [stored.hash, stored]))
    const missing = files.filter((source) => source.kind === 'file' && !known.has(source.hash))
    for (const stored of known.values()) if (!isEncoded(stored) && !stored.problem) encodeLater(copilotId, stored.hash)
    if (missing.length === 0) return
    const definition = await deps.loadCopilot(copilotId, version)
    await Promise.all(
      missing.map((source) => {
        const blob = definition.components.find(({ schemaName }) => schemaName === source.schemaName)?.blob
        return source.kind === 'file' && blob ? readOnce(copilotId, source, blob) : undefined
      }),
    )
  }

  const readOnce = (copilotId: string, source: KnowledgeSource & { kind: 'file' }, blob: Uint8Array): Promise<void> => {
    const key = `${copilotId} ${source.hash}`
    const running = reading.get(key)
    if (running) return running
    const work = readFile(copilotId, source, blob).finally(() => reading.delete(key))
    reading.set(key, work)
    return work
  }

  const readFile = async (copilotId: string, { fileName, hash }: KnowledgeSource & { kind: 'file' }, blob: Uint8Array) => {
    try {
      const { title, passages } = await workshop.read(fileName, blob)
      await store.putReading(copilotId, { hash, title: title ?? '', passages })
      encodeLater(copilotId, hash)
    } catch (problem) {
      if (!(problem instanceof DocumentProblem)) throw problem
      await store.putReading(copilotId, { hash, title: '', passages: [], problem: problem.message })
    }
  }

  /** One document after the other, one passage after the other, behind whatever customers need encoded. */
  const encodeLater = (copilotId: string, hash: string) => {
    const key = `${copilotId} ${hash}`
    if (!learner || encoding.has(key) || wordsOnly.has(key) || Date.now() < restUntil) return
    const work = lastEncoded
      .then(async () => void ((await encodeDocument(copilotId, hash)) || wordsOnly.add(key)))
      .catch((error: unknown) => {
        restUntil = Date.now() + REST_MS
        log.error('a document got no vectors; they are tried again later', error)
      })
      .finally(() => encoding.delete(key))
    lastEncoded = work
    encoding.set(key, work)
  }

  /** False when it is not to be tried again. */
  const encodeDocument = async (copilotId: string, hash: string): Promise<boolean> => {
    const [body] = await store.bodies(copilotId, [hash])
    if (!body || !learner || body.encoder === encoder) return true
    if (body.passages.length === 0 || body.passages.length > MOST_VECTORS) return false
    if (encoder.startsWith(ENGLISH_ONLY) && !looksEnglish(body.passages.map(({ text }) => text).join('\n'))) return false
    const vectors: Float32Array[] = []
    for (const passage of body.passages) {
      const vector = await encodePatiently(withHeading(passage))
      if (!vector) return true
      vectors.push(vector)
    }
    await store.putVectors(copilotId, hash, packVectors(vectors, learner.views), encoder)
    return true
  }

  const encodePatiently = async (text: string): Promise<Float32Array | undefined> => {
    for (let tries = 0; tries < 20 && !stopped; tries++) {
      const vector = await learner?.encode(text)
      if (vector) return vector
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    return undefined
  }

  /** What neither the draft nor the published version has any more. Should a version need it again, it is read again. */
  const forgetUnused = async (environmentId: string, copilotId: string) => {
    const published = await deps.publishedVersion(environmentId, copilotId)
    const lists = await Promise.all([sources(copilotId, 0), published === undefined ? [] : sources(copilotId, published)])
    const addresses = new Set(lists.flat().flatMap((source) => (source.kind === 'site' ? [source.address] : [])))
    const sites = await store.sites(copilotId)
    for (const { address } of sites) if (!addresses.has(address)) await store.deleteSite(copilotId, address)
    const pages = sites.filter(({ address }) => addresses.has(address)).flatMap((site) => site.pages.map(({ hash }) => hash))
    await store.forgetReadings(copilotId, [...pages, ...lists.flat().flatMap((source) => (source.kind === 'file' ? [source.hash] : []))].filter(Boolean), new Date(Date.now() - FRESH_MS))
  }

  /** An encoder that does not answer leaves words, which are an answer too. */
  const meaningOf = async (question: string) => {
    try {
      return await learner?.encode(question)
    } catch (error) {
      log.error('the encoder does not answer; knowledge is searched by words', error)
      return undefined
    }
  }

  type Entry = { source: string; title: string; hash: string; url?: string; kind: 'file' | 'site' }
  const entriesOf = async (copilotId: string, list: readonly KnowledgeSource[]): Promise<Entry[]> => {
    const sites = list.some(({ kind }) => kind === 'site') ? new Map((await store.sites(copilotId)).map((site) => [site.address, site])) : new Map<string, StoredSite>()
    return list.flatMap((source): Entry[] => {
      if (source.kind === 'file') return source.problem ? [] : [{ source: source.schemaName, title: source.name, hash: source.hash, kind: 'file' }]
      if (source.kind !== 'site') return []
      return (sites.get(source.address)?.pages ?? []).filter(({ hash }) => hash).map(({ url, title, hash }) => ({ source: source.schemaName, title: title || url, hash, url, kind: 'site' }))
    })
  }

  const searchEntries = async (copilotId: string, entries: readonly Entry[], readings: readonly StoredReading[], question: string, scope: readonly string[], limit: number): Promise<Hit[]> => {
    const byHash = new Map(readings.map((stored) => [stored.hash, stored]))
    const ready = entries.filter(({ hash }) => (byHash.get(hash)?.passages ?? 0) > 0)
    if (ready.length === 0) return []
    const key = keyOf(copilotId, ready.map(({ source, title, hash }) => `${source} ${title} ${hash} ${isEncoded(byHash.get(hash)) ? encoder : ''}`))
    const vector = ready.some(({ hash }) => isEncoded(byHash.get(hash))) ? await meaningOf(question) : undefined
    const asked = { text: question, vector, ...(learner ? { views: learner.views } : {}), scope: { sources: scope }, limit }
    const found = await workshop.search(key, asked)
    if (found) return found
    const bodies = new Map((await store.bodies(copilotId, [...new Set(ready.map(({ hash }) => hash))])).map((body) => [body.hash, body]))
    await workshop.index(key, ready.map(({ source, title, hash, url }) => documentOf(source, title, url, bodies.get(hash), encoder)))
    return (await workshop.search(key, asked)) ?? []
  }

  return {
    sources,
    readMissing,

    /** A conversation begins: what its copilot answers from is read while the customer reads the greeting. */
    readAhead(copilotId: string, version: number): void {
      readMissing(copilotId, version).catch((error: unknown) => log.error('a document could not be read', error))
    },

    /** Passages for a question, best first. Throws for nothing but faults of this installation. */
    async search(origin: CallOrigin, question: string, scope: KnowledgeScope, given: readonly Finding[] = [], limit = 8): Promise<{ hits: Hit[]; sources: number; note?: string }> {
      const { copilotId } = origin
      const version = origin.inTestMode ? 0 : ((await deps.publishedVersion(origin.environmentId, copilotId)) ?? 0)
      const list = await sources(copilotId, version)
      const inScope = list.filter((source) => isInScope(source, scope))
      const entries = await entriesOf(copilotId, list)
      const hashes = [...new Set(entries.map(({ hash }) => hash))]
      const asked = new Set(inScope.flatMap((source) => (source.kind === 'file' && !source.problem ? [source.hash] : [])))
      const unread = (known: readonly StoredReading[]) => asked.size - known.filter(({ hash }) => asked.has(hash)).length
      let readings = await store.readings(copilotId, hashes)
      if (unread(readings) > 0) {
        await within(deps.patienceMs ?? PATIENCE_MS, readMissing(copilotId, version))
        readings = await store.readings(copilotId, hashes)
      }
      const late = unread(readings)
      for (const stored of readings) if (!isEncoded(stored) && !stored.problem) encodeLater(copilotId, stored.hash)
      const allowed = inScope.map(({ schemaName }) => schemaName)
      const hits = allowed.length > 0 ? await searchEntries(copilotId, entries, readings, question, allowed, limit) : []
      const own = given.length > 0 ? await searchGiven(copilotId, given, question, limit) : []
      const all = own.length > 0 ? [...hits, ...own].toSorted((a, b) => b.confidence - a.confidence).slice(0, limit) : hits
      const note = late > 0 ? `${late} of ${asked.size} documents are still being read and were not searched.` : all.length === 0 ? noteFor(inScope, readings, entries) : undefined
      return { hits: all, sources: inScope.length + given.length, ...(note ? { note } : {}) }
    },

    /** For the Knowledge page: each source of the draft with how it is. Starts reading what is not read. */
    async states(environmentId: string, copilotId: string): Promise<SourceState[]> {
      const list = await sources(copilotId, 0)
      void readMissing(copilotId, 0)
        .then(() => forgetUnused(environmentId, copilotId))
        .catch((error: unknown) => log.error('a document could not be read', error))
      const hashes = list.flatMap((source) => (source.kind === 'file' ? [source.hash] : []))
      const sites = new Map((await store.sites(copilotId)).map((site) => [site.address, site]))
      const pageHashes = [...sites.values()].flatMap((site) => site.pages.map(({ hash }) => hash)).filter(Boolean)
      const readings = new Map((await store.readings(copilotId, [...hashes, ...pageHashes])).map((stored) => [stored.hash, stored]))
      return list.map((source): SourceState => {
        if (source.kind === 'other') return { source, state: 'not-searched', passages: 0, problem: `Sources of the kind ${source.what} cannot be searched from here.` }
        if (source.kind === 'file') {
          if (source.problem) return { source, state: 'failed', passages: 0, problem: source.problem }
          const stored = readings.get(source.hash)
          if (!stored) return { source, state: 'reading', passages: 0 }
          return stored.problem ? { source, state: 'failed', passages: 0, problem: stored.problem } : { source, state: 'indexed', passages: stored.passages }
        }
        const site = sites.get(source.address)
        if (!site?.fetchedAt) return { source, state: 'not-fetched', passages: 0 }
        const passages = site.pages.reduce((sum, { hash }) => sum + (readings.get(hash)?.passages ?? 0), 0)
        return { source, state: site.problem ? 'failed' : 'indexed', passages, pages: site.pages, fetchedAt: site.fetchedAt, ...(site.problem ? { problem: site.problem } : {}) }
      })
    },

    /** Keeps a fetched site's pages; they can be found from now on. */
    async keepSite(copilotId: string, site: StoredSite, pages: readonly { hash: string; title: string; passages: Passage[] }[]) {
      const known = new Set((await store.readings(copilotId, pages.map(({ hash }) => hash).filter(Boolean))).map(({ hash }) => hash))
      for (const { hash, title, passages } of pages) {
        if (!hash || known.has(hash)) continue
        await store.putReading(copilotId, { hash, title, passages })
        encodeLater(copilotId, hash)
      }
      await store.putSite(copilotId, site)
    },

    /** Something was saved: drafts are read anew. */
    forgetDrafts() {
      for (const key of lists.keys()) if (key.endsWith('@0')) lists.delete(key)
    },

    /** Until nothing is being read or encoded. For tests, and for a page that wants to know. */
    async settled() {
      while (reading.size + encoding.size > 0) await Promise.allSettled([...reading.values(), ...encoding.values()])
    },

    async stop() {
      stopped = true
      await workshop.stop()
      await lastEncoded
    },
  }

  async function searchGiven(copilotId: string, given: readonly Finding[], question: string, limit: number): Promise<Hit[]> {
    const documents = given.map(({ title, content, location, source }): IndexedDocument => ({ source, title, passages: [{ text: content, heading: '' }], ...(location ? { url: location } : {}) }))
    const key = keyOf(copilotId, [JSON.stringify(given)])
    const asked = { text: question, limit }
    const found = await workshop.search(key, asked)
    if (found) return found
    await workshop.index(key, documents)
    return (await workshop.search(key, asked)) ?? []
  }
}

/** Waits for `work`, but not longer; it goes on. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)))
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const withHeading = ({ heading, text }: Passage) => (heading ? `${heading.slice(heading.lastIndexOf(' › ') + (heading.includes(' › ') ? 3 : 0))}. ${text}` : text)

const keyOf = (copilotId: string, parts: readonly string[]) => createHash('sha256').update([copilotId, ...parts].join('\n')).digest('base64url')

function documentOf(source: string, title: string, url: string | undefined, body: ReadingBody | undefined, encoder: string): IndexedDocument {
  return { source, title, passages: body?.passages ?? [], ...(url === undefined ? {} : { url }), ...(body?.vectors && body.encoder === encoder ? { vectors: body.vectors } : {}) }
}

/** Whether a node searches a source. Sources a node names replace the copilot's; files have a switch of their own. (S3.7) */
function isInScope(source: KnowledgeSource, { sources, files, sites, except }: KnowledgeScope): boolean {
  if (except?.includes(source.schemaName)) return false
  const isNamed = (names: readonly string[]) => names.some((name) => name === source.schemaName || source.schemaName.endsWith(`.${name}`) || name === source.name)
  if (source.kind === 'file') {
    if (files === false) return false
    if (files) return isNamed(files)
    return sources ? isNamed(sources) : sites === undefined
  }
  if (source.kind !== 'site') return false
  if (sites && sites.length > 0) return sites.some((site) => sameSite(site, source.address)) || (sources !== undefined && isNamed(sources))
  return sources ? isNamed(sources) : true
}

function sameSite(a: string, b: string): boolean {
  const plain = (address: string) => address.toLowerCase().replace(/^https?:\/\/(www\.)?/, '').replace(/\/+$/, '')
  return plain(a) === plain(b) || plain(a).startsWith(`${plain(b)}/`)
}

function noteFor(inScope: readonly KnowledgeSource[], readings: readonly StoredReading[], entries: readonly { source: string }[]): string | undefined {
  if (inScope.length === 0) return 'There is nothing to search: the copilot has no files and no websites, or the node leaves them out.'
  const unfetched = inScope.find((source) => source.kind === 'site' && !entries.some((entry) => entry.source === source.schemaName))
  if (unfetched) return `The website "${unfetched.name}" was not fetched yet. Open the Knowledge page and fetch it.`
  const failed = readings.find(({ problem }) => problem)
  return failed ? 'A document could not be read; the Knowledge page says why.' : undefined
}
