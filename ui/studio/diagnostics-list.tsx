import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ErrorCircleFilled } from '@fluentui/react-icons/svg/error-circle'
import { InfoFilled } from '@fluentui/react-icons/svg/info'
import { WarningFilled } from '@fluentui/react-icons/svg/warning'
import { WrenchRegular } from '@fluentui/react-icons/svg/wrench'
import type { ReactNode } from 'react'
import type { Diagnostic } from './studio-api.ts'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  item: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalS, padding: `${tokens.spacingVerticalXS} 0`, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  icon: { display: 'flex', fontSize: '16px', paddingTop: '2px', flexShrink: 0 },
  error: { color: tokens.colorPaletteRedForeground1 },
  warning: { color: tokens.colorPaletteDarkOrangeForeground1 },
  information: { color: tokens.colorNeutralForeground3 },
  body: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  apply: { flexShrink: 0 },
  fix: { color: tokens.colorNeutralForeground2 },
  place: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
})

const severityNames = { error: 'Error', warning: 'Warning', information: 'Note' } as const
const icons = { error: <ErrorCircleFilled />, warning: <WarningFilled />, information: <InfoFilled /> } as const

type Props = {
  diagnostics: readonly Diagnostic[]
  /** Shows where, as text or as a link that goes there. */
  place(diagnostic: Diagnostic): ReactNode
  /** Applies the fix of a finding that brings it as changes of the document. */
  onFix?(diagnostic: Diagnostic): void
  /** The text changed meanwhile: its places have moved. */
  stale?: boolean
}

/** Findings, one a line. */
export function DiagnosticsList(props: Props) {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {props.diagnostics.map((diagnostic, index) => (
        <li key={index} className={styles.item}>
          <span className={mergeClasses(styles.icon, styles[diagnostic.severity])} role="img" aria-label={severityNames[diagnostic.severity]}>{icons[diagnostic.severity]}</span>
          <span className={styles.body}>
            {diagnostic.message} {diagnostic.fix && <span className={styles.fix}>{diagnostic.fix} </span>}
            <span className={styles.place}>{props.place(diagnostic)}</span>
          </span>
          {props.onFix && diagnostic.edits && (
            <Button className={styles.apply} size="small" icon={<WrenchRegular />} disabledFocusable={props.stale === true} aria-label={`Fix line ${diagnostic.line}: ${diagnostic.fix ?? diagnostic.message}`} onClick={() => props.onFix?.(diagnostic)}>
              Fix
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

export const placeText = (diagnostic: Diagnostic) => `${diagnostic.file}:${diagnostic.line}:${diagnostic.column}`

/** "2 errors, 1 warning", or "no problems". */
export function countText(diagnostics: readonly { severity: Diagnostic['severity'] }[]): string {
  const count = (severity: Diagnostic['severity'], one: string) => {
    const n = diagnostics.filter((each) => each.severity === severity).length
    return n === 0 ? [] : [`${n} ${one}${n === 1 ? '' : 's'}`]
  }
  return [...count('error', 'error'), ...count('warning', 'warning'), ...count('information', 'note')].join(', ') || 'no problems'
}
