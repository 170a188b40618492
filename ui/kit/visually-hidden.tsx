import type { CSSProperties, ReactNode } from 'react'

const hidden: CSSProperties = { position: 'absolute', width: 1, height: 1, margin: -1, padding: 0, overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap', border: 0 }

/** For screen readers only. */
export function VisuallyHidden(props: { as?: 'span' | 'h1' | 'h2' | 'div'; children: ReactNode; role?: string }) {
  const Tag = props.as ?? 'span'
  return <Tag style={hidden} role={props.role}>{props.children}</Tag>
}
