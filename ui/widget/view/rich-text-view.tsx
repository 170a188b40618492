/** @jsxImportSource preact */
import { parseMarkdown, parsePlain, type Block, type Inline } from './rich-text.ts'

export function RichText({ text, markdown }: { text: string; markdown: boolean }) {
  return <>{(markdown ? parseMarkdown(text) : parsePlain(text)).map(blockView)}</>
}

function blockView(block: Block, key: number) {
  if (block.kind === 'heading') return <p key={key} class="heading">{block.inside.map(inlineView)}</p>
  if (block.kind === 'list') {
    const items = block.items.map((item, at) => <li key={at}>{item.map(inlineView)}</li>)
    return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>
  }
  return <p key={key}>{block.lines.flatMap((line, at) => [...(at ? [<br key={`b${at}`} />] : []), ...line.map((part, i) => inlineView(part, at * 1000 + i))])}</p>
}

function inlineView(part: Inline, key: number): preact.ComponentChild {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'code':
      return <code key={key}>{part.text}</code>
    case 'bold':
      return <strong key={key}>{part.inside.map(inlineView)}</strong>
    case 'italic':
      return <em key={key}>{part.inside.map(inlineView)}</em>
    case 'link':
      return (
        <a key={key} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.inside.map(inlineView)}
        </a>
      )
  }
}
