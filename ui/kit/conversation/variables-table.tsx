import { Caption1, Link, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { valueText } from './value-text.ts'

export type Variable = { name: string; value: unknown }

const useStyles = makeStyles({
  table: { width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed' },
  caption: { textAlign: 'left', padding: `${tokens.spacingVerticalS} 0 ${tokens.spacingVerticalXS}`, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  cell: { textAlign: 'left', verticalAlign: 'top', padding: `${tokens.spacingVerticalXS} 0`, borderTop: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: 'anywhere', fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  name: { width: '42%', paddingRight: tokens.spacingHorizontalM, fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground2 },
  text: { whiteSpace: 'pre-wrap' },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase100, display: 'block', maxHeight: '320px', overflow: 'auto' },
  empty: { color: tokens.colorNeutralForeground3 },
})

/** Every value by name; long ones unfold. */
export function VariablesTable(props: { variables: readonly Variable[]; caption?: string; empty?: string }) {
  const styles = useStyles()
  if (props.variables.length === 0) return <Text size={200} className={styles.empty}>{props.empty ?? 'None.'}</Text>
  return (
    <table className={styles.table}>
      {props.caption && <caption className={styles.caption}>{props.caption}</caption>}
      <tbody>
        {props.variables.map((variable) => (
          <tr key={variable.name}>
            <th scope="row" className={mergeClasses(styles.cell, styles.name)}>{variable.name}</th>
            <td className={styles.cell}><Value value={variable.value} name={variable.name} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Value(props: { name: string; value: unknown }) {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const { text, short, code } = valueText(props.value)
  const folded = short !== undefined && !open
  return (
    <>
      <span className={mergeClasses(styles.text, code && !folded && styles.code)} {...(code && !folded ? { tabIndex: 0, role: 'group', 'aria-label': props.name } : {})}>{folded ? short : text}</span>
      {short !== undefined && (
        <Caption1 block>
          <Link as="button" inline aria-expanded={open} aria-label={open ? `Show less of ${props.name}` : `Show all of ${props.name}`} onClick={() => setOpen(!open)}>{open ? 'Show less' : 'Show all'}</Link>
        </Caption1>
      )}
    </>
  )
}
