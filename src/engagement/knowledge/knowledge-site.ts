import type { KnowledgeWorkshop } from '../../documents/index.ts'
import type { CallResult, HostCall } from '../../dialog/types.ts'
import type { StoredPage } from './knowledge-ports.ts'
import type { Passage } from '../../knowledge/index.ts'
import { hashOf } from './knowledge-sources.ts'
import { readRobots } from './robots-rules.ts'

/** Pages of one site, and how long they may take together. A knowledge source is a handbook, not the web. */
export const siteLimits = { pages: 40, depth: 2, ms: 120_000, pageMs: 15_000, pauseMs: 200, redirects: 5 }

const AGENT = 'BatonBot'

type HttpCall = Extract<HostCall, { type: 'http' }>
export type Fetching = { http(call: HttpCall): Promise<CallResult>; workshop: Pick<KnowledgeWorkshop, 'readPage'>; limits?: Partial<typeof siteLimits> }
export type FetchedPage = StoredPage & { passages: Passage[] }
export type FetchedSite = { problem?: string; pages: FetchedPage[] }

/**
 * Fetches a site's first pages, nearest first, as its robots.txt allows: below the given address, on the same host.
 * `http` guards against addresses inside the network, also where a redirect leads.
 */
export async function fetchSite(address: string, subPages: boolean, deps: Fetching): Promise<FetchedSite> {
  const limits = { ...siteLimits, ...deps.limits }
  const start = URL.canParse(address) ? new URL(address) : undefined
  if (!start || !['http:', 'https:'].includes(start.protocol)) return { pages: [], problem: `"${address}" is not an http or https address.` }
  const until = Date.now() + limits.ms
  const get = (url: URL) => getPage(url, deps, limits)
  const robotsFile = await get(new URL('/robots.txt', start))
  // A site whose rules cannot be read for a fault of its own may not want visitors now. (RFC 9309, 2.3.1)
  if (robotsFile.type === 'http' && robotsFile.status >= 500) return { pages: [], problem: `${start.host} does not say what may be fetched: its robots.txt was answered with status ${robotsFile.status}.` }
  const robots = readRobots(robotsFile.type === 'http' && robotsFile.status === 200 ? robotsFile.body : '', AGENT)
  if (!robots.allows(start)) return { pages: [], problem: `The robots.txt of ${start.host} does not allow this address to be fetched.` }

  const pages: FetchedPage[] = []
  const seen = new Set([normal(start)])
  let root = folderOf(start)
  let next: { url: URL; depth: number }[] = [{ url: start, depth: 0 }]
  for (let item = next.shift(); item && pages.length < limits.pages && Date.now() < until; item = next.shift()) {
    const { url, depth } = item
    if (pages.length > 0) await new Promise((resolve) => setTimeout(resolve, Math.max(limits.pauseMs, Math.min(robots.delayMs, 5_000))))
    const answer = await get(url)
    const first = pages.length === 0
    const problem = whyNot(answer, url)
    if (problem) {
      if (first) return { pages: [], problem }
      pages.push({ url: url.href, title: '', hash: '', problem, passages: [] })
      continue
    }
    const { body, finalUrl, headers } = answer as Arrived
    if (first) root = folderOf(finalUrl)
    if (finalUrl.origin !== new URL(root).origin || !robots.allows(finalUrl)) continue
    if (normal(finalUrl) !== normal(url) && seen.has(normal(finalUrl)) && !first) continue
    seen.add(normal(finalUrl))
    const bytes = new TextEncoder().encode(body)
    const page = await deps.workshop.readPage(bytes, 'utf-8').catch((failure: unknown) => (failure instanceof Error ? failure.message : String(failure)))
    if (typeof page === 'string') {
      pages.push({ url: finalUrl.href, title: '', hash: '', problem: page, passages: [] })
      continue
    }
    const noWords = page.passages.length === 0 || /noindex/i.test(headers['x-robots-tag'] ?? '')
    pages.push({
      url: finalUrl.href,
      title: page.title || finalUrl.pathname,
      hash: noWords ? '' : await hashOf(bytes, 'page.html'),
      problem: noWords ? 'The page holds no text that may be searched. Pages that are built by scripts cannot be read.' : undefined,
      passages: noWords ? [] : page.passages,
    })
    if (!subPages || !page.follow || depth >= limits.depth) continue
    for (const link of page.links) {
      const target = URL.canParse(link, finalUrl) ? new URL(link, finalUrl) : undefined
      if (!target) continue
      target.hash = ''
      if (!target.href.startsWith(root) || seen.has(normal(target)) || !robots.allows(target) || notAPage.test(target.pathname)) continue
      seen.add(normal(target))
      next.push({ url: target, depth: depth + 1 })
    }
    next = next.slice(0, 500)
  }
  const readable = pages.some((page) => page.passages.length > 0)
  return readable ? { pages } : { pages, problem: pages[0]?.problem ?? 'No page was found.' }
}

const notAPage = /\.(png|jpe?g|gif|webp|svg|ico|css|js|mjs|json|xml|zip|gz|mp[34]|webm|woff2?|pdf|docx?|xlsx?|pptx?)$/i

/** Everything up to the last slash: what a maker names `…/help` or `…/help/` means what lies below. */
function folderOf(url: URL): string {
  const path = /\.[a-z]{2,5}$/i.test(url.pathname) ? url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1) : url.pathname
  return `${url.origin}${path === '/' ? '/' : path.replace(/\/$/, '')}`
}

const normal = (url: URL) => `${url.host}${url.pathname.replace(/\/$/, '')}${url.search}`

type Arrived = { type: 'http'; status: number; headers: Record<string, string>; body: string; finalUrl: URL }
type Failed = Extract<CallResult, { type: 'failed' }>

async function getPage(url: URL, { http }: Fetching, limits: typeof siteLimits): Promise<Arrived | Failed> {
  let at = url
  for (let hops = 0; hops <= limits.redirects; hops++) {
    const result = await http({ type: 'http', callId: '', method: 'GET', url: at.href, headers: { 'user-agent': `${AGENT}/1.0 (knowledge of a copilot)`, accept: 'text/html,application/xhtml+xml,text/plain;q=0.8', 'accept-encoding': 'identity' }, timeoutMs: limits.pageMs })
    if (result.type === 'failed') return result
    if (result.type !== 'http') return { type: 'failed', code: 'SystemError', message: 'an answer of the wrong type' }
    const location = result.headers['location']
    if (result.status < 300 || result.status >= 400 || !location || !URL.canParse(location, at)) return { ...result, finalUrl: at }
    at = new URL(location, at)
  }
  return { type: 'failed', code: 'HttpRequestFailed', message: `${url.host} sends visitors from one address to the next without end.` }
}

function whyNot(answer: Arrived | Failed, url: URL): string | undefined {
  if (answer.type === 'failed') return answer.message
  if (answer.status >= 400) return `${url.href} was answered with status ${answer.status}.`
  if (!/^(text\/(html|plain)|application\/xhtml\+xml)/i.test(answer.headers['content-type'] ?? 'text/html')) return `${url.href} is not a page of text (${answer.headers['content-type'] ?? 'unknown'}).`
  return undefined
}
