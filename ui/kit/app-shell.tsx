import { Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type ReactNode, useEffect } from 'react'
import type { Me } from '../../src/contracts/auth.ts'
import { AccountMenu } from './account-menu.tsx'
import { type AreaId, areasFor } from './areas.ts'
import logo from './baton.svg'

const useStyles = makeStyles({
  shell: { display: 'flex', flexDirection: 'column', height: '100dvh', minWidth: '320px', overflow: 'hidden' },
  skip: {
    position: 'absolute',
    top: '-60px',
    left: tokens.spacingHorizontalM,
    zIndex: 1000,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    ':focus': { top: tokens.spacingVerticalXS },
  },
  bar: {
    // Its menus open inside it and must lie over the page.
    position: 'relative',
    zIndex: 600,
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '48px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
    '@media (max-width: 640px)': { gap: tokens.spacingHorizontalS, padding: `0 ${tokens.spacingHorizontalS}` },
  },
  brand: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, textDecoration: 'none', color: 'inherit', borderRadius: tokens.borderRadiusMedium },
  brandName: { '@media (max-width: 640px)': { display: 'none' } },
  logo: { width: '28px', height: '28px', display: 'block' },
  nav: { display: 'flex', alignItems: 'stretch', alignSelf: 'stretch', minWidth: 0, overflowX: 'auto', scrollbarWidth: 'none' },
  link: {
    display: 'flex',
    alignItems: 'center',
    padding: `0 ${tokens.spacingHorizontalM}`,
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground2,
    textDecoration: 'none',
    borderTop: '3px solid transparent',
    borderBottom: '3px solid transparent',
    outlineOffset: '-2px',
    ':hover': { color: tokens.colorNeutralForeground1, backgroundColor: tokens.colorSubtleBackgroundHover },
    '@media (max-width: 640px)': { padding: `0 ${tokens.spacingHorizontalS}` },
  },
  current: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold, borderBottomColor: tokens.colorBrandStroke1 },
  space: { flexGrow: 1 },
  environment: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap', '@media (max-width: 900px)': { display: 'none' } },
  main: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0, overflow: 'auto', outline: 'none' },
})

export type AppShellProps = {
  /** Absent on the start page. */
  area?: AreaId
  /** The page's title, shown in the browser's tab as "title · Baton". Absent when a page sets it itself with `usePageTitle`. */
  title?: string
  me?: Me | undefined
  /** Beside the account menu, e.g. presence. */
  tools?: ReactNode
  children: ReactNode
}

/** The frame of every page: skip link, top bar with the areas this person may use, and the main part, which scrolls. */
export function AppShell(props: AppShellProps) {
  const styles = useStyles()
  usePageTitle(props.title)
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>Skip to the content</a>
      <header className={styles.bar}>
        <a href="/" className={styles.brand} aria-label="Baton, start page">
          <img src={logo} alt="" className={styles.logo} />
          <Text weight="semibold" size={400} className={styles.brandName}>Baton</Text>
        </a>
        {props.me && (
          <nav className={styles.nav} aria-label="Areas">
            {areasFor(props.me.roles).map((area) => (
              <a key={area.id} href={area.href} className={mergeClasses(styles.link, area.id === props.area && styles.current)} {...(area.id === props.area ? { 'aria-current': 'page' as const } : {})}>
                {area.name}
              </a>
            ))}
          </nav>
        )}
        <span className={styles.space} />
        {props.me && <Text size={200} className={styles.environment} title="Environment">{props.me.environment.name}</Text>}
        {props.tools}
        <AccountMenu me={props.me} />
      </header>
      <main id="main" tabIndex={-1} className={styles.main}>{props.children}</main>
    </div>
  )
}

/** "title · Baton" in the browser's tab while this is on the screen. */
export function usePageTitle(title: string | undefined) {
  useEffect(() => {
    if (title === undefined) return
    document.title = title === 'Baton' ? title : `${title} · Baton`
  }, [title])
}
