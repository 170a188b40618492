import { Badge, Text, makeStyles, tokens } from '@fluentui/react-components'
import { PageLink } from '../kit/page-link.tsx'
import { DiagnosticsList, countText, placeText } from './diagnostics-list.tsx'
import type { ImportReport } from './studio-api.ts'

const useStyles = makeStyles({
  report: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  heading: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  copilot: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
  part: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  summary: { cursor: 'pointer', fontWeight: tokens.fontWeightSemibold },
  scroll: { maxHeight: '220px', overflowY: 'auto' },
})

/** What an import brought: the copilots, what is wrong in them and where, and what is kept without being run. */
export function ImportReportView(props: { file: string; report: ImportReport }) {
  const styles = useStyles()
  const { copilots, diagnostics, preserved } = props.report
  return (
    <div className={styles.report}>
      <section>
        <h3 className={styles.heading}>
          <span role="status">{copilots.length === 0 ? `${props.file} holds no copilot` : `${copilots.length} ${copilots.length === 1 ? 'copilot' : 'copilots'} from ${props.file}`}</span>
        </h3>
        <ul className={styles.list}>
          {copilots.map((copilot) => (
            <li key={copilot.id} className={styles.copilot}>
              <PageLink to={`/copilots/${encodeURIComponent(copilot.id)}/overview`}>{copilot.name}</PageLink>
              <Badge appearance="tint" color="informative">{copilot.components} components</Badge>
            </li>
          ))}
        </ul>
        {copilots.length > 0 && <Text size={200} className={styles.quiet}>Publish a copilot before customers can talk to it.</Text>}
      </section>
      <section>
        <h3 className={styles.heading}>Checked: {countText(diagnostics)}</h3>
        <div className={styles.scroll} {...(diagnostics.length > 4 ? { tabIndex: 0, role: 'group', 'aria-label': 'Findings' } : {})}>
          <DiagnosticsList diagnostics={diagnostics} place={placeText} />
        </div>
      </section>
      {preserved.length > 0 && (
        <details>
          <summary className={styles.summary}>{preserved.length} {preserved.length === 1 ? 'part is' : 'parts are'} kept but not run</summary>
          <Text size={200} block className={styles.quiet}>They stay as they are, byte for byte, for a later export.</Text>
          <ul className={styles.list}>
            {preserved.map((part) => (
              <li key={part.path}>
                <span className={styles.part}>{part.path}</span> <Text size={200} className={styles.quiet}>{part.reason}</Text>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
