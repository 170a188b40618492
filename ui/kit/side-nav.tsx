import { Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type ReactNode, Fragment, useEffect, useRef } from 'react'
import { NavLink, useLocation } from 'react-router-dom'

const narrow = '@media (max-width: 760px)'

const useStyles = makeStyles({
  frame: { display: 'flex', flexGrow: 1, minWidth: 0, minHeight: 0, [narrow]: { flexDirection: 'column' } },
  nav: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    width: '224px',
    flexShrink: 0,
    padding: tokens.spacingHorizontalS,
    boxSizing: 'border-box',
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground2,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    [narrow]: {
      flexDirection: 'row',
      width: '100%',
      padding: `0 ${tokens.spacingHorizontalS}`,
      overflowX: 'auto',
      overflowY: 'hidden',
      borderRight: 'none',
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
      scrollbarWidth: 'none',
    },
  },
  group: { padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXS}`, color: tokens.colorNeutralForeground3, [narrow]: { display: 'none' } },
  link: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '36px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecoration: 'none',
    lineHeight: tokens.lineHeightBase200,
    fontSize: tokens.fontSizeBase300,
    outlineOffset: '-2px',
    ':hover': { backgroundColor: tokens.colorNeutralBackground2Hover, color: tokens.colorNeutralForeground1 },
    [narrow]: { minHeight: '44px', whiteSpace: 'nowrap', padding: `0 ${tokens.spacingHorizontalS}`, borderRadius: '0', borderBottom: '2px solid transparent' },
  },
  current: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground1Selected,
    '::before': { content: '""', position: 'absolute', left: '0', top: '10px', bottom: '10px', width: '3px', borderRadius: '2px', backgroundColor: tokens.colorCompoundBrandStroke },
    [narrow]: { backgroundColor: 'transparent', borderBottomColor: tokens.colorCompoundBrandStroke, '::before': { display: 'none' } },
  },
  icon: { display: 'flex', fontSize: '20px', [narrow]: { display: 'none' } },
  count: { marginLeft: 'auto', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, [narrow]: { marginLeft: 0 } },
  content: { flexGrow: 1, minWidth: 0, minHeight: 0, overflow: 'auto', outline: 'none' },
})

export type SideNavItem = { to: string; label: string; icon?: ReactNode; count?: number; end?: boolean; group?: string }

/** Pages beside a list of their names: a column at the left, a strip on a phone. */
export function SideNav(props: { label: string; items: readonly SideNavItem[]; children: ReactNode }) {
  const styles = useStyles()
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    // On a phone the strip may have scrolled the page's own name away.
    void nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])
  return (
    <div className={styles.frame}>
      <nav ref={nav} className={styles.nav} aria-label={props.label}>
        {props.items.map((item, index) => (
          <Fragment key={item.to}>
            {item.group && item.group !== props.items[index - 1]?.group && <Text size={200} weight="semibold" className={styles.group}>{item.group}</Text>}
            <NavLink to={item.to} end={item.end ?? false} className={({ isActive }) => mergeClasses(styles.link, isActive && styles.current)}>
              {item.icon && <span className={styles.icon} aria-hidden="true">{item.icon}</span>}
              {item.label}
              {item.count !== undefined && <span className={styles.count}>{item.count}</span>}
            </NavLink>
          </Fragment>
        ))}
      </nav>
      <div className={styles.content}>{props.children}</div>
    </div>
  )
}
