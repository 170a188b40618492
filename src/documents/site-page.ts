import { splitIntoPassages, type Passage } from '../knowledge/index.ts'
import { readHtml } from './read-html.ts'

/** A page of a site, as much as is kept of it. */
export type SitePage = { title: string; passages: Passage[]; links: string[]; follow: boolean }

/** A page that asks not to be indexed has no passages. */
export function readSitePage(bytes: Uint8Array, charset: string | undefined): SitePage {
  const { title, blocks, links, index, follow } = readHtml(bytes, charset)
  return { title, passages: index ? splitIntoPassages(blocks) : [], links, follow }
}
