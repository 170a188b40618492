import { Link } from '@fluentui/react-components'
import type { MouseEvent, ReactNode } from 'react'
import { useHref, useLinkClickHandler } from 'react-router-dom'

/** Fluent's link that navigates within a page's router. */
export function PageLink(props: { to: string; className?: string | undefined; children: ReactNode }) {
  const href = useHref(props.to)
  const onClick = useLinkClickHandler<HTMLAnchorElement>(props.to)
  return (
    <Link href={href} className={props.className} onClick={(event) => onClick(event as MouseEvent<HTMLAnchorElement>)}>
      {props.children}
    </Link>
  )
}
