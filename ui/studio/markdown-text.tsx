import { Fragment, type ReactNode } from 'react'
import { withSourceLinks } from '../../src/contracts/source-lines.ts'

/** The few marks copilots use: bold, italic, links, code, lists by dashes, line breaks. Everything else is plain text; never HTML. */
export function MarkdownText(props: { text: string }) {
  return withSourceLinks(props.text).split(/\n{2,}/).map((paragraph, index) => (
    <p key={index} style={{ margin: index === 0 ? 0 : '8px 0 0' }}>
      {paragraph.split('\n').map((line, at) => (
        <Fragment key={at}>
          {at > 0 && <br />}
          {inline(line.replace(/^\s*[-*] /, '• '))}
        </Fragment>
      ))}
    </p>
  ))
}

const marks = /(\*\*[^*]+\*\*|\*[^*\s][^*]*\*|`[^`]+`|\[[^\]]+\]\((?:https?:|mailto:|tel:)[^)\s]+\))/

function inline(line: string): ReactNode[] {
  return line.split(marks).map((part, index) => {
    if (index % 2 === 0) return part
    if (part.startsWith('**')) return <strong key={index}>{part.slice(2, -2)}</strong>
    if (part.startsWith('*')) return <em key={index}>{part.slice(1, -1)}</em>
    if (part.startsWith('`')) return <code key={index}>{part.slice(1, -1)}</code>
    const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part)
    return <a key={index} href={link?.[2]} target="_blank" rel="noreferrer">{link?.[1]}</a>
  })
}
