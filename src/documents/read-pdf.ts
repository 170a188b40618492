import type { Block } from '../knowledge/index.ts'
import { BlockList, DocumentProblem, documentLimits } from './problem.ts'

type Line = { text: string; size: number; gap: boolean }

/** Larger letters than most of the document has, by this factor, are a heading. */
const HEADING_FACTOR = 1.15
const HEADING_LENGTH = 120

/** The text of a PDF, page by page. Scanned pages have none; there is no character recognition. */
export async function readPdf(bytes: Uint8Array): Promise<{ title?: string; blocks: Block[] }> {
  const { getDocumentProxy } = await import('unpdf')
  // The library takes the bytes over.
  const pdf = await getDocumentProxy(bytes.slice(), { isEvalSupported: false, stopAtErrors: false, useSystemFonts: false, verbosity: 0 }).catch((problem: unknown) => {
    const words = problem instanceof Error ? problem.message : String(problem)
    throw new DocumentProblem(/password/i.test(words) ? 'It is protected with a password. Save it without one and add it again.' : `It is not a PDF that can be read (${words}).`)
  })
  if (pdf.numPages > documentLimits.pages) throw new DocumentProblem(`It has ${pdf.numPages} pages; at most ${documentLimits.pages} are read. Split it.`)
  const pages: Line[][] = []
  let size = 0
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const lines = linesOf((await page.getTextContent()).items as Item[])
    page.cleanup()
    size += lines.reduce((sum, line) => sum + line.text.length, 0)
    if (size > documentLimits.text) throw new DocumentProblem(`It holds more than ${documentLimits.text / 1_000_000} million characters of text. Split it into smaller documents.`)
    pages.push(lines)
  }
  const title = await titleOf(pdf)
  await pdf.cleanup()
  const blocks = blocksOf(pages)
  if (blocks.length === 0) throw new DocumentProblem('No text was found in it: its pages are probably scanned pictures. Add a version with text.')
  return { blocks, ...(title ? { title } : {}) }
}

type Item = { str?: string; hasEOL?: boolean; height?: number; transform?: number[] }

function linesOf(items: readonly Item[]): Line[] {
  const lines: Line[] = []
  let text = ''
  let size = 0
  let last: number | undefined
  let at: number | undefined
  for (const item of items) {
    if (item.str === undefined) continue
    text += item.str
    if (item.str.trim()) {
      size = Math.max(size, item.height ?? 0)
      at = item.transform?.[5]
    }
    if (!item.hasEOL) continue
    if (text.trim()) {
      lines.push({ text: text.replace(/\s+/g, ' ').trim(), size, gap: last !== undefined && at !== undefined && Math.abs(last - at) > size * 1.8 })
      last = at
    }
    text = ''
    size = 0
  }
  if (text.trim()) lines.push({ text: text.replace(/\s+/g, ' ').trim(), size, gap: false })
  return lines
}

function blocksOf(pages: readonly Line[][]): Block[] {
  const usual = usualSize(pages)
  const repeated = repeatedLines(pages)
  const list = new BlockList<Block>()
  pages.forEach((lines, at) => {
    let paragraph = ''
    const close = () => {
      list.add({ kind: 'text', text: paragraph, page: at + 1 })
      paragraph = ''
    }
    for (const line of lines) {
      if (repeated.has(line.text)) continue
      if (line.size >= usual * HEADING_FACTOR && line.text.length <= HEADING_LENGTH) {
        close()
        list.add({ kind: 'heading', level: line.size >= usual * 1.6 ? 1 : 2, text: line.text })
        continue
      }
      if (line.gap) close()
      // A word cut at the end of a line is one word.
      paragraph = /\p{Ll}-$/u.test(paragraph) && /^\p{Ll}/u.test(line.text) ? paragraph.slice(0, -1) + line.text : paragraph ? `${paragraph} ${line.text}` : line.text
    }
    close()
  })
  return list.blocks
}

/** The size most of the letters have. */
function usualSize(pages: readonly Line[][]): number {
  const sizes = new Map<number, number>()
  for (const { text, size } of pages.flat()) sizes.set(Math.round(size * 2) / 2, (sizes.get(Math.round(size * 2) / 2) ?? 0) + text.length)
  return [...sizes].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [Infinity, 0])[0]
}

/** What stands first or last on more than half of the pages: running heads and feet. */
function repeatedLines(pages: readonly Line[][]): Set<string> {
  if (pages.length < 4) return new Set()
  const counts = new Map<string, number>()
  for (const lines of pages) for (const text of new Set([lines[0]?.text, lines.at(-1)?.text])) if (text) counts.set(text, (counts.get(text) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count > pages.length / 2).map(([text]) => text))
}

async function titleOf(pdf: { getMetadata(): Promise<{ info: unknown }> }): Promise<string> {
  const metadata = await pdf.getMetadata().catch(() => undefined)
  const title = (metadata?.info as { Title?: unknown } | undefined)?.Title
  return typeof title === 'string' ? title.trim().slice(0, 300) : ''
}
