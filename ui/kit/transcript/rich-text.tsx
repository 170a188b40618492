import { Link } from '@fluentui/react-components'
import { Fragment, type ReactNode } from 'react'
import { type TextPart, textParts } from './text-parts.ts'

/** A message's text with line breaks, bold and safe links. Never HTML: every part is a text node. */
export function RichText(props: { text: string }) {
  return <span style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{textParts(props.text).map((part, index) => <Fragment key={index}>{render(part)}</Fragment>)}</span>
}

function render(part: TextPart): ReactNode {
  if (part.kind === 'bold') return <strong>{part.text}</strong>
  if (part.kind === 'text') return part.text
  return (
    <Link inline href={part.href} target="_blank" rel="noopener noreferrer" style={{ color: 'inherit', textDecoration: 'underline' }}>
      {part.text}
    </Link>
  )
}
