import { Body1, Title1, makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  title: { margin: 0, textWrap: 'balance' },
  lead: { margin: `${tokens.spacingVerticalS} 0 0`, color: tokens.colorNeutralForeground2, maxWidth: '60ch', fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
})

/** What the page is, and one or two sentences on it. */
export function Heading(props: { title: string; lead: string }) {
  const styles = useStyles()
  return (
    <div>
      <Title1 as="h1" block className={styles.title}>{props.title}</Title1>
      <Body1 as="p" block className={styles.lead}>{props.lead}</Body1>
    </div>
  )
}
