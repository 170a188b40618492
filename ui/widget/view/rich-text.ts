import { withSourceLinks } from '../../../src/contracts/source-lines.ts'

/** Text as a tree of harmless things. Nothing here is or becomes HTML by itself. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic'; inside: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; inside: Inline[] }
export type Block = { kind: 'paragraph'; lines: Inline[][] } | { kind: 'list'; ordered: boolean; items: Inline[][] } | { kind: 'heading'; inside: Inline[] }

const bullet = /^\s*[-*•]\s+(.*)$/
const numbered = /^\s*\d{1,3}[.)]\s+(.*)$/
const heading = /^#{1,6}\s+(.*)$/

/** The part of Markdown that chats use: bold, italic, code, links, lists, headings, lines. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = []
  for (const line of withSourceLinks(text.replace(/\r\n?/g, '\n')).split('\n')) {
    const last = blocks.at(-1)
    const item = bullet.exec(line)?.[1] ?? numbered.exec(line)?.[1]
    const title = heading.exec(line)?.[1]
    if (title !== undefined) blocks.push({ kind: 'heading', inside: inline(title) })
    else if (item !== undefined) {
      const ordered = numbered.test(line)
      if (last?.kind === 'list' && last.ordered === ordered) last.items.push(inline(item))
      else blocks.push({ kind: 'list', ordered, items: [inline(item)] })
    } else if (!line.trim()) blocks.push({ kind: 'paragraph', lines: [] })
    else if (last?.kind === 'paragraph' && last.lines.length) last.lines.push(inline(line))
    else blocks.push({ kind: 'paragraph', lines: [inline(line)] })
  }
  return blocks.filter((block) => block.kind !== 'paragraph' || block.lines.length > 0)
}

/** Line breaks and addresses, nothing else: what people type is what people see. */
export function parsePlain(text: string): Block[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').map(links)
  return lines.length ? [{ kind: 'paragraph', lines }] : []
}

const marks = /\*\*(?=\S)(.+?)\*\*|__(?=\S)(.+?)__|`([^`]+)`|\[([^\]]{1,300})\]\(<?([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)?)>?(?:\s+"[^"]*")?\)|(?<![\w*])\*(?=[^\s*])(.+?)\*(?![\w*])|(?<!\w)_(?=[^\s_])(.+?)_(?!\w)/

/** A longer line is not a sentence: its marks stay as they are. */
const longestMarked = 4000

function inline(text: string, depth = 0): Inline[] {
  const parts: Inline[] = []
  let rest = text
  for (;;) {
    const found = depth > 4 || text.length > longestMarked ? null : marks.exec(rest)
    if (!found) return [...parts, ...links(rest)]
    parts.push(...links(rest.slice(0, found.index)), marked(found, depth))
    rest = rest.slice(found.index + found[0].length)
  }
}

function marked([whole, bold, bold2, code, label, address, italic, italic2]: RegExpExecArray, depth: number): Inline {
  if (bold ?? bold2) return { kind: 'bold', inside: inline(bold ?? bold2 ?? '', depth + 1) }
  if (italic ?? italic2) return { kind: 'italic', inside: inline(italic ?? italic2 ?? '', depth + 1) }
  if (code) return { kind: 'code', text: code }
  const href = safeUrl(address)
  return href ? { kind: 'link', href, inside: [{ kind: 'text', text: label ?? '' }] } : { kind: 'text', text: whole }
}

// The lengths are bounded so that no text takes long to search.
const address = /\bhttps?:\/\/[^\s<>"']{1,2000}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b/g

function links(text: string): Inline[] {
  const parts: Inline[] = []
  const say = (words: string) => words && parts.push({ kind: 'text', text: words })
  let from = 0
  for (const found of text.matchAll(address)) {
    // The full stop after an address ends the sentence, a closing bracket usually too.
    let shown = found[0].replace(/[.,;:!?]+$/, '')
    if (shown.endsWith(')') && !shown.includes('(')) shown = shown.slice(0, -1)
    const href = safeUrl(shown.includes('://') ? shown : `mailto:${shown}`)
    if (!href) continue
    say(text.slice(from, found.index))
    parts.push({ kind: 'link', href, inside: [{ kind: 'text', text: shown }] })
    from = found.index + shown.length
  }
  say(text.slice(from))
  return parts
}

/** An address a click may open: web, mail, telephone. Undefined for everything else (`javascript:`, `data:`, …). */
export function safeUrl(address: unknown): string | undefined {
  if (typeof address !== 'string') return undefined
  try {
    const url = new URL(address.trim())
    return ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}

/** A picture's source: web, or picture data in a format that cannot carry scripts. */
export function safeImage(address: unknown): string | undefined {
  if (typeof address !== 'string') return undefined
  if (/^data:image\/(png|jpeg|gif|webp|avif|bmp);base64,/i.test(address)) return address
  const url = safeUrl(address)
  return url?.startsWith('http') ? url : undefined
}

/** The tree as HTML, every piece of text escaped: for the cards library, which takes nothing else. */
export function toHtml(blocks: Block[]): string {
  return blocks.map(blockHtml).join('')
}

function blockHtml(block: Block): string {
  if (block.kind === 'heading') return `<p><strong>${inlineHtml(block.inside)}</strong></p>`
  if (block.kind === 'paragraph') return `<p>${block.lines.map(inlineHtml).join('<br>')}</p>`
  const tag = block.ordered ? 'ol' : 'ul'
  return `<${tag}>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join('')}</${tag}>`
}

function inlineHtml(parts: Inline[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return escapeHtml(part.text)
      if (part.kind === 'code') return `<code>${escapeHtml(part.text)}</code>`
      if (part.kind === 'link') return `<a href="${escapeHtml(part.href)}" target="_blank" rel="noopener noreferrer">${inlineHtml(part.inside)}</a>`
      const tag = part.kind === 'bold' ? 'strong' : 'em'
      return `<${tag}>${inlineHtml(part.inside)}</${tag}>`
    })
    .join('')
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
