import { Body1, Title2, makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, useEffect } from 'react'

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    width: '100%',
    maxWidth: '1120px',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalXXXL}`,
    boxSizing: 'border-box',
    '@media (max-width: 760px)': { padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXXL}` },
  },
  top: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', justifyContent: 'space-between', gap: tokens.spacingHorizontalL },
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0, maxWidth: '72ch' },
  title: { margin: 0, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600 },
  lead: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXL,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    minWidth: 0,
    '@media (max-width: 760px)': { padding: tokens.spacingHorizontalM },
  },
  cardTitle: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold },
})

/** A page's title, one sentence on what it is for, its actions, and its content in one readable column. The browser's tab says `title`, and `of` what it belongs to. */
export function PageLayout(props: { title: string; of?: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const styles = useStyles()
  useTabTitle(props.of ? `${props.title} – ${props.of}` : props.title)
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <div className={styles.words}>
          <Title2 as="h1" className={styles.title}>{props.title}</Title2>
          {props.lead && <Body1 className={styles.lead}>{props.lead}</Body1>}
        </div>
        {props.actions && <div className={styles.actions}>{props.actions}</div>}
      </div>
      {props.children}
    </div>
  )
}

/** A page inside an `AppShell`: later than the shell's own title, whose effect runs after its children's. */
export function useTabTitle(title: string) {
  useEffect(() => {
    const timer = setTimeout(() => void (document.title = `${title} · Baton`))
    return () => clearTimeout(timer)
  }, [title])
}

/** A part of a page with its own heading. */
export function Section(props: { title?: string; children: ReactNode }) {
  const styles = useStyles()
  return (
    <section className={styles.card}>
      {props.title && <h2 className={styles.cardTitle}>{props.title}</h2>}
      {props.children}
    </section>
  )
}
