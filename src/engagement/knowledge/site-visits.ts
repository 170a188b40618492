import type { Log } from '../../platform/index.ts'
import { fetchSite, type Fetching } from './knowledge-site.ts'
import type { KnowledgeLibrary } from './knowledge-library.ts'

export type SiteVisits = ReturnType<typeof siteVisits>

/** Fetches websites in the background, one visit of a site at a time. */
export function siteVisits(deps: Fetching & { library: Pick<KnowledgeLibrary, 'keepSite'>; clock: { now(): Date }; log: Log }) {
  const under = new Map<string, Promise<void>>()
  const keyOf = (copilotId: string, address: string) => `${copilotId} ${address}`

  const visit = async (copilotId: string, address: string, subPages: boolean) => {
    const { pages, problem } = await fetchSite(address, subPages, deps)
    const readable = pages.filter((page) => page.passages.length > 0)
    await deps.library.keepSite(copilotId, { address, problem, fetchedAt: deps.clock.now(), pages: pages.map(({ passages: _, ...page }) => page) }, readable)
  }

  return {
    begin(copilotId: string, address: string, subPages: boolean) {
      const key = keyOf(copilotId, address)
      if (under.has(key)) return
      const running = visit(copilotId, address, subPages)
        .catch((error: unknown) => deps.log.error('a website could not be fetched', error))
        .finally(() => under.delete(key))
      under.set(key, running)
    },
    isUnderWay: (copilotId: string, address: string) => under.has(keyOf(copilotId, address)),
    async settled() {
      while (under.size > 0) await Promise.all(under.values())
    },
  }
}
