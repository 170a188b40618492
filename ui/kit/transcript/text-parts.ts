import { withSourceLinks } from '../../../src/contracts/source-lines.ts'

export type TextPart = { kind: 'text'; text: string } | { kind: 'bold'; text: string } | { kind: 'link'; text: string; href: string }

const markup = /\[([^\]\n]{1,300})\]\(((?:https?:\/\/|mailto:)[^\s)]{1,2000})\)|\*\*([^*\n]{1,1000})\*\*|(https?:\/\/[^\s<>"']{1,2000})/g

/** The little of Markdown that copilots write: **bold**, [links](https://…) and bare addresses. Only http, https and mailto link. */
export function textParts(said: string): TextPart[] {
  const text = withSourceLinks(said)
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(markup)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    end = match.index + match[0].length
    const [, title, href, bold, bare] = match
    if (title && href) parts.push(link(title, href))
    else if (bold) parts.push({ kind: 'bold', text: bold })
    else if (bare) {
      // A full stop after an address belongs to the sentence.
      const address = bare.replace(/[.,;:!?)\]]+$/, '')
      parts.push(link(address, address))
      end -= bare.length - address.length
    }
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

function link(text: string, href: string): TextPart {
  return URL.canParse(href) ? { kind: 'link', text, href } : { kind: 'text', text }
}
