import { Parser } from 'htmlparser2'
import type { Block } from '../knowledge/index.ts'
import { decodeText } from './decode-text.ts'
import { BlockList, DocumentProblem } from './problem.ts'

type HtmlPage = {
  title: string
  blocks: Block[]
  /** Addresses it links to, as written. */
  links: string[]
  /** What its robots tag says. */
  index: boolean
  follow: boolean
}

/** What nobody reads: code, forms, and what is on every page of a site. */
const skipped = new Set(['script', 'style', 'noscript', 'template', 'svg', 'math', 'iframe', 'object', 'nav', 'footer', 'form', 'button', 'select', 'textarea', 'dialog'])
const paragraphs = new Set(
  'p div section article main header aside li ul ol dl dt dd table tr thead tbody caption blockquote pre figure figcaption address details summary body hr br h1 h2 h3 h4 h5 h6'.split(' '),
)
const MOST_LINKS = 2_000
/** The parser gets slow where many tags are open at once. */
const DEEPEST = 2_000
/** Less text than this inside `main` means that the page puts its words elsewhere. */
const LEAST_MAIN = 200

/**
 * The words of a page, by streaming: no tree is built. Scripts are never run, nothing is fetched.
 */
export function readHtml(bytes: Uint8Array, charset?: string): HtmlPage {
  const html = decodeText(bytes, charset ?? declaredCharset(bytes))
  const all = new BlockList<Block & { main: boolean }>()
  const page: HtmlPage = { title: '', blocks: [], links: [], index: true, follow: true }
  let depth = 0
  let skipping = 0
  let mainDepth = 0
  let heading = 0
  let inTitle = false
  let text = ''

  const flush = () => {
    const clean = text.replace(/[^\S\n]+/g, ' ').trim()
    text = ''
    if (!clean) return
    all.add(heading > 0 ? { kind: 'heading', level: heading, text: clean, main: mainDepth > 0 } : { kind: 'text', text: clean, main: mainDepth > 0 })
  }
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (!isVoid(name) && ++depth > DEEPEST) throw new DocumentProblem(`Its tags are nested more than ${DEEPEST} deep, which no page is that people read.`)
        if (skipping > 0 || skipped.has(name) || isHidden(attributes)) {
          if (!isVoid(name)) skipping++
          return
        }
        if (name === 'meta') readMeta(attributes, page)
        if (name === 'title' && !page.title) inTitle = true
        if (name === 'a' && attributes['href'] && !/\bnofollow\b/i.test(attributes['rel'] ?? '') && page.links.length < MOST_LINKS) page.links.push(attributes['href'])
        if (name === 'td' || name === 'th') text += text.trim() ? ' | ' : ''
        if (name === 'img' && attributes['alt']) text += ` ${attributes['alt']} `
        if (!paragraphs.has(name)) return
        flush()
        if (name === 'main' || name === 'article') mainDepth++
        heading = /^h[1-6]$/.test(name) ? Number(name[1]) : 0
      },
      ontext(part) {
        if (inTitle) page.title += part
        else if (skipping === 0) text += part.replace(/\s+/g, ' ')
      },
      onclosetag(name) {
        if (!isVoid(name)) depth--
        if (skipping > 0) {
          if (!isVoid(name)) skipping--
          return
        }
        if (name === 'title') inTitle = false
        if (!paragraphs.has(name)) return
        flush()
        heading = 0
        if ((name === 'main' || name === 'article') && mainDepth > 0) mainDepth--
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  )
  parser.write(html)
  parser.end()
  flush()

  page.title = page.title.replace(/\s+/g, ' ').trim().slice(0, 300)
  const main = all.blocks.filter((block) => block.main)
  const chosen = main.reduce((sum, block) => sum + block.text.length, 0) >= LEAST_MAIN ? main : all.blocks
  page.blocks = chosen.map(({ main: _, ...block }) => block)
  return page
}

const voids = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
const isVoid = (name: string) => voids.has(name)
const isHidden = (attributes: Record<string, string>) => attributes['hidden'] !== undefined || attributes['aria-hidden'] === 'true' || /display:\s*none/i.test(attributes['style'] ?? '')

function readMeta(attributes: Record<string, string>, page: HtmlPage) {
  if (!/^(robots|batonbot)$/i.test(attributes['name'] ?? '')) return
  const says = (attributes['content'] ?? '').toLowerCase()
  if (/\b(noindex|none)\b/.test(says)) page.index = false
  if (/\b(nofollow|none)\b/.test(says)) page.follow = false
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2_048))
  return /<meta[^>]+charset=["']?([\w-]+)/i.exec(head)?.[1]
}
