import { Body1, Button, Link, Spinner, Title3, makeStyles, tokens } from '@fluentui/react-components'
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import type { ReactNode } from 'react'
import { messageOf } from './api.ts'

const useStyles = makeStyles({
  center: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXXL,
    minHeight: '220px',
    flexGrow: 1,
    boxSizing: 'border-box',
  },
  icon: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '64px',
    height: '64px',
    borderRadius: tokens.borderRadiusCircular,
    fontSize: '32px',
    color: tokens.colorBrandForeground1,
    backgroundColor: tokens.colorBrandBackground2,
  },
  error: { color: tokens.colorPaletteRedForeground1, backgroundColor: tokens.colorPaletteRedBackground1 },
  title: { margin: 0 },
  text: { maxWidth: '46ch', color: tokens.colorNeutralForeground2 },
})

/** Waiting, in words. */
export function Loading(props: { label?: string }) {
  const styles = useStyles()
  return (
    <div className={styles.center}>
      <Spinner label={props.label ?? 'Loading…'} labelPosition="below" />
    </div>
  )
}

/** Nothing here, why, and what to do about it. */
export function EmptyState(props: { icon?: ReactNode; /** The only heading of the page: then it is the first. */ alone?: boolean; title: string; children?: ReactNode; action?: ReactNode }) {
  const styles = useStyles()
  return (
    <div className={styles.center}>
      {props.icon && <span className={styles.icon} aria-hidden="true">{props.icon}</span>}
      <Title3 as={props.alone ? 'h1' : 'h2'} align="center" className={styles.title}>{props.title}</Title3>
      {props.children && <Body1 align="center" className={styles.text}>{props.children}</Body1>}
      {props.action}
    </div>
  )
}

/** It failed, in the server's words, with a way to try again. */
export function ErrorState(props: { title: string; error: unknown; onRetry?: () => void }) {
  const styles = useStyles()
  return (
    <div className={styles.center} role="alert">
      <span className={`${styles.icon} ${styles.error}`} aria-hidden="true"><ErrorCircleRegular /></span>
      <Title3 as="h2" align="center" className={styles.title}>{props.title}</Title3>
      <Body1 align="center" className={styles.text}>{messageOf(props.error)}</Body1>
      {props.onRetry && <Button appearance="primary" onClick={props.onRetry}>Try again</Button>}
    </div>
  )
}

export function RestrictedState(props: { area: string; name: string }) {
  return (
    <main>
      <EmptyState alone icon={<LockClosedRegular />} title={`${props.area} is not open to you`} action={<Link href="/">Go to the start page</Link>}>
        You are signed in as {props.name}. Ask an administrator for the role that opens this area, or sign in as somebody else.
      </EmptyState>
    </main>
  )
}
